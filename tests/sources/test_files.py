import io
import zipfile
from datetime import UTC, datetime

import pytest

from bot.sources.columns import recognise
from bot.sources.files.examine import examine
from bot.sources.files.opening import open_table
from bot.sources.tickets import TicketReader
from bot.sources.values.instants import Wall

CHINESE = (
    "工单号,创建时间,客服,主题\n"
    "1,2026-11-02 09:00:00,张三,退款问题\n2,2026-11-02 10:00:00,李四,账号\n"
)
WESTERN = "id,created,agent,subject\n1,2026-11-02 09:00:00,Zoë Müller,Crème brûlée à la carte\n"


def tickets(path, content, **mapping):
    path.write_bytes(content)
    facts = examine(path, lambda _done, _total: None)
    table = open_table(facts)
    columns = recognise(table.header) | mapping
    reader = TicketReader(columns, Wall("UTC", starts_1904=table.starts_1904))
    found, bad = [], []
    for batch in table.batches([name for names in columns.values() for name in names]):
        staged = reader.read(batch)
        found += staged.tickets.to_dicts()
        bad += staged.bad
    return found, bad


def at(micros):
    return datetime.fromtimestamp(micros / 1e6, UTC)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_chinese_in_every_encoding(tmp_path, encoding):
    found, bad = tickets(tmp_path / "f.csv", CHINESE.encode(encoding))
    assert [row["agent"] for row in found] == ["张三", "李四"]
    assert [row["row"] for row in found] == [2, 3]
    assert not bad


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_western_letters(tmp_path, encoding):
    found, _ = tickets(tmp_path / "f.csv", WESTERN.encode(encoding))
    assert found[0]["agent"] == "Zoë Müller"
    assert found[0]["subject"] == "Crème brûlée à la carte"


def test_a_stray_byte_spoils_its_row_only(tmp_path):
    text = CHINESE + "".join(f"{n},2026-11-02 09:00:00,王五,好\n" for n in range(3, 40))
    content = text.encode().replace("李四".encode(), b"\xc0\xaf", 1)
    found, bad = tickets(tmp_path / "f.csv", content)
    assert len(found) == 38
    assert [(row.row, row.reason) for row in bad] == [(3, "undecodable")]


@pytest.mark.parametrize("separator", list(",;\t|"))
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path, separator, line_end):
    text = CHINESE.replace(",", separator).replace("\n", line_end)
    found, bad = tickets(tmp_path / "f.csv", text.encode())
    assert ([row["external_id"] for row in found], bad) == (["1", "2"], [])


def test_excels_own_separator_line(tmp_path):
    found, _ = tickets(tmp_path / "f.csv", ("sep=;\r\n" + CHINESE.replace(",", ";")).encode())
    assert [row["row"] for row in found] == [3, 4]


def test_rows_across_blocks_keep_their_lines(tmp_path):
    rows = "".join(f'{n},2026-11-02 09:00:00,"a\n{n}",{"x" * 100}\n' for n in range(30_000))
    found, bad = tickets(tmp_path / "f.csv", ("id,created,agent,subject\n" + rows).encode())
    assert not bad
    assert [row["row"] for row in found] == list(range(2, 60_002, 2))
    assert all(row["agent"] == f"a\n{row['external_id']}" for row in found)


def workbook(rows, *, is_1904=False, extra=(), declared="A1:Z9"):
    """Return a minimal workbook; a float is a number, a pair a number with a style."""

    def cell(place, row, value):
        name = f"{chr(65 + place)}{row}"
        if isinstance(value, str):
            return f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'
        number, style = value if isinstance(value, tuple) else (value, 0)
        return f'<c r="{name}" s="{style}"><v>{number}</v></c>'

    sheet = "".join(
        f'<row r="{row}">'
        + "".join(cell(place, row, value) for place, value in enumerate(values))
        + "</row>"
        for row, values in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" '
        f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}">'
        f'<workbookPr date1904="{int(is_1904)}"/>'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" '
        f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{rel}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="22"/>'
        '<xf numFmtId="14"/><xf numFmtId="21"/><xf numFmtId="46"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><dimension ref="{declared}"/>'
        f"<sheetData>{sheet}</sheetData></worksheet>",
        **dict(extra),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


HEADER = ["id", "created", "first response time", "Date", "Time"]
ROW = [7, (46331.6277777778, 1), (0.0034722222, 3), (46331, 2), (0.5, 3)]


def test_a_workbook_with_date_time_and_number_cells(tmp_path):
    found, bad = tickets(tmp_path / "f.xlsx", workbook([HEADER, ROW]))
    (ticket,) = found
    assert not bad
    assert (ticket["external_id"], ticket["row"]) == ("7", 2)
    assert at(ticket["opened_at"]) == datetime(2026, 11, 5, 15, 4, tzinfo=UTC)
    assert ticket["first_response_at"] - ticket["opened_at"] == 300_000_000


def test_a_date_cell_and_a_time_cell_are_joined(tmp_path):
    found, _ = tickets(tmp_path / "f.csv", workbook([HEADER, ROW]), opened_at=("Date", "Time"))
    assert at(found[0]["opened_at"]) == datetime(2026, 11, 5, 12, tzinfo=UTC)


def test_bare_day_numbers_follow_the_workbooks_system(tmp_path):
    rows = [["id", "created"], [1, 46331.5]]
    old, _ = tickets(tmp_path / "f.xlsx", workbook(rows))
    new, _ = tickets(tmp_path / "g.xlsx", workbook(rows, is_1904=True))
    assert at(old[0]["opened_at"]) == datetime(2026, 11, 5, 12, tzinfo=UTC)
    assert at(new[0]["opened_at"]) == datetime(2030, 11, 6, 12, tzinfo=UTC)


def test_a_wrong_dimension_tag_hides_nothing(tmp_path):
    found, _ = tickets(tmp_path / "f.xlsx", workbook([HEADER, ROW], declared="A1:A1"))
    assert len(found) == 1
