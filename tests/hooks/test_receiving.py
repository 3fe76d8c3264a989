"""What is sent is kept whole or not at all, from whoever has the secret and from nobody else."""

import asyncio
import json
import time
from datetime import timedelta

import pytest
from sqlalchemy import event as events

from bot.errors import BotError
from bot.services.feeds import hooks, managing
from bot.sources.hooks import SIGNATURE, TIMESTAMP
from bot.store import feeds
from tests.hooks.conftest import Hooked, event, sign
from tests.scenarios.tickets import NOW

EMMA = "U01EMMA"


def told(*events: object) -> bytes:
    return json.dumps({"events": events}).encode()


async def feed_of(hooked: Hooked):
    async with hooked.database.read() as session:
        return await feeds.get(session, 1, hooked.number)


async def test_a_ticket_comes_in_as_its_events_say(hooked: Hooked):
    opened = event("opened", channel="chat", subject="Where is it?", customer="C-1", tier="gold")
    answered = await hooked.send(
        event("agent_reply", minutes=4, agent="Noah"),
        opened,
        event("assigned", minutes=1, agent="Noah", group="First line"),
        event("status", minutes=9, status="solved"),
        event("rated", minutes=10, score=4),
    )
    assert (answered.status_code, answered.json()) == (202, {"accepted": 5, "duplicates": 0})
    await hooked.settle()
    (ticket,) = (await hooked.tickets()).values()
    hour = timedelta(hours=1)
    assert ticket["opened_at"] == ticket["waits_from"] == NOW - hour
    assert ticket["first_response_at"] == NOW - hour + timedelta(minutes=4)
    assert ticket["solved_at"] == NOW - hour + timedelta(minutes=9)
    assert (ticket["responder"], ticket["agent"], ticket["group_name"]) == (
        "Noah",
        "Noah",
        "First line",
    )
    assert (ticket["channel"], ticket["tier"], ticket["csat"]) == ("chat", "gold", 4)
    assert {one.outcome for one in (await hooked.events()).values()} == {"applied"}
    feed = await feed_of(hooked)
    assert (feed.heard_at, feed.brought_at, feed.live_since) == (NOW, NOW, NOW)
    assert (feed.held_until, feed.failure) == (None, None)


@pytest.mark.parametrize("way", ["unsigned", "other", "changed", "other_path", "stamp"])
async def test_a_stranger_is_refused_and_nothing_is_parsed(hooked: Hooked, way: str):
    body = b"\xff no JSON"
    headers = sign(hooked.secret, body)
    path = hooked.path
    if way == "unsigned":
        del headers[SIGNATURE]
    elif way == "other":
        headers = sign("another", body)
    elif way == "changed":
        body += b" "
    elif way == "other_path":
        path = "/hooks/1-7"
    else:
        headers[TIMESTAMP] = str(int(headers[TIMESTAMP]) + 1)
    refused = await hooked.post(body, headers, path)
    assert (refused.status_code, refused.json()["error"]) == (401, "not_signed")
    assert await hooked.events() == {}


@pytest.mark.parametrize(("seconds", "status"), [(-360, 401), (-290, 202), (290, 202), (360, 401)])
async def test_a_request_is_signed_just_now(hooked: Hooked, seconds: int, status: int):
    body = told(event("opened"))
    stamp = str(int(time.time()) + seconds)
    assert (await hooked.post(body, sign(hooked.secret, body, stamp))).status_code == status


@pytest.mark.parametrize("stamp", ["", "now", "1e9", "-5", "٣", "9" * 12])
async def test_a_stamp_is_plain_digits(hooked: Hooked, stamp: str):
    body = told()
    headers = {k: v.encode() for k, v in sign(hooked.secret, body, stamp).items()}
    refused = await hooked.post(body, headers)
    assert refused.status_code == 401


async def test_the_former_secret_holds_until_it_is_dropped(hooked: Hooked):
    deps, former, body = hooked.bot.deps, hooked.secret, told()
    place = (deps.database, deps.sealer, EMMA, 1, hooked.number, NOW)
    hooked.secret = await hooks.rotate(*place)
    assert (await hooked.post(body)).status_code == 202
    assert (await hooked.post(body, sign(former, body))).status_code == 202
    await hooks.drop_former(*place)
    assert (await hooked.post(body, sign(former, body))).status_code == 401
    assert (await hooked.post(body)).status_code == 202


