"""The form of an action asks three things; what it is made from stands above them and is kept."""

import json
from datetime import UTC, datetime

import pytest

from bot import ids
from bot.models import CaseCause, Team
from bot.views.actions.card import make_button
from bot.views.blocks.parts import actions, message, section
from tests.actions.floor import Floor, initial
from tests.scenarios.office import Json, words_of

ADDRESS = "https://desk.example/tickets/{id}"
LINK = "<https://desk.example/tickets/T3|T3>"


def fields(form: Json) -> list[str]:
    return [one["block_id"].partition(".")[0] for one in form["blocks"] if one["type"] == "input"]


async def pressed(floor: Floor, user: str, ticket: str, language: str = "en") -> Json:
    """Click *Make an action* beside a ticket in a post; return the form."""
    button = make_button(language, "report", f"file/{ticket}", 1)
    posted = message("x", [section("x", "x"), actions([button], "row")])
    await floor.office.bot.deps.slack.post("C01SUPPORT", posted)
    form = await floor.press(user, (await floor.said(user))[-1], ids.ACTION_MAKE)
    assert form is not None
    return form


async def addressed(floor: Floor) -> None:
    async with floor.office.database.write() as session:
        (await session.get_one(Team, 1)).ticket_address = ADDRESS


async def test_it_asks_what_who_and_until_when_and_more_at_a_click(floor: Floor):
    form = await floor.form("emma")
    assert fields(form) == ["measure", "owner", "due"]
    await floor.office.click(
        "emma", form, ids.REGISTER_MORE, values={"measure": "Answer faster", "owner": "U01NOAH"}
    )
    wide = await floor.office.modal("emma")
    assert wide["id"] == form["id"]
    assert fields(wide)[:3] == ["measure", "owner", "due"]
    assert {"department", "metric", "value", "days", "verification", "impact"} < set(fields(wide))
    assert ids.REGISTER_MORE not in str(wide["blocks"])
    await floor.submit("emma", wide, metric="frt_median", value="5m")
    action = await floor.action()
    assert (action.measure, action.owner_id) == ("Answer faster", "U01NOAH")
    assert (action.verify_comparison, action.verify_value) == ("at_most", 300)
    assert action.verify_days == 30


async def test_three_answers_are_enough(floor: Floor):
    form = await floor.form("emma", "action Answer faster")
    await floor.submit("emma", form)
    action = await floor.action()
    assert (action.measure, action.owner_id) == ("Answer faster", "U01EMMA")
    assert action.verify_metric is None


@pytest.mark.parametrize(
    ("user", "late", "measure"),
    [
        (
            "emma",
            f"From ticket {LINK}: 5 min late",
            "Plan one more person for chats from 09:00 to 12:00.",
        ),
        (
            "wangfang",
            f"来自工单 {LINK}：超时 5分钟",
            "为 09:00–12:00 的在线咨询增加一名值班人员。",
        ),
    ],
)
async def test_a_ticket_what_was_late_and_a_measure_by_its_cause_stand_in_the_form(
    floor: Floor, user: str, late: str, measure: str
):
    await addressed(floor)
    await floor.enrol("U01WANG", "lead")
    cause = CaseCause(team_id=1, source="file", external_id="T3", number=1, cause="staffing")
    cause.named_by, cause.named_at = "U01EMMA", datetime(2026, 11, 20, tzinfo=UTC)
    async with floor.office.database.write() as session:
        session.add(cause)
    form = await pressed(floor, user, "T3")
    assert late in words_of(form)
    assert initial(form, "measure") == measure
    await floor.submit(user, form)
    action = await floor.action()
    assert (action.measure, action.origin) == (measure, "report")
    kept = json.loads(action.origin_ref or "")
    assert (kept["source"], kept["id"], kept["late"]) == ("file", "T3", 300)
    whole = f"From ticket {LINK}: ✗ answered after 20 min, 5 min over the limit of 15 min"
    assert whole in words_of((await floor.said("noah"))[-1])


async def test_a_ticket_that_is_gone_is_named_all_the_same(floor: Floor):
    form = await pressed(floor, "emma", "NONE")
    assert "From ticket NONE, which was not met" in words_of(form)
    await floor.submit("emma", form, measure="Look")
    assert (await floor.action()).origin_ref == "file/NONE"


async def test_an_action_of_an_earlier_version_still_names_its_ticket(floor: Floor):
    await addressed(floor)
    card = await floor.make("emma")
    async with floor.office.database.write() as session:
        action = await session.get_one(type(await floor.action()), (1, 1))
        action.origin, action.origin_ref = "report", "file/T3"
    await floor.change("emma", card, ids.register_step("action", "note"), progress="So")
    said = words_of(await floor.office.seen("emma", card))
    assert f"From ticket {LINK}, which was not met" in said
