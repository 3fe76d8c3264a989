"""What people write to the bot, in their conversation with it or by a mention, read as `/frt …`."""

import json
from typing import Any

import pytest

from bot import ids
from bot.workspace.delivery.envelope import Envelope
from tests.scenarios.office import Json, Office, element, go, office, words_of

BOT = "<@U01FRTBOT>"
PEOPLE = ({"id": "U01TINY", "name": "tiny", "real_name": "Tiny Bot", "is_bot": True},)


async def write(
    desk: Office, user: str, text: str, channel: str = "app", **more: Any
) -> list[Json]:
    """Write a message and return what its author then sees besides."""
    before = len(await desk.slack.client.messages(user, channel)) + 1
    await desk.slack.client.say(user, channel, text, **more)
    await delivered(desk)
    return (await desk.slack.client.messages(user, channel))[before:]


async def delivered(desk: Office) -> None:
    """Wait until every event was delivered and answered, and what that posted too."""
    while desk.slack.courier.busy:
        await desk.slack.courier.settled()
        await desk.settle()


async def test_a_message_is_answered_by_a_message_as_words_are(either: Office):
    await either.type("emma", "help")
    (said,) = await write(either, "emma", "today")
    typed = await either.type("emma", "today")
    assert said["text"] == typed["text"]
    assert not said["ephemeral"]
    assert element(typed, ids.REPORT_SHARE)
    assert not element(said, ids.REPORT_SHARE), "nobody else reads there"
    await either.click("emma", said, ids.REPORT_CLOCK)
    assert not element(await either.seen("emma", said), ids.REPORT_SHARE)
    assert "calendar" in (await either.seen("emma", said))["text"]


async def test_a_mention_is_answered_so_that_only_its_author_sees_it(either: Office):
    (said,) = await write(either, "wangfang", f"{BOT}，今天", "客服一组")
    assert said["ephemeral"]
    assert "首次响应时长中位数 6分钟" in said["text"]
    others = await either.slack.client.messages("liwei", "客服一组")
    assert [one["user"] for one in others] == ["U01WANG"]
    await either.click("wangfang", said, ids.REPORT_SHARE)
    assert "6分钟" in (await either.newest("liwei", "客服一组"))["text"]


@pytest.mark.parametrize(
    "text",
    ["/frt waiting", " waiting ", f"{BOT} waiting", "`/frt waiting`", "waiting!", f"waiting {BOT}"],
)
async def test_the_command_and_the_name_of_the_bot_may_stand_there_too(desk: Office, text: str):
    (said,) = await write(desk, "emma", text)
    assert "2 waiting for a first reply" in said["text"]


async def test_rights_are_those_of_what_is_typed(desk: Office):
    for channel, text in (("app", "daily"), ("support-global", f"{BOT} daily")):
        (said,) = await write(desk, "noah", text, channel)
        assert said["text"] == (await desk.type("noah", "daily"))["text"]
    (said,) = await write(desk, "noah", "for <@U01SOFIA>")
    assert "Individual figures" in said["text"]


async def test_a_thread_is_answered_in_the_thread(desk: Office):
    (first,) = await write(desk, "emma", "today")
    (said,) = await write(desk, "emma", "waiting", thread_ts=first["ts"])
    assert said["thread_ts"] == first["ts"]
    root = await desk.slack.client.say("emma", "support-global", "Look at this")
    ts = root["message"]["ts"]
    (said,) = await write(desk, "emma", f"{BOT} waiting", "support-global", thread_ts=ts)
    assert (said["ephemeral"], said["thread_ts"]) == (True, ts)


async def test_a_form_is_offered_by_a_button_that_opens_it(either: Office):
    for channel, before in (("app", ""), ("support-global", f"{BOT} ")):
        (said,) = await write(either, "emma", f"{before}action Answer & <@U01NOAH> sooner", channel)
        assert "Press the button to open the form" in said["text"]
        await either.click("emma", said, ids.HELP_RUN)
        form = await either.modal("emma")
        assert "Answer &amp; <@U01NOAH> sooner" in json.dumps(form) or "sooner" in json.dumps(form)
        await either.slack.client.close("emma", form)
    (said,) = await write(either, "emma", "members")
    await either.click("emma", said, ids.HELP_RUN)
    assert (await either.modal("emma"))["title"]["text"] == "Members"


