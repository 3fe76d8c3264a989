"""Checklists as files of rows: CSV, XLSX or YAML, by the end of the name."""

import csv
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.sources.whole_file import written_whole

Rows = list[dict[str, str]]

_LARGEST = 5 << 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOTHING = {"null", "Null", "NULL", "~"}
_TAGS = {None, "!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "seq", "map"))}
_WIDTH = 24
_WIDTHS = (16, 40, 60, 16, 16, 8, 12, 14, 40, 40, 30, 40, 20)


def read_rows(path: Path) -> Rows:
    """Return the rows of a file by column name, each cell as text. Raises BotError."""
    kind = _kind(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise BotError("plan.error.file", path=path.name, why=f"> {_LARGEST >> 20} MB")
        return _read_yaml(path) if kind == "yaml" else _read_table(path)
    except OSError as error:
        raise BotError("import.no_file", path=path.name) from error


def write_rows(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows to a file, whole, over one that is there.

    Raises BotError for a name of another kind, and where nothing can be written.
    """
    write = {"csv": _write_csv, "xlsx": _write_workbook, "yaml": _write_yaml}[_kind(path)]
    with written_whole(path) as fresh:
        write(fresh, header, rows)


def defused(row: Sequence[str]) -> list[str]:
    """Return a row for a CSV file with a mark before every cell that starts like a formula."""
    return [f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row]


def _kind(path: Path) -> str:
    kinds = {".csv": "csv", ".xlsx": "xlsx", ".yaml": "yaml", ".yml": "yaml"}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise BotError("plan.error.kind", path=path.name)
    return kind


def _read_table(path: Path) -> Rows:
    from bot.sources.files.examine import examine
    from bot.sources.files.opening import open_table

    table = open_table(examine(path, lambda _done, _size: None))
    rows: Rows = []
    for batch in table.batches(table.header):
        if batch.bad:
            bad = batch.bad[0]
            raise BotError("plan.error.file", path=path.name, why=f"{bad.row}: {bad.reason}")
        for at in range(len(batch.rows)):
            cells = {name: values[at] or "" for name, values in batch.cells.items()}
            rows.append({name: _plain(cell) for name, cell in cells.items()})
    return rows


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _read_yaml(path: Path) -> Rows:
    import yaml

    class Texts(yaml.BaseLoader):
        """Takes every value as it is written, and nothing that stands for something elsewhere."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            event = self.peek_event()  # type: ignore[no-untyped-call]
            is_alias = isinstance(event, yaml.AliasEvent)
            if is_alias or getattr(event, "tag", None) not in _TAGS:
                raise yaml.MarkedYAMLError(problem="no value", problem_mark=event.start_mark)
            return super().compose_node(parent, index)

    try:
        read: Any = yaml.load(path.read_text(encoding="utf-8-sig"), Texts)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        why = f"{mark.line + 1}:{mark.column + 1}" if mark else type(error).__name__
        raise BotError("plan.error.file", path=path.name, why=why) from error
    items = read.get("items") if isinstance(read, dict) else read
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BotError("plan.error.no_items", path=path.name)
    return [{str(name): _scalar(path, value) for name, value in item.items()} for item in items]


def _scalar(path: Path, value: object) -> str:
    if not isinstance(value, str):
        raise BotError("plan.error.file", path=path.name, why=str(value)[:60])
    return "" if value in _NOTHING else value


def _write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # Excel reads UTF-8 only with the mark, and a cell that starts like a formula as one.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(map(defused, rows))


def _write_workbook(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from xlsxwriter import Workbook

    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        bold, wrapped = (
            workbook.add_format({"bold": True}),
            workbook.add_format({"text_wrap": True}),
        )
        widths = _WIDTHS if len(header) == len(_WIDTHS) else (_WIDTH,) * len(header)
        for column, (name, width) in enumerate(zip(header, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, wrapped)
        sheet.freeze_panes(1, 0)
    path.write_bytes(made.getvalue())


def _write_yaml(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    items = [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]
    import yaml

    text = yaml.safe_dump({"items": items}, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, encoding="utf-8")
