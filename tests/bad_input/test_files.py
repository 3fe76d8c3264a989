"""Text files of section 4: refused with a sentence, set aside row by row, or read as they are."""

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest import Subtests  # noqa: PT013

from bot.errors import BotError
from bot.models import QuarantinedRow
from bot.services.imports.importing import run
from bot.text import LANGUAGES, t
from tests.imports.conftest import Desk

HEADER = "id,created,first response at,replies,subject\n"
GOOD = "1,2026-11-02 09:00:00,2026-11-02 09:01:00,1,fine\n"
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)

REFUSED = {
    "empty": ("", "empty"),
    "only a BOM and blank lines": ("\ufeff\n \n", "empty"),
    "only NUL": ("\0\0\0", "empty"),
    "header only": (HEADER, "no_rows"),
    "unclosed quote in the header": ('"id,created\n1,2', "no_header"),
    "no table": ("just a letter\nwith lines\n", "missing_column"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(50), "is_picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", "is_picture"),
    "GIF": (b"GIF89a\x01\0\xff", "is_picture"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "is_pdf"),
    "gzip": (gzip.compress((HEADER + GOOD).encode()), "is_archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\x04", "is_archive"),
    "web page": ("\n<HTML><table><tr><td>id</td></tr></table>", "is_page"),
    "control bytes": (bytes(range(1, 256)) * 20, "is_binary"),
    "no id": ("created,agent\n2026-11-02 09:00:00,Ann\n", "no_id_column"),
    "reused id": (HEADER + GOOD.replace("2026-11-02", "2024-11-02") + GOOD, "ids_reused"),
    "ids shortened by a spreadsheet": (
        HEADER + GOOD.replace("1,", "1.23E+11,", 1),
        "id_digits_lost",
    ),
    "ids shortened with a comma": (HEADER + GOOD.replace("1,", '"1,23E+11",', 1), "id_digits_lost"),
    "JSON without an array of tickets": ('{"page": 1,\n"users": [{"id": 1}]}', "not_json_lines"),
    "an array of no tickets": ('[\n{"id": 1}\n]', "missing_column"),
    "an empty array": ("[]", "no_rows"),
    "10,000 columns, none of them known": (
        ",".join(f"c{n}" for n in range(10_000)),
        "missing_column",
    ),
}


def test_a_file_without_tickets_is_refused(desk: Desk, subtests: Subtests):
    for row, (content, key) in REFUSED.items():
        with subtests.test(row):
            with pytest.raises(BotError) as refused:
                desk.load(content)
            assert refused.value.key == f"import.{key}"
            for language in LANGUAGES:
                said = t(language, refused.value.key, **refused.value.params)
                assert "{" not in said
                assert len(said) < 2_500
    assert desk.everything() == [[], [], [], []]


SET_ASIDE = {
    "no id": (",2026-11-02 09:00:00,,,", "no_id", "id"),
    "id of 201 characters": ("x" * 201 + ",2026-11-02 09:00:00,,,", "id_too_long", "id"),
    "no opening time": ("2,,,,", "no_opened_at", "created"),
    "no time": ("2,yesterday,,,", "unparsable_time", "created"),
    "CST where the team has neither": (
        "2,Tue Nov 03 09:05:00 CST 2026,,,",
        "zone_unclear",
        "created",
    ),
    "12:30 at night": ("2,2026-11-03 12:30 at night,,,", "unparsable_time", "created"),
    "no such date": ("2,2026-02-30 09:00:00,,,", "unparsable_time", "created"),
    "year 0001": ("2,0001-01-01 00:00:00,,,", "time_out_of_range", "created"),
    "year 9999": ("2,9999-12-31 23:59:59,,,", "time_out_of_range", "created"),
    "year 2206": (
        "2,2026-11-02 09:00:00,2206-11-02 09:00:00,,",
        "time_out_of_range",
        "first response at",
    ),
    "not a number": ("2,2026-11-02 09:00:00,,NaN?,", "unparsable_number", "replies"),
    "inf": ("2,2026-11-02 09:00:00,,inf,", "unparsable_number", "replies"),
    "1e309": ("2,2026-11-02 09:00:00,,1e309,", "unparsable_number", "replies"),
    "negative": ("2,2026-11-02 09:00:00,,-1,", "unparsable_number", "replies"),
    "1,5 where a whole number is": (
        '2,2026-11-02 09:00:00,,"1,5",',
        "unparsable_number",
        "replies",
    ),
    "ragged: too few cells": ("2,2026-11-02 09:00:00,,", "wrong_width", ""),
    "ragged: too many cells": ("2,2026-11-02 09:00:00,,,,extra", "wrong_width", ""),
    "NUL": ("2,2026-11-02 09:00:00,,,a\0b", "nul", ""),
    "field over 131,072": ("2,2026-11-02 09:00:00,,," + "x" * 131_073, "cell_too_long", ""),
    "field of 9 million": ("2,2026-11-02 09:00:00,,," + "x" * (9 << 20), "cell_too_long", ""),
    "unclosed quote": ('2,2026-11-02 09:00:00,,,"never closed', "broken_quote", ""),
    "quote in a wrong place": ('2,"2026-11-02" 09:00:00,,,', "broken_quote", ""),
}


