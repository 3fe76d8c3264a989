"""Who sees a team: those in it, and who stands in its channel as Slack says; no button decides."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot import ids
from bot.ids import HistoryValue
from bot.models import ChannelVisit, Member, Team
from bot.registers import REGISTERS
from bot.services.history import pages as history
from bot.text import t
from bot.views.blocks.history import history_button
from bot.views.blocks.parts import actions, message
from tests.actions.floor import Floor as Actions
from tests.home.conftest import modal_after, press
from tests.plans.floor import Floor as Plans
from tests.problems.floor import Floor as Problems
from tests.rights import desk as place
from tests.rights.desk import Desk
from tests.scenarios.office import Json, Office, element, office, words_of

OWN_ROOM = "客服一组"
KEYS = {
    "action": "1",
    "plan": "1",
    "item": "1.1",
    "checklist": "1",
    "problem": "2",
    "warning": f"frt_median:{place.RAISED.isoformat()}",
    "review": place.WEEK.isoformat(),
    "case": "file/T3",
    "complaint": "file/C1",
    "team": "1",
    "member": None,
    "import": None,
    "feed": None,
}
"""Something of Global support, by the subject of its history."""
FOR_ALL = sorted(
    name for name, who in history.SUBJECTS.items() if who == "team" and name not in REGISTERS
)
FOR_LEADS = sorted(name for name, who in history.SUBJECTS.items() if who == "leads")
FORBIDDEN = {one: t(one, "error.team_forbidden", team="Global support") for one in ("en", "zh")}
WHY = ids.WhyValue(team="客服一组", channel="C01KEFU")
CASES = ids.CasesValue(
    team=2,
    first=date(2026, 11, 16),
    last=date(2026, 11, 20),
    as_of=place.NOW,
    channel="C01KEFU",
)


@pytest.fixture
async def bureau(database_url: str) -> AsyncIterator[Office]:
    async with office(
        database_url, by="http", prepare=place.prepare, people=place.PEOPLE, rates=False
    ) as opened:
        yield opened


@pytest.fixture
async def full(bureau: Office) -> Office:
    """The same with an action and a problem of Noah's, and a plan."""
    await Actions(bureau).make("emma", owner="U01NOAH")
    await Plans(bureau).start("emma")
    await Problems(bureau).make_problem("emma", owner="U01NOAH")
    return bureau


def about(subject: str) -> HistoryValue:
    return HistoryValue(team=1, subject=subject, key=KEYS[subject])


async def posted(bureau: Office, subject: str, channel: str) -> Json:
    """Return a button of a history, sent to a channel by whoever has the bot's secret."""
    value = about(subject)
    button = history_button("en", value.team, value.subject, value.key)
    shown = message("History", [actions([button], "buttons")])
    ts = await bureau.bot.deps.slack.post(channel, shown)
    found = await bureau.slack.client.messages("robin", channel)
    return next(one for one in found if one["ts"] == ts)


async def close_all(bureau: Office, user: str) -> None:
    for view in (await bureau.slack.client.views(user))[-1:]:
        await bureau.slack.client.close(user, view, whole_stack=True)


async def sees(bureau: Office, user: str, subject: str, channel: str) -> bool:
    await bureau.click(user, await posted(bureau, subject, channel), ids.HISTORY_OPEN)
    views = await bureau.slack.client.views(user)
    await close_all(bureau, user)
    return bool(views)


async def answered(bureau: Office, user: str, shown: Json, action_id: str, **more: object) -> str:
    """Click in a modal and return what then stands on top of it, which is closed again."""
    below = {view["id"] for view in await bureau.slack.client.views(user)}
    top = await press(bureau, user, shown, action_id, **more)
    if top["id"] not in below:
        await bureau.slack.client.close(user, top)
    return words_of(top).strip()


async def visits(bureau: Office) -> list[tuple[str, str, datetime]]:
    async with bureau.database.read() as session:
        rows = (await session.exec(select(ChannelVisit))).all()
    return [(row.slack_user_id, row.channel_id, row.seen_at) for row in rows]


def test_every_history_is_tried_here():
    assert set(history.SUBJECTS) - set(REGISTERS) == set(KEYS)


