"""Every method of the workspace by slack_sdk's own clients, sync and async."""

import asyncio
import time
import uuid
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.sdk.blocks import METADATA, buttons, home, modal
from tests.workspace.sdk.calls import done, pages, refused
from tests.workspace.sdk.process import APP_TOKEN, BOT, EMMA, GENERAL, LIWEI, SUPPORT, Slack


async def post(client: Any, text: str = "x", channel: str = GENERAL, **more: Any) -> str:
    return (await done(client.chat_postMessage(channel=channel, text=text, **more)))["ts"]


async def test_who_the_token_belongs_to(client: Any, slack: Slack) -> None:
    told = await done(client.auth_test())
    assert (told["user_id"], told["bot_id"], told["team_id"]) == (BOT, "B01FRT", "T01LOCAL")
    assert told["url"] == f"{slack.url}/"
    bot = (await done(client.bots_info(bot=told["bot_id"])))["bot"]
    assert (bot["name"], bot["user_id"]) == ("Sample", BOT)
    assert (await done(client.team_info()))["team"]["name"] == "Local workspace"
    assert (await done(client.api_test(foo="bar")))["args"]["foo"] == "bar"
    opened = await done(client.apps_connections_open(app_token=APP_TOKEN))
    assert opened["url"].startswith(slack.url.replace("http", "ws"))


async def test_a_message_is_posted_changed_linked_and_removed(client: Any, slack: Slack) -> None:
    posted = await done(client.chat_postMessage(channel=GENERAL, text="a", metadata=METADATA))
    at = {"channel": posted["channel"], "ts": posted["ts"]}
    assert posted["message"]["metadata"] == METADATA
    changed = await done(client.chat_update(**at, text="b", blocks=buttons("press")))
    assert (changed["text"], changed["ts"]) == ("b", posted["ts"])
    assert changed["message"]["blocks"][0]["block_id"] == "row"
    link = await done(client.chat_getPermalink(channel=GENERAL, message_ts=at["ts"]))
    assert link["permalink"].endswith(f"/{GENERAL}/p{at['ts'].replace('.', '')}")
    await done(client.chat_delete(**at))
    assert at["ts"] not in [one["ts"] for one in slack.messages("emma", "general")]
    assert (await refused(client.chat_delete, **at))["error"] == "message_not_found"


async def test_blocks_that_were_not_named_get_an_id_each(client: Any) -> None:
    divider = {"type": "divider"}
    posted = await done(client.chat_postMessage(channel=GENERAL, text="a", blocks=[divider] * 2))
    named = {block["block_id"] for block in posted["message"]["blocks"]}
    assert len(named) == 2
    assert "" not in named


async def test_an_ephemeral_message_is_seen_by_one_and_is_not_in_the_history(
    client: Any, slack: Slack
) -> None:
    told = await done(client.chat_postEphemeral(channel=GENERAL, user=EMMA, text="psst"))
    ts = told["message_ts"]
    assert ts in [one["ts"] for one in slack.messages("emma", "general")]
    assert ts not in [one["ts"] for one in slack.messages("noah", "general")]
    history = await done(client.conversations_history(channel=GENERAL))
    assert ts not in [one["ts"] for one in history["messages"]]
    assert (await refused(client.chat_update, channel=GENERAL, ts=ts, text="y"))["error"] == (
        "message_not_found"
    )


async def test_a_thread_is_read_by_its_replies(client: Any) -> None:
    parent = await post(client)
    under = [await post(client, text, thread_ts=parent) for text in "abc"]
    told = await pages(client.conversations_replies(channel=GENERAL, ts=parent, limit=2))
    assert [one["ts"] for page in told for one in page["messages"]] == [parent, *under]
    [first] = (await done(client.conversations_history(channel=GENERAL, limit=1)))["messages"]
    assert (first["ts"], first["reply_count"]) == (parent, 3)


async def test_history_is_read_page_by_page_and_between_two_times(client: Any) -> None:
    sent = [await post(client, str(number)) for number in range(5)]
    between = {"channel": GENERAL, "oldest": sent[0], "latest": sent[4]}
    inner = await pages(client.conversations_history(**between, limit=2))
    assert [one["ts"] for page in inner for one in page["messages"]] == sent[3:0:-1]
    assert [page["has_more"] for page in inner] == [True, False]
    outer = await done(client.conversations_history(**between, inclusive=True))
    assert [one["ts"] for one in outer["messages"]] == sent[::-1]


