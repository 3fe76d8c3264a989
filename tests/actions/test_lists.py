"""`/frt actions`: which ones, page by page, with what the reader may do to each."""

from datetime import date, timedelta

import pytest

from bot import ids
from bot.models import Action
from tests.actions.floor import Floor, has
from tests.scenarios.office import Json, element, words_of

TODAY = date(2026, 11, 20)


async def store(floor: Floor, *rows: Action) -> None:
    async with floor.office.database.write() as session:
        session.add_all(rows)


def action(number: int, owner: str = "U01NOAH", days: int = 7, **more: object) -> Action:
    values = {
        "team_id": 1,
        "measure": f"Measure {number}",
        "origin": "command",
        "created_by": "U01EMMA",
        "created_at": "now",
    }
    row = Action(number=number, owner_id=owner, due_on=TODAY + timedelta(days=days), **values)
    for name, value in more.items():
        setattr(row, name, value)
    return row


async def several(floor: Floor) -> None:
    now = floor.office.clock.now
    done = {"status": "done", "done_by": "U01NOAH", "done_at": now, "result": "Fine"}
    rows = [
        action(1, days=7),
        action(2, owner="U01SOFIA", days=-2),
        action(3, days=1),
        action(4, **done),
        action(1, owner="U01NOAH", team_id=2),
    ]
    for row in rows:
        row.created_at = now
    await store(floor, *rows)


def numbers(shown: Json) -> list[str]:
    ids_ = [block["block_id"] for block in shown["blocks"]]
    return [name.removeprefix("line_") for name in ids_ if name.startswith("line_")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("actions", ["1_2", "1_3", "1_1"]),
        ("actions overdue", ["1_2"]),
        ("改进措施 逾期", ["1_2"]),
        ("改进措施逾期", ["1_2"]),
        ("actions all", ["1_2", "1_3", "1_1", "1_4"]),
        ("改进措施 全部", ["1_2", "1_3", "1_1", "1_4"]),
        ("actions mine", ["1_3", "1_1", "2_1"]),
        ("my actions", ["1_3", "1_1", "2_1"]),
        ("我的改进措施", ["1_3", "1_1", "2_1"]),
    ],
)
async def test_which_ones_in_which_order(floor: Floor, words: str, expected: list[str]):
    await several(floor)
    assert numbers(await floor.office.type("noah", words)) == expected


async def test_buttons_stand_where_the_reader_may(floor: Floor):
    await several(floor)
    shown = await floor.office.type("noah", "actions all")
    rows = {block["block_id"]: block for block in shown["blocks"]}
    assert "buttons_1_3" in rows
    assert "buttons_1_2" not in rows
    assert rows["line_1_2"]["accessory"]["action_id"] == ids.HISTORY_OPEN
    assert rows["line_1_4"]["accessory"]["action_id"] == ids.HISTORY_OPEN
    lead = await floor.office.type("emma", "actions")
    assert {"buttons_1_1", "buttons_1_2", "buttons_1_3"} <= {b["block_id"] for b in lead["blocks"]}


async def test_a_change_from_the_list_renews_the_list(floor: Floor):
    await several(floor)
    shown = await floor.office.type("noah", "actions mine")
    form = await floor.press("noah", shown, ids.ACTION_DONE, block_id="buttons_1_3")
    await floor.fill("noah", form, result="Done from the list")
    assert numbers(await floor.office.seen("noah", shown)) == ["1_1", "2_1"]
    assert (await floor.action(3)).result == "Done from the list"


async def test_an_action_is_opened_from_the_list_with_all_that_may_become_of_it(floor: Floor):
    await several(floor)
    shown = await floor.office.type("noah", "actions mine")
    opened = await floor.press("noah", shown, ids.REGISTER_OPEN, block_id="line_1_3")
    assert opened["title"]["text"] == "Action 3"
    form = await floor.press("noah", opened, ids.register_step("action", "note"))
    await floor.fill("noah", form, progress="Half of it <!here>")
    assert "Half of it &lt;!here&gt;" in words_of(await floor.office.modal("noah"))
    form = await floor.press("noah", await floor.office.modal("noah"), ids.ACTION_DONE)
    await floor.fill("noah", form, result="Done from the modal")
    again = await floor.office.modal("noah")
    assert "Done from the modal" in words_of(again)
    assert not has(again, ids.ACTION_DONE)
    assert not has(again, ids.ACTION_VERIFY), "that is for the lead to do"
    assert has(again, ids.HISTORY_OPEN)
    assert numbers(await floor.office.seen("noah", shown)) == ["1_1", "2_1"]


