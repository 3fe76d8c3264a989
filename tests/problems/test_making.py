"""How a problem comes to be: from words, a ticket, a warning, a message; and what can't be one."""

import asyncio
import json
from datetime import date

import pytest

from bot import ids
from bot.models import Member, Team, Ticket
from bot.views.blocks.parts import actions, message, section
from bot.views.problems.card import make_problem_button
from tests.problems.floor import ROOM, Floor, initial, words_of
from tests.scenarios.office import FAILING
from tests.scenarios.tickets import NOW

HOSTILE = "<!channel> &lt;!channel&gt; <@U01NOAH> *now* \u202egpj.exe\u202c مرحبا 🎉 @here"


@pytest.mark.parametrize("words", ["问题 夜班没有人", "问题：夜班没有人", "创建问题 夜班没有人"])
async def test_chinese_words(floor: Floor, words: str):
    form = await floor.form("wangfang", words, "客服一组")
    assert form["title"]["text"] == "新问题"
    assert initial(form, "seen") == "夜班没有人"
    await floor.send("wangfang", form)
    card = (await floor.said("liwei", "客服一组"))[-1]
    assert "待分析" in words_of(card)
    assert "夜班没有人" in words_of(card)


async def test_a_not_met_ticket_becomes_a_problem(floor: Floor):
    preview = await floor.office.type("emma", "daily")
    await floor.office.click("emma", preview, ids.DAILY_POST)
    report = [one for one in await floor.said("noah") if ids.CASES_OPEN in str(one)][-1]
    cases = await floor.press("noah", report, ids.CASES_OPEN)
    row = next(one for one in cases["blocks"] if '"id":"Y2"' in one["block_id"])
    form = await floor.press("noah", cases, ids.PROBLEM_MAKE, block_id=row["block_id"])
    assert form is not None
    assert initial(form, "tickets") == "Y2"
    assert "1 h 30 min" in initial(form, "seen")
    assert initial(form, "metric")["value"] == "attainment"
    await floor.send("noah", form)
    problem = await floor.problem()
    assert (problem.origin, problem.kind) == ("case", "delay")
    assert await floor.tickets() == ["Y2"]
    assert "From ticket Y2: 1 h 15 min late" in words_of(form)
    whole = "From ticket Y2: ✗ answered after 1 h 30 min, 1 h 15 min over the limit of 15 min"
    assert whole in words_of((await floor.said("noah"))[-1])


async def test_the_list_of_cases_offers_it_too(floor: Floor):
    preview = await floor.office.type("emma", "daily")
    opened = await floor.press("emma", preview, ids.CASES_OPEN)
    assert opened is not None
    row = next(one for one in opened["blocks"] if '"id":"Y1"' in one["block_id"])
    form = await floor.press("emma", opened, ids.PROBLEM_MAKE, block_id=row["block_id"])
    assert form is not None
    await floor.send("emma", form)
    assert await floor.tickets() == ["Y1"]


async def test_a_ticket_whose_id_two_sources_have_is_the_one_that_was_clicked(floor: Floor):
    async with floor.office.database.write() as session:
        session.add(Ticket(team_id=1, source="mail", external_id="T3", opened_at=NOW))
    value = ids.MakeProblem(origin="case", ref="mail/T3", team_id=1, source="mail", ticket="T3")
    row = actions([make_problem_button("en", value)], "row")
    await floor.office.bot.deps.slack.post("C01SUPPORT", message("x", [section("x", "x"), row]))
    form = await floor.press("emma", (await floor.said("emma"))[-1], ids.PROBLEM_MAKE)
    await floor.send("emma", form)
    assert (await floor.problem()).origin_ref == "mail/T3"
    refused = await floor.fill("emma", await floor.problem_form(), seen="x", tickets="T3")
    assert "file/T3, mail/T3" in refused["errors"]["tickets"]
    form = await floor.office.modal("emma")
    await floor.send("emma", form, seen="x", tickets="file/T3, mail/T3")
    assert await floor.tickets() == ["T3", "T3", "T3"]


