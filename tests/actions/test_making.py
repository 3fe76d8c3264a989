"""How an action comes to be: from words, a button, a message; and what can't become one."""

import asyncio
from datetime import date

import pytest

from bot import ids
from bot.models import Member, Team
from bot.slack.failures import PostFailed
from bot.views.actions.card import make_button
from bot.views.blocks.parts import actions, message, section
from tests.actions.floor import ROOM, Floor, has, initial
from tests.scenarios.office import FAILING, words_of

HOSTILE = "<!channel> &lt;!channel&gt; <@U01NOAH> *now* \u202egpj.exe\u202c مرحبا 🎉 @here"


async def test_the_words_become_the_proposal_and_the_card_stands_in_the_channel(floor: Floor):
    form = await floor.form("emma", "action Ask <@U01NOAH|noah> & Sofia: a < b")
    assert (
        initial(form, "measure") == "Ask @Noah Williams & Sofia: a < b"
        or initial(form, "measure") == "Ask @noah & Sofia: a < b"
    )
    assert initial(form, "owner") == "U01EMMA"
    assert initial(form, "due") == "2026-11-27"
    values = {
        "owner": "U01NOAH",
        "department": "Operations",
        "verification": "night FRT at most 1 h",
        "resources": "one more person",
    }
    done = await floor.submit("emma", form, **values)
    assert not done["errors"]
    card = (await floor.said("sofia"))[-1]
    said = words_of(card)
    for part in ("<@U01NOAH>", "Fri 27 Nov", "Operations", "night FRT at most 1 h", "Sofia: a"):
        assert part in said
    assert "a &lt; b" in said
    action = await floor.action()
    assert (action.owner_id, action.due_on) == ("U01NOAH", date(2026, 11, 27))
    assert (action.created_by, action.origin, action.version) == ("U01EMMA", "command", 1)
    (step,) = await floor.history()
    assert (step.event, step.who, step.subject_key) == ("created", "U01EMMA", "1")


@pytest.mark.parametrize(
    "words", ["改进 夜班加一个人", "措施：夜班加一个人", "改进措施 夜班加一个人"]
)
async def test_chinese_words(floor: Floor, words: str):
    form = await floor.form("wangfang", words, "客服一组")
    assert form["title"]["text"] == "创建改进措施"
    assert initial(form, "measure") == "夜班加一个人"
    await floor.submit("wangfang", form)
    card = (await floor.said("liwei", "客服一组"))[-1]
    assert "责任人" in words_of(card)
    assert "夜班加一个人" in words_of(card)


async def test_a_due_date_that_is_off_moves_to_the_next_working_day(floor: Floor):
    floor.office.clock.now = floor.office.clock.now.replace(day=21)
    assert initial(await floor.form("emma"), "due") == "2026-11-30"


async def test_a_button_elsewhere_opens_the_form_and_its_origin_is_kept(floor: Floor):
    button = actions([make_button("en", "warning", "frt_median:2026-11-20")], "row")
    channel = "C01SUPPORT"
    await floor.office.bot.deps.slack.post(channel, message("x", [section("x", "x"), button]))
    posted = (await floor.said("noah"))[-1]
    form = await floor.press("noah", posted, ids.ACTION_MAKE)
    await floor.submit("noah", form, measure="Watch the median")
    action = await floor.action()
    assert (action.origin, action.origin_ref) == ("warning", "frt_median:2026-11-20")
    assert "From the warning of 20 Nov: median first response" in words_of(
        (await floor.said("noah"))[-1]
    )


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_message_becomes_an_action_also_in_a_thread(floor: Floor, in_thread: bool):
    client = floor.office.slack.client
    said = (await client.say("noah", ROOM, "The queue <!channel> & the night"))["message"]
    if in_thread:
        said = (await client.say("sofia", ROOM, "Let's staff it", said["ts"]))["message"]
    await client.shortcut("emma", ids.ACTION_SHORTCUT, on=said)
    await floor.office.settle()
    form = await floor.office.modal("emma")
    expected = "Let's staff it" if in_thread else "The queue @channel & the night"
    assert initial(form, "measure").replace("<!channel>", "@channel") == expected
    await floor.submit("emma", form)
    action = await floor.action()
    assert action.origin == "message"
    assert said["ts"].replace(".", "") in (action.origin_ref or "")
    card = (await floor.said("emma"))[-1]
    assert f"<{action.origin_ref}|From a message>" in words_of(card)
    assert not card.get("thread_ts")


