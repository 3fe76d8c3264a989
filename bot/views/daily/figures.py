"""The figures of a daily report: those that stand first, and the table of all of them."""

from slackblocks import Block

from bot.metrics.daily.report import ROWS, DailyReport, Measures
from bot.metrics.figures import METRICS, too_few
from bot.text import t
from bot.text.formats import days, duration, number
from bot.views.blocks import capital, short_value, table, target_words
from bot.views.figures import Tile, headline_value, waiting_tile

_TIMES = ("frt", "resolution")
_NOTHING = "–"


def share_before(report: DailyReport, language: str) -> str:
    """Return what the share in time was the day before and is on average; empty without either."""
    return capital(" · ".join(_before(report, language, "attainment")))


def response_tile(report: DailyReport, language: str) -> Tile:
    """Return the first response time by the team's statistic."""
    label = t(language, f"report.frt.{report.team.statistic}")
    value = headline_value(report.figures, report.team.statistic)
    if value is None:
        return Tile(None, label, ())
    return Tile(duration(language, value), label, _beside(report, language, "frt"))


def now_waiting(report: DailyReport, language: str) -> Tile | None:
    """Return who waits now, whenever they came; None where it is known that nobody does."""
    figures, data = report.figures, report.data
    if data.is_live and figures.open_waits_now == 0:
        return None
    tile = waiting_tile(language, figures, data, report.as_of)
    return tile._replace(label=t(language, "daily.waiting"))


def number_lines(report: DailyReport, language: str) -> str:
    """Return the two numbers beside the share as `mrkdwn`, with what they are held against."""
    response, waiting = response_tile(report, language), now_waiting(report, language)
    nobody = t(language, "report.nobody_waits")
    return "\n".join((_line(language, response), _line(language, waiting) if waiting else nobody))


def _line(language: str, tile: Tile) -> str:
    return " · ".join(filter(None, tile.markup(language).split("\n")))


def _beside(report: DailyReport, language: str, name: str) -> tuple[str, ...]:
    """Return the target or nothing, then the day before and the mean where there are any."""
    return (target_cell(report, language, name), *_before(report, language, name))


def _before(report: DailyReport, language: str, name: str) -> list[str]:
    """Return the day before and the mean where there are any, in words.

    Of a single day it is not said whether it is better or worse than usual.
    """
    before, usual, notes = report.day_before, report.usual, list[str]()
    if before and not too_few(int(before.column["tickets"] or 0)):
        was = before.column[name]
        if was is not None:
            notes.append(t(language, "daily.day_before", value=_written(language, name, was)))
    if usual and (mean := usual.mean[name]) is not None:
        notes.append(t(language, "daily.usual.is", mean=_written(language, name, mean)))
    return notes


def figures_table(report: DailyReport, language: str) -> Block:
    """Return the table: the days, the targets, the day before, the mean, the month to date."""
    period, month, before = report.period, report.month_period, report.day_before
    columns: list[tuple[str, Measures | None]] = [
        (t(language, "daily.usual"), report.usual.mean if report.usual else None),
        (days(language, month.first_day, month.last_day), report.month),
    ]
    if before:
        columns.insert(0, (days(language, before.first_day, before.last_day), before.column))
    titles = [
        t(language, "daily.column.figure"),
        days(language, period.first_day, period.last_day),
        t(language, "daily.column.target"),
        *(title for title, _ in columns),
    ]
    wanted = [name for name in ROWS if name != "frt_p90" or report.team.statistic != "p90"]
    rows = [
        [
            _label(report, language, name),
            _cell(language, report.now, name),
            target_cell(report, language, name) or _NOTHING,
            *(_cell(language, column, name) for _, column in columns),
        ]
        for name in wanted
    ]
    return table(t(language, "daily.table"), titles, rows)


def target_cell(report: DailyReport, language: str, name: str) -> str:
    """Return the target of a row with who says so, and whether it is reached; empty without one.

    Of a few tickets it is not said whether it is reached.
    """
    metric = _metric(report, name)
    target, value = report.targets.get(metric), report.now[name]
    if target is None:
        return ""
    text = target_words(language, target)
    if value is None or too_few(_samples(report, name, metric)):
        return text
    return f"{'✓' if target.reached_by(value) else '✗'} {text}"


def _samples(report: DailyReport, name: str, metric: str) -> int:
    """Return how many tickets the value of a row is of; those solved are by the day of it."""
    if name == "resolution":
        return round(report.now["solved"] or 0)
    known = report.now.samples.get(name)
    return METRICS[metric].n(report.figures) if known is None else known


def _metric(report: DailyReport, name: str) -> str:
    """Return the metric that a row of the report is of; a row that is of none stays as it is."""
    named = {"frt": f"frt_{report.team.statistic}", "resolution": "resolution_median"}
    return named.get(name, name)


def _label(report: DailyReport, language: str, name: str) -> str:
    if name == "frt":
        return t(language, f"figure.row.frt.{report.team.statistic}")
    return t(language, f"figure.row.{name}")


def _cell(language: str, column: Measures | None, name: str) -> str:
    value = column[name] if column else None
    if column is None or value is None:
        return _NOTHING
    text, n = _written(language, name, value), column.samples.get(name)
    return t(language, "daily.cell.rated", value=text, n=number(language, n)) if n else text


def _written(language: str, name: str, value: float) -> str:
    if name in METRICS:
        return short_value(language, name, value)
    return duration(language, value) if name in _TIMES else number(language, value, 1)
