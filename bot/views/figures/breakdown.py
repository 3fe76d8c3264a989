"""The table of a breakdown (`by channel`)."""

from collections.abc import Sequence
from datetime import date

from slackblocks import Block

from bot.metrics.figures.breakdowns import BREAKDOWNS
from bot.metrics.figures.cohort import Figures
from bot.metrics.figures.evidence import too_few
from bot.metrics.figures.report import Group
from bot.text import t
from bot.text.formats import day, duration, hour, number, weekday
from bot.views.blocks import MOST_ROWS, Cell, context, table, ticket_value
from bot.views.figures.headline import headline_value, in_time, in_time_between

_KEY_LENGTH = 60
_PAGE = 10
OF_PEOPLE = "agent"
"""The breakdown whose rows are single people."""


def breakdown_blocks(
    language: str, by: str, statistic: str, groups: Sequence[Group], caption: str
) -> list[Block | None]:
    """Return the table of groups with the team's statistic, and how many rows it can't hold."""
    if not groups:
        return []
    middle = "median" if statistic == "p90" else statistic
    keys = ("attainment", middle, "tickets", "open_waits", "p90")
    rows = [_row(language, by, middle, group) for group in groups[:MOST_ROWS]]
    left = len(groups) - len(rows)
    notes = [t(language, "report.table.more", n=left)] if left else []
    if by == OF_PEOPLE and any(not too_few(group.figures.judged) for group in groups):
        notes.append(t(language, "report.table.between"))
    columns = [t(language, f"report.column.{key}") for key in keys]
    first = t(language, f"breakdown.column.{by}")
    drawn = table(caption, [first, *columns], rows, page=_PAGE)
    return [drawn, context(" ".join(notes), "table_note")]


def group_name(language: str, by: str, key: str | None) -> str:
    """Return the name of a group; those without a value say so, hours and days are written out."""
    if key is None:
        return t(language, f"breakdown.without.{by}")
    written = BREAKDOWNS[by].written
    if written == "hour":
        return hour(int(key))
    if written == "weekday":
        return weekday(language, int(key))
    if written == "date":
        return day(language, date.fromisoformat(key))
    return ticket_value(language, by, key, _KEY_LENGTH)


def _row(language: str, by: str, middle: str, group: Group) -> list[Cell]:
    figures: Figures = group.figures
    return [
        group_name(language, by, group.key),
        _share(language, figures, between=by == OF_PEOPLE),
        _time(language, headline_value(figures, middle)),
        (figures.tickets, number(language, figures.tickets)),
        _count(language, figures.open_waits),
        _time(language, figures.frt_p90_seconds),
    ]


def _count(language: str, n: int | None) -> Cell:
    return t(language, "report.no_data") if n is None else (n, number(language, n))


def _time(language: str, seconds: float | None) -> Cell:
    if seconds is None:
        return t(language, "report.no_data")
    return round(seconds, 1), duration(language, seconds)


def _share(language: str, figures: Figures, *, between: bool) -> Cell:
    if figures.attainment is None:
        return t(language, "report.no_data")
    words = in_time_between if between else in_time
    return round(figures.attainment, 4), words(language, figures)
