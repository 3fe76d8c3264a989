"""Workbooks made to harm: what they claim is not believed."""

import io
import struct
import zipfile
import zlib

import pytest

from bot.errors import BotError
from bot.sources.files.workbook_guard import check_workbook
from tests.sources.test_files import HEADER, ROW, workbook

SHEET = "xl/worksheets/s2.xml"
FAR = "XFD1048576"


def liar() -> bytes:
    """A workbook with an entry of 3 MB that claims 1,000 bytes, with the checksum of those."""
    content = b"A" * 3_000_000
    whole = workbook([HEADER, ROW], extra=[("xl/sharedStrings.xml", content.decode())])
    true = struct.pack("<I", len(content))
    told = struct.pack("<I", 1_000)
    checksum = struct.pack("<I", zlib.crc32(content))
    return whole.replace(true, told).replace(checksum, struct.pack("<I", zlib.crc32(b"A" * 1_000)))


def linked() -> bytes:
    buffer = io.BytesIO(workbook([HEADER, ROW]))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("xl/media/x")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def encrypted() -> bytes:
    content = bytearray(workbook([HEADER, ROW]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def extra(text: str, name: str = SHEET) -> bytes:
    return workbook([HEADER, ROW], extra=[(name, text)])


ROWS = "<sheetData><row r='1'>" + "<c/>" * 9_000 + "</row><row r='99999'><c/></row></sheetData>"
HARMFUL = {
    "liar": (liar(), "broken_workbook"),
    "link": (linked(), "broken_workbook"),
    "encrypted": (encrypted(), "locked_workbook"),
    "backslash": (extra("x", "..\\..\\evil.xml"), "broken_workbook"),
    "root": (extra("x", "/etc/passwd"), "broken_workbook"),
    "utf16_entities": (
        workbook([HEADER], extra=[("x.xml", '\ufeff<!DOCTYPE a [<!ENTITY b "c">]>')]),
        "broken_workbook",
    ),
    "far_cell": (extra(f'<c r="A1"/><c r="{FAR}"/>'), "wide_workbook"),
    "far_cell_later_attribute": (extra(f'<c r="A1"/><c s="1" r="{FAR}"/>'), "wide_workbook"),
    "far_cell_quoted_otherwise": (extra(f"<c r='A1'/><c  r = '{FAR}'/>"), "wide_workbook"),
    "far_cell_with_prefix": (extra(f'<x:c r="A1"/><x:c r="{FAR}"/>'), "wide_workbook"),
    "far_rows_of_unplaced_cells": (extra(ROWS), "wide_workbook"),
    "prefixed_rows": (extra(ROWS.replace("<row", "<x:row").replace("<c", "<x:c")), "wide_workbook"),
    "truncated": (workbook([HEADER, ROW])[:-30], "broken_workbook"),
    "nested": (workbook([HEADER], extra=[("../a.xlsx", "PK")]), "broken_workbook"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_workbook_is_refused_before_it_is_opened(name, tmp_path):
    content, key = HARMFUL[name]
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    with pytest.raises(BotError) as refused:
        check_workbook(path)
    assert refused.value.key == f"import.{key}"


def test_an_entry_encoded_so_that_its_bytes_look_harmless_is_refused(tmp_path):
    path = tmp_path / "f.xlsx"
    buffer = io.BytesIO(workbook([HEADER, ROW]))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(SHEET, '<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16"))
    path.write_bytes(buffer.getvalue())
    with pytest.raises(BotError, match="broken_workbook"):
        check_workbook(path)


@pytest.mark.parametrize("is_1904", [False, True])
def test_an_honest_workbook_passes(tmp_path, is_1904):
    path = tmp_path / "f.xlsx"
    path.write_bytes(workbook([HEADER, *[ROW] * 2_000], is_1904=is_1904))
    assert check_workbook(path) is is_1904
