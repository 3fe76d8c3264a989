"""chat.*: what is refused and what comes back, asked with slack_sdk."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.seed import ALL_SCOPES, default_seed
from bot.workspace.server import Running, running
from tests.workspace.shapes import mrkdwn
from tests.workspace.shapes import section as long_section
from tests.workspace.test_web_api import ROOM, refusal, section

GENERAL = "C01GENERAL"


@pytest.fixture
async def strict() -> AsyncIterator[tuple[Running, AsyncWebClient]]:
    """A workspace with channels that cannot be written in, and messages that soon cannot change."""
    seed = default_seed()
    members = ["U01EMMA", "U01FRTBOT"]
    rules = ("admins", "read_only", "thread_only", "non_threadable")
    seed["channels"] += [
        {"id": f"C{rule}", "name": rule, "members": members, "restricted": rule} for rule in rules
    ]
    seed["team"]["edit_window"] = 0.05
    seed["app"]["messages_tab"] = False
    async with running(seed) as slack:
        yield slack, AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def test_a_reply_needs_a_parent(slack, web):
    async def reply(ts: str, **more: object):
        return await web.chat_postMessage(channel=ROOM, text="x", thread_ts=ts, **more)

    parent = (await web.chat_postMessage(channel=ROOM, text="parent"))["ts"]
    assert await refusal(reply("0")) == "invalid_thread_ts"
    assert await refusal(reply("1700000000.000000")) == "thread_not_found"
    under = await reply(parent)
    assert under["message"]["thread_ts"] == parent
    assert under["message"]["parent_user_id"] == "U01FRTBOT"
    deeper = await reply(under["ts"])
    assert deeper["message"]["thread_ts"] == parent
    quiet = await web.chat_postEphemeral(channel=ROOM, user="U01EMMA", text="psst")
    assert await refusal(reply(quiet["message_ts"])) == "cannot_reply_to_message"


async def test_a_reply_can_be_told_to_everybody_at_once_or_later(web):
    parent = (await web.chat_postMessage(channel=ROOM, text="parent"))["ts"]
    at_once = await web.chat_postMessage(
        channel=ROOM, text="loud", thread_ts=parent, reply_broadcast=True
    )
    assert at_once["message"]["subtype"] == "thread_broadcast"
    later = (await web.chat_postMessage(channel=ROOM, text="late", thread_ts=parent))["ts"]
    both = web.chat_update(channel=ROOM, ts=later, text="new", reply_broadcast=True)
    assert await refusal(both) == "no_dual_broadcast_content_update"
    told = {"channel": ROOM, "reply_broadcast": True}
    first = web.api_call("chat.update", json={**told, "ts": parent})
    assert await refusal(first) == "cant_broadcast_message"
    await web.api_call("chat.update", json={**told, "ts": later})
    shown = (await web.conversations_history(channel=ROOM))["messages"]
    assert [one["text"] for one in shown] == ["late", "loud", "parent"]


async def test_metadata_stays_until_it_is_taken_away(web):
    async def kept() -> object:
        found = await web.conversations_history(channel=ROOM, include_all_metadata=True)
        return found["messages"][0].get("metadata")

    given = {"event_type": "made", "event_payload": {"n": 1}}
    ts = (await web.chat_postMessage(channel=ROOM, text="x", metadata=given))["ts"]
    await web.chat_update(channel=ROOM, ts=ts, text="y")
    assert await kept() == given
    await web.chat_update(channel=ROOM, ts=ts, text="z", metadata={})
    assert await kept() is None
    post = web.chat_postMessage
    bad = post(channel=ROOM, text="x", metadata={"event_payload": {}})
    assert await refusal(bad) == "invalid_metadata_format"
    bad = post(channel=ROOM, text="x", metadata={"event_type": "x", "event_payload": []})
    assert await refusal(bad) == "invalid_metadata_schema"


async def test_a_long_text_is_cut_off_in_a_new_message_and_refused_in_an_old_one(web):
    posted = await web.chat_postMessage(channel=ROOM, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    assert posted["response_metadata"]["warnings"] == ["message_truncated"]
    whole = await web.chat_postMessage(channel=ROOM, text="x" * 40_000)
    assert "warning" not in whole.data
    await web.chat_update(channel=ROOM, ts=posted["ts"], text="x" * 4000)
    long = web.chat_update(channel=ROOM, ts=posted["ts"], text="x" * 4001)
    assert await refusal(long) == "msg_too_long"
    long = web.chat_postEphemeral(channel=ROOM, user="U01EMMA", text="x" * 40_001)
    assert await refusal(long) == "msg_too_long"


async def test_attachments_are_counted_and_their_blocks_checked(web):
    post = web.chat_postMessage
    await post(channel=ROOM, text="x", attachments=[{"text": "x"}] * 100)
    many = post(channel=ROOM, text="x", attachments=[{"text": "x"}] * 101)
    assert await refusal(many) == "too_many_attachments"
    bad = post(channel=ROOM, text="x", attachments=[{"blocks": [{"type": "marquee"}]}])
    assert await refusal(bad) == "invalid_attachments"
    both = post(channel=ROOM, text="x", markdown_text="*x*")
    assert await refusal(both) == "markdown_text_conflict"


async def test_only_ones_own_lasting_messages_can_be_changed(slack, web):
    said = await slack.client.say("emma", ROOM, "mine")
    theirs = {"channel": ROOM, "ts": said["message"]["ts"]}
    assert await refusal(web.chat_update(**theirs, text="x")) == "cant_update_message"
    assert await refusal(web.chat_delete(**theirs)) == "cant_delete_message"
    own = {"channel": ROOM, "ts": (await web.chat_postMessage(channel=ROOM, text="x"))["ts"]}
    await slack.client.archive(ROOM)
    assert await refusal(web.chat_update(**own, text="y")) == "is_inactive"
    quiet = await web.chat_postEphemeral(channel=GENERAL, user="U01EMMA", text="psst")
    gone = web.chat_update(channel=GENERAL, ts=quiet["message_ts"], text="x")
    assert await refusal(gone) == "message_not_found"


async def test_what_a_channel_does_not_allow(strict):
    _, web = strict
    post = web.chat_postMessage
    assert await refusal(post(channel="Cadmins", text="x")) == "restricted_action"
    read_only = post(channel="Cread_only", text="x")
    assert await refusal(read_only) == "restricted_action_read_only_channel"
    top = post(channel="Cthread_only", text="x")
    assert await refusal(top) == "restricted_action_thread_only_channel"
    parent = (await post(channel="Cnon_threadable", text="x"))["ts"]
    reply = post(channel="Cnon_threadable", text="x", thread_ts=parent)
    assert await refusal(reply) == "restricted_action_non_threadable_channel"
    assert await refusal(post(channel="U01EMMA", text="x")) == "messages_tab_disabled"


async def test_a_message_cannot_be_edited_for_ever(strict):
    _, web = strict
    ts = (await web.chat_postMessage(channel=ROOM, text="x"))["ts"]
    await asyncio.sleep(0.06)
    assert await refusal(web.chat_update(channel=ROOM, ts=ts, text="y")) == "edit_window_closed"


async def test_posting_under_another_name_needs_its_scope(web):
    dressed = web.chat_postMessage(channel=ROOM, text="x", username="Clown")
    assert await refusal(dressed) == "missing_scope"
    scopes = [*ALL_SCOPES, "chat:write.customize", "chat:write.public"]
    async with running({"app": {"scopes": scopes}}) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        posted = await web.chat_postMessage(channel=ROOM, text="x", username="Clown")
        assert posted["message"]["username"] == "Clown"
        await slack.client.leave("frt", ROOM)
        await web.chat_postMessage(channel=ROOM, text="from outside")


async def test_a_scheduled_message_is_posted_when_it_is_due(slack, web):
    due = int(time.time()) + 2
    kept = await web.chat_scheduleMessage(channel=ROOM, text="later", post_at=due)
    dropped = await web.chat_scheduleMessage(channel=ROOM, text="never", post_at=due)
    listed = (await web.chat_scheduledMessages_list(channel=ROOM))["scheduled_messages"]
    assert {one["text"]: one["post_at"] for one in listed} == {"later": due, "never": due}
    assert kept["message"]["type"] == "delayed_message"
    told = {"channel": ROOM, "scheduled_message_id": dropped["scheduled_message_id"]}
    await web.chat_deleteScheduledMessage(**told)
    again = web.chat_deleteScheduledMessage(**told)
    assert await refusal(again) == "invalid_scheduled_message_id"
    assert await slack.client.messages("emma", ROOM) == []
    shown = await slack.client.wait_for_message("emma", ROOM)
    assert shown["text"] == "later"
    assert float(shown["ts"]) >= due
    assert (await web.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_what_cannot_be_scheduled(web):
    async def at(seconds: float, **more: object):
        when = int(time.time() + seconds)
        return await web.chat_scheduleMessage(channel=ROOM, text="x", post_at=when, **more)

    metadata = {"event_type": "x", "event_payload": {}}
    assert await refusal(at(60, metadata=metadata)) == "invalid_arguments"
    assert await refusal(at(-1)) == "time_in_past"
    assert await refusal(at(121 * 86_400)) == "time_too_far"
    odd = web.chat_scheduleMessage(channel=ROOM, text="x", post_at="soon")
    assert await refusal(odd) == "invalid_time"
    window = (int(time.time()) // 300 + 2) * 300
    for _ in range(30):
        await web.chat_scheduleMessage(channel=ROOM, text="x", post_at=window)
    crowded = web.chat_scheduleMessage(channel=ROOM, text="x", post_at=window)
    assert await refusal(crowded) == "restricted_too_many"
    assert await refusal(web.chat_scheduledMessages_list(channel="C404")) == "invalid_channel"
    pages, cursor = [], None
    while cursor != "":
        page = await web.chat_scheduledMessages_list(limit=20, cursor=cursor)
        pages.append(len(page["scheduled_messages"]))
        cursor = page["response_metadata"]["next_cursor"]
    assert pages == [20, 10]


async def test_the_link_of_a_reply_leads_to_its_thread(slack, web):
    parent = (await web.chat_postMessage(channel=ROOM, text="x"))["ts"]
    reply = (await web.chat_postMessage(channel=ROOM, text="y", thread_ts=parent))["ts"]
    link = (await web.chat_getPermalink(channel=ROOM, message_ts=reply))["permalink"]
    assert link == (
        f"{slack.url}/archives/{ROOM}/p{reply.replace('.', '')}?thread_ts={parent}&cid={ROOM}"
    )
    lost = web.chat_getPermalink(channel=ROOM, message_ts="1700000000.000000")
    assert await refusal(lost) == "message_not_found"


async def test_an_image_shows_an_uploaded_picture(web):
    done = await web.files_upload_v2(filename="a.png", content=b"\x89PNG", title="A")
    picture = {"type": "image", "alt_text": "a", "slack_file": {"id": done["files"][0]["id"]}}
    await web.chat_postMessage(channel=ROOM, text="x", blocks=[section("x"), picture])
    by_url = {**picture, "slack_file": {"url": done["files"][0]["url_private"]}}
    await web.chat_postMessage(channel=ROOM, text="x", blocks=[by_url])
    await web.views_publish(user_id="U01EMMA", view={"type": "home", "blocks": [picture]})
    words = await web.files_upload_v2(filename="a.txt", content="hello")
    text_file = {**picture, "slack_file": {"id": words["files"][0]["id"]}}
    post = web.chat_postMessage(channel=ROOM, text="x", blocks=[text_file])
    assert await refusal(post) == "invalid_blocks"


async def test_all_text_of_a_messages_blocks_has_a_limit_in_every_method(slack, web):
    def blocks(characters: int) -> list[dict]:
        sizes = (2_800, 2_800, 2_800, characters - 8_400)
        return [long_section(text=mrkdwn(size)) for size in sizes]

    most, over = {"text": "x", "blocks": blocks(11_000)}, {"text": "x", "blocks": blocks(11_001)}
    posted = await web.chat_postMessage(channel=ROOM, **most)
    here = {"channel": ROOM, "ts": posted["ts"]}
    await web.chat_update(**here, **most)
    due = int(time.time()) + 60
    for call in (
        web.chat_postMessage(channel=ROOM, **over),
        web.chat_update(**here, **over),
        web.chat_postEphemeral(channel=ROOM, user="U01EMMA", **over),
        web.chat_scheduleMessage(channel=ROOM, post_at=due, **over),
    ):
        assert await refusal(call) == "msg_blocks_too_long"


async def test_a_block_is_refused_by_its_type_wherever_it_is_sent(slack, web):
    await slack.client.fault("*", "refuse_block", times=2, block="header")
    await web.chat_postMessage(channel=ROOM, text="x", blocks=[long_section()])
    head = {"type": "header", "text": {"type": "plain_text", "text": "x"}}
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=ROOM, text="x", blocks=[long_section(), head])
    assert caught.value.response["errors"] == [
        "unsupported type: header [json-pointer:/blocks/1/type]"
    ]
    home = web.views_publish(user_id="U01EMMA", view={"type": "home", "blocks": [head]})
    assert await refusal(home) == "invalid_blocks"
    await web.chat_postMessage(channel=ROOM, text="x", blocks=[head])
