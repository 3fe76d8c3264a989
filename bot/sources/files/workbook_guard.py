"""What is looked at in a workbook before it is opened: a small file may unpack to anything."""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from bot.errors import BotError

_ENTRIES = 2_000
_DIRECTORY = 4 << 20
_UNPACKED = 512 << 20
_CELLS = 20_000_000
_CHUNK = 1 << 20
_TAG_LIMIT = 1 << 16
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\5\6"
_LONGEST_COMMENT = 1 << 16
_ENCRYPTED = 1
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG = re.compile(
    rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])"
    rb"""(?:\s+(?!r\s*=)[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
    rb"""(?:\s+r\s*=\s*["']([A-Za-z]{0,6})(\d{1,10})["'])?"""
)
_UNSOUND = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    KeyError,
    RuntimeError,
    ValueError,
    struct.error,
    OSError,
)


def check_workbook(path: Path) -> bool:
    """Return whether days count from 1904; raises BotError for a workbook not safe to open.

    Refused are more than 2,000 entries, 512 MiB unpacked, 20 million cells between the first and
    the last one of a sheet, encrypted entries, entries that come twice or are larger than they
    claim, links, paths that lead elsewhere, and document type declarations. Nothing
    is unpacked but piece by piece, into a megabyte of memory.
    """
    try:
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            return _check(archive)
    except _UNSOUND as error:
        raise BotError("import.broken_workbook", path=path.name) from error


def _check_directory(path: Path) -> None:
    """Look at what the archive says of its list of entries before that list is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END.size - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("no list of entries")
    _, _, _, _, entries, directory, _, _ = _END.unpack_from(tail, at)
    if entries > _ENTRIES or directory > _DIRECTORY:
        raise BotError("import.big_workbook", entries=entries, megabytes=size >> 20)


def _check(archive: zipfile.ZipFile) -> bool:
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES or size > _UNPACKED:
        raise BotError("import.big_workbook", entries=len(entries), megabytes=size >> 20)
    if any(map(_leads_elsewhere, entries)):
        raise zipfile.BadZipFile("a path that leads elsewhere")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise BotError("import.locked_workbook")
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise zipfile.BadZipFile("an entry that comes twice")
    if "xl/workbook.xml" not in names:
        raise BotError("import.not_a_workbook")
    for entry in entries:
        _check_entry(archive, entry)
    return re.search(rb'date1904="(1|true)"', archive.read("xl/workbook.xml")) is not None


def _leads_elsewhere(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    paths = PurePosixPath(name), PureWindowsPath(name)
    outside = any(".." in path.parts or path.root or path.drive for path in paths)
    return outside or stat.S_ISLNK(entry.external_attr >> 16)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """See how far the cells reach; what an entry claims of its size is not believed."""
    widest, deepest, column, row = 0, 0, 0, 0
    for text in _pieces(archive, entry):
        if _DECLARATION.search(text):
            raise zipfile.BadZipFile("a document type declaration")
        for tag, letters, digits in _TAG.findall(text):
            if tag == b"row":
                row, column = int(digits or row + 1), 0
            else:
                column = _number(letters) if letters else column + 1
                row = int(digits or row)
                widest = max(widest, column)
            deepest = max(deepest, row)
        if widest * deepest > _CELLS:
            raise BotError("import.wide_workbook", columns=widest, rows=deepest)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield an entry's bytes to their true end, cut in front of a tag where that is possible."""
    claimed, entry.file_size = entry.file_size, _UNPACKED + 1
    unpacked, carry = 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if not unpacked and chunk.startswith(_UTF16):
                raise zipfile.BadZipFile("bytes that hide what they say")
            unpacked += len(chunk)
            if unpacked > claimed:
                raise zipfile.BadZipFile("more than it claims")
            text = carry + chunk
            cut = text.rfind(b"<")
            if len(text) - cut > _TAG_LIMIT or cut <= 0:
                cut = len(text)
            yield text[:cut]
            carry = text[cut:]
    yield carry


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
