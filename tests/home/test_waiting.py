"""App Home of a lead: what waits for their word, decided there; the review; reminders off."""

from datetime import UTC, datetime

from sqlmodel import select

from bot import ids
from bot.models import Delivery, SlackUser
from bot.services.review.steps import open_review
from tests.actions.floor import Floor as Actions
from tests.home.conftest import home_of, notes
from tests.plans.floor import Floor as Plans
from tests.scenarios.office import Json, Office, element, words_of


async def at_home(desk: Office, user: str) -> Json:
    return await desk.slack.client.home(user) or {}


async def test_a_lead_verifies_what_is_done_from_home(desk: Office):
    floor = Actions(desk)
    await floor.done("noah", await floor.make("emma", owner="U01NOAH", measure="Night desk"))
    home = await home_of(desk, "emma")
    assert "One thing waits for you" in words_of(home)
    assert "Night desk" in words_of(home)
    form = await floor.press("emma", home, ids.ACTION_VERIFY)
    await floor.fill("emma", form, why="Seen")
    assert (await floor.action()).status == "verified"
    assert "Nothing waits for you" in words_of(await at_home(desk, "emma"))


async def test_a_lead_decides_on_a_wish_to_drop(desk: Office):
    floor = Actions(desk)
    card = await floor.make("emma", owner="U01NOAH", measure="New tool")
    await floor.change("noah", card, ids.ACTION_DROP, why="The tool <!here> is gone")
    home = await home_of(desk, "emma")
    assert "<@U01NOAH> asks to drop it: The tool &lt;!here&gt; is gone" in words_of(home)
    form = await floor.press("emma", home, ids.ACTION_DROP)
    await floor.fill("emma", form, why="Agreed")
    assert (await floor.action()).status == "dropped"
    assert "asks to drop" not in words_of(await at_home(desk, "emma"))


async def test_a_lead_confirms_what_the_bot_sees(desk: Office):
    floor = Plans(desk)
    await floor.start("emma")
    home = await home_of(desk, "emma")
    assert element(home, ids.ITEM_CONFIRM) is not None
    number = ids.ItemValue.model_validate_json(element(home, ids.ITEM_CONFIRM)["value"]).item
    await desk.click("emma", home, ids.ITEM_CONFIRM)
    assert (await floor.item(number)).status == "met"
    left = element(await at_home(desk, "emma"), ids.ITEM_CONFIRM)
    assert left is None or ids.ItemValue.model_validate_json(left["value"]).item != number


async def test_others_are_not_asked(desk: Office):
    floor = Actions(desk)
    await Plans(desk).start("emma")
    await floor.done("noah", await floor.make("emma", owner="U01NOAH"))
    for user in ("noah", "wangfang"):
        home = await home_of(desk, user)
        assert element(home, ids.ACTION_VERIFY) is None
        assert element(home, ids.ITEM_CONFIRM) is None
        assert "asks to drop" not in words_of(home)


async def test_many_at_once_are_counted_and_all_fit(calm: Office):
    desk = calm
    floor = Actions(desk)
    await Plans(desk).start("emma")
    for number in range(12):
        owner = "U01NOAH" if number % 2 else "U01EMMA"
        card = await floor.make("emma", owner=owner, measure=f"Measure {number}")
        if owner == "U01NOAH":
            await floor.done("noah", card)
    home = await home_of(desk, "emma")
    assert len(home["blocks"]) <= 100
    assert words_of(home).count("Measure ") == 3 + 3
    said = words_of(home)
    assert "more wait" in said
    assert "3 more actions" in said


async def test_where_the_review_stands(desk: Office):
    home = await home_of(desk, "noah")
    assert "Weekly review* · next Fri 20 Nov 16:00" in words_of(home)
    await open_review(desk.database, 1, datetime(2026, 11, 16, tzinfo=UTC).date(), desk.clock.now)
    await desk.click("noah", home, ids.HOME_REFRESH)
    assert "week of 16 Nov is open" in words_of(await at_home(desk, "noah"))


async def test_reminders_off_are_kept_and_nothing_is_sent(desk: Office):
    floor = Actions(desk)
    home = await home_of(desk, "noah")
    await desk.click("noah", home, ids.HOME_REMINDERS)
    assert "*Reminders* are off" in words_of(await at_home(desk, "noah"))
    (note,) = await notes(desk, "person")
    assert (note.event, note.who, note.before, note.after) == (
        *("reminders", "U01NOAH"),
        *('{"reminders": true}', '{"reminders": false}'),
    )
    await floor.make("emma", owner="U01NOAH", measure="First", due="2026-11-24")
    await floor.make("emma", owner="U01SOFIA", measure="Other", due="2026-11-24")
    await floor.planner.tick()
    for day in (23, 24, 27):
        desk.clock.now = datetime(2026, 11, day, 10, tzinfo=UTC)
        await floor.planner.tick()
    assert not [one for one in await floor.said("noah", "app") if "First" in words_of(one)]
    assert [one for one in await floor.said("sofia", "app") if "Other" in words_of(one)]
    async with desk.database.read() as session:
        rows = (await session.exec(select(Delivery).where(Delivery.channel_id == "U01NOAH"))).all()
    assert {(row.status, row.reason) for row in rows} == {("skipped", "reminders_off")}
    assert "First" in words_of(await home_of(desk, "noah"))


async def test_reminders_on_again_and_slack_does_not_undo_the_choice(desk: Office):
    home = await home_of(desk, "noah")
    await desk.click("noah", home, ids.HOME_REMINDERS)
    desk.clock.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert "*Reminders* are off" in words_of(await home_of(desk, "noah"))
    await desk.click("noah", await at_home(desk, "noah"), ids.HOME_REMINDERS)
    assert "*Reminders* are on" in words_of(await at_home(desk, "noah"))
    await desk.click("noah", await at_home(desk, "noah"), ids.HISTORY_OPEN)
    said = words_of(await desk.modal("noah"))
    assert said.index("Reminders: off → on") < said.index("Reminders: on → off")
    async with desk.database.read() as session:
        assert (await session.get_one(SlackUser, "U01NOAH")).reminders


async def test_the_same_choice_twice_is_one_change(desk: Office):
    await home_of(desk, "noah")
    for _ in range(2):
        readers, now = desk.bot.deps.readers, desk.clock.now
        assert not (await readers.choose("U01NOAH", "reminders", False, now)).reminders
    assert len(await notes(desk, "person")) == 1