async def test_long_words_are_kept_as_far_as_a_button_holds_them(desk: Office):
    (said,) = await write(desk, "emma", 'action "' + "改" * 3_000)
    await desk.click("emma", said, ids.HELP_RUN)
    assert "改改改" in json.dumps(await desk.modal("emma"), ensure_ascii=False)


async def test_what_takes_long_is_answered_too(desk: Office):
    for text in ("last 30 days", "plan", "review", "today by channel"):
        (said,) = await write(desk, "emma", text)
        assert said["blocks"], text


async def test_three_things_are_offered_for_what_is_not_understood(either: Office):
    for user, duty in (("noah", "agent"), ("emma", "lead"), ("robin", "admin")):
        (said,) = await write(either, user, "how is the weather")
        typed = await either.type(user, "how is the weather")
        assert words_of(said) == words_of(typed)
        offered = [one["value"] for one in said["blocks"][-1]["elements"]]
        wanted = {
            "agent": ["today", "waiting", "actions"],
            "lead": ["report", "today", "setup"],
            "admin": ["setup", "members", "today"],
        }[duty]
        asks = [ids.HELP_DOORS[name] for name in (*wanted, "help")]
        assert offered == [ids.RunValue(text=one).dump() for one in asks]
    (said,) = await write(either, "wangfang", "今天天气怎么样")
    assert "看不懂“今天天气怎么样”" in said["text"]
    await go(either, "wangfang", said, "today")
    answer = await either.newest("wangfang", "app")
    assert "首次响应时长中位数 6分钟" in answer["text"]
    assert not answer["ephemeral"]


async def test_a_greeting_is_answered_by_the_help(desk: Office):
    for user, text in (("emma", "Hello!"), ("wangfang", "你好"), ("noah", f"{BOT}")):
        (said,) = await write(desk, user, text)
        assert element(said, ids.HELP_ALL) is not None


async def test_a_team_is_chosen_in_the_conversation(desk: Office):
    (said,) = await write(desk, "bo", "today by channel")
    options = element(said, ids.TEAM_CHOOSE)["options"]
    await desk.click("bo", said, ids.TEAM_CHOOSE, value=options[1]["value"])
    assert (await desk.seen("bo", said))["text"].startswith("客服一组 · today")


async def test_somebody_new_is_looked_up_and_answered_once(either: Office):
    (said,) = await write(either, "sofia", "waiting")
    assert "waiting for a first reply" in said["text"]
    (again,) = await write(either, "zhangmin", f"{BOT} 等待", "客服一组")
    assert "首次回复" in again["text"]


async def test_guests_are_told_and_other_bots_are_not_answered(database_url: str):
    async with office(database_url, by="http", people=PEOPLE) as desk:
        (said,) = await write(desk, "gus", "today")
        assert "only answer full members" in said["text"]
        (said,) = await write(desk, "gus", f"{BOT} today", "support-global")
        assert said["ephemeral"]
        assert await write(desk, "tiny", f"{BOT} today", "support-global") == []
        assert await write(desk, "tiny", "today") == []


async def test_an_event_that_comes_twice_is_answered_once(either: Office):
    assert len(await write(either, "emma", "today")) == 1
    sent = next(one for one in await either.slack.client.log() if is_said(one))
    before = await either.slack.client.messages("emma", "app")
    await either.slack.client.redeliver(sent["seq"])
    await delivered(either)
    assert await either.slack.client.messages("emma", "app") == before


def is_said(entry: Json) -> bool:
    event = entry["request"].get("payload", {}).get("event", {})
    return bool(entry["direction"] == "to_app" and event.get("text") == "today")


