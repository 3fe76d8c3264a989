"""Not-met tickets grouped: how finely, by which hours, and that none is lost or counted twice."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.daily.groups import LEAST, MOST, OTHERS, Slice, grouped
from bot.metrics.tickets import TicketFacts, TicketKey
from tests.metrics.build import SHANGHAI, at, ticket


def some(count: int, hour: int, name: str = "T", **facts: object) -> list[TicketFacts]:
    """Return tickets opened from an hour on, a minute apart."""
    return [
        ticket(at(f"2026-11-16 {hour:02}:{n:02}"), external_id=f"{name}{hour}-{n}", **facts)
        for n in range(count)
    ]


def told(tickets: list[TicketFacts]) -> list[tuple[Slice, int]]:
    return [(one.slice, len(one.tickets)) for one in grouped(tickets, SHANGHAI).groups]


def test_the_largest_group_comes_first_and_one_or_two_alike_are_others() -> None:
    tickets = [
        *some(3, 9, channel="chat"),
        *some(5, 11, "E", channel="email"),
        *some(2, 15, "P", channel="phone"),
    ]
    found = grouped(tickets, SHANGHAI)
    assert [(one.slice.channel, len(one.tickets)) for one in found.groups] == [
        ("email", 5),
        ("chat", 3),
    ]
    assert found.others == (TicketKey("test", "P15-0"), TicketKey("test", "P15-1"))
    assert found.of(OTHERS) == found.others
    assert found.of(found.groups[0].slice.key) == found.groups[0].tickets
    assert found.of("nothing") is None


def test_blocks_of_three_hours_begin_where_they_hold_most() -> None:
    tickets = [ticket for hour in (11, 12, 13) for ticket in some(4, hour, channel="email")]
    assert told(tickets) == [(Slice(("channel", "hour"), "email", 11), 12)]
    assert told(tickets)[0][0].end == 14
    late = [ticket for hour in (22, 23, 0) for ticket in some(4, hour, channel="email")]
    assert [(one.hour, one.end) for one, _ in told(late)] == [(22, 1)]


def test_agent_group_and_category_count_as_long_as_half_stand_in_groups() -> None:
    alike = [
        *some(4, 9, "B", channel="email", category="Billing", group="One"),
        *some(4, 9, "C", channel="email", category="Parcels", group="Two"),
    ]
    assert told(alike) == [
        (Slice(("channel", "hour", "group", "category"), "email", 9, "One", "Billing"), 4),
        (Slice(("channel", "hour", "group", "category"), "email", 9, "Two", "Parcels"), 4),
    ]
    each_another = [
        one._replace(category=f"Category {n}") for n, one in enumerate(some(8, 9, channel="email"))
    ]
    assert told(each_another) == [(Slice(("channel", "hour"), "email", 9), 8)]


def test_what_none_of_them_has_is_left_out_and_what_some_lack_is_a_group() -> None:
    assert told(some(3, 9)) == [(Slice(("hour",), hour=9), 3)]
    mixed = [*some(3, 9, "A", category="Billing"), *some(4, 9, "B")]
    assert told(mixed) == [
        (Slice(("hour", "category"), hour=9), 4),
        (Slice(("hour", "category"), hour=9, category="Billing"), 3),
    ]


def test_what_is_left_of_a_channel_is_a_group_as_well() -> None:
    tickets = [
        *some(9, 9, channel="email"),
        *(one for hour in (0, 4, 20) for one in some(1, hour, "E", channel="email")),
        *some(2, 15, "C", channel="chat"),
    ]
    assert told(tickets) == [
        (Slice(("channel", "hour"), "email", 9), 9),
        (Slice(("channel", "rest"), "email"), 3),
    ]
    assert len(grouped(tickets, SHANGHAI).others) == 2


def test_an_agent_group_that_all_have_tells_nothing() -> None:
    assert told(some(4, 9, channel="email", group="Desk")) == [
        (Slice(("channel", "hour"), "email", 9), 4)
    ]


def test_too_many_groups_are_made_coarser() -> None:
    tickets = [
        one
        for hour, number in product(range(0, 24, 3), range(8))
        for one in some(3, hour, f"{number}-", channel=f"c{number % 3}", category=f"{number}")
    ]
    found = told(tickets)
    assert 0 < len(found) <= MOST
    assert {one.by for one, _ in found} == {("channel", "hour")}


def test_keys_tell_slices_apart_and_are_short_whatever_the_texts_are() -> None:
    odd = ["a", None, "", "a\x00b", "x" * 5_000, "<!channel>"]
    by = ("channel", "category")
    slices = [Slice(by, one, None, None, other) for one, other in product(odd, odd)]
    assert len({one.key for one in slices}) == len(slices)
    assert all(len(one.key) == 16 for one in slices)


TICKETS = st.lists(
    st.tuples(
        st.sampled_from([None, "email", "chat"]),
        st.integers(0, 23),
        st.sampled_from([None, "One", "Two"]),
        st.sampled_from([None, "Billing", "Parcels", "Other"]),
    ),
    max_size=60,
)


@given(TICKETS)
def test_every_ticket_is_in_one_group_or_among_the_others(rows: list[tuple[object, ...]]) -> None:
    tickets = [
        ticket(
            at(f"2026-11-16 {hour:02}:00"),
            external_id=f"{n}",
            channel=channel,
            group=group,
            category=category,
        )
        for n, (channel, hour, group, category) in enumerate(rows)
    ]
    found = grouped(tickets, SHANGHAI)
    keys = [key for one in found.groups for key in one.tickets] + [*found.others]
    assert sorted(keys) == sorted(TicketKey("test", f"{n}") for n in range(len(rows)))
    sizes = [len(one.tickets) for one in found.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size >= LEAST for size in sizes)
    assert len({one.slice.key for one in found.groups}) == len(found.groups)
