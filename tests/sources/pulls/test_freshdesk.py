"""Freshdesk is walked so that no ticket is passed over, whatever happens meanwhile."""

from datetime import timedelta

import pytest

from bot.sources.pulls import PullError
from bot.sources.pulls.freshdesk_rows import Names, drawn
from tests.sources.pulls.conftest import NOW

KEYS = {
    "external_id",
    "opened_at",
    "updated_at",
    "first_response_at",
    "first_resolved_at",
    "resolved_at",
    "closed_at",
    "status",
    "kind",
    "channel",
    "priority",
    "agent",
    "group",
    "customer",
    "subject",
    "excluded",
}


async def test_every_ticket_of_many_pages_comes_once_the_oldest_change_first(pulls):
    pulls.open(350)
    found = await pulls.pull()
    assert pulls.is_whole()
    assert [page.is_last for page in found] == [False] * (len(found) - 1) + [True]
    changes = [row["updated_at"] for page in found for row in page.rows]
    assert changes == sorted(changes)
    # A page begins with what had the last instant of the page before.
    assert len(changes) < 350 + len(found)


async def test_what_is_told_of_a_ticket(pulls):
    emma, group = pulls.desk.add_agent("Emma Young"), pulls.desk.add_group("Returns")
    ticket = pulls.desk.open(
        pulls.at(0), "Lost parcel", channel="phone", priority="urgent", kind="Question", group=group
    )
    pulls.desk.answer(ticket, pulls.at(60), emma)
    pulls.desk.solve(ticket, pulls.at(120))
    await pulls.pull()
    assert pulls.rows["1"] == {
        "external_id": "1",
        "opened_at": "2026-05-02T09:00:00Z",
        "first_response_at": "2026-05-02T09:01:00Z",
        "first_resolved_at": None,
        "resolved_at": "2026-05-02T09:02:00Z",
        "closed_at": None,
        "updated_at": "2026-05-02T09:02:00Z",
        "status": "resolved",
        "kind": "Question",
        "channel": "phone",
        "priority": "urgent",
        "agent": "Emma Young",
        "group": "Returns",
        "customer": "ada@example.com",
        "subject": "Lost parcel",
        "excluded": None,
    }


async def test_every_row_has_the_same_keys(pulls):
    tickets = pulls.open(4)
    pulls.desk.answer(tickets[0], pulls.at(60), pulls.desk.add_agent("Emma Young"))
    pulls.desk.delete(tickets[1], pulls.at(60))
    pulls.desk.call_spam(tickets[2], pulls.at(60))
    await pulls.pull()
    assert {frozenset(row) for row in pulls.rows.values()} == {frozenset(KEYS)}


@pytest.mark.parametrize("keeps_resolved", [False, True])
async def test_a_solved_ticket_that_is_open_again_is_told_as_reopened(pulls, keeps_resolved):
    pulls.account.keeps_resolved = keeps_resolved
    ticket, other = pulls.open(2)
    pulls.desk.solve(ticket, pulls.at(60))
    pulls.desk.reopen(ticket, pulls.at(120))
    pulls.desk.change(other, pulls.at(120), status="pending")
    await pulls.pull()
    assert (pulls.rows["1"]["status"], pulls.rows["2"]["status"]) == ("reopened", "pending")
    first = "2026-05-02T09:01:00Z" if keeps_resolved else None
    assert (pulls.rows["1"]["first_resolved_at"], pulls.rows["1"]["resolved_at"]) == (first, None)
    pulls.desk.change(ticket, pulls.at(130), status="pending")
    await pulls.pull()
    assert pulls.rows["1"]["status"] == "reopened"
    pulls.desk.solve(ticket, pulls.at(180))
    await pulls.pull()
    assert pulls.rows["1"]["status"] == "resolved"
    assert pulls.rows["1"]["resolved_at"] == "2026-05-02T09:03:00Z"


async def test_deleted_and_spam_tickets_are_left_out_until_they_are_restored(pulls):
    deleted, spam, _other = pulls.open(3)
    await pulls.pull()
    pulls.desk.delete(deleted, pulls.at(60))
    pulls.desk.call_spam(spam, pulls.at(60))
    await pulls.pull()
    assert [pulls.rows[one]["excluded"] for one in "123"] == ["deleted", "spam", None]
    pulls.desk.change(deleted, pulls.at(90), is_deleted=False)
    await pulls.pull()
    assert [pulls.rows[one]["excluded"] for one in "123"] == [None, "spam", None]


async def test_a_ticket_that_is_deleted_while_pages_are_walked_ends_as_deleted(pulls):
    tickets = pulls.open(150)
    walk = pulls.pages()
    await anext(walk)
    pulls.desk.delete(tickets[0], pulls.at(900))
    async for _ in walk:
        pass
    assert pulls.rows["1"]["excluded"] == "deleted"
    assert pulls.is_whole()


async def test_a_key_that_may_not_see_agents_leaves_their_ids(pulls):
    pulls.account.may_see_agents = False
    emma, group = pulls.desk.add_agent("Emma Young"), pulls.desk.add_group("Returns")
    pulls.desk.open(pulls.at(0), agent=emma, group=group)
    await pulls.pull()
    assert (pulls.rows["1"]["agent"], pulls.rows["1"]["group"]) == (str(emma.id), str(group.id))