def test_a_bad_row_is_set_aside_and_its_neighbours_go_in(desk: Desk, subtests: Subtests):
    for name, (row, reason, column) in SET_ASIDE.items():
        with subtests.test(name):
            content = HEADER + GOOD + row + "\n" + GOOD.replace("1,", "3,", 1)
            result = desk.load(content, source=name)
            assert (result.created, result.quarantined) == (2, 1)
            assert result.reasons == {reason: 1}
            assert {one["external_id"] for one in desk.rows_of(name)} == {"1", "3"}
            kept = [
                one for one in desk.rows(QuarantinedRow) if one["import_number"] == result.number
            ]
            assert [(one["row"], one["column"], one["reason"]) for one in kept] == [
                (3, column, reason)
            ]
            assert len(kept[0]["value"]) <= 200


LENGTHS = "id,created,first_response_hours\n"
# Content, and what is then known of each ticket: id, seconds to the first response, flags.
TAKEN = {
    "BOM": (("\ufeff" + HEADER + GOOD).encode(), {"1": (60, None)}),
    "UTF-16": ((HEADER + GOOD).encode("utf-16"), {"1": (60, None)}),
    "UTF-16 without BOM": ((HEADER + GOOD).encode("utf-16-be"), {"1": (60, None)}),
    "UTF-32": ((HEADER + GOOD).encode("utf-32"), {"1": (60, None)}),
    "GB18030": (
        (HEADER + GOOD.replace("fine", "退款问题已经处理")).encode("gb18030"),
        {"1": (60, None)},
    ),
    "cp1252": ((HEADER + GOOD.replace("fine", "Crème brûlée")).encode("cp1252"), {"1": (60, None)}),
    "CR only": ((HEADER + GOOD).replace("\n", "\r"), {"1": (60, None)}),
    "duplicate headers": (
        HEADER.replace("replies", "created") + GOOD.replace(",1,", ",2025-01-01 00:00:00,"),
        {"1": (60, None)},
    ),
    "10,000 columns": (
        HEADER.strip() + "".join(f",c{n}" for n in range(10_000)) + "\n" + GOOD[:-1] + "," * 10_000,
        {"1": (60, None)},
    ),
    "duplicate ids": (HEADER + GOOD.replace(",1,", ",7,") + GOOD, {"1": (60, None)}),
    "id with a zero-width character": (HEADER + GOOD + "\u200b" + GOOD, {"1": (60, None)}),
    "closed before created": (
        "id,created,resolved at\n1,2026-11-02 09:00:00,2026-11-01 09:00:00\n",
        {"1": (None, "resolved_before_opening")},
    ),
    "negative duration": (LENGTHS + "1,2026-11-02 09:00:00,-1\n",
                          {"1": (-3600, "response_before_opening")}),
    "1,5": (LENGTHS + '1,2026-11-02 09:00:00,"1,5"\n', {"1": (5400, None)}),
    "NaN": (LENGTHS + "1,2026-11-02 09:00:00,NaN\n", {"1": (None, None)}),
    "mixed times": (
        HEADER + "1,2026-11-02 09:00:00,2026-11-02T10:01:00+01:00,,\n", {"1": (60, None)}
    ),
    "right-to-left and zero-width header": (
        "\u202eid,crea\u200bted,first response at\n1,2026-11-02 09:00:00,2026-11-02 09:01:00\n",
        {"1": (60, None)},
    ),
    "right-to-left and zero-width text": (
        HEADER + GOOD.replace("fine", "\u202eevil\u200b"), {"1": (60, None)}
    ),
    "formula cells": (
        HEADER.replace("replies", "agent") + GOOD.replace("1,fine", "@SUM(1),=1+1"),
        {"1": (60, None)},
    ),
}  # fmt: skip


