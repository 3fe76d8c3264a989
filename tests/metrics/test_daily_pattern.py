"""What of the tickets not met stands out, and what is noise."""

from random import Random

import pytest

from bot.metrics.daily.pattern import Pattern, Standout, pattern
from bot.metrics.daily.report import Share

EVEN = [Share(hour, 2, 5) for hour in range(9, 18)]


def channels(*rows: tuple[str | None, int, int]) -> list[Share]:
    return [Share(*row) for row in rows]


def hours(**missed: int) -> list[Share]:
    """Return nine hours of ten tickets each, of which so many were missed: `h11=5`."""
    return [Share(hour, missed.get(f"h{hour}", 0), 10) for hour in range(9, 18)]


def test_a_channel_and_hours_with_most_of_what_was_missed_are_named() -> None:
    mail = channels(("email", 19, 30), ("chat", 4, 40), ("phone", 2, 20))
    late = hours(h11=5, h12=6, h13=5, h9=3, h10=3, h15=3)
    assert pattern(mail, late) == Pattern(
        25, Standout("email", 19, 30), Standout(11, 16, 30, last=13)
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("email", 4, 4), ("chat", 0, 40)], "four is no pattern"),
        ([("email", 12, 45), ("chat", 13, 45)], "each has half of the tickets, too"),
        ([("email", 20, 20)], "there is only one channel"),
        ([("email", 12, 14), ("chat", 6, 50), ("phone", 7, 50)], "less than half"),
        ([(None, 19, 30), ("chat", 4, 40)], "nobody knows which channel"),
        ([("email", 3, 8), ("chat", 2, 10)], "chance explains it"),
    ],
)
def test_no_channel_is_named(rows: list[tuple[str | None, int, int]], why: str) -> None:
    found = pattern(channels(*rows), EVEN)
    assert found is None or found.channel is None, why


def test_exactly_half_is_enough() -> None:
    found = pattern(channels(("email", 10, 12), ("chat", 5, 40), ("phone", 5, 40)), EVEN)
    assert found is not None
    assert found.channel == Standout("email", 10, 12)


@pytest.mark.parametrize(
    ("missed", "run"),
    [
        ({"h9": 9, "h14": 3}, (9, 9)),
        ({"h9": 6, "h10": 6, "h14": 3}, (9, 10)),
        ({"h16": 5, "h17": 6, "h9": 2}, (16, 17)),
        ({"h10": 5, "h12": 5, "h16": 1}, (10, 12)),
    ],
)
def test_a_run_is_as_short_as_what_stands_out(missed: dict[str, int], run: tuple[int, int]) -> None:
    found = pattern(channels(("email", sum(missed.values()), 90)), hours(**missed))
    assert found is not None
    assert found.hours is not None
    assert (found.hours.key, found.hours.last) == run


def test_four_hours_are_no_run() -> None:
    spread = hours(h9=4, h12=4, h15=4)
    assert pattern(channels(("email", 12, 90)), spread) is None


def test_midnight_is_where_a_day_ends() -> None:
    night = [Share(hour, 6 if hour in {23, 0} else 0, 8) for hour in range(24)]
    found = pattern(channels(("email", 12, 192)), night)
    assert found is not None
    assert found.hours is not None
    assert found.hours.last - int(found.hours.key) == 0


def test_noise_is_rarely_told_as_a_finding() -> None:
    """Tickets that are late by chance alone: in less than one day in ten anything is named."""
    random = Random(7)  # noqa: S311
    told = {"channel": 0, "hours": 0}
    for _ in range(300):
        tickets = [(random.choice("abcd"), random.randrange(9, 18)) for _ in range(60)]
        late = set(random.sample(range(60), random.choice((5, 8, 12, 25))))
        found = pattern(*(_shares(tickets, late, at) for at in (0, 1)))
        told["channel"] += bool(found and found.channel)
        told["hours"] += bool(found and found.hours)
    assert max(told.values()) < 30, told


def _shares(tickets: list[tuple[str, int]], late: set[int], by: int) -> list[Share]:
    keys = sorted({one[by] for one in tickets}, key=str)
    return [
        Share(
            key,
            sum(one[by] == key and at in late for at, one in enumerate(tickets)),
            sum(one[by] == key for one in tickets),
        )
        for key in keys
    ]


def test_tens_of_thousands_are_counted_at_once() -> None:
    busy = channels(("email", 9_000, 20_000), ("chat", 4_000, 50_000))
    found = pattern(busy, [Share(hour, 542, 2_917) for hour in range(24)])
    assert found is not None
    assert found.channel == Standout("email", 9_000, 20_000)
    assert found.hours is None
