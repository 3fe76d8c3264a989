"""Done, handed on, moved: by those who may, once, and shown wherever the action is shown."""

import asyncio
from datetime import date

import pytest

from bot import ids
from tests.actions.floor import ROOM, Floor, has, initial
from tests.scenarios.office import words_of

CHANGES = (ids.ACTION_DONE, ids.ACTION_REASSIGN, ids.ACTION_NEW_DATE)


async def test_the_owner_marks_it_done_and_the_lead_is_told_below_the_card(floor: Floor):
    card = await floor.make("emma", owner="U01NOAH")
    await floor.done("noah", card, "Median down to 9 min <!channel>")
    action = await floor.action()
    assert (action.status, action.done_by, action.version) == ("done", "U01NOAH", 2)
    shown = await floor.office.seen("sofia", card)
    assert "✓ done" in words_of(shown)
    assert "Median down to 9 min &lt;!channel&gt;" in words_of(shown)
    assert not any(has(shown, action_id) for action_id in CHANGES)
    assert has(shown, ids.HISTORY_OPEN)
    reply = (await floor.said("emma"))[-1]
    assert reply["thread_ts"] == card["ts"]
    assert "<@U01EMMA> ✓ <@U01NOAH> marked action 1 done: *Answer faster*" in reply["text"]
    assert "<!" not in reply["text"]


async def test_a_lead_who_did_it_is_not_told(floor: Floor):
    card = await floor.make("emma")
    await floor.done("emma", card)
    assert [one["ts"] for one in await floor.said("emma")][-1] == card["ts"]


async def test_leads_are_told_in_person_where_the_card_can_not_be(floor: Floor):
    card = await floor.make("emma", owner="U01NOAH")
    form = await floor.press("noah", card, ids.ACTION_DONE)
    await floor.office.slack.client.archive("C01SUPPORT")
    await floor.fill("noah", form, result="Done anyway")
    told = (await floor.said("emma", "app"))[-1]
    assert "marked action 1 done: *Answer faster*\nDone anyway" in told["text"]
    form = await floor.press("emma", told, ids.ACTION_VERIFY)
    await floor.fill("emma", form, why="Seen")
    assert (await floor.action()).status == "verified"
    await floor.office.click("emma", told, ids.ACTION_VERIFY)
    assert "Nothing left to change" in words_of((await floor.said("emma", "app"))[-1])


async def test_a_wish_to_drop_is_decided_where_it_is_read(floor: Floor):
    card = await floor.make("emma", owner="U01NOAH")
    await floor.change("noah", card, ids.ACTION_DROP, why="The tool is gone")
    told = (await floor.said("emma"))[-1]
    assert "asks to drop action 1: *Answer faster*\nThe tool is gone" in told["text"]
    form = await floor.press("emma", told, ids.ACTION_DROP)
    await floor.fill("emma", form, why="Agreed")
    assert (await floor.action()).status == "dropped"


@pytest.mark.parametrize("role", ["lead", "operations"])
async def test_those_who_lead_may_too(floor: Floor, role: str):
    card = await floor.make("noah", owner="U01NOAH")
    await floor.enrol("U01SOFIA", role)
    await floor.done("sofia", card)
    assert (await floor.action()).done_by == "U01SOFIA"


async def test_an_admin_may_too(floor: Floor):
    card = await floor.make("noah")
    await floor.done("robin", card)
    assert (await floor.action()).done_by == "U01ADMIN"


@pytest.mark.parametrize("action_id", CHANGES)
async def test_others_get_a_polite_no_that_names_who_may(floor: Floor, action_id: str):
    card = await floor.make("noah")
    assert await floor.press("sofia", card, action_id) is None
    told = await floor.whispered("sofia")
    assert "<@U01NOAH>" in told
    assert "<@U01EMMA>" in told
    assert (await floor.action()).version == 1
    assert await floor.said("emma") == [card]


async def test_the_no_is_in_the_language_of_the_one_who_clicked(floor: Floor):
    await floor.office.slack.client.join("liwei", ROOM)
    card = await floor.make("noah")
    await floor.press("liwei", card, ids.ACTION_DONE)
    assert "只有责任人或 <@U01EMMA> 可以更改" in await floor.whispered("liwei")


async def test_rights_are_decided_again_when_the_form_is_sent(floor: Floor):
    card = await floor.make("noah", owner="U01NOAH")
    form = await floor.press("noah", card, ids.ACTION_DONE)
    await floor.change("emma", card, ids.ACTION_REASSIGN, owner="U01SOFIA")
    await floor.fill("noah", form, result="Mine still?")
    assert "<@U01SOFIA>" in words_of(await floor.office.modal("noah"))
    assert (await floor.action()).status == "open"


async def test_done_twice_by_two_at_once_is_done_once(floor: Floor):
    card = await floor.make("noah")
    forms = {user: await floor.press(user, card, ids.ACTION_DONE) for user in ("noah", "emma")}
    client = floor.office.slack.client
    await asyncio.gather(
        *(client.submit(user, form, {"result": user}) for user, form in forms.items())
    )
    await floor.office.settle()
    action = await floor.action()
    assert (action.version, action.status) == (2, "done")
    assert [step.event for step in await floor.history()] == ["created", "done"]
    late = "emma" if action.done_by == "U01NOAH" else "noah"
    assert "Nothing left to change" in words_of(await floor.office.modal(late))


