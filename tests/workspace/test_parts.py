"""The parts of the page that are drawn again, and the stream that says when."""

import re

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError


async def part(slack, which: str, **query: object) -> str:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{slack.url}/page/{which}", params=query) as response,
    ):
        assert response.status == 200
        return await response.text()


async def test_only_what_changed_is_drawn_again(slack, web):
    first = await web.chat_postMessage(channel="C01GENERAL", text="first")
    await web.chat_postMessage(channel="C01GENERAL", text="second")
    here = {"as": "U01EMMA", "in": "C01GENERAL"}
    drawn = re.search(r'data-drawn="(\d+)"', await part(slack, "main", **here))[1]
    same = await part(slack, "main", **here, drawn=drawn)
    assert same.count("data-same") == 2
    reply = await slack.client.say("noah", "general", "a reply", first["ts"])
    replied = await part(slack, "main", **here, drawn=drawn)
    assert "first" in replied
    assert "1 reply" in replied
    assert "second" not in replied
    drawn = re.search(r'data-drawn="(\d+)"', replied)[1]
    await web.chat_update(channel="C01GENERAL", ts=first["ts"], text="third")
    assert "third" in await part(slack, "main", **here, drawn=drawn)
    drawn = slack.workspace.journal.seq
    await slack.client.join("emma", "客服一组")
    everything = await part(slack, "main", **here, drawn=drawn)
    assert "data-same" not in everything
    assert reply["message"]["thread_ts"] == first["ts"]


async def test_the_stream_tells_what_was_missed(slack):
    await slack.client.say("noah", "general", "missed")
    address = f"{slack.url}/events"
    for query, headers in ({"seen": "0"}, {}), ({"seen": "99999"}, {"Last-Event-ID": "0"}):
        async with (
            aiohttp.ClientSession() as session,
            session.get(address, params={"as": "U01EMMA", **query}, headers=headers) as response,
        ):
            assert b"event: message" in await response.content.readuntil(b"\n\n")


async def test_a_reply_sent_to_the_channel_too_stands_in_both(slack):
    said = await slack.client.say("emma", "general", "question")
    async with (
        aiohttp.ClientSession(slack.url) as session,
        session.post(
            "/control/say",
            headers={"Authorization": f"Bearer {slack.signing_secret}"},
            json={
                "user": "noah",
                "channel": "general",
                "text": "for all",
                "thread_ts": said["message"]["ts"],
                "reply_broadcast": True,
            },
        ) as response,
    ):
        assert response.status == 200
    assert "for all" in await part(slack, "main", **{"as": "U01EMMA", "in": "C01GENERAL"})


async def test_the_inspector_hides_tokens_and_finds_errors(slack, web):
    with pytest.raises(SlackApiError):
        await web.chat_postMessage(channel="C0NOWHERE", text="xoxb-not-to-be-shown")
    here = {"as": "U01EMMA", "in": "C01GENERAL"}
    failed = await part(slack, "traffic", **here, errors="1", direction="from_app")
    assert "channel_not_found" in failed
    seq = re.search(r'id="x(\d+)"', failed)[1]
    shown = await part(slack, "exchange", **here, exchange=seq)
    assert "C0NOWHERE" in shown
    assert "xoxb" not in shown
    assert "No requests yet." in await part(slack, "traffic", **here, name="views.open")
