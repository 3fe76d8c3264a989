"""Workbooks of section 4: refused before anything is unpacked, or read as Excel shows them."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from pytest import Subtests  # noqa: PT013

from bot.errors import BotError
from bot.text import LANGUAGES, t
from tests.bad_input import files
from tests.bad_input.files import ROW, TABLE, archive, with_part, with_rows
from tests.imports.conftest import Desk
from tests.sources.test_files import workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NUMBER = "<v>1</v></c></row>"

REFUSED = {
    "zip bomb": (files.bomb, "big_workbook"),
    "zip bomb that claims to be small": (files.lying, "broken_workbook"),
    "nested zip": (lambda: archive([("a.zip", archive([("b.zip", b"x")]))]), "not_a_workbook"),
    "100,000 entries": (
        lambda: archive([("xl/workbook.xml", ""), *((f"x/{n:0200}", "") for n in range(100_000))]),
        "big_workbook",
    ),
    "2,001 entries": (
        lambda: workbook(TABLE, extra=[(f"x/{n}.xml", "") for n in range(2_001)]),
        "big_workbook",
    ),
    "../": (lambda: with_part("../../evil.xml", "x"), "broken_workbook"),
    "..\\": (lambda: with_part("..\\..\\evil.xml", "x"), "broken_workbook"),
    "/": (lambda: with_part("/etc/evil.xml", "x"), "broken_workbook"),
    "C:\\": (lambda: with_part("C:\\evil.xml", "x"), "broken_workbook"),
    "symlink": (lambda: with_part(files.link(), "/etc/passwd"), "broken_workbook"),
    "entity bomb": (lambda: with_part(files.SHEET, files.ENTITIES), "broken_workbook"),
    "entity that reads a file": (lambda: with_part(files.SHEET, files.OUTSIDE), "broken_workbook"),
    "entity bomb in another part": (lambda: with_part("x.xml", files.ENTITIES), "broken_workbook"),
    "entity bomb in UTF-16": (
        lambda: with_part("x.xml", files.ENTITIES.encode("utf-16")),
        "broken_workbook",
    ),
    "encrypted entries": (files.encrypted, "locked_workbook"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "locked_workbook"),
    "encrypted, said late": (
        lambda: OLE + bytes((1 << 20) - 610) + "EncryptedPackage".encode("utf-16-le"),
        "locked_workbook",
    ),
    "old xls": (lambda: OLE + "Workbook".encode("utf-16-le"), "old_workbook"),
    "truncated": (lambda: workbook(TABLE)[:-400], "broken_workbook"),
    "truncated early": (lambda: workbook(TABLE)[:200], "broken_workbook"),
    "damaged": (lambda: _damaged(workbook(TABLE)), "broken_workbook"),
    "a far cell": (
        lambda: with_part("xl/worksheets/s2.xml", '<c r="A1"/><c r="XFD1048576"/>'),
        "wide_workbook",
    ),
    "a far cell behind another attribute": (
        lambda: with_rows(f"{ROW}<row r='3'><c s='>' r='XFD1048576'>{NUMBER}"),
        "wide_workbook",
    ),
    "a far cell with a prefix": (
        lambda: with_part(files.SHEET, '<x:row><x:c r="A1"/><x:c t="n" r="XFD1048576"/></x:row>'),
        "wide_workbook",
    ),
    "far cells without places": (
        lambda: with_rows(f'<row r="2">{"<c/>" * 30}</row><row r="1048576"><c>{NUMBER}'),
        "wide_workbook",
    ),
    "wrong dimension tag": (lambda: workbook(TABLE, declared="Z9:?"), "broken_workbook"),
    "header only": (lambda: with_rows(""), "no_rows"),
    "empty": (lambda: with_rows("", head=""), "empty"),
}


def _damaged(content: bytes) -> bytes:
    return content[:60] + b"\xff" * 30 + content[90:]


def test_it_is_refused_and_nothing_is_kept(desk: Desk, subtests: Subtests):
    for row, (content, key) in REFUSED.items():
        with subtests.test(row):
            try:
                desk.load(content(), "f.xlsx")
            except BotError as error:
                refused = error
            else:
                raise AssertionError("taken in")
            assert refused.key == f"import.{key}"
            for language in LANGUAGES:
                said = t(language, refused.key, **refused.params)
                assert "{" not in said
                assert "/tmp" not in said  # noqa: S108
    assert desk.everything() == [[], [], [], []]


MEASURED = """
import sys, tracemalloc
from pathlib import Path
from bot.errors import BotError
from bot.sources.files.examine import examine
from bot.sources.files.opening import open_table
open_table(examine(Path(sys.argv[1]), lambda *_: None))
tracemalloc.start()
for path in sys.argv[2:]:
    tracemalloc.reset_peak()
    try:
        open_table(examine(Path(path), lambda *_: None))
    except BotError as error:
        print(Path(path).name, tracemalloc.get_traced_memory()[1])
