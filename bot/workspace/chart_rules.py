"""The rules of charts and tables."""

from __future__ import annotations

import math

from bot.workspace import limits
from bot.workspace.checks import Report, each, integer, is_object, items, one_of, string
from bot.workspace.entities import Json
from bot.workspace.rich_text_rules import rich_text

AXIS_CHARTS = frozenset({"line", "bar", "area"})
TABLE_CELLS = frozenset({"raw_text", "rich_text"})
DATA_CELLS = TABLE_CELLS | {"raw_number"}


def data_visualization(report: Report, at: str, block: Json) -> None:
    """Check a native chart: title, kind, series or segments, and that nothing is missing."""
    string(report, f"{at}/title", block.get("title"), limits.CHART_TITLE, required=True)
    chart = block.get("chart")
    if not is_object(chart):
        report.missing(f"{at}/chart")
    elif chart.get("type") == "pie":
        _pie(report, f"{at}/chart", chart)
    elif chart.get("type") in AXIS_CHARTS:
        _axis_chart(report, f"{at}/chart", chart)
    else:
        report.fault(f"{at}/chart/type", "must be one of area, bar, line, pie")


def _pie(report: Report, at: str, chart: Json) -> None:
    segments = chart.get("segments")
    if items(segments, report, f"{at}/segments", limits.CHART_SEGMENTS):
        each(report, f"{at}/segments", segments, _segment)


def _segment(report: Report, at: str, value: Json) -> None:
    string(report, f"{at}/label", value.get("label"), limits.CHART_LABEL, required=True)
    if not _finite(value.get("value")) or value["value"] <= 0:
        report.fault(f"{at}/value", "must be a number greater than 0")


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _axis_chart(report: Report, at: str, chart: Json) -> None:
    categories = _axis(report, f"{at}/axis_config", chart.get("axis_config"))
    series = chart.get("series")
    if not items(series, report, f"{at}/series", limits.CHART_SERIES):
        return
    each(report, f"{at}/series", series, _series)
    objects = [one for one in series if is_object(one)]
    names = [str(one.get("name")) for one in objects]
    if len(set(names)) != len(names):
        report.fault(f"{at}/series", "series names must be unique")
    for index, one in enumerate(objects):
        labels = [str(point.get("label")) for point in one.get("data") or [] if is_object(point)]
        if sorted(labels) != sorted(categories):
            where = f"{at}/series/{index}/data"
            report.fault(where, "must have exactly one point for every category")


def _axis(report: Report, at: str, config: object) -> list[str]:
    if not is_object(config):
        report.missing(at)
        return []
    for label in ("x_label", "y_label"):
        string(report, f"{at}/{label}", config.get(label), limits.CHART_AXIS_LABEL)
    categories = config.get("categories")
    if not items(categories, report, f"{at}/categories", limits.CHART_POINTS):
        return []
    for index, category in enumerate(categories):
        where = f"{at}/categories/{index}"
        string(report, where, category, limits.CHART_LABEL, required=True)
    if len({str(one) for one in categories}) != len(categories):
        report.fault(f"{at}/categories", "categories must be unique")
    return [str(one) for one in categories]


def _series(report: Report, at: str, value: Json) -> None:
    string(report, f"{at}/name", value.get("name"), limits.CHART_LABEL, required=True)
    points = value.get("data")
    if items(points, report, f"{at}/data", limits.CHART_POINTS):
        each(report, f"{at}/data", points, _point)


def _point(report: Report, at: str, value: Json) -> None:
    string(report, f"{at}/label", value.get("label"), limits.CHART_LABEL, required=True)
    if not _finite(value.get("value")):
        report.fault(f"{at}/value", "must be a finite number")


def table(report: Report, at: str, block: Json) -> None:
    """Check a table: rows of cells of known types, within the limits."""
    rows = block.get("rows")
    if items(rows, report, f"{at}/rows", limits.TABLE_ROWS):
        _rows(report, f"{at}/rows", rows, TABLE_CELLS)
    settings, where = block.get("column_settings"), f"{at}/column_settings"
    if settings is not None and items(settings, report, where, limits.TABLE_COLUMNS, least=0):
        for index, one in enumerate(settings):
            if is_object(one):
                align = one.get("align")
                one_of(report, f"{where}/{index}/align", align, {"left", "center", "right"})


def data_table(report: Report, at: str, block: Json) -> None:
    """Check a sortable data table: caption, even rows, and the total of characters."""
    string(report, f"{at}/caption", block.get("caption"), limits.SECTION_TEXT, required=True)
    integer(report, f"{at}/page_size", block.get("page_size"), 1, limits.DATA_TABLE_PAGE)
    integer(report, f"{at}/row_header_column_index", block.get("row_header_column_index"), 0)
    rows = block.get("rows")
    if not items(rows, report, f"{at}/rows", limits.DATA_TABLE_ROWS, least=2):
        return
    _rows(report, f"{at}/rows", rows, DATA_CELLS, header=DATA_CELLS - {"rich_text"})
    if len({len(row) for row in rows if isinstance(row, list)}) > 1:
        report.fault(f"{at}/rows", "all rows must have the same number of columns")
    if _characters(rows) > limits.DATA_TABLE_CHARACTERS:
        most = limits.DATA_TABLE_CHARACTERS
        report.fault(f"{at}/rows", f"must be less than {most + 1} characters in all")


def _rows(
    report: Report,
    at: str,
    rows: list[object],
    kinds: frozenset[str],
    header: frozenset[str] | None = None,
) -> None:
    for index, row in enumerate(rows):
        where = f"{at}/{index}"
        allowed = header if header and index == 0 else kinds
        if items(row, report, where, limits.TABLE_COLUMNS):
            for column, cell in enumerate(row):
                _cell(report, f"{where}/{column}", cell, allowed)


def _cell(report: Report, at: str, cell: object, kinds: frozenset[str]) -> None:
    if not is_object(cell) or cell.get("type") not in kinds:
        report.fault(at, f"must be one of {', '.join(sorted(kinds))}")
    elif cell["type"] == "rich_text":
        rich_text(report, at, cell)
    elif not isinstance(cell.get("text"), str):
        report.missing(f"{at}/text")
    elif not cell["text"] and "raw_number" in kinds:
        report.fault(f"{at}/text", "must be more than 0 characters")
    elif cell["type"] == "raw_number" and not _finite(cell.get("value")):
        report.fault(f"{at}/value", "must be a finite number")


def _characters(value: object) -> int:
    if isinstance(value, list):
        return sum(_characters(one) for one in value)
    if is_object(value):
        own = value.get("text")
        inner = sum(_characters(one) for one in value.values() if not isinstance(one, str))
        return inner + (len(own) if isinstance(own, str) else 0)
    return 0