@pytest.mark.parametrize(("sign", "kept"), [("长", 500), ("👍", 250)])
async def test_a_long_message_is_cut_and_the_form_says_so(floor: Floor, sign: str, kept: int):
    client = floor.office.slack.client
    said = (await client.say("noah", ROOM, sign * 3_000))["message"]
    await client.shortcut("emma", ids.ACTION_SHORTCUT, on=said)
    await floor.office.settle()
    form = await floor.office.modal("emma")
    assert initial(form, "measure") == sign * (kept - 1) + "…"
    assert "500" in words_of(form)


async def test_texts_that_are_too_long_are_refused_with_the_limit(floor: Floor):
    form = await floor.form("emma")
    long = "x" * 3_000
    values = {"measure": long, "resources": long, "verification": long, "department": long}
    done = await floor.submit("emma", form, **values)
    assert "500" in done["errors"]["measure"]
    assert "3000" in done["errors"]["measure"].replace(",", "")
    assert set(done["errors"]) == set(values)
    assert await floor.actions() == []


async def test_the_longest_texts_that_are_taken_fit_into_a_message(floor: Floor):
    form = await floor.form("emma")
    long = "&" * 500
    values = {"measure": long, "resources": long, "verification": long, "department": "&" * 80}
    assert not (await floor.submit("emma", form, **values))["errors"]
    card = (await floor.said("emma"))[-1]
    await floor.done("emma", card, "&" * 500)
    assert "&amp;" * 500 in words_of(await floor.office.seen("emma", card))


async def test_what_people_write_never_pings_and_reads_as_written(floor: Floor):
    form = await floor.form("emma")
    fields = ("measure", "resources", "verification")
    await floor.submit("emma", form, **dict.fromkeys(fields, HOSTILE), department=HOSTILE[:70])
    card = (await floor.said("emma"))[-1]
    said = words_of(card)
    assert "<!" not in said
    assert "<@U01NOAH>" not in said
    assert said.count("&lt;!channel&gt; &amp;lt;!channel&amp;gt;") >= 4
    assert "مرحبا 🎉" in said
    assert "\u202e" not in said
    assert (await floor.action()).measure == HOSTILE


@pytest.mark.parametrize("empty", ["   ", "\u200b\u2060", "\u0000\u0007"])
async def test_a_measure_of_nothing_is_refused(floor: Floor, empty: str):
    done = await floor.submit("emma", await floor.form("emma"), measure=empty)
    assert "fill this in" in done["errors"]["measure"]


async def test_characters_that_no_database_keeps_are_dropped(floor: Floor):
    await floor.submit("emma", await floor.form("emma"), measure="a\u0000b")
    assert (await floor.action()).measure == "ab"


async def test_yesterday_is_refused_and_today_is_not(floor: Floor):
    form = await floor.form("emma")
    done = await floor.submit("emma", form, measure="x", due="2026-11-19")
    assert "has passed" in done["errors"]["due"]
    done = await floor.submit("emma", form, measure="x", due="2026-11-20")
    assert not done["errors"]


@pytest.mark.parametrize(
    ("owner", "words"),
    [("U01FRTBOT", "is a bot"), ("U01GUEST", "guest"), ("U01LEFT", "deactivated")],
)
async def test_who_can_not_own(floor: Floor, owner: str, words: str):
    workspace = floor.office.slack.workspace
    if owner == "U01LEFT":
        await floor.office.type("sofia", "today")
        workspace.user("U01SOFIA").deleted = True
        owner = "U01SOFIA"
    form = await floor.form("emma")
    done = await floor.submit("emma", form, measure="x", owner=owner)
    assert words in done["errors"]["owner"]
    assert await floor.actions() == []


async def test_only_members_make_actions(floor: Floor):
    await floor.office.slack.client.command("olga", ROOM, "/frt action x")
    await floor.office.settle()
    assert "made by its members" in await floor.whispered("olga")
    assert await floor.office.slack.client.views("olga") == []