async def test_only_who_looks_after_the_team_makes_a_hook(hooked: Hooked):
    deps = hooked.bot.deps
    with pytest.raises(BotError, match=r"feeds\.error\.forbidden"):
        await hooks.make(deps.database, deps.sealer, "U01NOAH", 1, "Mine", NOW)
    with pytest.raises(BotError, match=r"feeds\.error\.forbidden"):
        await hooks.rotate(deps.database, deps.sealer, "U01NOAH", 1, hooked.number, NOW)
    with pytest.raises(BotError, match=r"hooks\.error\.name"):
        await hooks.make(deps.database, deps.sealer, EMMA, 1, "  ", NOW)


@pytest.mark.parametrize("step", [managing.pause, managing.remove])
async def test_a_hook_that_is_no_more_is_a_stranger(hooked: Hooked, step):
    await step(hooked.database, EMMA, 1, hooked.number, NOW)
    refused = await hooked.send(event("opened"))
    stranger = await hooked.post(told(), path="/hooks/9-9")
    assert (refused.status_code, refused.json()) == (401, stranger.json())


async def test_a_hook_that_is_resumed_takes_what_comes(hooked: Hooked):
    await managing.pause(hooked.database, EMMA, 1, hooked.number, NOW)
    await managing.resume(hooked.database, EMMA, 1, hooked.number, NOW)
    assert (await hooked.send(event("opened"))).status_code == 202
    await hooked.bot.planner.wake()
    await hooked.settle()
    assert (await feed_of(hooked)).next_at is None
    assert set(await hooked.tickets()) == {"T-1"}


async def test_the_same_request_twice_changes_nothing(hooked: Hooked):
    body = told(event("opened"), event("agent_reply", minutes=3))
    headers = sign(hooked.secret, body)
    first, again = await hooked.post(body, headers), await hooked.post(body, headers)
    assert first.json() == {"accepted": 2, "duplicates": 0}
    assert (again.status_code, again.json()) == (202, {"accepted": 0, "duplicates": 2})
    assert len(await hooked.events()) == 2


async def test_the_same_at_once_is_kept_once(hooked: Hooked):
    events = [event("opened", f"T-{n}") for n in range(50)]
    sent = [hooked.send(*events), hooked.send(*reversed(events))] * 1
    answers = [one.json() for one in await asyncio.gather(*sent)]
    assert sum(one["accepted"] for one in answers) == 50
    assert sum(one["duplicates"] for one in answers) == 50


async def test_an_id_is_of_one_event(hooked: Hooked):
    one = event("opened")
    assert (await hooked.send(one, one)).json() == {"accepted": 1, "duplicates": 1}
    other = one | {"subject": "Another"}
    refused = await hooked.send(event("opened", "T-2"), other)
    assert refused.status_code == 409
    assert [(f["index"], f["field"]) for f in refused.json()["faults"]] == [(1, "id")]
    twice = event("opened", "T-3")
    assert (await hooked.send(twice, twice | {"ticket": "T-4"})).status_code == 409
    assert {kept.ticket for kept in (await hooked.events()).values()} == {"T-1"}


async def test_a_bad_event_leaves_nothing_of_its_request(hooked: Hooked):
    late = (NOW + timedelta(minutes=11)).isoformat()
    refused = await hooked.send(
        event("opened"),
        event("opened", text="Hello"),
        event("opened", "none"),
        event("opened", occurred_at=late),
        event("opened", occurred_at="2026-11-20T10:00:00"),
        event("rated", score=6),
        event("nothing"),
        event("opened", subject="\x00"),
        event("opened", "1.2E+15"),
        event("opened", occurred_at="1989-12-31T23:59:59Z"),
        event("call", direction="in", occurred_at=NOW.isoformat(), answered_after=601),
    )
    assert (refused.status_code, refused.json()["error"]) == (422, "bad_events")
    found = [(one["index"], one["field"]) for one in refused.json()["faults"]]
    assert found == [
        (1, "text"),
        (2, "ticket"),
        (3, "occurred_at"),
        (4, "occurred_at"),
        (5, "score"),
        (6, "type"),
        (7, "subject"),
        (8, "ticket"),
        (9, "occurred_at"),
        (10, "answered_after"),
    ]
    assert "clock" in refused.json()["faults"][2]["message"]
    assert await hooked.events() == {}
    soon = (NOW + timedelta(minutes=9)).isoformat()
    assert (await hooked.send(event("opened", occurred_at=soon))).status_code == 202


