"""Checklist items and the plan on App Home: by date, and as they are now."""

from datetime import date

from bot import ids
from bot.models import PlanItem
from tests.home.conftest import home_of
from tests.plans.floor import Floor
from tests.scenarios.office import Office, words_of


async def give(desk: Office, number: int, owner: str, due: date | None) -> None:
    async with desk.database.write() as session:
        item = await session.get_one(PlanItem, (1, 1, number))
        item.owner_id, item.due_on = owner, due


async def test_own_items_by_date_and_how_the_plan_stands(desk: Office):
    floor = Floor(desk)
    assert "Checklist" not in words_of(await home_of(desk, "noah"))
    await floor.start("emma")
    await give(desk, 3, "U01NOAH", date(2026, 11, 27))
    await give(desk, 1, "U01NOAH", date(2026, 11, 18))
    await give(desk, 5, "U01NOAH", None)
    said = words_of(await home_of(desk, "noah"))
    assert "3 things wait for you" in said
    assert said.index("*Checklist 1 · ") < said.index("*Checklist 3 · ")
    assert "overdue" in said
    assert "1 more checklist item" in said
    listed = await floor.checklist("noah", "mine")
    await floor.choose("noah", listed, 1, "in_progress")
    shown = words_of(await desk.slack.client.home("noah"))
    assert "◐ *Checklist 1 · " in shown
    await floor.choose("noah", await floor.seen("noah", listed), 1, "met")
    form = (await desk.slack.client.views("noah"))[-1:]
    for view in form:
        await floor.fill("noah", view)
    shown = words_of(await desk.slack.client.home("noah"))
    assert "2 things wait for you" in shown
    await floor.press("noah", await desk.slack.client.home("noah"), ids.ITEM_OPEN)
    assert (await desk.modal("noah"))["title"]["text"] == "Item 3"


async def test_another_persons_items_are_theirs(desk: Office):
    await Floor(desk).start("emma")
    await give(desk, 1, "U01NOAH", date(2026, 11, 18))
    said = words_of(await home_of(desk, "sofia"))
    assert "Checklist" not in said