async def test_somebody_taken_out_meanwhile_makes_nothing(floor: Floor):
    form = await floor.form("noah")
    async with floor.office.database.write() as session:
        await session.delete(await session.get_one(Member, (1, "U01NOAH")))
    await floor.submit("noah", form, measure="x")
    assert "not a member" in words_of(await floor.office.modal("noah"))
    assert await floor.actions() == []


async def test_somebody_in_two_teams_chooses_one(floor: Floor):
    form = await floor.form("bo", channel="general")
    await floor.submit("bo", form, measure="x", team="2")
    assert (await floor.action(team_id=2)).created_by == "U01BOTH"


async def test_a_form_sent_twice_makes_one_action(floor: Floor):
    form = await floor.form("emma")
    client = floor.office.slack.client
    first, *_ = await asyncio.gather(
        *(client.submit("emma", form, {"measure": "x"}) for _ in range(3)), return_exceptions=True
    )
    await floor.office.settle()
    assert first["ack"]["status"] == "ok"
    assert len(await floor.actions()) == 1


async def test_many_at_once_get_numbers_of_their_own(floor: Floor):
    people = ("emma", "noah", "sofia")
    forms = [await floor.form(user) for user in people]
    client = floor.office.slack.client
    await asyncio.gather(
        *(
            client.submit(user, form, {"measure": user})
            for user, form in zip(people, forms, strict=True)
        )
    )
    await floor.office.settle()
    assert sorted(action.number for action in await floor.actions()) == [1, 2, 3]
    assert [step.number for step in await floor.history()] == [1, 2, 3]


async def test_an_archived_channel_loses_nothing_and_the_maker_is_told(floor: Floor):
    form = await floor.form("emma")
    await floor.office.slack.client.archive("C01SUPPORT")
    await floor.submit("emma", form, measure="Keep me", owner="U01NOAH")
    assert (await floor.action()).measure == "Keep me"
    told = (await floor.said("emma", "app"))[-1]
    assert "is saved" in words_of(told)
    assert "archived" in words_of(told)
    assert has(told, ids.ACTION_DONE)
    assert "owner of an action" in words_of((await floor.said("noah", "app"))[-1])
    await floor.done("noah", (await floor.said("noah", "app"))[-1])
    assert not has(await floor.office.seen("emma", told), ids.ACTION_DONE)


@pytest.mark.parametrize("reason", ["left", "none"])
async def test_no_channel_to_post_to(floor: Floor, reason: str):
    form = await floor.form("emma")
    if reason == "left":
        await floor.office.slack.client.leave("U01FRTBOT", ROOM)
    else:
        async with floor.office.database.write() as session:
            (await session.get_one(Team, 1)).channel_id = None
    await floor.submit("emma", form, measure="Keep me")
    told = words_of((await floor.said("emma", "app"))[-1])
    assert ("/invite" if reason == "left" else "has no channel") in told


async def test_an_owner_from_outside_gets_a_card_and_may_move_it(floor: Floor):
    await floor.make("emma", owner="U01OUT")
    card = (await floor.said("olga", "app"))[-1]
    assert "<@U01EMMA> made you the owner" in words_of(card)
    await floor.done("olga", card, "Moved from outside")
    assert (await floor.action()).done_by == "U01OUT"
    assert not has(await floor.office.seen("olga", card), ids.ACTION_DONE)


async def test_posting_is_not_part_of_the_transaction(floor: Floor, monkeypatch):
    form = await floor.form("emma")

    async def refuse(*_: object, **__: object) -> str:
        raise PostFailed("ambiguous", "TimeoutError")

    monkeypatch.setattr(floor.office.bot.deps.slack.__class__, "post", refuse)
    await floor.submit("emma", form, measure="Kept")
    assert (await floor.action()).measure == "Kept"


@pytest.mark.parametrize(("kind", "options", "says"), FAILING)
async def test_the_maker_is_told_what_slack_made_of_the_card(
    floor: Floor, kind: str, options: dict[str, str], says: str
):
    form = await floor.form("emma")
    await floor.office.slack.client.fault("chat.postMessage", kind, **options)
    await floor.submit("emma", form, measure="Keep me")
    told = words_of((await floor.said("emma", "app"))[-1])
    assert "Action 1 is saved" in told
    assert says in told
