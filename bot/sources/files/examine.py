"""One pass over a file before it is read: its hash, what it is, how its text is encoded."""

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from bot.errors import BotError
from bot.sources.files.kinds import Kind, tell_kind

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = ["cp1252", "cp1250", "cp1251", "big5", "shift_jis", "euc_kr"]
# A stray byte does not make a file of another encoding.
_STRAY = 0.05


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before any of its rows is read."""

    path: Path
    sha256: str
    size: int
    changed_ns: int
    kind: Kind
    encoding: str

    def still_there(self) -> bool:
        """Tell whether the file is still the one that was examined."""
        now = self.path.stat()
        return (now.st_size, now.st_mtime_ns) == (self.size, self.changed_ns)


def examine(path: Path, progress: Callable[[int, int], None]) -> FileFacts:
    """Return the facts of the file; raises BotError when there is nothing to read in it."""
    try:
        before = path.stat()
        if not path.is_file():
            raise BotError("import.no_file", path=path.name)
        scan = _scan(path, before.st_size, progress)
    except OSError as error:
        raise BotError("import.no_file", path=path.name) from error
    if not scan.start.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BotError("import.empty", path=path.name)
    encoding = _encoding(scan)
    return FileFacts(
        path=path,
        sha256=scan.sha256,
        size=before.st_size,
        changed_ns=before.st_mtime_ns,
        kind=tell_kind(scan.start, encoding, path),
        encoding=encoding,
    )


@dataclass(slots=True)
class _Scan:
    sha256: str
    start: bytes
    foreign: bytes
    is_utf8: bool


def _scan(path: Path, size: int, progress: Callable[[int, int], None]) -> _Scan:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    start = foreign = b""
    is_utf8 = True
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            start = start or chunk[:_SAMPLE]
            if not foreign and not chunk.isascii():
                foreign = _foreign_lines(chunk)
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            done += len(chunk)
            progress(done, size)
    return _Scan(digest.hexdigest(), start, foreign, is_utf8)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _foreign_lines(chunk: bytes) -> bytes:
    """Return whole lines with bytes beyond ASCII: a cut character would mislead the guess."""
    lines = chunk.splitlines(keepends=True)
    whole = lines[:-1] if len(lines) > 1 else lines
    return (
        b"".join(line for line in whole if not line.isascii())[:_SAMPLE].rpartition(b"\n")[0]
        or (b"".join(line for line in lines if not line.isascii())[:_SAMPLE])
    )


def _encoding(scan: _Scan) -> str:
    for bom, name in _BOMS:
        if scan.start.startswith(bom):
            return name
    zeros = [
        scan.start[side:4096:2].count(0) / max(len(scan.start[side:4096:2]), 1) for side in (0, 1)
    ]
    if max(zeros) > 0.3 and min(zeros) < 0.2:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    if scan.is_utf8 or _is_nearly_utf8(scan.foreign):
        return "utf-8"
    if _is_chinese(scan.foreign):
        return "gb18030"
    best = from_bytes(scan.foreign, cp_isolation=_OTHERS).best()
    name = best.encoding if best else "cp1252"
    return "cp1252" if name == "cp1250" and _reads_as_western(scan.foreign) else name


def _is_nearly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", errors="replace")
    foreign = [letter for letter in text if not letter.isascii()]
    return foreign.count("\ufffd") < len(foreign) * _STRAY


def _is_chinese(sample: bytes) -> bool:
    """Tell GB18030 from Latin letters that happen to pair up: those give rare characters only."""
    text = sample.decode("gb18030", errors="replace")
    foreign = [letter for letter in text if not letter.isascii()]
    common = sum(_in_gb2312(letter) for letter in foreign)
    return common > len(foreign) * 0.7


def _in_gb2312(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _reads_as_western(sample: bytes) -> bool:
    """Tell whether the two Latin code pages agree on every letter but a few."""
    western = sample.decode("cp1252", errors="replace")
    eastern = sample.decode("cp1250", errors="replace")
    letters = [(a, b) for a, b in zip(western, eastern, strict=True) if not a.isascii()]
    return sum(a == b for a, b in letters) >= len(letters) * 0.5
