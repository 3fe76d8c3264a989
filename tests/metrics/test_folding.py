"""A ticket is what the set of its events says, in whatever order and how often they come."""

import json
from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.feeds import Event, fold
from bot.sources.pulls import row

MINUTE = 60_000_000
START = to_micros(datetime.fromisoformat("2026-11-20T09:00:00+00:00"))
STATUSES = ("open", "pending", "solved", "closed", "reopened", "cancelled", "spam", "test")
NAMES = st.sampled_from((None, "Noah", "Sofia"))


def one(kind: str, minutes: float, **told: object) -> Event:
    return Event(f"{kind}-{minutes}", START + round(minutes * MINUTE), "T-1", kind, told)


def of(*events: Event) -> dict[str, object]:
    found, _ = fold(events)
    assert found is not None
    return found


def at(minutes: float) -> str:
    return from_micros(START + round(minutes * MINUTE)).isoformat(timespec="microseconds")


TOLD = {
    "opened": st.fixed_dictionaries(
        {}, optional={"by": st.sampled_from(("customer", "agent", "bot")), "agent": NAMES}
    ),
    "agent_reply": st.fixed_dictionaries({}, optional={"agent": NAMES}),
    "bot_reply": st.fixed_dictionaries({}, optional={"automatic": st.booleans()}),
    "assigned": st.fixed_dictionaries({}, optional={"agent": NAMES, "group": NAMES}),
    "tagged": st.fixed_dictionaries({}, optional={"tier": NAMES, "category": NAMES}),
    "status": st.fixed_dictionaries({"status": st.sampled_from(STATUSES)}),
    "rated": st.fixed_dictionaries({"score": st.integers(1, 5)}),
    "transferred": st.fixed_dictionaries({}, optional={"group": NAMES, "from_bot": st.booleans()}),
    "call": st.fixed_dictionaries(
        {"direction": st.sampled_from(("in", "out"))},
        optional={"answered_after": st.none() | st.integers(0, 600)},
    ),
    **{kind: st.just({}) for kind in ("customer_message", "note", "merged", "deleted")},
}


@st.composite
def histories(draw) -> list[Event]:
    kinds = draw(st.lists(st.sampled_from(sorted(TOLD)), max_size=12))
    return [
        Event(f"e{n}", START + draw(st.integers(0, 2)) * MINUTE, "T-1", kind, draw(TOLD[kind]))
        for n, kind in enumerate(kinds)
    ]


@given(histories(), st.data())
def test_neither_order_nor_repetition_matters(events: list[Event], data: st.DataObject):
    shuffled = data.draw(st.permutations(events))
    twice = data.draw(st.lists(st.sampled_from(events), max_size=5)) if events else []
    assert fold([*shuffled, *twice]) == fold(events)


def test_of_two_events_of_one_kind_and_instant_the_id_decides():
    events = [one("opened", 0)]
    events += [Event(f"e{n}", START, "T-1", "tagged", {"tier": f"{n}"}) for n in (2, 1, 3)]
    assert {of(*some)["tier"] for some in permutations(events)} == {"3"}


@given(histories(), st.data())
def test_a_cut_in_batches_ends_at_the_same_ticket(events: list[Event], data: st.DataObject):
    """Each batch folds all that is known by then, as it is worked off."""
    known: list[Event] = []
    kept: dict[str, object] | None = None
    left = list(data.draw(st.permutations(events)))
    while left:
        size = data.draw(st.integers(1, len(left)))
        known, left = [*known, *left[:size]], left[size:]
        found, outcomes = fold(known)
        assert outcomes.keys() == {each.id for each in known}
        # What came in is never taken back: a later batch writes over it.
        assert found is not None or kept is None
        kept = found or kept
    assert kept == fold(events)[0]


@given(histories())
def test_a_ticket_is_a_row_with_the_same_keys_always(events: list[Event]):
    found, outcomes = fold(events)
    is_opened = any(each.type == "opened" for each in events)
    assert (found is not None) == is_opened
    if found is None:
        assert {each.outcome for each in outcomes.values()} <= {"held"}
        return
    assert row(**found) == found
    assert found.keys() == of(one("opened", 0)).keys()
    json.dumps(found)


def test_what_comes_before_the_opening_is_held_and_said_so():
    found, outcomes = fold([one("agent_reply", 4), one("note", 5)])
    assert found is None
    assert set(outcomes.values()) == {("held", "not_opened")}


