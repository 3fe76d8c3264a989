import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import running
from bot.workspace.state import Timings

ROOM = "C01SUPPORT"


async def refusal(awaitable) -> str:
    with pytest.raises(SlackApiError) as caught:
        await awaitable
    return caught.value.response["error"]


def section(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def test_tokens_are_checked(slack, web):
    assert (await web.auth_test())["user_id"] == "U01FRTBOT"
    assert await refusal(web.auth_test(token="xoxb-wrong")) == "invalid_auth"  # noqa: S106
    assert await refusal(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert await refusal(web.apps_connections_open(app_token="xapp-bad")) == "invalid_auth"  # noqa: S106
    wrong_kind = web.apps_connections_open(app_token=slack.bot_token)
    assert await refusal(wrong_kind) == "not_allowed_token_type"


async def test_an_unknown_method_is_named_so(web):
    assert await refusal(web.api_call("chat.sing")) == "unknown_method"


async def test_granted_scopes_are_in_the_header_and_missing_ones_refused():
    async with running({"app": {"scopes": ["users:read"]}}) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        assert (await web.users_list()).headers["x-oauth-scopes"] == "users:read"
        with pytest.raises(SlackApiError) as caught:
            await web.chat_postMessage(channel=ROOM, text="hi")
        assert caught.value.response["error"] == "missing_scope"
        assert caught.value.response["needed"] == "chat:write"


async def test_messages_are_posted_updated_deleted_and_read_back_with_metadata(web):
    metadata = {"event_type": "delivery", "event_payload": {"delivery_id": "1"}}
    posted = await web.chat_postMessage(channel=ROOM, text="one", metadata=metadata)
    await web.chat_update(channel=ROOM, ts=posted["ts"], text="two")
    await web.chat_postMessage(channel=ROOM, text="reply", thread_ts=posted["ts"])
    plain = await web.conversations_history(channel=ROOM)
    assert [one["text"] for one in plain["messages"]] == ["two"]
    assert "metadata" not in plain["messages"][0]
    full = await web.conversations_history(channel=ROOM, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata
    assert full["messages"][0]["reply_count"] == 1
    thread = await web.conversations_replies(channel=ROOM, ts=posted["ts"])
    assert [one["text"] for one in thread["messages"]] == ["two", "reply"]
    await web.chat_delete(channel=ROOM, ts=posted["ts"])
    assert await refusal(web.chat_delete(channel=ROOM, ts=posted["ts"])) == "message_not_found"


async def test_history_is_paged_newest_first(web):
    for number in range(5):
        await web.chat_postMessage(channel=ROOM, text=str(number))
    texts, cursor = [], None
    while cursor != "":
        page = await web.conversations_history(channel=ROOM, limit=2, cursor=cursor)
        texts += [one["text"] for one in page["messages"]]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
    assert texts == ["4", "3", "2", "1", "0"]


async def test_posting_is_refused_where_slack_refuses(slack, web):
    post = web.chat_postMessage
    assert await refusal(post(channel="C404", text="x")) == "channel_not_found"
    assert await refusal(web.api_call("chat.postMessage", json={"channel": ROOM})) == "no_text"
    await slack.client.leave("frt", "support-global")
    assert await refusal(post(channel=ROOM, text="x")) == "not_in_channel"
    assert await refusal(web.conversations_history(channel=ROOM)) == "not_in_channel"
    await web.conversations_join(channel=ROOM)
    await post(channel=ROOM, text="back")
    await slack.client.archive("support-global")
    assert await refusal(post(channel=ROOM, text="x")) == "is_archived"


async def test_an_ephemeral_message_is_seen_by_one_user_only(slack, web):
    await web.chat_postEphemeral(channel=ROOM, user="U01EMMA", text="psst")
    assert [one["text"] for one in await slack.client.messages("emma", ROOM)] == ["psst"]
    assert await slack.client.messages("noah", ROOM) == []
    assert (await web.conversations_history(channel=ROOM))["messages"] == []
    stranger = web.chat_postEphemeral(channel=ROOM, user="U01LIWEI", text="psst")
    assert await refusal(stranger) == "user_not_in_channel"


async def test_a_direct_message_goes_to_its_user(slack, web):
    opened = await web.conversations_open(users="U01EMMA")
    assert opened["channel"]["id"].startswith("D")
    posted = await web.chat_postMessage(channel="U01EMMA", text="hello")
    assert posted["channel"] == opened["channel"]["id"]
    assert [one["text"] for one in await slack.client.messages("emma", "app")] == ["hello"]
    assert await slack.client.messages("noah", "app") == []


async def test_people_are_described_with_locale_and_zone(web):
    user = (await web.users_info(user="U01WANG", include_locale=True))["user"]
    assert (user["locale"], user["tz"], user["tz_offset"]) == ("zh-CN", "Asia/Shanghai", 28800)
    assert user["profile"]["email"] == "wangfang@example.com"
    assert "locale" not in (await web.users_info(user="U01WANG"))["user"]
    found = await web.users_lookupByEmail(email="emma@example.com")
    assert found["user"]["id"] == "U01EMMA"
    assert await refusal(web.users_info(user="U404")) == "user_not_found"


async def test_channels_are_listed_by_pages(web):
    first = await web.conversations_list(limit=2)
    rest = await web.conversations_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    names = [one["name"] for one in [*first["channels"], *rest["channels"]]]
    assert names == ["general", "support-global", "客服一组"]
    members = await web.conversations_members(channel=ROOM)
    assert "U01FRTBOT" in members["members"]


async def test_bad_blocks_are_refused_in_slacks_words(web):
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=ROOM, text="x", blocks=[section("ok"), section("")])
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/1/text]",
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]",
    ]
    nameless = web.chat_postMessage(channel=ROOM, text="x", blocks=[{"block_id": "a"}])
    with pytest.raises(SlackApiError) as caught:
        await nameless
    assert caught.value.response["errors"] == [
        "missing required field: type [json-pointer:/blocks/0]"
    ]
    unread = web.chat_postMessage(channel=ROOM, text="x", blocks="[{")
    assert await refusal(unread) == "invalid_blocks_format"


