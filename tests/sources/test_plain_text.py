"""Delimited text read as columns is what the standard library's parser reads, or is left to it."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.files import csv_records
from bot.sources.files.csv_plain import plain_columns
from bot.sources.files.csv_records import read_records
from bot.sources.files.examine import examine
from bot.sources.files.opening import open_table

CELLS = st.text(alphabet='ab1 ,;"\0\ufeff\r\n#é小\\', max_size=4)
PLAIN = st.text(alphabet="ab1 ;#é小\\", max_size=4)


def said(text, separator=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


@settings(max_examples=150)
@given(
    st.lists(st.lists(st.one_of(PLAIN, PLAIN, CELLS), min_size=1, max_size=4), max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 4),
)
def test_no_line_is_read_otherwise_than_by_the_parser(rows, end, width):
    text = "".join(",".join(row) + end for row in rows)
    columns = plain_columns(text, ",", width)
    if columns is not None:
        assert columns.fill_null("").rows() == [tuple(row) for row in said(text)]
        assert columns.width == width


@settings(max_examples=50)
@given(st.lists(st.tuples(PLAIN.map("x".__add__), PLAIN, PLAIN), min_size=1, max_size=5))
def test_plain_lines_are_read_at_once(rows):
    columns = plain_columns("".join(",".join(row) + "\n" for row in rows), ",", 3)
    assert columns.fill_null("").rows() == rows


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4,5,6\n",
        "1,2\n3\n5,6,7\n",
        "1,2\n\n3,4\n",
        "1,2\n,4\n",
        "1,2\n3,4",
        "1,2\n3",
        "1\r,2\n",
        '1,2\n"3",4\n',
        "1,2\n3," + "x" * 131_073 + "\n",
    ],
)
def test_what_needs_a_closer_look_is_left_to_the_parser(text):
    assert plain_columns(text, ",", 2) is None


def rows_of(folder, text):
    path = folder / "tickets.csv"
    path.write_text(text, encoding="utf-8", newline="")
    table = open_table(examine(path, lambda _done, _size: None))
    rows, bad = [], []
    for batch in table.batches(table.header):
        bad += [(one.row, one.reason) for one in batch.bad]
        cells = [[cell or "" for cell in batch.cells[name]] for name in table.header]
        rows += zip(batch.rows, *cells, strict=True)
    return rows, sorted(bad), table.remarks


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_reads_the_same_with_some_blocks_plain(tmp_path, monkeypatch, end):
    chance = random.Random(5)  # noqa: S311
    odd = [
        '7,"a, b",c',
        "8,too,many,cells",
        "9,few",
        "",
        ",no,id",
        '10,"two\nlines",c',
        '11,"open,c',
    ]
    lines = ["Ticket ID,Created time,Agent"]
    lines += [
        chance.choice(odd) if chance.random() < 0.05 else f"{n},2026-11-02 09:00,小 {n % 7}"
        for n in range(2_000)
    ]
    text = end.join([*lines, "", "Total,2000,"]) + end
    monkeypatch.setattr(csv_records, "_CSV_CHUNK", 1_000)
    with monkeypatch.context() as without:
        without.setattr(csv_records, "plain_columns", lambda *_asked: None)
        parsed = rows_of(tmp_path, text)
    plain = []

    def counted(*asked):
        plain.append(plain_columns(*asked))
        return plain[-1]

    monkeypatch.setattr(csv_records, "plain_columns", counted)
    assert rows_of(tmp_path, text) == parsed
    assert {one is None for one in plain} == {True, False}


def test_lines_are_numbered_on_from_plain_ones(monkeypatch):
    monkeypatch.setattr(csv_records, "_CSV_CHUNK", 10)
    text = "a,b\n" + "1,2\n" * 9 + '"3\n",4\n' + "5,6\n" * 9
    blocks = list(read_records(io.StringIO(text, newline=""), ",", "\n", 1, 2))
    for block in blocks:
        block.unfold()
    assert [line for block in blocks for line in block.lines] == [*range(1, 12), *range(13, 22)]
    assert sum(len(block.records) for block in blocks) == 20