def test_messages_stand_by_time_and_a_question_before_its_answer():
    opened = one("opened", 0)
    events = [
        one("agent_reply", 5, agent="Noah"),
        one("customer_message", 5),
        one("bot_reply", 1),
        one("bot_reply", 2, automatic=True),
        one("transferred", 3, from_bot=True, group="People"),
        one("note", 4, agent="Sofia"),
        opened,
    ]
    found = of(*events)
    assert found["messages"] == [
        {"at": at(0), "kind": "customer", "author": None},
        {"at": at(1), "kind": "bot", "author": None},
        {"at": at(2), "kind": "auto", "author": None},
        {"at": at(3), "kind": "handoff", "author": None},
        {"at": at(4), "kind": "note", "author": "Sofia"},
        {"at": at(5), "kind": "customer", "author": None},
        {"at": at(5), "kind": "agent", "author": "Noah"},
    ]
    assert (found["opened_at"], found["group"]) == (at(0), "People")


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ({"direction": "in", "answered_after": 90, "agent": "Noah"}, ["customer", "agent"]),
        ({"direction": "in"}, ["customer"]),
        ({"direction": "out", "answered_after": 90, "agent": "Noah"}, ["agent"]),
        ({"direction": "out"}, []),
    ],
)
def test_a_call_asks_and_answers(told, kinds):
    found = of(one("opened", 0, by="bot"), one("call", 1, **told))
    said = found["messages"][1:]
    assert [each["kind"] for each in said] == kinds
    if "agent" in kinds:
        assert said[-1] == {"at": at(2.5), "kind": "agent", "author": "Noah"}


def test_the_latest_word_about_a_field_stands_and_null_takes_it_away():
    found = of(
        one("opened", 0, tier="gold", channel="chat", agent="Noah"),
        one("tagged", 1, tier="silver", category="Refund"),
        one("tagged", 2, category="Return"),
        one("assigned", 3, agent=None),
    )
    assert [found[name] for name in ("tier", "category", "channel", "agent")] == [
        "silver",
        "Return",
        "chat",
        None,
    ]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ("solved", ("solved", 1, 1, None)),
        ("solved solved", ("solved", 1, 1, None)),
        ("solved reopened", ("reopened", 1, None, None)),
        ("solved reopened open", ("reopened", 1, None, None)),
        ("solved open", ("reopened", 1, None, None)),
        ("solved reopened solved", ("solved", 1, 3, None)),
        ("solved closed", ("closed", 1, 1, 2)),
        ("closed", ("closed", None, None, 1)),
        ("closed reopened closed", ("closed", None, None, 3)),
        ("pending", ("pending", None, None, None)),
        ("cancelled", ("cancelled", None, None, 1)),
    ],
)
def test_how_a_ticket_stands(statuses: str, expected: tuple):
    told = [one("status", n, status=each) for n, each in enumerate(statuses.split(), 1)]
    found = of(one("opened", 0), *told)
    status, first, last, closed = expected
    assert found["status"] == status
    times = (found["first_resolved_at"], found["resolved_at"], found["closed_at"])
    assert times == tuple(None if each is None else at(each) for each in (first, last, closed))


@pytest.mark.parametrize(
    ("events", "excluded"),
    [
        ([one("merged", 1)], "merged"),
        ([one("deleted", 1)], "deleted"),
        ([one("deleted", 1), one("merged", 2)], "deleted"),
        ([one("merged", 1), one("deleted", 2)], "deleted"),
        ([one("status", 1, status="spam")], "spam"),
        ([one("status", 1, status="spam"), one("status", 2, status="open")], None),
    ],
)
def test_what_is_no_ticket_is_left_out(events, excluded):
    assert of(one("opened", 0), *events)["excluded"] == excluded


def test_what_says_nothing_new_is_ignored_with_its_reason():
    events = [
        one("opened", 0),
        one("opened", 1),
        one("tagged", 2),
        one("status", 3, status="solved"),
        one("status", 4, status="solved"),
        one("status", 5, status="closed"),
        one("status", 6, status="closed"),
    ]
    _, outcomes = fold(events)
    assert [each.reason for each in outcomes.values()] == [
        None,
        "opened_before",
        "says_nothing",
        None,
        "solved_before",
        None,
        "closed_before",
    ]
