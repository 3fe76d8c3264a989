"""*Details* of a daily report: for whoever clicks, as of its instant, however late."""

from datetime import date, timedelta

import pytest

from bot import ids
from tests.daily.world import ENGLISH, World, cells, words_of
from tests.scenarios.office import Json, element


async def reported(world: World) -> Json:
    await world.since("2026-11-18 12:00")
    for at in range(6):
        await world.ticket(f"N{at}", f"2026-11-18 10:0{at}", 20)
    await world.at("2026-11-19 09:00")
    return await world.post()


def value_of(message: Json) -> ids.DailyDetailsValue:
    button = element(message, ids.DAILY_DETAILS)
    assert button is not None
    return ids.DailyDetailsValue.model_validate_json(button["value"])


async def test_days_later_they_are_still_as_of_the_report(world: World):
    post = await reported(world)
    first = await world.details(post)
    assert first["ephemeral"]
    assert cells(first)["Tickets opened"][0] == "6"
    assert "as of 19 Nov, 09:00, UTC" in first["text"]
    await world.ticket("later", "2026-11-19 10:00", 90)
    await world.at("2026-11-20 09:00")
    again = await world.details(post)
    assert again["blocks"] == first["blocks"]


async def test_a_preview_has_them_and_they_outlive_its_post(world: World):
    await world.since("2026-11-18 12:00")
    await world.ticket("A", "2026-11-18 10:00", 25)
    await world.at("2026-11-19 08:00")
    preview = await world.office.type("emma", "report")
    assert cells(await world.details(preview))["Tickets opened"][0] == "1"
    await world.at("2026-11-19 09:00")
    assert "as of 19 Nov, 08:00, UTC" in (await world.details(preview))["text"]


async def test_they_are_in_the_language_of_who_clicks(world: World):
    post = await reported(world)
    assert (await world.details(post, "liwei"))["text"].startswith("详情 · 日报 · Global support")


@pytest.mark.parametrize(
    "changes", [{"team": 2}, {"day": date(2026, 11, 20)}, {"team": 99}], ids=str
)
async def test_what_a_button_carries_opens_no_other_team_and_no_day_to_come(
    world: World, changes: dict[str, object]
):
    post = await reported(world)
    value = value_of(post).model_copy(update=changes).dump()
    await world.office.click("olga", post, ids.DAILY_DETAILS, value=value)
    told = await world.office.newest("olga", ENGLISH)
    assert told["ephemeral"]
    assert "data_table" not in [block["type"] for block in told.get("blocks", [])]


async def test_an_instant_to_come_counts_as_now(world: World):
    post = await reported(world)
    later = value_of(post).as_of + timedelta(days=30)
    value = value_of(post).model_copy(update={"as_of": later}).dump()
    await world.office.click("emma", post, ids.DAILY_DETAILS, value=value)
    assert "as of 19 Nov, 09:00, UTC" in words_of(await world.office.newest("emma", ENGLISH))


async def test_a_day_without_any_tickets_ever_has_none(world: World):
    await world.since("2026-11-18 12:00")
    await world.at("2026-11-19 09:00", "Asia/Shanghai")
    post = await world.post(2)
    assert element(post, ids.DAILY_DETAILS) is None