async def test_a_stranger_is_refused_every_history_of_a_team(full: Office):
    wrong = {}
    for subject in KEYS:
        shown = await posted(full, subject, "C01KEFU")
        before = len(await full.slack.client.messages("wangfang", OWN_ROOM))
        await full.click("wangfang", shown, ids.HISTORY_OPEN)
        now = await full.slack.client.messages("wangfang", OWN_ROOM)
        said = [one["text"] for one in now[before:]]
        views = await full.slack.client.views("wangfang")
        if views or said != [FORBIDDEN["zh"]]:
            wrong[subject] = [*said, *map(words_of, views)]
            await close_all(full, "wangfang")
    assert wrong == {}


async def test_a_stranger_is_refused_them_in_a_modal_too(full: Office):
    form = await modal_after(full, "wangfang", "设置", OWN_ROOM)
    own = await press(full, "wangfang", form, ids.HISTORY_OPEN)
    turn = {**element(form, ids.HISTORY_OPEN), "action_id": f"{ids.HISTORY_TURN}.next"}
    kept = full.slack.workspace.view(own["id"]).payload["blocks"]
    kept.append({"type": "actions", "block_id": "pages", "elements": [turn]})
    wrong = {}
    for subject in KEYS:
        for action_id, on in ((ids.HISTORY_OPEN, form), (turn["action_id"], own)):
            value = about(subject).dump()
            said = await answered(full, "wangfang", on, action_id, value=value)
            if said != FORBIDDEN["zh"]:
                wrong[subject, action_id] = said
    assert wrong == {}


@pytest.mark.parametrize("user", ["sofia", "emma", "robin"])
async def test_who_is_in_the_team_sees_its_history_anywhere(full: Office, user: str):
    for subject in FOR_ALL:
        assert await sees(full, user, subject, "C01GENERAL"), subject
    for subject in FOR_LEADS:
        assert await sees(full, user, subject, "C01GENERAL") == (user != "sofia"), subject


async def test_who_stands_in_the_team_s_channel_sees_it_there(full: Office):
    for subject in FOR_ALL:
        assert await sees(full, "olga", subject, "C01SUPPORT"), subject
    for subject in KEYS:
        assert not await sees(full, "olga", subject, "C01GENERAL"), subject
    for subject in FOR_LEADS:
        assert not await sees(full, "olga", subject, "C01SUPPORT"), subject


async def test_who_left_the_team_sees_the_history_of_what_is_theirs(full: Office):
    async with full.database.write() as session:
        await session.delete(await session.get_one(Member, (1, "U01NOAH")))
    seen = {subject for subject in KEYS if await sees(full, "noah", subject, "C01GENERAL")}
    assert seen == {"action", "problem"}


async def long_history(bureau: Office) -> Json:
    """Return the card of an action with two pages of history."""
    floor = Actions(bureau)
    card = await floor.make("emma", owner="U01NOAH")
    for step in range(24):
        day = (bureau.clock.now + timedelta(days=10 + step)).date().isoformat()
        await floor.change("emma", card, ids.ACTION_NEW_DATE, due=day, why=f"reason {step}")
        card = await bureau.seen("emma", card)
    return card


async def test_who_opened_a_history_in_the_channel_turns_its_pages_for_a_day(bureau: Office):
    modal = await press(bureau, "olga", await long_history(bureau), ids.HISTORY_OPEN)
    bureau.clock.now += timedelta(hours=23)
    second = await press(bureau, "olga", modal, f"{ids.HISTORY_TURN}.next")
    assert "made by <@U01EMMA>" in words_of(second)
    bureau.clock.now += timedelta(hours=1)
    said = await answered(bureau, "olga", second, f"{ids.HISTORY_TURN}.previous")
    assert said == FORBIDDEN["en"]


@pytest.mark.parametrize("user", ["noah", "olga"])
async def test_why_asks_who_sees_the_team_and_not_its_modal(bureau: Office, user: str):
    modal = await press(bureau, user, await bureau.type(user, "week"), ids.REPORT_WHY)
    refused = t("en", "error.team_forbidden", team="客服一组")
    said = await answered(bureau, user, modal, ids.REPORT_WHY_NEXT, value=carrying(WHY))
    assert said == refused
    bureau.slack.workspace.view(modal["id"]).payload["private_metadata"] = carrying(WHY)
    said = await answered(bureau, user, modal, ids.REPORT_WHY_FILTER, value="missed")
    assert said == refused


def carrying(value: ids.WhyValue | ids.CasesValue) -> str:
    """Return a value with the channel that those of earlier versions carry."""
    return value.dump().removesuffix("}") + f',"channel":"{value.channel}"}}'