async def test_a_click_on_a_card_of_old_shows_the_present_state(floor: Floor):
    card = await floor.make("noah", owner="U01OUT")
    old = (await floor.said("olga", "app"))[-1]
    await floor.done("emma", card)
    stored = floor.office.slack.workspace.message(old["channel"], old["ts"])
    assert stored is not None
    stored.blocks = old["blocks"]
    assert await floor.press("olga", old, ids.ACTION_DONE) is None
    assert "marked done by <@U01EMMA>" in await floor.whispered("olga", "app")
    assert not has(await floor.office.seen("olga", old), ids.ACTION_DONE)


async def test_a_stale_form_is_begun_again_with_what_was_typed(floor: Floor):
    card = await floor.make("noah", owner="U01NOAH")
    form = await floor.press("noah", card, ids.ACTION_NEW_DATE)
    await floor.change("emma", card, ids.ACTION_NEW_DATE, due="2026-12-01", why="Stock-taking")
    await floor.fill("noah", form, due="2026-12-04", why="Holiday")
    again = await floor.office.modal("noah")
    assert "Somebody changed this meanwhile" in words_of(again)
    assert "<@U01EMMA> moved the due date from 27 Nov 2026 to 1 Dec 2026" in words_of(again)
    assert "Stock-taking" in words_of(again)
    assert "due Tue 1 Dec" in words_of(again)
    assert initial(again, "why") == "Holiday"
    assert (await floor.action()).due_on == date(2026, 12, 1)
    await floor.fill("noah", again)
    assert (await floor.action()).due_on == date(2026, 12, 4)
    assert [step.event for step in await floor.history()] == ["created", "due_moved", "due_moved"]


async def test_a_new_date_asks_why_and_is_shown(floor: Floor):
    card = await floor.make("noah")
    form = await floor.press("noah", card, ids.ACTION_NEW_DATE)
    assert set((await floor.fill("noah", form, due="2026-12-04"))["errors"]) == {"why"}
    done = await floor.fill("noah", form, due="2026-11-19", why="x")
    assert "has passed" in done["errors"]["due"]
    done = await floor.fill("noah", form, due="2026-11-27", why="x")
    assert "present date" in done["errors"]["due"]
    done = await floor.fill("noah", form, due="2026-12-04", why="x" * 3_000)
    assert "500" in done["errors"]["why"]
    await floor.fill("noah", form, due="2026-12-04", why="Supplier is late")
    assert "Fri 4 Dec" in words_of(await floor.office.seen("emma", card))
    step = (await floor.history())[-1]
    assert (step.event, step.why) == ("due_moved", "Supplier is late")
    assert (step.before, step.after) == ('{"due": "2026-11-27"}', '{"due": "2026-12-04"}')


async def test_a_new_owner_is_told_and_the_old_one_may_no_more(floor: Floor):
    card = await floor.make("noah")
    await floor.change("noah", card, ids.ACTION_REASSIGN, owner="U01SOFIA", why="On leave")
    theirs = (await floor.said("sofia", "app"))[-1]
    assert "<@U01NOAH> made you the owner" in words_of(theirs)
    assert "<@U01SOFIA>" in words_of(await floor.office.seen("emma", card))
    assert await floor.press("noah", card, ids.ACTION_DONE) is None
    await floor.done("sofia", theirs)
    for user, shown in (("sofia", theirs), ("emma", card)):
        assert not has(await floor.office.seen(user, shown), ids.ACTION_DONE)


@pytest.mark.parametrize(
    ("owner", "words"), [("U01GUEST", "guest"), ("U01FRTBOT", "bot"), ("U01NOAH", "already")]
)
async def test_who_it_can_not_be_handed_to(floor: Floor, owner: str, words: str):
    card = await floor.make("noah")
    form = await floor.press("noah", card, ids.ACTION_REASSIGN)
    done = await floor.fill("noah", form, owner=owner)
    assert words in done["errors"]["owner"]
    assert (await floor.action()).version == 1


async def test_the_history_tells_everything_latest_first(floor: Floor):
    card = await floor.make("noah")
    await floor.change("noah", card, ids.ACTION_NEW_DATE, due="2026-12-04", why="<!here> later")
    await floor.change("emma", card, ids.ACTION_REASSIGN, owner="U01SOFIA")
    await floor.done("sofia", card, "All good")
    view = await floor.press("noah", card, ids.HISTORY_OPEN)
    said = words_of(view)
    order = [
        "marked done by <@U01SOFIA>",
        "from <@U01NOAH> to <@U01SOFIA>",
        "4 Dec 2026",
        "made by",
    ]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert "&lt;!here&gt; later" in said
    assert "All good" in said


async def test_an_action_that_never_was(floor: Floor):
    card = await floor.make("noah")
    stored = floor.office.slack.workspace.message(card["channel"], card["ts"])
    assert stored is not None
    buttons = next(block for block in stored.blocks if block["type"] == "actions")
    gone = ids.ActionValue(team_id=1, number=99, version=1).dump()
    past = ids.HistoryValue(team=1, subject="action", key="99").dump()
    for one in buttons["elements"]:
        one["value"] = past if one["action_id"] == ids.HISTORY_OPEN else gone
    for action_id in (*CHANGES, ids.HISTORY_OPEN):
        assert await floor.press("noah", card, action_id) is None
        assert "no such action" in await floor.whispered("noah")