async def test_channels_are_listed_described_joined_and_opened(client: Any, slack: Slack) -> None:
    told = await pages(client.conversations_list(types="public_channel", limit=1))
    listed = [channel["id"] for page in told for channel in page["channels"]]
    assert len(told) == len(listed)
    assert {GENERAL, SUPPORT} <= set(listed)
    channel = (await done(client.conversations_info(channel=SUPPORT)))["channel"]
    assert (channel["name"], channel["is_member"]) == ("support-global", True)
    slack.do("remove_bot", channel=SUPPORT)
    assert (await refused(client.chat_postMessage, channel=SUPPORT, text="x"))["error"] == (
        "not_in_channel"
    )
    joined = await done(client.conversations_join(channel=SUPPORT))
    assert joined["channel"]["is_member"] is True
    members = await pages(client.conversations_members(channel=SUPPORT, limit=2))
    assert BOT in [member for page in members for member in page["members"]]
    opened = (await done(client.conversations_open(users=[EMMA])))["channel"]["id"]
    assert opened == (await done(client.conversations_open(users=EMMA)))["channel"]["id"]
    await post(client, "hello", opened)
    assert slack.messages("emma", "app")[-1]["text"] == "hello"


async def test_people_are_listed_and_found(client: Any) -> None:
    told = await pages(client.users_list(limit=3))
    everybody = [user["id"] for page in told for user in page["members"]]
    assert len(everybody) == len(set(everybody)) > 6
    assert [len(page["members"]) for page in told][:2] == [3, 3]
    found = (await done(client.users_lookupByEmail(email="emma@example.com")))["user"]
    user = (await done(client.users_info(user=EMMA, include_locale=True)))["user"]
    assert (found["id"], user["locale"], user["tz"]) == (EMMA, "en-GB", "Europe/London")
    assert "locale" not in found
    rooms = await pages(client.users_conversations(user=LIWEI, limit=1))
    named = [channel["name"] for page in rooms for channel in page["channels"]]
    assert named == ["general", "客服一组"]


def trigger(slack: Slack) -> str:
    slack.do("shortcut", user="emma", callback_id="start")
    sent = [one for one in slack.see("log")["log"] if one["name"] == "shortcut"]
    return sent[-1]["request"]["payload"]["trigger_id"]


async def test_views_are_opened_pushed_updated_and_published(client: Any, slack: Slack) -> None:
    slack.forget()
    first = trigger(slack)
    opened = (await done(client.views_open(trigger_id=first, view=modal("One"))))["view"]
    pushed = await done(client.views_push(trigger_id=trigger(slack), view=modal("Two")))
    assert pushed["view"]["previous_view_id"] == opened["id"]
    at = {"view_id": opened["id"], "hash": opened["hash"]}
    updated = (await done(client.views_update(**at, view=modal("First"))))["view"]
    assert [view["title"]["text"] for view in slack.modals("emma")] == ["First", "Two"]
    assert updated["hash"] != opened["hash"]
    conflict = await refused(client.views_update, **at, view=modal("Late"))
    assert conflict["error"] == "hash_conflict"
    again = await refused(client.views_open, trigger_id=first, view=modal("One"))
    assert again["error"] == "exchanged_trigger_id"
    published = await done(client.views_publish(user_id=EMMA, view=home("Hello")))
    assert slack.see("home", user="emma")["view"]["id"] == published["view"]["id"]


async def test_a_trigger_is_good_for_three_seconds(client: Any, slack: Slack) -> None:
    late = trigger(slack)
    await asyncio.sleep(3.05)
    told = await refused(client.views_open, trigger_id=late, view=modal("Late"))
    assert told["error"] == "expired_trigger_id"


