"""What people can do wrong with actions, items, plans and settings, beside the tests of each."""

import pytest

from bot import ids
from bot.models import Plan, PlanItem, Team
from bot.text import t
from tests.actions.floor import Floor
from tests.home.conftest import modal_after
from tests.plans.floor import Floor as Plans
from tests.scenarios.office import Office, words_of

HOSTILE = "\u202e<!channel> <@U01NOAH> 🎉 مرحبا *x*"
NOBODY, UNKNOWN = "U0NOBODY0", "could not say who this is"


async def test_owner_unknown_to_slack(floor: Floor):
    plans = Plans(floor.office)
    await plans.start("emma")
    form = await floor.form()
    done = await floor.fill("emma", form, measure="Answer faster", owner=NOBODY)
    assert UNKNOWN in done["errors"]["owner"]
    card = await floor.make("emma", owner="U01NOAH")
    form = await floor.press("emma", card, ids.ACTION_REASSIGN)
    assert UNKNOWN in (await floor.fill("emma", form, owner=NOBODY))["errors"]["owner"]
    item = await plans.open("emma", await plans.checklist(), 1)
    assert UNKNOWN in (await plans.fill("emma", item, owner=NOBODY))["errors"]["owner"]
    assert {one.owner_id for one in await floor.actions()} == {"U01NOAH"}
    assert NOBODY not in {one.owner_id for one in await plans.items()}


@pytest.mark.parametrize("gone", ["closed", "retired"])
async def test_item_form_that_is_stale(floor: Floor, gone: str):
    plans = Plans(floor.office)
    await plans.start("emma")
    form = await plans.open("emma", await plans.checklist(), 1)
    async with floor.office.database.write() as session:
        if gone == "closed":
            (await session.get_one(Plan, (1, 1))).status = "closed"
        else:
            (await session.get_one(PlanItem, (1, 1, 1))).is_retired = True
    await plans.fill("emma", form, remark="Too late", due="2026-12-04")
    said = words_of(await floor.office.modal("emma"))
    assert ("was closed by" if gone == "closed" else t("en", "checklist.error.gone")) in said
    item = await plans.item(1)
    assert (item.remark, item.version) == (None, 1)


@pytest.mark.parametrize(
    ("action_id", "field", "user"),
    [
        (ids.ACTION_DONE, "result", "noah"),
        (ids.ACTION_DROP, "why", "noah"),
        (ids.ACTION_NEW_DATE, "why", "emma"),
    ],
)
async def test_3000_characters(floor: Floor, action_id: str, field: str, user: str):
    card = await floor.make("emma", owner="U01NOAH")
    form = await floor.press(user, card, action_id)
    more = {"due": "2026-12-04"} if action_id == ids.ACTION_NEW_DATE else {}
    done = await floor.fill(user, form, **{field: "长" * 3_000}, **more)
    assert "3000" in done["errors"][field].replace(",", "")
    assert (await floor.action()).version == 1


async def test_settings_with_hostile_texts(floor: Floor):
    desk = floor.office
    form = await modal_after(desk, "emma", "setup")
    await floor.fill("emma", form, name=HOSTILE)
    async with desk.database.read() as session:
        assert "مرحبا" in (await session.get_one(Team, 1)).name
    answers = [await desk.type("emma", words) for words in ("today", "actions", "plan")]
    for said in map(words_of, (await desk.modal("emma"), *answers)):
        assert "<!" not in said
        assert "<@U01NOAH>" not in said
        assert "\u202e" not in said
        assert "🎉" in said


@pytest.mark.parametrize("field", ["name", "limits", "hours"])
async def test_settings_with_3000_characters(floor: Floor, field: str):
    desk: Office = floor.office
    form = await modal_after(desk, "emma", "setup")
    done = await floor.fill("emma", form, **{field: "长" * 3_000})
    assert list(done["errors"]) == [field]
    async with desk.database.read() as session:
        assert (await session.get_one(Team, 1)).name == "Global support"
