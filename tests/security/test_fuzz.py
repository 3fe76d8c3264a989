"""Anything at all as words, button values, files and headers: answered, or refused politely."""

import asyncio
import io
import json
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from bot import ids
from bot.answers.clicks import apology, read_value
from bot.commands.words import VOCABULARY
from bot.db import Database
from bot.errors import BotError
from bot.services.figures.asking import parse, period_of
from bot.slack.door import Door
from bot.slack.skew import Skew
from bot.sources.files.examine import examine
from bot.sources.files.opening import open_table
from bot.text import catalogue
from bot.text.words import WAITS
from tests.security.wire import FORM, JSON, signature

QUICK = settings(max_examples=150, deadline=2_000)
SLOW = settings(
    max_examples=1500,
    deadline=5_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        *("<!channel>", "<!here>", "<@U0EVIL>", "<@U0EVIL|x>", "<!subteam^S1>", "<#C1|x>"),
        *("<http://evil|trusted>", "&lt;!channel&gt;", "`", "```", "\n", "\u201c", "\u2019"),
        *("' OR 1=1 --", "{0.__class__}", "{period}", "%s", "2026-02-30", "0000-00-00"),
        *("9999-12-31..0001-01-01", "last 99999999999 days", "last -1 days", "最近１０天"),
        *(
            "\u3000",
            "today",
            "by channel",
            "by by",
            "for me",
            "team",
            "waiting",
            "report",
            "action",
        ),
        *("2026-11-31", "31/02/2026", "Asia/Nowhere", "\u202e", "\x00", "\ud800", "\u200b"),
        *("改进", "日报", "按", "给", "团队", '"', "calendar clock", "..", "至"),
    ]
)
TYPED = st.lists(PIECES | st.text(max_size=12), max_size=12).map(" ".join)


def is_a_sentence(error: BotError) -> None:
    for language in ("en", "zh"):
        assert error.key in catalogue(language)
        said = apology(error, language)
        assert not any(bad in said for bad in ("<!", "<@U0EVIL", "<http", "\u202e", "&lt;class"))


@QUICK
@given(TYPED)
@example("x" * 10_000)
@example("last 999999999999999999999 days")
@example("0001-01-01..9999-12-31")
def test_words_after_frt(text: str) -> None:
    VOCABULARY.suggestion(text)
    for understand in (VOCABULARY.understand, in_a_period):
        try:
            understand(text)
        except BotError as error:
            is_a_sentence(error)


def in_a_period(text: str) -> None:
    ask = parse(text, "U0ME")
    if ask.period not in WAITS:
        period_of(ask.period, NOW, ZoneInfo("America/Santiago"))


MODELS = [one for one in vars(ids).values() if isinstance(one, type) and issubclass(one, ids.Value)]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
VALUES = (
    ANYTHING
    | ANYTHING.map(json.dumps)
    | st.text(max_size=3_000)
    | st.dictionaries(
        st.sampled_from(["v", "team_id", "team", "number", "period", "text", "page", "week"]),
        st.integers() | st.text(max_size=9) | st.none(),
    ).map(json.dumps)
)


@QUICK
@given(VALUES, st.sampled_from(MODELS))
@example("[" * 5_000, ids.AskValue)
@example('{"v":1,"as_of":"0001-01-01T00:00:00+14:00"}', ids.AskValue)
@example('{"v":2,"text":"today"}', ids.RunValue)
@example('{"v":1,"text":"today","more":1}', ids.RunValue)
def test_values_of_buttons(raw: object, model: type[ids.Value]) -> None:
    try:
        value = read_value(model, raw)
    except BotError as error:
        is_a_sentence(error)
    else:
        assert model.model_validate_json(value.dump()) == value


@SLOW
@given(st.lists(ANYTHING.map(json.dumps) | st.text(max_size=30), max_size=8))
@example(["[" * 20_000])
@example(['{"id":1,"messages":' + "[" * 20_000])
def test_json_lines(memory_path: Path, lines: list[str]) -> None:
    head = '{"id": 1, "created": "2026-11-02T09:00:00Z"}'
    taken_in(memory_path / "f.jsonl", "\n".join([head, *lines]).encode("utf-8", "replace"))


@SLOW
@given(st.text(max_size=200) | st.just("<c " * 50), st.sampled_from(["xl/workbook.xml", "x.xml"]))
def test_parts_of_workbooks(memory_path: Path, part: str, name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, part)
        archive.writestr("xl/worksheets/sheet1.xml", part)
    taken_in(memory_path / "f.xlsx", buffer.getvalue())


def taken_in(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        table = open_table(examine(path, lambda *_: None))
        for batch in table.batches(table.header):
            assert len(batch.rows) == len(next(iter(batch.cells.values()), batch.rows))
    except BotError as error:
        is_a_sentence(error)


SECRET = "not-a-secret-of-slack"  # noqa: S105
HEADERS = st.sampled_from(
    [b"x-slack-signature", b"x-slack-request-timestamp", b"content-length", b"content-type"]
)
BODIES = st.binary(max_size=200) | st.sampled_from(
    [b"payload=x", b"payload=" + b"[" * 9_000, b'{"type":"event_callback"}', b"\xff", b"a=1&a=2"]
)


@pytest.fixture(scope="module")
def doorway(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    path = tmp_path_factory.mktemp("door") / "f.sqlite3"

    async def authorize() -> None:
        return None

    bolt = AsyncApp(
        client=AsyncWebClient(base_url="http://127.0.0.1:1/"),
        authorize=authorize,
        request_verification_enabled=False,
        process_before_response=True,
    )
    database = Database(f"sqlite:///{path}")
    clock = lambda: datetime.now(UTC)  # noqa: E731
    door = Door(database, bolt, lambda: [SECRET], clock, Skew(clock))
    return Starlette(routes=[Route("/slack/events", door.enter, methods=["POST"])])


async def knock(app: Starlette, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
    """Hand the door a request as a web server would, whatever is in its headers."""
    statuses: list[int] = []
    pieces = [body[: len(body) // 2], body[len(body) // 2 :]]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(int(str(message["status"])))

    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": headers}
    await app({**scope, "query_string": b"", "http_version": "1.1"}, receive, send)
    return statuses[0]


@settings(max_examples=200, deadline=2_000)
@given(body=BODIES, headers=st.lists(st.tuples(HEADERS, st.binary(max_size=80)), max_size=6))
def test_nobody_unsigned_gets_in(
    doorway: Starlette, body: bytes, headers: list[tuple[bytes, bytes]]
) -> None:
    assert asyncio.run(knock(doorway, headers, body)) in {400, 401, 413}


@settings(max_examples=100, deadline=2_000)
@given(body=BODIES, kind=st.sampled_from([FORM, JSON, "", "text/plain"]) | st.text(max_size=9))
def test_signed_rubbish_is_not_understood(doorway: Starlette, body: bytes, kind: str) -> None:
    stamp = str(int(time.time()))
    told = [
        (b"content-type", kind.encode("utf-8", "replace")),
        (b"x-slack-request-timestamp", stamp.encode()),
        (b"x-slack-signature", signature(SECRET, body, stamp).encode()),
    ]
    assert asyncio.run(knock(doorway, told, body)) in {200, 400, 404}