async def test_a_warning_becomes_a_problem(floor: Floor):
    value = ids.MakeProblem(origin="warning", ref="frt_median:2026-11-19", team_id=1)
    row = actions([make_problem_button("en", value)], "row")
    await floor.office.bot.deps.slack.post("C01SUPPORT", message("x", [section("x", "x"), row]))
    form = await floor.press("emma", (await floor.said("emma"))[-1], ids.PROBLEM_MAKE)
    assert "Thu 19 Nov" in initial(form, "seen")
    assert initial(form, "metric")["value"] == "frt_median"
    await floor.send("emma", form)
    problem = await floor.problem()
    assert (problem.origin, problem.metric) == ("warning", "frt_median")


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_message_becomes_a_problem_also_in_a_thread(floor: Floor, in_thread: bool):
    client = floor.office.slack.client
    said = (await client.say("noah", ROOM, "The queue <!channel> & the night"))["message"]
    if in_thread:
        said = (await client.say("sofia", ROOM, "It happens on Mondays", said["ts"]))["message"]
    await client.shortcut("emma", ids.PROBLEM_SHORTCUT, on=said)
    await floor.office.settle()
    form = await floor.office.modal("emma")
    expected = "It happens on Mondays" if in_thread else "The queue @channel & the night"
    assert initial(form, "seen").replace("<!channel>", "@channel") == expected
    await floor.send("emma", form)
    problem = await floor.problem()
    assert problem.origin == "message"
    assert said["ts"].replace(".", "") in (problem.origin_ref or "")
    assert "<!channel>" not in json.dumps((await floor.said("emma"))[-1])


async def test_a_message_that_is_too_long_is_cut_and_says_so(floor: Floor):
    client = floor.office.slack.client
    said = (await client.say("noah", ROOM, "x🎉" * 1_500))["message"]
    await client.shortcut("emma", ids.PROBLEM_SHORTCUT, on=said)
    await floor.office.settle()
    form = await floor.office.modal("emma")
    assert initial(form, "seen").endswith("…")
    assert "cut off" in words_of(form)
    await floor.send("emma", form)


async def test_hostile_text_pings_nobody_and_stays_as_typed(floor: Floor):
    names = ("seen", "direction", "verification")
    card = await floor.make_problem("emma", **dict.fromkeys(names, HOSTILE))
    card = await floor.analyse("emma", card, why1=HOSTILE, root_cause=HOSTILE)
    drawn = json.dumps(card, ensure_ascii=False)
    for bad in ("<!channel>", "<@U01NOAH>", "\u202e", "@here"):
        assert bad not in drawn.replace(json.dumps(card.get("metadata")), "")
    assert "مرحبا" in drawn
    assert (await floor.problem()).seen == HOSTILE
    form = await floor.press("emma", card, ids.PROBLEM_CHANGE)
    assert initial(form, "seen") == HOSTILE