def changed(**event: Any) -> Json:
    said = {
        "type": "message",
        "channel": "D01",
        "channel_type": "im",
        "user": "U01EMMA",
        "text": "today",
        "ts": "1.2",
        "event_ts": "1.2",
        **event,
    }
    return {"type": "event_callback", "event_id": f"Ev{hash(str(event))}", "event": said}


@pytest.mark.parametrize(
    "event",
    [
        {
            "subtype": "message_changed",
            "message": {"user": "U01EMMA", "text": "today"},
            "user": None,
        },
        {"subtype": "message_deleted", "previous_message": {"user": "U01EMMA"}, "user": None},
        {"subtype": "thread_broadcast", "thread_ts": "1.1"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B1"},
        {"user": "U01FRTBOT"},
        {"edited": {"user": "U01EMMA", "ts": "1.3"}},
        {"channel": "C01SUPPORT", "channel_type": "channel"},
        {"type": "app_mention", "channel": "D01"},
        {"type": "app_mention", "channel": "C01SUPPORT", "edited": {"ts": "1.3"}},
    ],
)
async def test_what_is_not_written_to_the_bot_just_now_is_left_alone(desk: Office, event: Json):
    await desk.type("emma", "help")
    payload = changed(**event)
    payload["event"] = {key: value for key, value in payload["event"].items() if value is not None}
    calls = len(await desk.slack.client.log())
    answer = await desk.slack.courier.deliver(Envelope("events_api", payload))
    await desk.settle()
    assert answer.code == 200
    asked = [one["name"] for one in (await desk.slack.client.log())[calls:]]
    assert not {"chat.postMessage", "chat.postEphemeral"} & set(asked)


@pytest.mark.parametrize(
    "event",
    [{"text": 7}, {"ts": None}, {"channel": {"id": "D1"}}, {"files": "x"}, {"thread_ts": 1}],
)
async def test_an_event_of_another_shape_is_refused(desk: Office, event: Json):
    await desk.type("emma", "help")
    payload = changed(**event)
    answer = await desk.slack.courier.deliver(Envelope("events_api", payload))
    assert answer.code in {200, 400}
    assert [one for one in await desk.slack.client.log() if one["name"].startswith("chat.")] == []


async def test_the_bots_own_messages_and_their_changes_are_left_alone(either: Office):
    (said,) = await write(either, "emma", "today")
    await either.click("emma", said, ids.REPORT_CLOCK)
    await either.bot.deps.slack.post("U01EMMA", {"text": "today", "blocks": []})
    channel = said["channel"]
    await either.bot.deps.slack.redraw(channel, said["ts"], {"text": "waiting", "blocks": []})
    await delivered(either)
    told = [one["text"] for one in await either.slack.client.messages("emma", "app")]
    assert told == ["today", "waiting", "today"]


async def test_a_file_is_offered_to_be_looked_at_and_not_opened_before(desk: Office):
    await desk.type("emma", "help")
    for user, words in (("noah", "taken in by a team’s leads"), ("emma", "can be taken in")):
        file = await desk.slack.client.upload(user, "tickets <!here>.CSV", b"a,b")
        (said,) = await write(desk, user, "", files=[file])
        assert words in said["text"]
        assert "<!here>" not in said["text"]
    file = await desk.slack.client.upload("emma", "cat.png", b"a,b")
    (said,) = await write(desk, "emma", "today", files=[file])
    assert "median first response" in said["text"]
    assert [one for one in await desk.slack.client.log() if one["name"] == "files.info"] == []


async def test_without_the_optional_scopes_nothing_is_heard(database_url: str):
    async with office(database_url, by="http", optional=False) as desk:
        assert await write(desk, "emma", "today") == []
        assert await write(desk, "emma", f"{BOT} today", "support-global") == []


async def test_an_error_is_said_where_it_was_asked(desk: Office):
    (said,) = await write(desk, "emma", "2026-13-45")
    assert "no such date" in said["text"]
    (said,) = await write(desk, "emma", f"{BOT} today team Nowhere", "support-global")
    assert said["ephemeral"]
    assert "no team" in said["text"]
