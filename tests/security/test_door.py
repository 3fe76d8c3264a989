"""What stands in front of Bolt, tried with what anybody on the Internet may send."""

import asyncio
import contextlib
import itertools
import time
from urllib.parse import urlsplit

import httpx

from bot.app import build
from bot.settings import Settings
from tests.scenarios.office import Office
from tests.security.wire import FORM, JSON, command, event, headers, interaction, post, signature
from tests.security.wire import signed as send

NOW = str(int(time.time()))
GOOD = b"v0=" + b"0" * 64
STAMPS = ("", "abc", "-1", "1e9", "٣٤", "9" * 5_000, "9" * 11, "0", "+17", "1.5", "0x10")
SIGNATURES = (b"", b"v0=", b"v1=" + b"0" * 64, GOOD, "v0=é".encode(), b"\xff\xfe", b"v" * 9_000)
BODIES = (
    b"",
    b"payload=x",
    b"payload=" + b"[" * 100_000,
    b"payload=%7B",
    b'{"a":' * 50_000,
    b"\xff\xfe\x00",
    b"%00%ff%",
    b"{",
    b"command=/frt&command=/frt",
)


KINDS = (FORM, JSON, "multipart/form-data; boundary=x", "", "é/é")


async def test_nothing_unsigned_is_parsed(desk: Office) -> None:
    for body, kind in itertools.product(BODIES, KINDS):
        answer = await post(desk, body, [("content-type", kind.encode())])
        assert answer.status_code == 401, body[:20]


async def test_no_signature_header_does_harm(desk: Office) -> None:
    body = command()
    for stamp in STAMPS:
        sent = [("x-slack-request-timestamp", stamp.encode()), ("x-slack-signature", GOOD)]
        assert (await post(desk, body, sent)).status_code == 401, stamp[:20]
    for given in SIGNATURES:
        sent = [("x-slack-request-timestamp", NOW), ("x-slack-signature", given)]
        assert (await post(desk, body, sent)).status_code == 401, given[:20]


async def test_a_right_signature_over_something_else_is_none(desk: Office) -> None:
    body, secret = command(), desk.slack.signing_secret
    right = headers(secret, body)
    assert (await post(desk, body, right)).status_code == 200
    assert (await post(desk, body + b"&x=1", right)).status_code == 401
    assert (await post(desk, body[:-1], right)).status_code == 401
    later = dict(right) | {"x-slack-request-timestamp": str(int(time.time()) + 1)}
    assert (await post(desk, body, later)).status_code == 401
    for seconds in (-301, 302):
        old = headers(secret, body, stamp=str(int(time.time()) + seconds))
        assert (await post(desk, body, old)).status_code == 401


async def test_headers_that_came_twice_are_refused(desk: Office) -> None:
    body = command()
    right = headers(desk.slack.signing_secret, body)
    for twice in right:
        assert (await post(desk, body, [*right, twice])).status_code == 400


async def unfinished(desk: Office, body: bytes) -> str:
    """Send a request whose body goes on for ever after this, and return the first line back."""
    url = urlsplit(desk.url)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    told = headers(desk.slack.signing_secret, body)
    lines = [f"{name}: {value}" for name, value in [*told, ("transfer-encoding", "chunked")]]
    start = f"POST {url.path} HTTP/1.1\r\nhost: bot\r\n" + "\r\n".join(lines) + "\r\n\r\n"
    writer.write(start.encode() + f"{len(body):x}\r\n".encode() + body + b"\r\n")
    try:
        return (await reader.readline()).decode()
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def test_a_body_beyond_the_limit_is_not_read_whether_it_says_so_or_not(desk: Office) -> None:
    assert (await send(desk, b"x" * 1_000_001)).status_code == 413
    assert "413" in await unfinished(desk, b"x" * 1_000_001)


async def test_a_body_that_never_ends_is_not_waited_for(desk: Office) -> None:
    async with asyncio.timeout(6):
        assert "408" in await unfinished(desk, b"payload=")


async def test_what_is_signed_but_garbage_is_a_mistake_of_the_sender(desk: Office) -> None:
    for body, kind in itertools.product(BODIES, (FORM, JSON)):
        answer = await send(desk, body, kind)
        assert answer.status_code in {200, 400, 404}, (kind, body[:20], answer.text)
        assert "Traceback" not in answer.text
    assert (await send(desk, command())).status_code == 200


