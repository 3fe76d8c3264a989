"""What is looked at in a workbook before it is opened: a small file may unpack to anything."""

import re
import zipfile
from pathlib import Path

from bot.errors import BotError

_ENTRIES = 2_000
_UNPACKED = 512 << 20
_CELLS = 20_000_000
_CHUNK = 1 << 20
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_OVERLAP = 64


def check_workbook(path: Path) -> bool:
    """Return whether days count from 1904; raises BotError for a workbook not safe to open.

    Refused are more than 2,000 entries, 512 MiB unpacked, 20 million cells between the first and
    the last one of a sheet, paths that lead elsewhere, and document type declarations.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _check(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError, RuntimeError) as error:
        raise BotError("import.broken_workbook", path=path.name) from error


def _check(archive: zipfile.ZipFile) -> bool:
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES or size > _UNPACKED:
        raise BotError("import.big_workbook", entries=len(entries), megabytes=size >> 20)
    names = [entry.filename for entry in entries]
    if any(".." in name.split("/") or name.startswith(("/", "\\")) for name in names):
        raise BotError("import.broken_workbook", path=archive.filename or "")
    if "xl/workbook.xml" not in names:
        raise BotError("import.not_a_workbook")
    for entry in entries:
        _check_entry(archive, entry)
    return re.search(rb'date1904="(1|true)"', archive.read("xl/workbook.xml")) is not None


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry piece by piece, whatever size it claims, and see how far its cells reach."""
    unpacked, widest, deepest, tail = 0, 0, 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            text = tail + chunk
            if unpacked > _UNPACKED or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise BotError("import.broken_workbook", path=archive.filename or "")
            for column, row in _PLACE.findall(text):
                widest, deepest = max(widest, _number(column)), max(deepest, int(row))
            if widest * deepest > _CELLS:
                raise BotError("import.wide_workbook", columns=widest, rows=deepest)
            tail = text[-_OVERLAP:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
