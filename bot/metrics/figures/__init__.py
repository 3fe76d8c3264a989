"""The figures of a cohort, and what an answer says."""

from typing import TYPE_CHECKING

from bot.metrics.figures.behind import Behind, behind
from bot.metrics.figures.breakdowns import BREAKDOWNS, Key
from bot.metrics.figures.cohort import (
    AnyCohort,
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
    FEWEST,
    FEWEST_DAYS,
    FEWEST_SAMPLES,
    Days,
    Interval,
    Told,
    interval,
    more_days,
    smallest_change,
    too_few,
    wilson,
    working_spans,
)
from bot.metrics.figures.goals import COMPARISONS, Comparison, Goal, Target
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
from bot.metrics.figures.selection import FILTERS, Filter, Selection, Where, with_values
from bot.metrics.figures.summed import Day, Groups, Known, Summed, Sums, last_of, packed, unpacked
from bot.metrics.figures.survival import Expected
from bot.metrics.figures.tally import Headline, Reach, Rules, Tally

if TYPE_CHECKING:
    from bot.metrics.figures.columns import Columns

__all__ = [
    "BREAKDOWNS",
    "COLUMNS",
    "COMPARISONS",
    "FEWEST",
    "FEWEST_DAYS",
    "FEWEST_SAMPLES",
    "FILTERS",
    "METRICS",
    "AnyCohort",
    "Ask",
    "Behind",
    "Cohort",
    "Columns",
    "Comparison",
    "Day",
    "Days",
    "Direction",
    "Expected",
    "Figures",
    "Filter",
    "Goal",
    "Groups",
    "Headline",
    "Interval",
    "Key",
    "Known",
    "Missing",
    "Reach",
    "Report",
    "Rules",
    "Selection",
    "Summed",
    "Sums",
    "Tally",
    "Target",
    "TicketLine",
    "Told",
    "Verdict",
    "Where",
    "behind",
    "days_of",
    "direction",
    "figures",
    "grouped",
    "in_columns",
    "interval",
    "judge",
    "last_of",
    "mean",
    "more_days",
    "packed",
    "possible",
    "room",
    "rows",
    "smallest_change",
    "too_few",
    "unit",
    "unpacked",
    "wilson",
    "with_values",
    "working_spans",
]
