"""Five whys, changes, closing and reopening: by whom, and what two at once see of each other."""

import asyncio

import pytest

from bot import ids
from bot.services.history.export import changes
from tests.actions.floor import has
from tests.problems.floor import ROOT, WHYS, Floor, initial, words_of


async def test_the_first_whys_start_the_analysis_and_the_root_cause_ends_it(floor: Floor):
    card = await floor.make_problem()
    form = await floor.press("noah", card, ids.PROBLEM_WHYS)
    await floor.send("noah", form, why1="Nobody saw the queue")
    problem = await floor.problem()
    assert (problem.status, problem.analysis_started_by) == ("open", "U01NOAH")
    started = problem.analysis_started_at
    card = await floor.office.seen("emma", card)
    assert not has(card, ids.PROBLEM_START)
    await floor.analyse("sofia", card, why1="Nobody saw the queue", why2="")
    problem = await floor.problem()
    assert (problem.status, problem.analysis_started_by) == ("analysed", "U01NOAH")
    assert problem.analysis_started_at == started
    assert (problem.cause, problem.root_cause) == ("process", ROOT["root_cause"])
    assert await floor.events() == ["created", "analysed", "analysed"]


async def test_the_analysis_is_started_explicitly_and_once(floor: Floor):
    card = await floor.make_problem()
    await asyncio.gather(
        *(
            floor.office.slack.client.click(who, ids.PROBLEM_START, on=card)
            for who in ("noah", "sofia")
        )
    )
    await floor.office.settle()
    assert await floor.events() == ["created", "analysis_started"]
    card = await floor.office.seen("emma", card)
    assert not has(card, ids.PROBLEM_START)
    assert "Analysis started by" in words_of(card)


async def test_who_starts_what_was_started_reads_no_excuse(floor: Floor):
    card = await floor.make_problem()
    old = await floor.copy(card)
    await floor.office.click("noah", card, ids.PROBLEM_START)
    await floor.office.click("sofia", old, ids.PROBLEM_START)
    assert await floor.events() == ["created", "analysis_started"]
    with pytest.raises(IndexError):
        await floor.whispered("sofia")


async def test_gaps_between_whys_close_and_a_root_cause_taken_away_opens_it_again(floor: Floor):
    card = await floor.analyse("emma", await floor.make_problem(), why2="", why4="The last")
    assert await floor.whys() == ["Nobody saw the queue", "The last"]
    form = await floor.press("emma", card, ids.PROBLEM_WHYS)
    assert initial(form, "why2") == "The last"
    done = await floor.fill("emma", form, root_cause="")
    assert list(done["errors"]) == ["root_cause"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"root_cause": "The board"}, "cause"), ({"cause": "system"}, "root_cause")],
)
async def test_a_root_cause_and_its_kind_go_together(floor: Floor, values, field):
    form = await floor.press("emma", await floor.make_problem(), ids.PROBLEM_WHYS)
    done = await floor.fill("emma", form, why1="Nobody saw it", **values)
    assert list(done["errors"]) == [field]
    assert (await floor.problem()).version == 1


async def test_the_second_of_two_sees_what_the_first_changed(floor: Floor):
    card = await floor.make_problem("emma", direction="More people")
    first = await floor.press("noah", card, ids.PROBLEM_WHYS)
    second = await floor.press("sofia", card, ids.PROBLEM_WHYS)
    await floor.send("noah", first, **WHYS, **ROOT)
    await floor.fill("sofia", second, why1="The phone rang", direction="Fewer chats")
    assert await floor.whys() == list(WHYS.values())
    again = await floor.office.modal("sofia")
    said = words_of(again)
    assert "Somebody changed this meanwhile" in said
    assert "Nobody saw the queue" in said
    assert initial(again, "why1.1") == "The phone rang"
    assert initial(again, "why2.1") == WHYS["why2"]
    assert initial(again, "root_cause.1") == ROOT["root_cause"]
    await floor.send("sofia", again)
    problem = await floor.problem()
    assert (problem.direction, problem.root_cause) == ("Fewer chats", ROOT["root_cause"])
    assert await floor.whys() == ["The phone rang", WHYS["why2"]]


async def test_a_stale_change_and_a_stale_close(floor: Floor):
    card = await floor.make_problem()
    change = await floor.press("noah", card, ids.PROBLEM_CHANGE)
    close = await floor.press("emma", card, ids.PROBLEM_CLOSE)
    await floor.send("noah", change, kind="system", tickets="T3")
    await floor.fill("emma", close, close="Solved")
    assert (await floor.problem()).status == "open"
    again = await floor.office.modal("emma")
    assert "Type: Delay → System" in words_of(again) or "delay → system" in words_of(again)
    assert initial(again, "close.1") == "Solved"
    await floor.send("emma", again)
    assert (await floor.problem()).status == "closed"


