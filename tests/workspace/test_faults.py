import asyncio
import contextlib
import http.client
import json
import time

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.client import ControlError

ROOM = "C01SUPPORT"


@pytest.fixture
def once(slack) -> AsyncWebClient:
    """A client that does not try again by itself."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def by_hand(slack, text: str) -> tuple[int, dict, bytes]:
    """Post a message over a plain connection; returns status, headers and what was read."""
    host = slack.url.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=5)
    with contextlib.closing(connection):
        headers = {
            "Authorization": f"Bearer {slack.bot_token}",
            "Content-Type": "application/json",
        }
        body = json.dumps({"channel": ROOM, "text": text})
        connection.request("POST", "/api/chat.postMessage", body, headers)
        response = connection.getresponse()
        try:
            read = response.read()
        except http.client.IncompleteRead as torn:
            read = torn.partial
        return response.status, dict(response.getheaders()), read


async def texts(slack) -> list[str]:
    return [one["text"] for one in await slack.client.messages("emma", ROOM)]


async def refusal(awaitable) -> str:
    with pytest.raises(SlackApiError) as caught:
        await awaitable
    return caught.value.response["error"]


@pytest.mark.parametrize(("kind", "done"), [("drop_request", []), ("drop_reply", ["x"])])
async def test_a_cut_connection_gives_no_answer_before_or_after_the_work(slack, once, kind, done):
    await slack.client.fault("chat.postMessage", kind)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await once.chat_postMessage(channel=ROOM, text="x")
    assert await texts(slack) == done
    await slack.client.fault("chat.postMessage", kind)
    with pytest.raises(http.client.RemoteDisconnected):
        await asyncio.to_thread(by_hand, slack, "y")
    await once.chat_postMessage(channel=ROOM, text="z")
    assert (await texts(slack))[-1] == "z"


async def test_a_lost_reply_makes_the_sdk_post_twice_async(slack, web):
    await slack.client.fault("chat.postMessage", "drop_reply")
    await web.chat_postMessage(channel=ROOM, text="twice")
    assert await texts(slack) == ["twice", "twice"]


async def test_a_lost_reply_makes_the_sdk_post_twice_sync(slack):
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    await slack.client.fault("chat.postMessage", "drop_reply")
    await asyncio.to_thread(client.chat_postMessage, channel=ROOM, text="twice")
    assert await texts(slack) == ["twice", "twice"]
    await slack.client.fault("chat.postMessage", "drop_request")
    await asyncio.to_thread(client.chat_postMessage, channel=ROOM, text="once")
    assert await texts(slack) == ["twice", "twice", "once"]


async def test_half_of_an_answer(slack, once):
    await slack.client.fault("chat.postMessage", "truncate", times=2)
    status, headers, read = await asyncio.to_thread(by_hand, slack, "x")
    assert status == 200
    assert read.startswith(b'{"ok":true')
    assert len(read) == int(headers["content-length"]) // 2
    with pytest.raises(aiohttp.ClientPayloadError):
        await once.chat_postMessage(channel=ROOM, text="x")
    assert len(await texts(slack)) == 2


@pytest.mark.parametrize("done", [False, True])
async def test_a_web_page_in_place_of_an_answer(slack, done):
    await slack.client.fault("chat.postMessage", "html", done=done)
    status, headers, read = await asyncio.to_thread(by_hand, slack, "x")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<title>" in read
    assert len(await texts(slack)) == done


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_server_errors(slack, once, status):
    await slack.client.fault("chat.postMessage", "server_error", status=status)
    with pytest.raises(SlackApiError) as caught:
        await once.chat_postMessage(channel=ROOM, text="x")
    assert caught.value.response.status_code == status
    assert await texts(slack) == []
    await slack.client.fault("chat.postMessage", "server_error", status=status, done=True)
    assert (await asyncio.to_thread(by_hand, slack, "x"))[0] == status
    assert await texts(slack) == ["x"]


@pytest.mark.parametrize("kind", ["internal_error", "fatal_error"])
async def test_an_error_although_the_work_was_done(slack, once, kind):
    await slack.client.fault("chat.postMessage", kind)
    assert await refusal(once.chat_postMessage(channel=ROOM, text="x")) == kind
    assert await texts(slack) == ["x"]


async def test_any_error_before_the_work(slack, once):
    await slack.client.fault("chat.postMessage", "error", code="restricted_action")
    assert await refusal(once.chat_postMessage(channel=ROOM, text="x")) == "restricted_action"
    assert await texts(slack) == []


@pytest.mark.parametrize(
    ("given", "seen"), [(7, "7"), ("soon", "soon"), ("-1", "-1"), (None, None)]
)
async def test_rate_limits_with_any_retry_after(slack, once, given, seen):
    await slack.client.fault("chat.postMessage", "rate_limited", retry_after=given)
    with pytest.raises(SlackApiError) as caught:
        await once.chat_postMessage(channel=ROOM, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers.get("Retry-After") == seen


async def test_delay_is_before_the_work_and_late_after_it(slack, once):
    for kind, meanwhile in (("delay", []), ("late", ["x"])):
        await slack.client.fault("chat.postMessage", kind, seconds=0.3)
        start = time.monotonic()
        posting = asyncio.create_task(once.chat_postMessage(channel=ROOM, text="x"))
        await asyncio.sleep(0.15)
        assert await texts(slack) == meanwhile
        posted = await posting
        assert time.monotonic() - start >= 0.3
        await once.chat_delete(channel=ROOM, ts=posted["ts"])


async def test_a_rule_waits_counts_and_knows_its_channel_and_method(slack, once):
    rule = await slack.client.fault(
        "chat.postMessage", "error", after=1, times=2, channel="#general", code="fatal_error"
    )
    assert (rule["channel"], rule["options"]) == ("C01GENERAL", {"code": "fatal_error"})
    await once.chat_postMessage(channel="C01GENERAL", text="first passes")
    await once.chat_postMessage(channel=ROOM, text="elsewhere passes")
    await once.auth_test()
    for name in ("C01GENERAL", "#general"):
        assert await refusal(once.chat_postMessage(channel=name, text="x")) == "fatal_error"
    await once.chat_postMessage(channel="C01GENERAL", text="over")
    assert (await slack.client.faults())["faults"] == []


async def test_a_rule_for_every_call_stays_until_it_is_cleared(slack, once):
    rule = await slack.client.fault("*", "error", times=0, code="fatal_error")
    for _ in range(3):
        assert await refusal(once.auth_test()) == "fatal_error"
    [held] = (await slack.client.faults())["faults"]
    assert (held["id"], held["used"]) == (rule["id"], 3)
    other = await slack.client.fault("auth.test", "delay")
    await slack.client.clear_faults(rule["id"])
    assert [one["id"] for one in (await slack.client.faults())["faults"]] == [other["id"]]
    await slack.client.clear_faults()
    await once.auth_test()


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "unheard_of"},
        {"kind": "delay", "options": {"seconds": -1}},
        {"kind": "delay", "options": {"minutes": 1}},
        {"kind": "server_error", "options": {"status": 200}},
        {"kind": "delay", "times": -1},
        {"kind": "html", "method": "to_app"},
    ],
)
async def test_rules_without_sense_are_refused(slack, rule):
    with pytest.raises(ControlError, match="invalid_arguments"):
        await slack.client.post("fault_set", **rule)
    with pytest.raises(ControlError, match="channel_not_found"):
        await slack.client.fault("chat.postMessage", "delay", channel="nowhere")


async def test_the_log_tells_which_fault_a_call_met(slack, once):
    await slack.client.fault("auth.test", "internal_error")
    await refusal(once.auth_test())
    await slack.client.fault("auth.test", "drop_request")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await once.auth_test()
    await once.auth_test()
    done, never, fine = await slack.client.log()
    assert (done["fault"]["kind"], done["answer"]["ok"]) == ("internal_error", True)
    assert (never["fault"]["kind"], never["answer"]) == ("drop_request", None)
    assert fine["fault"] is None
    assert "token" not in never["request"]


async def test_uploads_and_response_urls_can_fail_too(slack):
    url = slack.workspace.new_response_url("U01EMMA", ROOM)
    await slack.client.fault("response_url", "drop_reply", channel=ROOM)
    await slack.client.fault("response_url", "server_error", channel="general")
    await slack.client.fault("upload", "server_error", status=502)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(url, json={"text": "hello"})
        async with session.post(url, json={"text": "again"}) as response:
            assert response.status == 200
        async with session.post(f"{slack.url}/upload/F1", data=b"x") as response:
            assert response.status == 502
    assert await texts(slack) == ["hello", "again"]


async def test_a_revoked_token_is_refused_until_it_is_restored(slack, once):
    await slack.client.revoke_token()
    assert await refusal(once.auth_test()) == "token_revoked"
    assert await refusal(once.chat_postMessage(channel=ROOM, text="x")) == "token_revoked"
    assert (await once.apps_connections_open(app_token=slack.app_token))["ok"]
    assert (await slack.client.faults())["token_error"] == "token_revoked"  # noqa: S105
    await slack.client.restore_token()
    await once.auth_test()
    await slack.client.revoke_token(uninstall=True)
    assert await refusal(once.auth_test()) == "account_inactive"


async def test_a_scope_is_taken_and_given_back(slack, once):
    await slack.client.remove_scope("chat:write")
    assert await refusal(once.chat_postMessage(channel=ROOM, text="x")) == "missing_scope"
    assert (await slack.client.faults())["removed_scopes"] == ["chat:write"]
    await slack.client.restore_scope("chat:write")
    await once.chat_postMessage(channel=ROOM, text="x")
    with pytest.raises(ControlError, match="no_such_scope"):
        await slack.client.remove_scope("no:such")


async def test_the_bot_is_removed_invited_and_its_channel_archived(slack, once):
    await slack.client.remove_bot("support-global")
    assert await refusal(once.chat_postMessage(channel=ROOM, text="x")) == "not_in_channel"
    await slack.client.invite_bot("support-global")
    await slack.client.archive("support-global")
    assert await refusal(once.chat_postMessage(channel=ROOM, text="x")) == "is_archived"
    await slack.client.unarchive("support-global")
    await slack.client.rename("support-global", "help")
    await once.chat_postMessage(channel="#help", text="x")
    with pytest.raises(ControlError, match="name_taken"):
        await slack.client.rename("help", "general")


async def test_new_websockets_are_refused_until_the_fault_is_cleared(slack, once):
    rule = await slack.client.refuse_sockets(code="fatal_error")
    opening = once.apps_connections_open(app_token=slack.app_token)
    assert await refusal(opening) == "fatal_error"
    await slack.client.clear_faults(rule["id"])
    assert (await once.apps_connections_open(app_token=slack.app_token))["ok"]
