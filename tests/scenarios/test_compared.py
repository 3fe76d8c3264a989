"""What is said of a change from one period to the next: only what its days bear out."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.models import Ticket
from tests.scenarios.office import Office, words_of

FORTNIGHT = "2026-10-12..2026-10-25"
BEFORE, AFTER = datetime(2026, 9, 28, 10, tzinfo=UTC), datetime(2026, 10, 12, 10, tzinfo=UTC)


async def filled(desk: Office, start: datetime, wait: Callable[[int], float]) -> None:
    """Add ten tickets to each weekday of the fourteen days from an instant."""
    async with desk.database.write() as session:
        for day in (start + timedelta(days=n) for n in range(14)):
            for n in range(10 if day.weekday() < 5 else 0):
                at = day + timedelta(minutes=n)
                row = Ticket(team_id=1, source="x", external_id=f"{at}", opened_at=at, agent="Noah")
                row.waits_from = at
                row.first_response_at = at + timedelta(seconds=wait(day.day) + n)
                session.add(row)


async def test_a_change_of_every_day_is_faster_or_slower(desk: Office):
    await filled(desk, BEFORE, lambda _: 1_200)
    await filled(desk, AFTER, lambda _: 600)
    assert "no clear change" in words_of(await desk.type("emma", "2026-10-19..2026-10-25"))
    message = await desk.type("emma", FORTNIGHT)
    assert "10 min faster than the 14 days before" in message["text"]
    said = words_of(message)
    assert "100 points up (was 0%)" in said
    assert "A change is named faster, slower, up or down where chance does not explain it" in said


async def test_a_change_that_its_days_explain_is_none(desk: Office):
    def swinging(day: int) -> float:
        return (400, 1_500, 300, 1_200, 900)[day % 5]

    await filled(desk, BEFORE, lambda day: swinging(day) + 60)
    await filled(desk, AFTER, swinging)
    said = words_of(await desk.type("emma", FORTNIGHT))
    assert "The 14 days before: " in said
    assert said.count(", no clear change") == 4  # in the message, and in its text
    assert "faster" not in said.partition("A change is named")[0]


async def test_what_was_found_is_not_kept_beyond_a_change_of_the_data(desk: Office):
    await filled(desk, BEFORE, lambda _: 1_200)
    await filled(desk, AFTER, lambda _: 600)
    assert "10 min faster than the 14 days before" in words_of(await desk.type("emma", FORTNIGHT))
    assert "10 min faster than the 14 days before" in words_of(await desk.type("emma", FORTNIGHT))
    async with desk.database.write() as session:
        for n in range(90):
            at = BEFORE + timedelta(days=n % 5, minutes=20 + n)
            row = Ticket(team_id=1, source="x", external_id=f"late {n}", opened_at=at)
            row.waits_from, row.first_response_at = at, at + timedelta(seconds=540)
            session.add(row)
    said = words_of(await desk.type("emma", FORTNIGHT))
    assert "20 min median first response, no clear change · 190 answered" in said


async def test_days_and_weeks_and_people_get_both_numbers_and_no_verdict(desk: Office):
    await filled(desk, datetime(2026, 10, 24, 10, tzinfo=UTC), lambda _: 600)
    await filled(desk, datetime(2026, 11, 7, 10, tzinfo=UTC), lambda _: 1_200)
    assert "slower than the 14 days before" in words_of(await desk.type("emma", "last 14 days"))
    for words in (
        "today",
        "yesterday",
        "week",
        "2026-11-09..2026-11-12",
        "last 14 days <@U01NOAH>",
    ):
        said = words_of(await desk.type("emma", words))
        assert not re.search("faster|slower|points? (up|down)|clear change", said), words
    said = words_of(await desk.type("emma", "2026-11-09..2026-11-12"))
    assert "The 4 days before: 100% answered in time · 10 min 4 s median first response" in said


async def test_a_day_that_is_not_over_is_no_evidence(desk: Office):
    await filled(desk, datetime(2026, 11, 2, 10, tzinfo=UTC), lambda _: 1_200)
    await filled(desk, datetime(2026, 11, 16, 10, tzinfo=UTC), lambda _: 600)
    assert "faster than" not in words_of(await desk.type("emma", "last 7 days"))
    assert "10 min faster than the 8 days before" in words_of(
        await desk.type("emma", "last 8 days")
    )
