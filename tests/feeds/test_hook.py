"""A lead makes a hook in Slack, and what is sent to it is counted."""

import hashlib
import hmac
import json
import re
import time

import httpx
import pytest

from bot import ids
from tests.feeds.helpdesk import value_of
from tests.scenarios.office import words_of
from tests.scenarios.tickets import NOW

WORDS = {
    "en": {
        "user": "emma", "channel": "support-global", "command": "connect", "name": "Order desk",
        "ready": "*Order desk* is ready.", "count": "last ticket: 20 Nov, 11:00", "today": "today",
        "waits": "Nothing has been sent yet.", "heard": "Last heard",
    },
    "zh": {
        "user": "U01WANG", "channel": "C01KEFU", "command": "接入", "name": "订单客服",
        "ready": "*订单客服* 已就绪。", "count": "最近导入的工单：11月20日 19:00", "today": "今天",
        "waits": "尚未收到任何内容。", "heard": "收到过消息",
    },
}  # fmt: skip


async def made(helpdesk, words):
    shown = await helpdesk.opens(words["command"], words["channel"])
    form = await helpdesk.submit(shown, product="hook")
    return await helpdesk.submit(form, name=words["name"])


def told(shown):
    """Return the path and the secret that a modal shows."""
    said = words_of(shown)
    return re.search(r"(/hooks/[\d-]+)", said)[1], re.search(r"`([\w-]{43})`", said)[1]


async def send(helpdesk, path, secret, events):
    body = json.dumps({"events": events}).encode()
    stamp = str(int(time.time()))
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Frt-Timestamp": stamp, "X-Frt-Signature": f"sha256={signed}"}
    headers["Content-Type"] = "application/json"
    url = helpdesk.office.url.replace("/slack/events", path)
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, content=body, headers=headers)
    await helpdesk.settle()
    return answer.status_code


@pytest.mark.parametrize("language", WORDS)
async def test_a_lead_makes_a_hook_and_what_is_sent_is_counted(helpdesk, language):
    words = WORDS[language]
    helpdesk.user = words["user"]
    shown = await made(helpdesk, words)
    assert words["ready"] in words_of(shown)
    path, secret = told(shown)
    listed = words_of(await helpdesk.opens(words["command"], words["channel"]))
    assert words["waits"] in listed
    assert secret not in listed
    event = {"id": "1", "type": "opened", "ticket": "A1", "occurred_at": NOW.isoformat()}
    assert await send(helpdesk, path, "w" * 43, [event]) == 401
    assert await send(helpdesk, path, secret, [event]) == 202
    (ticket,) = await helpdesk.brought()
    assert ticket.external_id == "A1"
    answer = await helpdesk.office.type(words["user"], words["today"], words["channel"])
    assert words["count"] in words_of(answer)
    assert words["heard"] in words_of(await helpdesk.opens(words["command"], words["channel"]))


async def test_another_secret_leaves_the_one_before_until_the_next(helpdesk):
    path, first = told(await made(helpdesk, WORDS["en"]))
    secrets = [first]
    for _ in range(2):
        shown = await helpdesk.opens()
        again = await helpdesk.click(ids.FEED_RENEW, shown, value=value_of(1, 1))
        assert "has a new secret" in words_of(again)
        secrets.append(told(again)[1])
    assert [await send(helpdesk, path, one, []) for one in secrets] == [401, 202, 202]


async def test_a_hook_that_is_paused_or_removed_takes_nothing(helpdesk):
    path, secret = told(await made(helpdesk, WORDS["en"]))
    shown = await helpdesk.opens()
    assert ids.FEED_ASK not in str(shown)
    shown = await helpdesk.click(ids.FEED_PAUSE, shown, value=value_of(1, 1))
    assert await send(helpdesk, path, secret, []) == 401
    shown = await helpdesk.click(ids.FEED_RESUME, shown, value=value_of(1, 1))
    assert await send(helpdesk, path, secret, []) == 202
    await helpdesk.click(ids.FEED_REMOVE, shown, value=value_of(1, 1))
    assert await send(helpdesk, path, secret, []) == 401


async def test_a_hook_wants_a_name(helpdesk):
    shown = await helpdesk.opens()
    form = await helpdesk.submit(shown, product="hook")
    assert "name" in (await helpdesk.submit(form, name=" "))["errors"]
    assert await helpdesk.feeds() == []