def home(text: str) -> dict:
    return {"type": "home", "blocks": [section(text)]}


async def test_a_home_tab_is_published_only_over_the_hash_that_was_read(web):
    first = await web.views_publish(user_id="U01EMMA", view=home("one"))
    old = first["view"]["hash"]
    await web.views_publish(user_id="U01EMMA", view=home("two"), hash=old)
    late = web.views_publish(user_id="U01EMMA", view=home("three"), hash=old)
    assert await refusal(late) == "hash_conflict"


async def test_views_are_checked(web):
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    view = {**home("x"), "blocks": [{"type": "markdown", "text": "x"}]}
    assert await refusal(web.views_publish(user_id="U01EMMA", view=view)) == "invalid_arguments"
    view = {**home("x"), "private_metadata": "x" * 3001}
    assert await refusal(web.views_publish(user_id="U01EMMA", view=view)) == "invalid_arguments"
    await web.views_publish(user_id="U01EMMA", view={**home("x"), "blocks": [table]})
    assert await refusal(web.views_open(trigger_id="1.2", view=home("x"))) == "invalid_trigger_id"


async def test_a_trigger_is_good_once_and_not_for_long():
    async with running(timings=Timings(ack=0.01, trigger=0.05)) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        title = {"type": "plain_text", "text": "T"}
        view = {"type": "modal", "title": title, "blocks": [section("x")]}
        trigger = slack.workspace.new_trigger("U01EMMA")
        await web.views_open(trigger_id=trigger, view=view)
        again = web.views_open(trigger_id=trigger, view=view)
        assert await refusal(again) == "exchanged_trigger_id"
        trigger = slack.workspace.new_trigger("U01EMMA")
        await asyncio.sleep(0.06)
        assert await refusal(web.views_open(trigger_id=trigger, view=view)) == "expired_trigger_id"


async def test_a_response_url_is_good_for_five_uses(slack):
    url = slack.workspace.new_response_url("U01EMMA", ROOM)
    async with aiohttp.ClientSession() as session:
        codes = []
        for number in range(6):
            async with session.post(url, json={"text": str(number)}) as response:
                codes.append((response.status, (await response.json()).get("error")))
    assert codes == [(200, None)] * 5 + [(404, "used_url")]
    assert len(await slack.client.messages("emma", ROOM)) == 5


async def test_a_file_is_uploaded_in_three_steps(slack, web):
    done = await web.files_upload_v2(channel=ROOM, filename="a.txt", content="hello", title="A")
    async with (
        aiohttp.ClientSession() as session,
        session.get(
            done["files"][0]["url_private"], headers={"Authorization": f"Bearer {slack.bot_token}"}
        ) as response,
    ):
        assert await response.text() == "hello"
    [shown] = await slack.client.messages("emma", ROOM)
    assert shown["files"][0]["title"] == "A"