async def test_more_agents_than_a_page_holds(pulls):
    emma = [pulls.desk.add_agent(f"Agent {number}") for number in range(250)][-1]
    pulls.desk.open(pulls.at(0), agent=emma)
    await pulls.pull()
    assert pulls.rows["1"]["agent"] == "Agent 249"


async def test_a_ticket_that_changes_while_pages_are_walked_hides_no_other(pulls):
    """With plain page numbers the first ticket of the next page moves up and is never seen."""
    tickets = pulls.open(350)
    changed = iter(tickets)
    async for _ in pulls.pages():
        pulls.desk.change(next(changed), pulls.at(1000))
    assert len(pulls.rows) == 350
    await pulls.pull()
    assert pulls.is_whole()


async def test_hundreds_of_tickets_of_one_second(pulls):
    pulls.open(350, seconds=0)
    await pulls.pull()
    assert pulls.is_whole()


@pytest.mark.parametrize("page", [1, 2, 3, 4])
async def test_of_tickets_of_one_second_one_that_changes_hides_no_other(pulls, page):
    tickets = pulls.open(350, seconds=0)
    walk = pulls.pages()
    for _ in range(page):
        await anext(walk)
    pulls.desk.change(tickets[0], pulls.at(700))
    async for _ in walk:
        pass
    assert pulls.is_whole()


async def test_one_that_changes_hides_none_though_the_next_page_is_of_another_second(pulls):
    pulls.account.most_rows = 3
    first, *_ = [pulls.desk.open(pulls.at(seconds)) for seconds in (0, 0, 0, 0, 1, 1, 1, 1)]
    walk = pulls.pages()
    await anext(walk)
    pulls.desk.change(first, pulls.at(2))
    async for _ in walk:
        pass
    assert pulls.is_whole()


async def test_a_second_of_many_among_others(pulls):
    pulls.account.most_rows = 10
    for number in range(60):
        pulls.desk.open(pulls.at(number if number < 15 else max(15, number - 30)))
    await pulls.pull()
    assert pulls.is_whole()


async def test_more_tickets_of_one_second_than_can_be_asked_for_are_said(pulls):
    pulls.account.most_rows = 1
    pulls.open(301, seconds=0)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "refused"
    assert "at one instant" in caught.value.detail


async def test_the_cursor_lies_five_minutes_before_the_desks_present(pulls):
    pulls.desk.open(NOW - timedelta(minutes=10))
    pulls.desk.open(NOW - timedelta(minutes=1))
    await pulls.pull()
    assert pulls.cursor["tickets"] == (NOW - timedelta(minutes=5)).isoformat()
    # What is seen late, beside a later change, is taken in by the next pull.
    pulls.desk.open(NOW - timedelta(minutes=3))
    await pulls.pull()
    assert pulls.is_whole()


async def test_the_cursor_never_lies_before_the_beginning(pulls):
    since = NOW - timedelta(minutes=1)
    await pulls.pull(since)
    assert set(pulls.cursor.values()) == {since.isoformat()}


async def test_a_quiet_desk_is_asked_from_its_newest_change_on(pulls):
    pulls.open(150)
    await pulls.pull()
    before = pulls.cursor
    assert before["tickets"] == pulls.at(149).isoformat()
    found = await pulls.pull()
    assert [len(page.rows) for page in found] == [1, 0, 0]
    assert pulls.cursor == before


async def test_a_desk_without_tickets(pulls):
    found = await pulls.pull()
    assert [len(page.rows) for page in found] == [0, 0, 0]
    assert set(pulls.cursor.values()) == {pulls.at(-1000).isoformat()}


async def test_tickets_from_before_the_beginning_are_left(pulls):
    pulls.open(100)
    await pulls.pull(since=pulls.at(40))
    assert len(pulls.rows) == 60


async def test_some_that_changed_last(pulls):
    tickets = pulls.open(20)
    pulls.desk.change(tickets[3], pulls.at(500))
    found = [row async for row in pulls.product.newest(pulls.ask, pulls.place, 5)]
    assert [row["external_id"] for row in found] == ["4", "20", "19", "18", "17"]


async def test_a_key_revoked_at_page_two_leaves_page_one_and_loses_nothing(pulls):
    pulls.open(350)
    pulls.faults.add("revoked", path="/api/v2/tickets", after=1, times=0)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "credentials"
    assert len(pulls.rows) == 100
    assert pulls.cursor == {"tickets": pulls.at(99).isoformat()}
    pulls.faults.clear()
    found = await pulls.pull()
    assert pulls.is_whole()
    # Only what has the cursor's own instant comes twice.
    assert found[0].rows[0]["external_id"] == "100"


@pytest.mark.parametrize(
    ("resolved", "reopened", "told"),
    [
        ("2026-05-02T09:00:00Z", None, (None, "2026-05-02T09:00:00Z")),
        ("2026-05-02T09:00:00Z", "2026-05-01T09:00:00Z", (None, "2026-05-02T09:00:00Z")),
        ("2026-05-02T09:00:00Z", "2026-05-03T09:00:00Z", ("2026-05-02T09:00:00Z", None)),
        (None, "2026-05-03T09:00:00Z", (None, None)),
    ],
)
def test_what_lies_before_the_reopening_was_not_the_last_time(resolved, reopened, told):
    stats = {"resolved_at": resolved, "reopened_at": reopened}
    row = drawn({"id": 1, "status": 4, "stats": stats}, Names(), None)
    assert (row["first_resolved_at"], row["resolved_at"]) == told
    assert row["status"] == "resolved"