async def test_pages_that_an_earlier_version_drew_are_turned(bureau: Office):
    modal = await press(bureau, "olga", await bureau.type("olga", "week"), ids.REPORT_WHY)
    value = element(modal, ids.REPORT_WHY_NEXT)["value"]
    former = carrying(ids.WhyValue.model_validate_json(value).model_copy(update={"channel": "C"}))
    turned = await press(bureau, "olga", modal, ids.REPORT_WHY_NEXT, value=former)
    assert element(turned, ids.REPORT_WHY_PREVIOUS) is not None


@pytest.mark.parametrize("user", ["noah", "olga"])
async def test_the_list_of_cases_asks_who_sees_the_team_and_not_its_modal(
    bureau: Office, user: str
):
    desk = Desk(bureau)
    await desk.post_review()
    groups = await press(bureau, user, desk.posted["review"], ids.CASES_OPEN)
    modal = await press(bureau, user, groups, ids.CASES_GROUP)
    assert "T3" in words_of(modal)
    button = {**element(desk.posted["review"], ids.CASES_OPEN), "action_id": ids.CASES_NEXT}
    kept = bureau.slack.workspace.view(modal["id"]).payload["blocks"]
    kept.append({"type": "actions", "block_id": "turn", "elements": [button]})
    refused = t("en", "error.team_forbidden", team="客服一组")
    said = await answered(bureau, user, modal, ids.CASES_NEXT, value=carrying(CASES))
    assert said == refused
    again = await answered(bureau, user, modal, ids.CASES_NEXT, value=button["value"])
    assert "T3" in again


OPENED = {
    ("olga", "C01SUPPORT"): True,
    ("olga", "C01GENERAL"): False,
    ("wangfang", "C01GENERAL"): False,
    ("sofia", "C01GENERAL"): True,
    ("robin", "C01GENERAL"): True,
}
"""Who sees Global support where."""


async def test_an_item_is_opened_by_who_sees_the_team(full: Office):
    chosen = element(await Plans(full).checklist("emma"), ids.ITEM_OPEN)["options"][0]
    button = {"type": "button", "action_id": ids.ITEM_OPEN, "value": chosen["value"]}
    assert {at: await opens(full, *at, button) for at in OPENED} == OPENED


async def test_a_posted_report_is_read_by_who_sees_the_team(full: Office):
    floor = Problems(full)
    card = await floor.make_problem("emma", owner="U01NOAH")
    form = await floor.press("emma", card, ids.PROBLEM_REPORT)
    await floor.send("emma", form, teams=["1"])
    button = element(await full.seen("emma", card), ids.PROBLEM_REPORT)
    assert {at: await opens(full, *at, button) for at in OPENED} == OPENED


async def opens(bureau: Office, user: str, channel: str, button: Json) -> bool:
    """Return whether a button that stands in a channel opens a modal for somebody."""
    text = {"type": "plain_text", "text": "Open"}
    block = {"type": "actions", "block_id": "sent", "elements": [{**button, "text": text}]}
    ts = await bureau.bot.deps.slack.post(channel, {"text": "Here", "blocks": [block]})
    found = await bureau.slack.client.messages("robin", channel)
    shown = next(one for one in found if one["ts"] == ts)
    await bureau.click(user, shown, button["action_id"])
    views = await bureau.slack.client.views(user)
    await close_all(bureau, user)
    return bool(views)


async def test_only_who_is_outside_is_kept_and_once_an_hour(full: Office):
    for user in ("sofia", "emma", "robin", "olga"):
        assert await sees(full, user, "action", "C01SUPPORT")
        await sees(full, user, "action", "C01GENERAL")
    assert await visits(full) == [("U01OUT", "C01SUPPORT", full.clock.now)]
    first = full.clock.now
    for minutes, kept in ((59, first), (1, first + timedelta(hours=1))):
        full.clock.now += timedelta(minutes=minutes)
        assert await sees(full, "olga", "action", "C01SUPPORT")
        assert await visits(full) == [("U01OUT", "C01SUPPORT", kept)]


async def test_a_channel_that_is_not_the_team_s_any_more_opens_nothing(bureau: Office):
    modal = await press(bureau, "olga", await bureau.type("olga", "week"), ids.REPORT_WHY)
    async with bureau.database.write() as session:
        (await session.get_one(Team, 1)).channel_id = None
    assert await answered(bureau, "olga", modal, ids.REPORT_WHY_NEXT) == FORBIDDEN["en"]