"""


def test_memory_is_bounded_and_nothing_is_unpacked(tmp_path: Path):
    names = ("zip bomb", "100,000 entries", "entity bomb", "a far cell", "far cells without places")
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(names))]
    for path, name in zip(paths, names, strict=True):
        path.write_bytes(REFUSED[name][0]())
    sound, unpacked = tmp_path / "sound.xlsx", tmp_path / "unpacked"
    sound.write_bytes(workbook(TABLE))
    unpacked.mkdir()
    command = [sys.executable, "-c", MEASURED, str(sound), *map(str, paths)]
    ran = subprocess.run(
        command,
        cwd=Path(__file__).parents[2],
        env={"TMPDIR": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    grown = dict(line.split() for line in ran.stdout.splitlines())
    assert len(grown) == len(names)
    assert max(map(int, grown.values())) < 16 << 20, dict(zip(names, grown.values(), strict=True))
    assert not list(unpacked.iterdir())


NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)
FORMULAS = (
    '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>NOW()</f><v>46331.5</v></c></row>'
    '<row r="3"><c r="A3"><f>1+1</f></c><c r="B3"><v>46331.5</v></c></row>'
    '<row r="4"><c r="A4"><v>4</v></c><c r="B4" t="e"><v>#REF!</v></c></row>'
)
MERGED = f'{ROW}<row r="3"><c r="B3"><v>46332.5</v></c></row>'
STRANGE = "".join(
    f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>'
    f'<c r="B{row}" s="{style}"><v>{value}</v></c></row>'
    for row, (style, value) in enumerate(
        [(0, "60"), (1, "1e308"), (4, "1e15"), (1, "-5"), (0, "46331.5")], start=2
    )
)

# Content, ids taken in, and the rows set aside with their reasons.
TAKEN = {
    "1900 date system": (workbook(TABLE), {"1"}, []),
    "1904 date system": (workbook([TABLE[0], [1, 44869.5]], is_1904=True), {"1"}, []),
    "wrong dimension tag: too small": (workbook(TABLE, declared="A1:A1"), {"1"}, []),
    "wrong dimension tag: too large": (workbook(TABLE, declared="A1:XFD1048576"), {"1"}, []),
    "xlsm": (with_part("xl/vbaProject.bin", "macros"), {"1"}, []),
    "nested zip inside": (with_part("xl/embeddings/a.zip", archive([("b", b"x")])), {"1"}, []),
    "formula cells": (with_rows(FORMULAS), {"2"}, [(3, "no_id"), (4, "no_opened_at")]),
    "merged cells": (with_rows(MERGED), {"1"}, [(3, "no_id")]),
    "cells that hold no time": (
        with_rows(STRANGE),
        {"6"},
        [(2, "unparsable_time"), (3, "unparsable_time"), (4, "time_out_of_range"),
         (5, "unparsable_time")],
    ),
}  # fmt: skip


def test_it_is_read_as_it_is_shown(desk: Desk, subtests: Subtests):
    for row, (content, ids, bad) in TAKEN.items():
        with subtests.test(row):
            result = desk.load(content, "f.xlsx", source=row)
            found = [one for one in desk.rows_of(row) if one["import_number"] == result.number]
            assert {one["external_id"] for one in found} == ids
            assert {one["opened_at"] for one in found} == {NOON}
            assert sorted((one.row, one.reason) for one in result.examples) == bad
            assert result.rows == len(ids) + len(bad)


def test_a_csv_file_named_xlsx_is_read_as_what_it_is(desk: Desk):
    assert desk.load("id,created\n1,2026-11-05 12:00:00\n", "f.xlsx").created == 1