async def test_a_file_is_uploaded_and_shared(client: Any, slack: Slack) -> None:
    upload = {"filename": "notes.txt", "content": "héllo", "title": "Notes", "channel": GENERAL}
    told = await done(client.files_upload_v2(**upload, initial_comment="here"))
    shared = slack.messages("emma", "general")[-1]
    assert (shared["text"], shared["files"][0]["id"]) == ("here", told["file"]["id"])
    file = (await done(client.files_info(file=told["file"]["id"])))["file"]
    headers = {"Authorization": f"Bearer {client.token}"}
    async with httpx.AsyncClient(headers=headers, timeout=60) as web:
        assert (await web.get(file["url_private"])).content == "héllo".encode()
    assert (file["title"], file["size"]) == ("Notes", 6)


async def test_the_three_steps_of_an_upload(client: Any) -> None:
    place = await done(client.files_getUploadURLExternal(filename="dot.png", length=4))
    async with httpx.AsyncClient(timeout=60) as web:
        (await web.post(place["upload_url"], content=b"\x89PNG")).raise_for_status()
    file = {"id": place["file_id"], "title": "Dot"}
    told = await done(client.files_completeUploadExternal(files=[file]))
    image = {"type": "image", "alt_text": "dot", "slack_file": {"id": told["files"][0]["id"]}}
    await post(client, "picture", blocks=[image])


async def test_blocks_are_validated(client: Any) -> None:
    good, bad = {"type": "divider"}, {"type": "nonsense"}
    await done(client.api_call("blocks.validate", json={"blocks": [good]}))
    told = await refused(client.api_call, "blocks.validate", json={"blocks": [bad]})
    assert told["error"] == "invalid_blocks"


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_an_async_iteration_ends_where_the_list_ends(slack: Slack, limit: int) -> None:
    web = AsyncWebClient("xoxb-sample", base_url=slack.api_url)
    told = await pages(web.conversations_members(channel=GENERAL, limit=limit))
    members = [member for page in told for member in page["members"]]
    whole = (await web.conversations_info(channel=GENERAL, include_num_members=True))["channel"]
    assert len(members) == whole["num_members"]


async def test_a_channel_is_made_renamed_left_archived_and_brought_back(
    client: Any, slack: Slack
) -> None:
    name = f"room-{uuid.uuid4().hex[:8]}"
    made = (await done(client.conversations_create(name=name)))["channel"]
    taken = await refused(client.conversations_create, name=name)
    assert taken["error"] == "name_taken"
    renamed = await done(client.conversations_rename(channel=made["id"], name=f"{name}-2"))
    assert renamed["channel"]["name"] == f"{name}-2"
    alone = await refused(client.conversations_leave, channel=made["id"])
    assert alone["error"] == "last_member"
    slack.do("join", user="emma", channel=made["id"])
    await done(client.conversations_archive(channel=made["id"]))
    archived = await refused(client.chat_postMessage, channel=made["id"], text="x")
    assert archived["error"] == "is_archived"
    await done(client.conversations_unarchive(channel=made["id"]))
    await post(client, "back", made["id"])
    await done(client.conversations_leave(channel=made["id"]))
    outside = await refused(client.chat_postMessage, channel=made["id"], text="x")
    assert outside["error"] == "not_in_channel"


async def test_a_message_is_scheduled_listed_posted_and_forgotten(
    client: Any, slack: Slack
) -> None:
    slack.forget()
    soon, later = int(time.time()) + 2, int(time.time()) + 3600
    told = await done(client.chat_scheduleMessage(channel=SUPPORT, text="due", post_at=soon))
    assert told["post_at"] == soon
    kept = await done(client.chat_scheduleMessage(channel=SUPPORT, text="never", post_at=later))
    listed = await pages(client.chat_scheduledMessages_list(channel=SUPPORT, limit=1))
    texts = [one["text"] for page in listed for one in page["scheduled_messages"]]
    assert texts == ["due", "never"]
    one = {"channel": SUPPORT, "scheduled_message_id": kept["scheduled_message_id"]}
    await done(client.chat_deleteScheduledMessage(**one))
    again = await refused(client.chat_deleteScheduledMessage, **one)
    assert again["error"] == "invalid_scheduled_message_id"
    with_metadata = await refused(
        client.chat_scheduleMessage, channel=SUPPORT, text="x", post_at=later, metadata=METADATA
    )
    assert with_metadata["error"] == "invalid_arguments"
    assert float(slack.message("emma", SUPPORT, "due")["ts"]) >= soon
