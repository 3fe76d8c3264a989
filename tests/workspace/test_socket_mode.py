import asyncio
import json

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient


async def connected(slack, session):
    web = AsyncWebClient(base_url=slack.api_url)
    opened = await web.apps_connections_open(app_token=slack.app_token)
    socket = await session.ws_connect(opened["url"])
    hello = await socket.receive_json(timeout=2)
    assert hello["type"] == "hello"
    return socket, opened["url"]


async def serve(socket, got):
    async for message in socket:
        envelope = json.loads(message.data)
        got.append(envelope)
        await socket.send_json({"envelope_id": envelope["envelope_id"]})


async def test_each_envelope_goes_to_exactly_one_of_two_connections(slack):
    async with aiohttp.ClientSession() as session:
        got = [], []
        sockets = [(await connected(slack, session))[0] for _ in got]
        tasks = [asyncio.create_task(serve(*pair)) for pair in zip(sockets, got, strict=True)]
        for number in range(6):
            answer = await slack.client.command("emma", "general", f"/demo {number}")
            assert answer["ack"]["status"] == "ok"
        assert [len(one) for one in got] == [3, 3]
        texts = sorted(one["payload"]["text"] for half in got for one in half)
        assert texts == ["0", "1", "2", "3", "4", "5"]
        for socket in sockets:
            await socket.close()
        await asyncio.gather(*tasks)


async def test_after_one_connection_closes_the_other_gets_everything(slack):
    async with aiohttp.ClientSession() as session:
        first, _ = await connected(slack, session)
        second, _ = await connected(slack, session)
        await first.close()
        got = []
        task = asyncio.create_task(serve(second, got))
        for number in range(2):
            await slack.client.command("emma", "general", f"/demo {number}")
        assert len(got) == 2
        await second.close()
        await task


async def test_a_ticket_opens_one_connection_only(slack):
    async with aiohttp.ClientSession() as session:
        socket, url = await connected(slack, session)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        await socket.close()


async def test_an_ack_with_a_payload_answers_the_command(slack):
    async with aiohttp.ClientSession() as session:
        socket, _ = await connected(slack, session)
        typed = asyncio.create_task(slack.client.command("emma", "general", "/demo x"))
        envelope = await socket.receive_json(timeout=2)
        assert envelope["accepts_response_payload"] is True
        answer = {"envelope_id": envelope["envelope_id"], "payload": {"text": "there"}}
        await socket.send_json(answer)
        await typed
        [shown] = await slack.client.messages("emma", "general")
        assert shown["text"] == "there"
        await socket.close()


@pytest.mark.parametrize("letter", ["x", "多"])
async def test_bytes_are_counted_and_one_more_than_the_limit_closes(slack, letter):
    async with aiohttp.ClientSession() as session:
        socket, _ = await connected(slack, session)
        for size, fits in ((20_480, True), (20_481, False)):
            typed = asyncio.create_task(slack.client.command("emma", "general", "/demo x"))
            envelope = await socket.receive_json(timeout=2)
            answer = {"envelope_id": envelope["envelope_id"], "payload": {"text": ""}}
            room = size - len(json.dumps(answer))
            width = len(letter.encode())
            text = letter * (room // width) + "." * (room % width)
            answer["payload"]["text"] = text
            await socket.send_str(json.dumps(answer, ensure_ascii=False))
            if fits:
                assert (await typed)["ack"]["status"] == "ok"
                assert (await slack.client.messages("emma", "general"))[-1]["text"] == text
                continue
            closed = await socket.receive(timeout=2)
            assert (closed.type, closed.data) == (aiohttp.WSMsgType.CLOSE, 1009)
            assert (await typed)["ack"]["status"] == "timeout"
        log = await slack.client.log()
        [told] = [one for one in log if one["name"] == "socket_mode"]
        assert told["request"]["bytes"] == 20_481
        assert told["answer"]["error"] == "message_too_big"