async def test_what_others_closed_meanwhile_is_not_changed(floor: Floor):
    card = await floor.make_problem()
    form = await floor.press("noah", card, ids.PROBLEM_WHYS)
    await floor.change("emma", card, ids.PROBLEM_CLOSE, close="Not ours")
    await floor.submit("noah", form, why1="Too late")
    assert "Reopen it first" in words_of(await floor.office.modal("noah"))
    assert await floor.whys() == []
    old = await floor.copy(card)
    assert await floor.press("noah", old, ids.PROBLEM_WHYS) is None
    assert "is closed" in await floor.whispered("noah")
    assert await floor.press("noah", old, ids.ACTION_MAKE) is None
    assert "Reopen it" in await floor.whispered("noah")


async def test_two_click_close_and_one_of_them_closes(floor: Floor):
    card = await floor.make_problem()
    await floor.enrol("U01QUINN", "quality")
    forms = [await floor.press(who, card, ids.PROBLEM_CLOSE) for who in ("emma", "robin")]
    client = floor.office.slack.client
    await asyncio.gather(
        *(
            client.submit(who, form, {"close": f"says {who}"})
            for who, form in zip(("emma", "robin"), forms, strict=True)
        )
    )
    await floor.office.settle()
    assert await floor.events() == ["created", "closed"]


async def test_an_agent_closes_and_reopens_nothing(floor: Floor):
    card = await floor.make_problem("noah", owner="U01NOAH")
    assert await floor.press("noah", card, ids.PROBLEM_CLOSE) is None
    assert "<@U01EMMA>" in await floor.whispered("noah")
    await floor.change("emma", card, ids.PROBLEM_CLOSE, close="Solved")
    card = await floor.office.seen("noah", card)
    assert await floor.press("noah", card, ids.PROBLEM_REOPEN) is None
    assert "open again is for <@U01EMMA>" in await floor.whispered("noah")


@pytest.mark.parametrize(("who", "role"), [("emma", "lead"), ("sofia", "quality"), ("robin", None)])
async def test_lead_quality_and_admin_reopen(floor: Floor, who: str, role: str | None):
    if role == "quality":
        await floor.enrol("U01SOFIA", role)
    card = await floor.make_problem()
    await floor.change("emma", card, ids.PROBLEM_CLOSE, close="Solved")
    form = await floor.press(who, await floor.office.seen(who, card), ids.PROBLEM_REOPEN)
    assert form is not None
    await floor.send(who, form, why="Again")
    assert (await floor.problem()).status == "reopened"


async def test_strangers_change_nothing(floor: Floor):
    card = await floor.make_problem()
    for action_id in (ids.PROBLEM_START, ids.PROBLEM_WHYS, ids.PROBLEM_CHANGE, ids.PROBLEM_REPORT):
        assert await floor.press("olga", card, action_id) is None
    assert (await floor.problem()).version == 1


async def test_done_is_not_verified_and_what_was_verified_may_be_reopened(floor: Floor):
    card = await floor.analyse("emma", await floor.make_problem())
    action = await floor.act("emma", card, owner="U01NOAH")
    await floor.done("noah", action)
    await floor.change("emma", await floor.office.seen("emma", action), ids.ACTION_VERIFY)
    form = await floor.press("emma", await floor.office.seen("emma", card), ids.PROBLEM_CLOSE)
    assert "Actions verified: 1 of 1" in words_of(form)
    await floor.change(
        "robin",
        await floor.office.seen("robin", action),
        ids.ACTION_REOPEN,
        why="It came back",
        due="2026-12-04",
    )
    done = await floor.fill("emma", form)
    assert "say why it is closed" in str(done["errors"])
    assert (await floor.problem()).status == "analysed"


async def test_an_action_is_proposed_as_the_problem_says(floor: Floor):
    values = {"direction": "Plan Mondays", "verification": "No waits", "owner": "U01SOFIA"}
    card = await floor.make_problem("emma", due="2026-12-18", **values)
    form = await floor.press("noah", card, ids.ACTION_MAKE)
    assert initial(form, "measure") == "Plan Mondays"
    assert initial(form, "verification") == "No waits"
    assert initial(form, "owner") == "U01SOFIA"
    assert initial(form, "due") == "2026-12-18"
    await floor.send("noah", form)
    action = await floor.action()
    assert (action.origin, action.origin_ref) == ("problem", "1")


async def test_history_is_exported(floor: Floor):
    card = await floor.analyse("emma", await floor.make_problem())
    await floor.change("emma", card, ids.PROBLEM_CLOSE, close="Solved")
    found = await changes(floor.office.database, None, None)
    told = [(one.event, one.name, one.why) for one in found if one.subject == "problem"]
    assert [event for event, _, _ in told] == ["created", "analysed", "closed"]
    assert told[-1][2] == "Solved"
