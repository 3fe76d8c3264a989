"""The figures of a daily report: what the eye falls on first, and the table behind it."""

from slackblocks import Block

from bot.metrics.daily.report import ROWS, DailyReport, Measures
from bot.metrics.figures import METRICS
from bot.text import t
from bot.text.formats import duration, number, share
from bot.views.blocks import short_value, table, target_words
from bot.views.figures.headline import (
    Tile,
    answered_words,
    expected_words,
    headline_value,
    outcome_counts,
    spread_tile,
    waiting_tile,
)

_TIMES = ("frt", "resolution")
_NOTHING = "–"


def opening_tiles(report: DailyReport, language: str) -> list[Tile]:
    """Return first response, attainment and waits against target and mean, and the spread."""
    tiles = [_response(report, language), _attainment(report, language)]
    tiles.append(waiting_tile(language, report.figures, report.data, report.as_of))
    spread = spread_tile(language, report.team.statistic, report.figures)
    return [*tiles, spread] if spread else tiles


def figures_table(report: DailyReport, language: str, spans: tuple[str, str]) -> Block:
    """Return the table: the days, the targets, the mean of four weeks, and the month to date."""
    now, month = spans
    columns = [
        t(language, "daily.column.figure"),
        now,
        t(language, "daily.column.target"),
        t(language, "daily.usual"),
        t(language, "daily.column.month", days=month),
    ]
    wanted = [name for name in ROWS if name != "frt_p90" or _spread(report)]
    rows = [
        [
            _label(report, language, name),
            _cell(language, report.now, name),
            _target(report, language, name),
            _cell(language, report.usual.mean, name) if report.usual else _NOTHING,
            _cell(language, report.month, name),
        ]
        for name in wanted
    ]
    return table(t(language, "daily.table"), columns, rows)


def _spread(report: DailyReport) -> bool:
    return report.team.statistic != "p90"


def _response(report: DailyReport, language: str) -> Tile:
    figures, team = report.figures, report.team
    label = t(language, f"report.frt.{team.statistic}")
    value = headline_value(figures, team.statistic)
    answered = answered_words(language, figures)
    hoped = expected_words(language, team, figures)
    if value is None:
        return Tile(None, label, (answered, *hoped))
    usual = report.usual.mean["frt"] if report.usual else None
    was = (_usual(language, duration(language, usual)),) if usual is not None else ()
    return Tile(duration(language, value), label, (*was, answered, *hoped))


def _attainment(report: DailyReport, language: str) -> Tile:
    figures, target = report.figures, report.team.attainment_target
    label = t(language, "report.attainment")
    counts = outcome_counts(language, figures)
    if figures.attainment is None:
        return Tile(None, label, (counts,) if counts else ())
    key = "short" if figures.attainment < target else "reached"
    against = t(language, f"report.attainment.{key}", target=share(language, target))
    usual = report.usual.mean["attainment"] if report.usual else None
    was = (_usual(language, share(language, usual)),) if usual is not None else ()
    return Tile(share(language, figures.attainment), label, (against, *was, counts))


def _usual(language: str, mean: str) -> str:
    """Return what is usual: of a single day it is not said whether it is better or worse."""
    return t(language, "daily.usual.is", mean=mean)


def _label(report: DailyReport, language: str, name: str) -> str:
    if name == "frt":
        return t(language, f"figure.row.frt.{report.team.statistic}")
    return t(language, f"figure.row.{name}")


def _cell(language: str, column: Measures, name: str) -> str:
    value, n = column[name], column.samples.get(name)
    if value is None:
        return _NOTHING
    text = _written(language, name, value)
    return t(language, "daily.cell.rated", value=text, n=number(language, n)) if n else text


def _written(language: str, name: str, value: float) -> str:
    if name in METRICS:
        return short_value(language, name, value)
    return duration(language, value) if name in _TIMES else number(language, value, 1)


def _target(report: DailyReport, language: str, name: str) -> str:
    target, value = report.targets.get(metric_of(report, name)), report.now[name]
    if target is None:
        return _NOTHING
    text = target_words(language, target)
    return text if value is None else f"{'✓' if target.reached_by(value) else '✗'} {text}"


def metric_of(report: DailyReport, name: str) -> str:
    """Return the metric that a row of the report is of; a row that is of none stays as it is."""
    named = {"frt": f"frt_{report.team.statistic}", "resolution": "resolution_median"}
    return named.get(name, name)