@pytest.mark.parametrize(
    ("body", "kind", "status", "error"),
    [
        (b'{"events": []}', "text/plain", 415, "not_json_utf8"),
        (b'{"events": []}', "application/json; charset=gbk", 415, "not_json_utf8"),
        (b'{"events": []}', "application/json; charset=UTF-8", 202, None),
        ('{"events": [], "x": "é"}'.encode("latin-1"), "application/json", 400, "not_utf8"),
        ('{"events": []}'.encode("utf-16"), "application/json", 400, "not_utf8"),
        (b'{"events": [', "application/json", 400, "not_json"),
        (b'{"events": ' + b"[" * 400_000, "application/json", 400, "not_json"),
        (b'{"events": ' + b'{"a":' * 150 + b"1" + b"}" * 150 + b"}", "application/json", 422, None),
        (b'{"events": [{"id": "\\ud800"}]}', "application/json", 400, "not_json"),
        (b'{"events": [' + b"9" * 900_000 + b"]}", "application/json", 400, "not_json"),
        (b"[]", "application/json", 422, "bad_request"),
        (b"", "application/json", 400, "not_json"),
        (told(*(event("opened") for _ in range(101))), "application/json", 422, "bad_request"),
    ],
)
async def test_what_is_no_request_is_told_so(hooked: Hooked, body, kind, status, error):
    answered = await hooked.post(body, sign(hooked.secret, body, kind=kind))
    assert answered.status_code == status, answered.text
    if error:
        assert answered.json()["error"] == error
        assert answered.json()["message"]
    assert await hooked.events() == {}


async def test_a_body_that_is_packed_is_refused(hooked: Hooked):
    body = told()
    headers = sign(hooked.secret, body) | {"content-encoding": "gzip"}
    assert (await hooked.post(body, headers)).status_code == 415


async def test_a_header_comes_once(hooked: Hooked):
    body = told()
    headers = [*sign(hooked.secret, body).items(), (SIGNATURE, "sha256=0")]
    answered = await hooked.client.post(hooked.path, content=body, headers=headers)
    assert answered.status_code == 400


@pytest.mark.parametrize(("is_told", "parts"), [(True, 0), (False, 16)])
async def test_a_body_is_read_no_further_than_a_megabyte(hooked: Hooked, is_told: bool, parts: int):
    read, said = 0, []

    async def receive():
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b" " * 65_536, "more_body": True}

    async def send(message):
        said.append(message)

    length = [(b"content-length", b"30000000")] if is_told else []
    scope = {"type": "http", "method": "POST", "path": hooked.path, "headers": length}
    await hooked.bot.web(scope | {"query_string": b"", "root_path": ""}, receive, send)
    assert (said[0]["status"], read) == (413, parts)


async def test_a_body_may_be_a_megabyte_and_no_more(hooked: Hooked):
    exact = b'{"events": []}'.ljust(1_000_000)
    assert (await hooked.post(exact)).status_code == 202
    assert (await hooked.post(exact + b" ")).status_code == 413


async def test_a_body_that_is_cut_off_is_not_kept(hooked: Hooked):
    body = told(event("opened"))
    url = hooked.client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    headers = sign(hooked.secret, body) | {"host": "frt", "content-length": str(len(body) + 9)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"POST {hooked.path} HTTP/1.1\r\n{head}\r\n".encode() + body)
    await writer.drain()
    writer.close()
    await asyncio.sleep(0.2)
    assert await hooked.events() == {}
    reader.feed_eof()


async def test_an_empty_list_says_that_the_sender_is_alive(hooked: Hooked):
    answered = await hooked.send()
    assert answered.json() == {"accepted": 0, "duplicates": 0}
    assert (await feed_of(hooked)).heard_at == NOW


async def test_other_methods_are_told_which_there_is(hooked: Hooked):
    answered = await hooked.client.get(hooked.path)
    assert (answered.status_code, answered.headers["allow"]) == (405, "POST")


async def test_a_hundred_events_are_a_few_statements(hooked: Hooked):
    said = []
    engine = hooked.database._engine.sync_engine
    await hooked.send()
    events.listen(engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    hooked.bot.deps.drains.gather = 60
    began = time.perf_counter()
    await hooked.send(*(event("opened", f"T-{n}") for n in range(100)))
    took = time.perf_counter() - began
    assert len([one for one in said if one.startswith("INSERT")]) == 1
    assert len(said) <= 5, said
    assert took < 0.5
