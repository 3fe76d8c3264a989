"""A problem's whole life: made, analysed, acted on, reported, closed, reopened."""

from bot import ids
from tests.actions.floor import has
from tests.problems.floor import Floor, initial, words_of


async def test_from_words_to_closed_through_a_verified_action(floor: Floor):
    form = await floor.problem_form("noah", "problem Chats waited: a < b")
    assert initial(form, "seen") == "Chats waited: a < b"
    await floor.send("noah", form, kind="process", metric="frt_median", due="2026-12-04")
    card = (await floor.said("sofia"))[-1]
    assert "Chats waited: a &lt; b" in words_of(card)
    problem = await floor.problem()
    assert (problem.kind, problem.status, problem.created_by) == ("process", "open", "U01NOAH")
    card = await floor.analyse("sofia", card)
    said = words_of(card)
    for part in ("analysed", "Nobody saw the queue", "The board is not where", "<@U01SOFIA>"):
        assert part in said
    assert await floor.whys() == ["Nobody saw the queue", "The board hangs in another room"]
    action = await floor.act("emma", card, owner="U01NOAH")
    card = await floor.office.seen("emma", card)
    assert "Hang up a second board" in words_of(card)
    assert "From problem 1" in words_of(action)
    await floor.done("noah", action)
    card = await floor.office.seen("emma", card)
    assert "✓ done" in words_of(card)
    form = await floor.press("emma", card, ids.PROBLEM_CLOSE)
    refused = await floor.fill("emma", form)
    assert "required" in str(refused["errors"])
    await floor.office.slack.client.close("emma", await floor.office.modal("emma"))
    await floor.change("emma", await floor.office.seen("emma", action), ids.ACTION_VERIFY)
    form = await floor.press("emma", card, ids.PROBLEM_CLOSE)
    await floor.send("emma", form)
    card = await floor.office.seen("emma", card)
    assert "closed by <@U01EMMA>" in words_of(card)
    assert not has(card, ids.PROBLEM_WHYS)
    assert has(card, ids.PROBLEM_REOPEN)
    form = await floor.press("emma", card, ids.PROBLEM_REOPEN)
    await floor.send("emma", form, why="It happened again")
    assert (await floor.problem()).status == "reopened"
    assert await floor.events() == ["created", "analysed", "closed", "reopened"]
    history = await floor.press("emma", await floor.office.seen("emma", card), ids.HISTORY_OPEN)
    assert "It happened again" in words_of(history)
