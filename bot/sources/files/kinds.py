"""What a file is by its first bytes, whatever its name: a table, or something that holds none."""

from pathlib import Path
from typing import Literal

from bot.errors import BotError

Kind = Literal["csv", "xlsx", "jsonl"]
_CHUNK = 1 << 20
_MARKS = (
    (b"\x89PNG", "import.is_picture"),
    (b"\xff\xd8\xff", "import.is_picture"),
    (b"GIF8", "import.is_picture"),
    (b"BM", "import.is_picture"),
    (b"II*\0", "import.is_picture"),
    (b"MM\0*", "import.is_picture"),
    (b"%PDF", "import.is_pdf"),
    (b"\x1f\x8b", "import.is_archive"),
    (b"7z\xbc\xaf\x27\x1c", "import.is_archive"),
    (b"Rar!", "import.is_archive"),
    (b"BZh", "import.is_archive"),
    (b"\xfd7zXZ\0", "import.is_archive"),
    (b"\x28\xb5\x2f\xfd", "import.is_archive"),
    (b"SQLite format 3\0", "import.is_binary"),
    (b"PAR1", "import.is_binary"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PAGES = ("<!doctype html", "<html", "<table", "<?xml", "<meta", "<head")
_CONTROLS = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
_MANY = 20
_SHARE = 0.05


def tell_kind(start: bytes, encoding: str, path: Path) -> Kind:
    """Return what kind of table a file is; raises BotError for one that holds no table."""
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if start.startswith(_OLE):
        is_locked = _holds(path, _PACKAGE)
        raise BotError(
            "import.locked_workbook" if is_locked else "import.old_workbook", path=path.name
        )
    key = next((key for mark, key in _MARKS if _is_marked(start, mark)), None)
    if key or _is_binary(start, encoding):
        raise BotError(key or "import.is_binary", path=path.name)
    text = start.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if text[:20].casefold().startswith(_PAGES):
        raise BotError("import.is_page", path=path.name)
    return "jsonl" if text.startswith(("{", "[")) else "csv"


def _is_marked(start: bytes, mark: bytes) -> bool:
    """Tell whether a file starts with the mark; a mark of letters alone may begin a header."""
    return start.startswith(mark) and (not mark.isalnum() or not start[:64].isascii())


def _is_binary(start: bytes, encoding: str) -> bool:
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls >= _MANY and controls > len(start) * _SHARE


def _holds(path: Path, wanted: bytes) -> bool:
    carry = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if wanted in carry + chunk:
                return True
            carry = chunk[-len(wanted) :]
    return False
