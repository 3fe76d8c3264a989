"""What is looked at in a workbook before it is opened: a small file may unpack to anything."""

import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from bot.errors import BotError

_ENTRIES = 2_000
_UNPACKED = 512 << 20
_CELLS = 20_000_000
_CHUNK = 1 << 20
_PLACE = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{0,3})\$?(\d{1,7})["']""")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_OVERLAP = 64
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, KeyError),
    *(RuntimeError, OSError, ValueError, OverflowError),
)
"""What the standard library raises at archives that are none, or not quite."""


def check_workbook(path: Path) -> bool:
    """Return whether days count from 1904; raises BotError for a workbook not safe to open.

    Refused are more than 2,000 entries, 512 MiB unpacked, 20 million cells between the first and
    the last one of a sheet, paths and links that lead elsewhere, entries that are larger than they
    claim, and document type declarations.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _check(archive)
    except _BROKEN as error:
        raise BotError("import.broken_workbook", path=path.name) from error


def _check(archive: zipfile.ZipFile) -> bool:
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES or size > _UNPACKED:
        raise BotError("import.big_workbook", entries=len(entries), megabytes=size >> 20)
    names = [entry.filename for entry in entries]
    if any(_leads_elsewhere(entry) for entry in entries) or len(set(names)) < len(names):
        raise BotError("import.broken_workbook", path=archive.filename or "")
    if "xl/workbook.xml" not in names:
        raise BotError("import.not_a_workbook")
    for entry in entries:
        _check_entry(archive, entry)
    return re.search(rb'date1904="(1|true)"', archive.read("xl/workbook.xml")) is not None


def _leads_elsewhere(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or ".." in name.split("/") or name.startswith("/")


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry piece by piece to its true end, and see how far its cells reach."""
    claimed, entry.file_size = entry.file_size, _UNPACKED + 1
    reach, unpacked, tail = _Reach(), 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            hidden = not unpacked and chunk.startswith(_UTF16)
            unpacked += len(chunk)
            if unpacked > claimed or hidden or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise BotError("import.broken_workbook", path=archive.filename or "")
            reach.follow(text, chunk)
            tail = text[-_OVERLAP:]


class _Reach:
    """How far the cells of a sheet reach: where they say they are, or as many as a row holds."""

    def __init__(self) -> None:
        self._widest, self._deepest, self._in_row, self._rows = 0, 0, 0, 0

    def follow(self, text: bytes, fresh: bytes) -> None:
        """Take in more of a sheet: `text` is what is new (`fresh`) after the end of the last.

        Raises BotError when a sheet of that reach would hold too many cells.
        """
        for column, row in _PLACE.findall(text):
            self._widest = max(self._widest, _number(column.upper()))
            self._deepest = max(self._deepest, int(row))
        for place, part in enumerate(_ROW.split(fresh)):
            self._rows += bool(place)
            self._in_row = len(_CELL.findall(part)) + (0 if place else self._in_row)
            self._widest = max(self._widest, self._in_row)
        deepest = max(self._deepest, self._rows)
        if self._widest * deepest > _CELLS:
            raise BotError("import.wide_workbook", columns=self._widest, rows=deepest)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