NOBODY = (
    interaction({"type": "block_actions", "user": None, "actions": [{"action_id": "help.run"}]}),
    interaction({"type": "block_actions", "user": "U01EMMA", "actions": None}),
    interaction({"type": "block_actions", "user": {"id": "U01EMMA"}, "actions": None}),
    interaction({"type": "block_actions", "user": {"id": "U01EMMA"}, "actions": []}),
    interaction({"type": "block_actions", "user": {"id": {"a": 1}}, "actions": [{}]}),
    interaction({"type": "block_actions", "actions": [{"action_id": "help.run"}]}),
    interaction({"type": "view_submission", "user": {"id": "U01EMMA"}, "view": None}),
    interaction({"type": "view_submission", "user": {"id": "U01EMMA"}, "view": "x"}),
    interaction({"type": ["x"], "user": {"id": "U01EMMA"}}),
    command(user_id=""),
    command(user_id="' OR 1=1 --"),
    command(user_id="\0"),
)


async def test_payloads_without_anybody_run_nothing(desk: Office) -> None:
    for body in NOBODY:
        answer = await send(desk, body)
        assert answer.status_code in {200, 400, 404}, body
        assert "median" not in answer.text
        assert "Traceback" not in answer.text


async def test_the_same_signed_bytes_are_handled_once(desk: Office) -> None:
    body = command("today")
    sent = headers(desk.slack.signing_secret, body)
    answers = await asyncio.gather(*(post(desk, body, sent) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(bool(answer.text) for answer in answers) == [False] * 7 + [True]
    assert (await post(desk, body, sent)).text == ""
    assert "median" in (await send(desk, command("today"))).text


async def test_another_replica_does_not_handle_them_again(desk: Office) -> None:
    settings = desk.bot.deps.settings
    other = build(settings, desk.clock)
    body = command("today")
    sent = headers(desk.slack.signing_secret, body)
    assert "median" in (await post(desk, body, sent)).text
    transport = httpx.ASGITransport(app=other.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        again = await client.post("/slack/events", content=body, headers=sent)
        fresh = command("today")
        shown = await client.post(
            "/slack/events", content=fresh, headers=headers(desk.slack.signing_secret, fresh)
        )
    await other.deps.background.drain()
    await other.deps.database.close()
    if desk.database.shared:
        assert (again.status_code, again.text) == (200, "")
    assert "median" in shown.text


async def test_a_process_on_sqlite_refuses_what_was_signed_before_it_began(desk: Office) -> None:
    body = command("today")
    before = headers(desk.slack.signing_secret, body, stamp=str(int(time.time()) - 200))
    answer = await post(desk, body, before)
    assert ("median" in answer.text) == desk.database.shared


async def test_without_database_nothing_runs_and_nothing_breaks(desk: Office) -> None:
    if not desk.database.shared:
        return
    async with desk.database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("ALTER TABLE seen_requests RENAME TO gone")
    assert (await send(desk, command("today"))).status_code == 503


async def published(desk: Office) -> int:
    await desk.settle()
    return sum(one["name"] == "views.publish" for one in await desk.slack.client.log())


async def test_an_event_runs_once_however_often_slack_brings_it(desk: Office) -> None:
    before = await published(desk)
    for retry in range(3):
        stamp = str(int(time.time()) + retry)
        body = event("U01EMMA", "Ev01")
        sent = headers(desk.slack.signing_secret, body, stamp=stamp, kind=JSON)
        assert (await post(desk, body, sent)).status_code == 200
    assert await published(desk) == before + 1
    assert (await send(desk, event("U01EMMA", "Ev02"), JSON)).status_code == 200
    assert await published(desk) == before + 2


async def test_both_signing_secrets_are_accepted_while_one_replaces_the_other(
    desk: Office,
) -> None:
    told = desk.bot.deps.settings.model_dump() | {"slack_signing_secret": "new-one-1,old-one-1"}
    other = build(Settings(_env_file=None, **told), desk.clock)
    transport = httpx.ASGITransport(app=other.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        for secret, status in (
            ("new-one-1", 200),
            ("old-one-1", 200),
            ("new-one-1,old-one-1", 401),
        ):
            body = command()
            answer = await client.post("/slack/events", content=body, headers=headers(secret, body))
            assert answer.status_code == status
    await other.deps.background.drain()
    await other.deps.database.close()


def test_a_signature_is_slacks() -> None:
    """The example of docs.slack.dev, "Verifying requests from Slack"."""
    secret = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  # pragma: allowlist secret
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015"
        b".47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    assert signature(secret, body, "1531420618") == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )
