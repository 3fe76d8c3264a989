"""What is said around a review gathers in its thread, and with it in the record and the minutes."""

from sqlmodel import select

from bot import ids
from bot.models import ReviewNote
from bot.services.review.notes import as_read
from tests.review.floor import ROOM, Floor, part
from tests.scenarios.office import words_of


async def opened(floor: Floor) -> None:
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-20T16:00")


async def notes(floor: Floor) -> list[tuple[str, str]]:
    async with floor.office.database.read() as session:
        rows = await session.exec(select(ReviewNote).order_by(ReviewNote.message_ts))
        return [(row.said_by, row.said) for row in rows]


async def test_replies_are_kept_and_stand_in_the_details_of_the_minutes(floor: Floor):
    await opened(floor)
    await floor.write("liwei", "周一早上最缺人 <@U01WANG> & <!channel>")
    await floor.decide("liwei", "先看夜班")
    await floor.write("wangfang", "\u202eRTL 🙂 " + "长" * 3_000)
    await floor.office.slack.client.say("liwei", ROOM, "不在消息列里")
    assert await notes(floor) == []
    await floor.finish("wangfang")
    kept = await notes(floor)
    assert [who for who, _ in kept] == ["U01LIWEI", "U01WANG"]
    assert kept[0][1].startswith("周一早上最缺人 @")
    assert len(kept[1][1]) == 3_000
    (minutes,) = await floor.minutes()
    told = await floor.whole("wangfang", minutes)
    said = part(told, "notes")
    assert "消息列里的发言（2 条）" in said
    assert "周一早上最缺人" in said
    assert "@channel" not in said
    assert "\u202e" not in said
    assert "不在消息列里" not in words_of(told)
    assert "先看夜班" in part(minutes, "decisions")


async def test_decisions_and_measures_stand_in_the_thread_too(floor: Floor):
    await opened(floor)
    prompt = await floor.prompt()
    await floor.decide("liwei", "先看 <!channel> 夜班")
    await floor.promise("wangfang", "夜班加一个人", "U01LIWEI", "2026-11-25")
    thread = [one for one in await floor.said() if one.get("thread_ts") == prompt["ts"]]
    told = [one["text"] for one in thread if "记录了一条决定" in one["text"]]
    assert len(told) == 1
    assert "<!channel>" not in told[0]
    (card,) = [one for one in thread if ids.ACTION_DONE in str(one["blocks"])]
    read = await floor.office.bot.deps.slack.client.conversations_history(channel=prompt["channel"])
    assert card["ts"] in [one["ts"] for one in read["messages"]]


async def test_a_measure_stands_in_the_channel_where_nothing_may_be_threaded(floor: Floor):
    await opened(floor)
    code = "restricted_action_non_threadable_channel"
    form = await floor.press("wangfang", await floor.prompt(), ids.ACTION_MAKE)
    await floor.office.slack.client.fault("chat.postMessage", "error", code=code)
    await floor.submit("wangfang", form, measure="夜班加一个人", due="2026-11-25")
    (card,) = [one for one in await floor.said() if ids.ACTION_DONE in str(one["blocks"])]
    assert card.get("thread_ts") is None


async def test_a_thread_that_can_t_be_read_is_said_to_be_missing(floor: Floor):
    await opened(floor)
    await floor.write("liwei", "读不到的一句")
    await floor.office.slack.client.fault("conversations.replies", "error", code="missing_scope")
    await floor.finish("wangfang")
    (minutes,) = await floor.minutes()
    assert "消息列没能读取" in part(minutes, "notes")
    assert await notes(floor) == []


async def test_a_thread_is_read_again_when_slack_asks_to_wait(floor: Floor):
    await opened(floor)
    await floor.write("liwei", "等一下再读")
    fault = floor.office.slack.client.fault
    await fault("conversations.replies", "rate_limited", retry_after="1")
    await floor.finish("wangfang")
    assert await notes(floor) == [("U01LIWEI", "等一下再读")]


async def test_minutes_built_twice_keep_each_message_once(floor: Floor):
    await opened(floor)
    await floor.write("liwei", "只记一次")
    await floor.office.slack.client.fault("chat.postMessage", "drop_request")
    await floor.finish("wangfang")
    for moment in ("16:01", "16:02", "16:05"):
        await floor.at(f"2026-11-20T{moment}")
    assert len(await floor.minutes()) == 1
    assert await notes(floor) == [("U01LIWEI", "只记一次")]


def test_markup_of_slack_is_read_as_people_read_it():
    text = (
        "<@U1> <@W2|bo> <#C1|general> <!here> <https://a.b?d=1|here> <https://e.f> &lt;b&gt; &amp;"
    )
    said = as_read(text, {"U1": "王芳"})
    assert said == "@王芳 @bo general @here here (https://a.b?d=1) https://e.f <b> &"
