"""The tickets that hurt most, as lines of the daily report."""

from itertools import accumulate
from unicodedata import east_asian_width

from slackblocks import Block

from bot.metrics.daily.cases import Case
from bot.metrics.daily.report import DailyReport
from bot.views.actions import make_button
from bot.views.blocks import late_words, markup, section, ticket_link

_ID, _REF = 40, 300
_WIDE, _LEAST = 30, 12


def ticket_lines(report: DailyReport, language: str) -> list[Block | None]:
    """Return a paragraph for each ticket, in two lines, with *Make an action* beside it."""
    is_live = report.data.is_live
    return [
        section(
            f"*{_title(report, case)}*\n{late_words(language, case.line.verdict, is_live=is_live)}",
            f"case-{at}",
            make_button(language, "report", _ref(case)[:_REF], report.team.id),
        )
        for at, case in enumerate(report.cases, 1)
    ]


def _title(report: DailyReport, case: Case) -> str:
    line = case.line
    number = ticket_link(line.external_id, report.team.addresses.of(line.source), _ID)
    if not line.subject:
        return number
    room = max(_WIDE - len(line.external_id), _LEAST)
    return f"{number} · {markup(line.subject, _fitting(line.subject, room))}"


def _fitting(text: str, room: int) -> int:
    """Return how many characters of a text are so wide: Chinese ones count for two."""
    widths = accumulate(1 + (east_asian_width(char) in "WF") for char in text)
    return sum(width <= room for width in widths)


def _ref(case: Case) -> str:
    return f"{case.line.source}/{case.line.external_id}"
