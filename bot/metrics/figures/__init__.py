"""The figures of a cohort, and what an answer says."""

from typing import TYPE_CHECKING

from bot.metrics.figures.breakdowns import BREAKDOWNS, Key
from bot.metrics.figures.cohort import (
    Cohort,
    Figures,
    Verdict,
    days_of,
    figures,
    grouped,
    in_columns,
    judge,
)
from bot.metrics.figures.evidence import (
    FEWEST_DAYS,
    FEWEST_SAMPLES,
    Days,
    Interval,
    Told,
    interval,
    more_days,
    smallest_change,
    wilson,
    working_spans,
)
from bot.metrics.figures.goals import COMPARISONS, Comparison, Goal
from bot.metrics.figures.many import COLUMNS
from bot.metrics.figures.metrics import (
    METRICS,
    Direction,
    Missing,
    direction,
    possible,
    room,
    rows,
    unit,
)
from bot.metrics.figures.percentiles import mean
from bot.metrics.figures.report import Ask, Report, TicketLine
from bot.metrics.figures.survival import Expected
from bot.metrics.figures.tally import Rules

if TYPE_CHECKING:
    from bot.metrics.figures.columns import Columns

__all__ = [
    "BREAKDOWNS",
    "COLUMNS",
    "COMPARISONS",
    "FEWEST_DAYS",
    "FEWEST_SAMPLES",
    "METRICS",
    "Ask",
    "Cohort",
    "Columns",
    "Comparison",
    "Days",
    "Direction",
    "Expected",
    "Figures",
    "Goal",
    "Interval",
    "Key",
    "Missing",
    "Report",
    "Rules",
    "TicketLine",
    "Told",
    "Verdict",
    "days_of",
    "direction",
    "figures",
    "grouped",
    "in_columns",
    "interval",
    "judge",
    "mean",
    "more_days",
    "possible",
    "room",
    "rows",
    "smallest_change",
    "unit",
    "wilson",
    "working_spans",
]
