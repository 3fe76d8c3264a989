"""`/frt problems` and `/frt problem 3`: which are open, and the causes that recur in a period."""

from datetime import timedelta

import pytest

from bot import ids
from bot.models import Problem
from tests.actions.floor import has
from tests.problems.floor import ROOT, WHYS, Floor, words_of
from tests.scenarios.office import Json
from tests.scenarios.tickets import NOW


async def several(floor: Floor, *kinds: tuple[str, str | None, int], team_id: int = 1) -> None:
    """Write problems: type, class of root cause, how many days ago."""
    async with floor.office.database.write() as session:
        for number, (kind, cause, ago) in enumerate(kinds, 1):
            session.add(
                Problem(
                    team_id=team_id,
                    number=number,
                    kind=kind,
                    cause=cause,
                    root_cause="why" if cause else None,
                    status="analysed" if cause else "open",
                    seen=f"Seen {number}",
                    origin="command",
                    created_by="U01EMMA",
                    created_at=NOW - timedelta(days=ago),
                )
            )


def rows(shown: Json) -> list[list[str]]:
    """Return the cells of the ranking."""
    (table,) = [block for block in shown["blocks"] if block["type"] == "data_table"]
    return [[str(cell.get("text")) for cell in row] for row in table["rows"][1:]]


async def test_open_ones_with_a_way_to_each(floor: Floor):
    card = await floor.make_problem("emma", tickets="T3, T5", owner="U01NOAH")
    await floor.make_problem("emma", seen="Closed soon")
    second = (await floor.said("emma"))[-1]
    await floor.change("emma", second, ids.PROBLEM_CLOSE, close="Solved")
    await floor.analyse("emma", card)
    listed = await floor.office.type("noah", "problems")
    said = words_of(listed)
    assert "1 open problem" in said
    assert "Closed soon" not in said
    for part in ("*1* · Chats waited on Monday", "cause: process", "2 tickets", "<@U01NOAH>"):
        assert part in said
    await floor.office.click("noah", listed, ids.PROBLEM_SHOW)
    shown = await floor.office.newest("noah")
    assert "Nobody saw the queue" in words_of(shown)
    form = await floor.press("noah", shown, ids.PROBLEM_WHYS)
    await floor.send("noah", form, **{**WHYS, **ROOT, "why1": "The phone rang"})
    assert "The phone rang" in words_of(await floor.office.seen("noah", shown))
    assert "The phone rang" in words_of(await floor.office.seen("emma", card))
    await floor.office.click("noah", listed, f"{ids.PROBLEM_LIST}.all")
    assert "Closed soon" in words_of(await floor.office.seen("noah", listed))


async def test_the_ranking_of_a_period(floor: Floor):
    await several(
        floor,
        ("delay", "staffing", 1),
        ("delay", "staffing", 5),
        ("delay", "process", 5),
        ("system", None, 5),
        ("delay", "process", 31),
    )
    shown = await floor.office.type("emma", "problems last 30 days")
    assert [row[:4] for row in rows(shown)] == [
        ["Delay · staffing", "2", "50%", "0"],
        ["Delay · process", "1", "25%", "0"],
        ["System · no cause named", "1", "25%", "0"],
    ]
    assert "1 problem has no root cause yet" in words_of(shown)
    assert any(block["type"] == "data_visualization" for block in shown["blocks"])
    shown = await floor.office.type("emma", "problems last 60 days")
    assert rows(shown)[0][:2] == ["Delay · process", "2"] or rows(shown)[1][1] == "2"


async def test_a_ticket_of_several_problems_is_counted_once(floor: Floor):
    for _ in range(2):
        card = await floor.make_problem("emma", tickets="T3, T5")
        await floor.analyse("emma", card)
    shown = await floor.office.type("emma", "problems today")
    assert rows(shown) == [["Delay · process", "2", "100%", "2", "2, 1"]]
    assert not any(block["type"] == "data_visualization" for block in shown["blocks"])


async def test_no_data_is_said(floor: Floor):
    await several(floor, ("delay", "staffing", 40))
    said = words_of(await floor.office.type("emma", "problems last 7 days"))
    assert "No data" in said
    assert "0 problems, last 7 days" in said
    assert "No problem is open" in words_of(
        await floor.office.type("wangfang", "problems", "客服一组")
    ) or "没有未关闭的问题" in words_of(await floor.office.newest("wangfang", "客服一组"))


async def test_pages(floor: Floor):
    await several(floor, *[("delay", None, n) for n in range(8)])
    shown = await floor.office.type("emma", "problems all")
    assert "Seen 1\n" in words_of(shown)
    await floor.office.click("emma", shown, f"{ids.PROBLEM_LIST}.next")
    said = words_of(await floor.office.seen("emma", shown))
    assert "Seen 8" in said
    assert "Seen 1\n" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("problems soon", "which problems “soon” means"),
        ("problem 9", "has no problem 9"),
        ("problems 2026-11-31..2026-12-01", "which problems"),
    ],
)
async def test_what_is_not_understood(floor: Floor, words: str, said: str):
    assert said in words_of(await floor.office.type("emma", words))


async def test_somebody_in_two_teams_chooses(floor: Floor):
    await several(floor, ("delay", "staffing", 1), team_id=1)
    await several(floor, ("system", "system", 1), team_id=2)
    asked = await floor.office.type("bo", "problem 1", "general")
    value = ids.ProblemListValue(scope="number:1", team_id=2).dump()
    await floor.office.click("bo", asked, ids.PROBLEM_LIST_TEAM, value=value)
    assert "客服一组" in words_of(await floor.office.seen("bo", asked))
    asked = await floor.office.type("bo", "problems", "general")
    value = ids.ProblemListValue(scope="open", team_id=1).dump()
    await floor.office.click("bo", asked, ids.PROBLEM_LIST_TEAM, value=value)
    assert "Seen 1" in words_of(await floor.office.seen("bo", asked))


async def test_another_team_is_not_shown(floor: Floor):
    await several(floor, ("delay", "staffing", 1), team_id=2)
    said = words_of(await floor.office.type("emma", "problem 1 team 客服一组"))
    assert "Seen 1" not in said


async def test_the_help_leads_there(floor: Floor):
    shown = await floor.office.type("emma", "help")
    assert has(shown, ids.HELP_RUN)
    value = ids.RunValue(text="problems").dump()
    await floor.office.click("emma", shown, ids.HELP_RUN, value=value, block_id="problems")
    assert "open problems" in words_of(await floor.office.newest("emma"))