def test_it_is_read_as_it_is(desk: Desk, subtests: Subtests):
    for name, (content, known) in TAKEN.items():
        with subtests.test(name):
            result = desk.load(content, source=name)
            assert result.quarantined == 0
            found = desk.rows_of(name)
            assert {one["external_id"]: _waited(one) for one in found} == {
                ticket: waited for ticket, (waited, _) in known.items()
            }
            assert set(result.flags) == {flag for _, flag in known.values() if flag}
            assert {one["opened_at"] for one in found} == {OPENED}
            assert result.rows == len(known) + result.superseded


def _waited(ticket):
    answered = ticket["first_response_at"]
    return answered and (answered - ticket["opened_at"]).total_seconds()


def test_an_hour_that_comes_twice_is_its_first(desk: Desk):
    desk.load("id,created\n1,2026-11-01 01:30:00\n", team_zone="America/New_York")
    assert desk.tickets["1"]["opened_at"] == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_column_that_comes_twice_can_be_chosen(desk: Desk):
    rows = "id,created,status,status\n1,2026-11-02 09:00:00,open,closed\n"
    desk.load(rows, columns={"status": "status (2)"})
    assert desk.tickets["1"]["status"] == "closed"


def test_a_truncated_file_loses_its_last_row_only(desk: Desk):
    content = HEADER + GOOD + GOOD.replace("1,", "2,", 1)
    result = desk.load(content[: -len(",1,fine\n")])
    assert (result.created, result.reasons) == (1, {"wrong_width": 1})
    assert desk.load(content).created == 1


MEASURED = """
import sys, tracemalloc
from pathlib import Path
from bot.sources.files.examine import examine
from bot.sources.files.opening import open_table
tracemalloc.start()
table = open_table(examine(Path(sys.argv[1]), lambda *_: None))
rows = [(len(batch.rows), [one.reason for one in batch.bad]) for batch in table.batches(["id"])]
print(sum(n for n, _ in rows), *(reason for _, bad in rows for reason in bad))
print(tracemalloc.get_traced_memory()[1])
"""


LARGE = {
    "csv": (HEADER + GOOD + "2,2026-11-02 09:00:00,,,", "\n" + GOOD, "2 cell_too_long", 40),
    "json": ('[{"id": 1}, {"id": 2, "x": "', '"},\n{"id": 3}]', "2 not_json", 100),
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_cell_of_200_megabytes_takes_a_few_to_set_aside(tmp_path: Path, kind: str):
    before, after, told, megabytes = LARGE[kind]
    path = tmp_path / f"t.{kind}"
    with path.open("w") as file:
        file.write(before)
        for _ in range(200):
            file.write("x" * (1 << 20))
        file.write(after)
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found, peak = ran.stdout.splitlines()
    assert found == told
    assert int(peak) < megabytes << 20


def test_the_same_file_twice_changes_nothing(desk: Desk):
    desk.load(HEADER + GOOD + ",x,,,\n")
    before = desk.everything()
    assert desk.load(HEADER + GOOD + ",x,,,\n").status == "already"
    assert desk.everything() == before


@pytest.mark.parametrize("phase", ["examine", "read"])
def test_a_file_that_changes_while_it_is_read_is_refused(desk: Desk, phase: str):
    request = desk.request(HEADER + GOOD)

    def meddle(at, _done, _total):
        if at == phase:
            request.path.write_text(HEADER + GOOD + GOOD)

    with pytest.raises(BotError) as refused:
        run(desk.engine, request, OPENED, meddle)
    assert refused.value.key == "import.changed"
    for language in LANGUAGES:
        assert "tickets.csv" in t(language, "import.changed", **refused.value.params)
    assert desk.everything() == [[], [], [], []]
    assert desk.load(HEADER + GOOD).created == 1


def test_nothing_that_a_file_holds_speaks_to_a_terminal(desk: Desk):
    result = desk.load("id,created\n1,\x1b[2Jsoon\n")
    assert result.examples[0].value == "\u241b[2Jsoon"
    with pytest.raises(BotError) as refused:
        desk.load("\x1b[2Jnr,\x9bwhen\n1,2\n")
    assert str(refused.value.params["columns"]).isprintable()
