"""Files that no helpdesk exports."""

import io
import stat
import zipfile
from collections.abc import Iterable

from tests.sources.test_files import workbook

TABLE = [["id", "created"], [1, 46331.5]]
HEAD = '<row r="1">{}</row>'.format(
    "".join(
        f'<c r="{place}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for place, name in (("A", "id"), ("B", "created"))
    )
)
ROW = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>46331.5</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def archive(parts: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]]) -> bytes:
    """Return a zip archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(name, content)
    return buffer.getvalue()


def parts() -> dict[str | zipfile.ZipInfo, str | bytes]:
    """Return the parts of a sound workbook with one ticket."""
    with zipfile.ZipFile(io.BytesIO(workbook(TABLE))) as sound:
        return {name: sound.read(name) for name in sound.namelist()}


def with_part(name: str | zipfile.ZipInfo, content: str | bytes) -> bytes:
    """Return a sound workbook with one part more, or another one in its place."""
    return archive((parts() | {name: content}).items())


def with_rows(rows: str, head: str = HEAD) -> bytes:
    """Return a workbook whose sheet holds this XML below its header."""
    return with_part(
        SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>{head}{rows}</sheetData></worksheet>'
    )


def link() -> zipfile.ZipInfo:
    """Return an entry that is a symbolic link."""
    entry = zipfile.ZipInfo("xl/link.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def bomb(megabytes: int = 520) -> bytes:
    """Return a workbook of half a megabyte with so many inside."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts().items():
            if name != SHEET:
                made.writestr(name, content)
        with made.open(SHEET, "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b" " * (1 << 20))
    return buffer.getvalue()


def encrypted() -> bytes:
    """Return a workbook whose entries say that they are encrypted."""
    content = bytearray(workbook(TABLE))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def lying(claimed: int = 10) -> bytes:
    """Return a workbook whose first entry unpacks to more than it claims."""
    content = bytearray(archive({"xl/workbook.xml": b"<a>" + b" " * 100_000}.items()))
    for mark, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(mark) + size
        content[at : at + 4] = claimed.to_bytes(4, "little")
    return bytes(content)


LAUGHS = '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30)
)
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE w [{LAUGHS}]><worksheet>&l29;</worksheet>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'
