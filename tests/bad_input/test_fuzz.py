"""Ten seconds of anything at all for slash text, button values and files."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot import ids
from bot.answers.clicks import read_value
from bot.commands.shape import is_shaped
from bot.commands.words import TABLE, VOCABULARY
from bot.errors import BotError
from bot.services.figures.asking import parse
from bot.services.imports.reading import resolve
from bot.services.imports.staging import stage
from bot.services.imports.types import ImportRequest
from bot.sources.files.examine import examine
from bot.sources.files.opening import open_table
from bot.text import LANGUAGES, catalogue, t
from bot.views.blocks.outside import literal, markup
from tests.bad_input.files import parts
from tests.sources.test_files import workbook
from tests.views.test_outside import PING

SECONDS = 8
FUZZ = settings(
    max_examples=2_000,
    report_multiple_bugs=False,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
PIECES = st.sampled_from(
    ["today", "by", "team ", "for me", "<@U123>", "<!channel>", "按", "团队", "2026-02-30", "..",
     "last ", "\uff19" * 30, "\0", "“", "{0}", "action ", "report ", "设置", "周复盘", "预警"]
)  # fmt: skip
TEXT = st.lists(PIECES | st.text(max_size=20), max_size=12).map("".join)
NAMES = st.sampled_from(
    ["user", "id", "actions", "action_id", "block_id", "value", "selected_option", "view", "state",
     "values", "type", "response_url", "trigger_id", "command", "text", "event"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)
MODELS = [one for one in vars(ids).values() if isinstance(one, type) and issubclass(one, ids.Value)]


def for_a_while(check: Callable[[Any], None], anything: st.SearchStrategy) -> int:
    """Run a check with anything for some seconds; return how often it ran."""
    for language in LANGUAGES:
        catalogue(language)
    ran, until = 0, 0.0

    @FUZZ
    @given(anything)
    def once(value: object) -> None:
        nonlocal ran, until
        until = until or time.monotonic() + SECONDS
        if time.monotonic() > until:
            raise TimeoutError
        ran += 1
        check(value)

    with suppress(TimeoutError):
        once()
    return ran


def explained(error: BotError) -> None:
    for language in LANGUAGES:
        assert t(language, error.key, **error.params)


def test_slash_text() -> None:
    def check(text: str) -> None:
        for understand in (
            lambda: parse(text, "U01EMMA"),
            lambda: VOCABULARY.suggestion(text),
            lambda: VOCABULARY.understand(text),
            *(partial(one.read, text) for one in TABLE),
        ):
            try:
                understand()
            except BotError as error:
                explained(error)
        assert not PING.search(markup(text))
        assert not PING.search(literal(text))

    assert for_a_while(check, TEXT) > 20


def test_button_values() -> None:
    def known(model: type[BaseModel]) -> st.SearchStrategy:
        fields = st.sampled_from([*model.model_fields, "extra"])
        return st.tuples(st.just(model), st.dictionaries(fields, JSON, max_size=6).map(json.dumps))

    def check(given_both: tuple[tuple[type[ids.Value], str], object]) -> None:
        (model, raw), payload = given_both
        try:
            value = read_value(model, raw)
        except BotError as error:
            explained(error)
        else:
            assert read_value(model, value.dump()) == value
        if isinstance(payload, dict):
            assert is_shaped(payload) in {True, False}

    pairs = st.sampled_from(MODELS).flatmap(known)
    pairs |= st.tuples(st.sampled_from(MODELS), st.text(max_size=60))
    assert for_a_while(check, st.tuples(pairs, JSON)) > 20


CSV = (
    "id,created,first response at,replies,subject\n"
    '1,2026-11-02 09:00:00,2026-11-02 09:01:00,1,"a, b"\n2,03/04/2026,90,x,é\n'
).encode()
LINES = b'{"id": 1, "created": "2026-11-02", "messages": [{"at": "2026-11-02", "kind": "agent"}]}\n'
SOUND = workbook([["id", "created"], [1, 46331.5]])


def spoilt(content: bytes) -> st.SearchStrategy[bytes]:
    """Return bytes that differ from these in a few places."""
    edits = st.tuples(st.integers(0, len(content)), st.integers(0, 8), st.binary(max_size=8))

    def spoil(places: list[tuple[int, int, bytes]]) -> bytes:
        made = content
        for at, gone, put in places:
            made = made[:at] + put + made[at + gone :]
        return made

    return st.lists(edits, min_size=1, max_size=6).map(spoil)


def inside(pair: tuple[str, bytes]) -> bytes:
    name, content = pair
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for part, sound in (parts() | {name: content}).items():
            made.writestr(part, sound)
    return buffer.getvalue()


PARTS = st.sampled_from([name for name in parts() if name.endswith(".xml")])
WITHIN = PARTS.flatmap(lambda name: st.tuples(st.just(name), spoilt(bytes(parts()[name])))).map(
    inside
)
CELLS = st.sampled_from(
    ["1", "2026-11-02 09:00", "", '"', '""', '"open', "=1+1", "@SUM(A1)", "\t", "\0", "0001-01-01",
     "9999-12-31", "1e309", "NaN", "-5", "1,5", "\u202e", "\ufeff"]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS | st.text(max_size=6), max_size=6).map(",".join), max_size=12)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030", "cp1252", "utf-16-be"])


def encoded(rows: list[str], encoding: str, end: str, noise: bytes) -> bytes:
    text = end.join(["id,created,subject", *rows])
    return text.encode(encoding, "replace") + noise


TABLES = st.one_of(
    st.binary(max_size=300),
    spoilt(CSV),
    spoilt(LINES),
    st.builds(encoded, ROWS, ENCODINGS, st.sampled_from(["\n", "\r", "\r\n"]), st.binary()),
)


def test_text_files(memory_path: Path) -> None:
    assert for_a_while(taken_in(memory_path), TABLES) > 20


def test_workbooks(memory_path: Path) -> None:
    assert for_a_while(taken_in(memory_path), spoilt(SOUND) | WITHIN) > 20


def taken_in(folder: Path) -> Callable[[bytes], None]:
    """Return what reads a file to its last row, all but the database."""
    count = 0

    def check(content: bytes) -> None:
        nonlocal count
        count += 1
        path = folder / f"{count}.csv"
        path.write_bytes(content)
        staged = folder / str(count)
        staged.mkdir()
        try:
            facts = examine(path, lambda _done, _total: None)
            table = open_table(facts)
            reading = resolve(ImportRequest(1, "UTC", path, "lead"), table.header, None).reading
            found = stage(facts, table, reading, staged, lambda *_: None)
        except BotError as error:
            explained(error)
        else:
            assert found.rows + found.quarantined > 0

    return check