async def test_what_is_not_ones_to_see_is_not_opened(floor: Floor):
    await several(floor)
    shown = await floor.office.type("noah", "actions mine")
    async with floor.office.database.write() as session:
        row = await session.get_one(Action, (2, 1))
        row.owner_id = row.created_by = "U01WANG"
    assert await floor.press("noah", shown, ids.REGISTER_OPEN, block_id="line_2_1") is None
    assert "客服一组" in await floor.whispered("noah")


async def test_the_scopes_are_a_click_away(floor: Floor):
    await several(floor)
    shown = await floor.office.type("noah", "actions")
    assert "Overdue (1)" in words_of(shown)
    await floor.office.click("noah", shown, f"{ids.ACTION_LIST}.overdue")
    assert numbers(await floor.office.seen("noah", shown)) == ["1_2"]


async def test_hundreds_of_actions_are_turned_page_by_page(floor: Floor):
    rows = [action(number, days=number) for number in range(1, 301)]
    for row in rows:
        row.created_at = floor.office.clock.now
        row.measure = "<!channel>" * 40
    await store(floor, *rows)
    shown = await floor.office.type("noah", "actions")
    assert len(shown["blocks"]) <= 50
    assert numbers(shown)[0] == "1_1"
    assert "Page 1 of 38" in words_of(shown)
    assert not has(shown, f"{ids.ACTION_LIST}.previous")
    for _ in range(37):
        await floor.office.click("noah", shown, f"{ids.ACTION_LIST}.next")
        shown = await floor.office.seen("noah", shown)
    assert numbers(shown)[-1] == "1_300"
    assert not has(shown, f"{ids.ACTION_LIST}.next")
    await floor.office.click("noah", shown, f"{ids.ACTION_LIST}.previous")
    assert "Page 37 of 38" in words_of(await floor.office.seen("noah", shown))


@pytest.mark.parametrize("words", ["actions", "actions mine", "actions overdue", "actions all"])
async def test_nothing_to_list(floor: Floor, words: str):
    shown = await floor.office.type("noah", words)
    assert numbers(shown) == []
    assert element(shown, f"{ids.ACTION_LIST}.all") is not None


async def test_an_owner_who_is_in_no_team_sees_their_own(floor: Floor):
    await floor.make("emma", owner="U01OUT")
    shown = await floor.office.type("olga", "actions mine", "general")
    assert numbers(shown) == ["1_1"]
    assert "buttons_1_1" in [block["block_id"] for block in shown["blocks"]]
    assert "not in a team" in (await floor.office.type("olga", "actions", "general"))["text"]


async def test_somebody_in_two_teams_chooses_or_names_one(floor: Floor):
    await several(floor)
    shown = await floor.office.type("bo", "actions all", "general")
    option = element(shown, ids.ACTION_LIST_TEAM)["options"][1]["value"]
    await floor.office.click("bo", shown, ids.ACTION_LIST_TEAM, value=option)
    assert numbers(await floor.office.seen("bo", shown)) == ["2_1"]
    named = await floor.office.type("bo", "actions overdue team Global support", "general")
    assert numbers(named) == ["1_2"]


async def test_words_that_are_no_list(floor: Floor):
    assert "/frt actions overdue" in (await floor.office.type("noah", "actions tomorow"))["text"]


async def test_the_list_of_another_team_is_not_shown(floor: Floor):
    await several(floor)
    shown = await floor.office.type("liwei", "actions team Global support", "客服一组")
    assert "只对团队成员开放" in shown["text"]
    assert numbers(shown) == []