WRONG = {
    "nothing seen": ({"seen": " \u200b "}, "seen", ""),
    "a date that passed": ({"due": "2026-11-19"}, "due", "has passed"),
    "a ticket of another team": ({"tickets": "K1"}, "tickets", "no ticket K1"),
    "no such ticket": ({"tickets": "T1, <!channel>"}, "tickets", "no ticket"),
    "too many tickets": ({"tickets": ",".join(map(str, range(21)))}, "tickets", "21"),
    "a bot": ({"owner": "U01FRTBOT"}, "owner", "bot"),
    "a guest": ({"owner": "U01GUEST"}, "owner", "guest"),
    "somebody deactivated": ({"owner": "U01SOFIA"}, "owner", "deactivated"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_can_not_be_is_said_beside_its_field(floor: Floor, name: str):
    values, field, said = WRONG[name]
    if values.get("owner") == "U01SOFIA":
        await floor.office.type("sofia", "today")
        floor.office.slack.workspace.user("U01SOFIA").deleted = True
    form = await floor.problem_form()
    done = await floor.fill("emma", form, **{"seen": "Chats waited", **values})
    assert list(done["errors"]) == [field]
    assert said in done["errors"][field]
    assert await floor.problems() == []
    assert await floor.history() == []


async def test_3000_characters_are_refused_by_the_server_too(floor: Floor):
    form = await floor.problem_form()
    done = await floor.fill("emma", form, seen="x" * 3_000)
    assert list(done["errors"]) == ["seen"]
    assert await floor.problems() == []


async def test_sent_twice_makes_one_problem(floor: Floor):
    form = await floor.problem_form()
    client = floor.office.slack.client
    sent = [client.submit("emma", form, {"seen": "Chats waited"}) for _ in range(2)]
    await asyncio.gather(*sent, return_exceptions=True)
    await floor.office.settle()
    assert len(await floor.problems()) == 1


async def test_who_solves_it_from_outside_gets_a_card_of_their_own(floor: Floor):
    await floor.make_problem("emma", owner="U01OUT")
    card = (await floor.said("olga", "app"))[-1]
    assert "asks you to solve a problem" in words_of(card)
    await floor.analyse("emma", (await floor.said("emma"))[-1])
    assert "analysed" in words_of(await floor.office.seen("olga", card))


@pytest.mark.parametrize("reason", ["archived", "left", "none"])
async def test_no_channel_to_post_to(floor: Floor, reason: str):
    form = await floor.problem_form()
    if reason == "archived":
        await floor.office.slack.client.archive("C01SUPPORT")
    elif reason == "left":
        await floor.office.slack.client.leave("U01FRTBOT", ROOM)
    else:
        async with floor.office.database.write() as session:
            (await session.get_one(Team, 1)).channel_id = None
    await floor.send("emma", form, seen="Keep me")
    assert (await floor.problem()).seen == "Keep me"
    told = (await floor.said("emma", "app"))[-1]
    said = {"archived": "archived", "left": "/invite", "none": "/frt setup"}[reason]
    assert said in words_of(told)
    await floor.analyse("emma", told)


async def test_somebody_of_no_team_makes_none(floor: Floor):
    await floor.office.slack.client.command("olga", ROOM, "/frt problem")
    await floor.office.settle()
    assert "made by its members" in await floor.whispered("olga")
    assert await floor.office.slack.client.views("olga") == []


async def test_who_left_the_team_meanwhile_makes_none(floor: Floor):
    form = await floor.problem_form("noah")
    async with floor.office.database.write() as session:
        await session.delete(await session.get_one(Member, (1, "U01NOAH")))
    await floor.submit("noah", form, seen="Chats waited")
    assert "not a member" in words_of(await floor.office.modal("noah"))
    assert await floor.problems() == []


async def test_a_warning_or_ticket_that_never_was_is_refused(floor: Floor):
    for value in (
        ids.MakeProblem(origin="warning", ref="frt_median:never", team_id=1),
        ids.MakeProblem(origin="warning", ref="mood:2026-11-19", team_id=1),
        ids.MakeProblem(origin="case", ref="file/K1", team_id=1, source="file", ticket="K1"),
        ids.MakeProblem(origin="command", team_id=9),
    ):
        row = actions([make_problem_button("en", value)], "row")
        await floor.office.bot.deps.slack.post("C01SUPPORT", message("x", [section("x", "x"), row]))
        card = (await floor.said("emma"))[-1]
        assert await floor.press("emma", card, ids.PROBLEM_MAKE) is None
        said = await floor.whispered("emma")
        assert "out of date" in said or "K1" in said


async def test_what_is_stored(floor: Floor):
    values = {
        "due": "2026-12-04",
        "owner": "U01NOAH",
        "tickets": "T3、T5; T3",
        "metric": "art_mean",
    }
    await floor.make_problem("emma", kind="ability", **values)
    problem = await floor.problem()
    assert (problem.kind, problem.due_on, problem.owner_id) == (
        "ability",
        date(2026, 12, 4),
        "U01NOAH",
    )
    assert await floor.tickets() == ["T3", "T5"]
    (row,) = [one for one in await floor.history() if one.subject == "problem"]
    assert json.loads(row.after or "")["tickets"] == "T3, T5"


@pytest.mark.parametrize(("kind", "options", "says"), FAILING)
async def test_the_maker_is_told_what_slack_made_of_the_card(
    floor: Floor, kind: str, options: dict[str, str], says: str
):
    form = await floor.problem_form()
    await floor.office.slack.client.fault("chat.postMessage", kind, **options)
    await floor.send("emma", form, seen="Keep me")
    told = words_of((await floor.said("emma", "app"))[-1])
    assert "Problem 1 is saved" in told
    assert says in told
