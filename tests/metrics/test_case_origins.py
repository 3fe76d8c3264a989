"""What an action was made from is read back as it was written; anything else is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.daily import OfGroup, OfTicket, Slice, origin_of
from bot.metrics.tickets import TicketKey, Verdict

LATE = Verdict("missed", 1_330.5, None, 900, 430.5, ("answered_late",))
TEXTS = st.none() | st.text(max_size=60)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_ticket_is_read_back(source: str, name: str) -> None:
    made = OfTicket(TicketKey(source, name), LATE)
    if made.ref.startswith("{"):
        assert origin_of(made.ref) == made


@given(st.integers(1, 10**6), st.none() | st.integers(0, 23), TEXTS, TEXTS, TEXTS)
def test_a_group_is_read_back(
    total: int, hour: int | None, channel: str | None, group: str | None, category: str | None
) -> None:
    made = OfGroup(total, Slice(("channel", "hour"), channel, hour, group, category))
    assert origin_of(made.ref) == made
    assert len(made.ref) < 1_500


def test_a_ticket_that_was_not_late_or_has_a_very_long_number_is_kept_by_its_key() -> None:
    met = LATE._replace(outcome="met")
    assert OfTicket(TicketKey("file", "1"), met).ref == "file/1"
    assert OfTicket(TicketKey("file", "x" * 700), LATE).ref == "file/" + "x" * 295


@pytest.mark.parametrize(
    "ref", ["", "file/N1", "{", "{}", "[]", '{"total":"x"}', '{"source":1}', "2026-11-16", "{1}"]
)
def test_anything_else_is_none(ref: str) -> None:
    assert origin_of(ref) is None
