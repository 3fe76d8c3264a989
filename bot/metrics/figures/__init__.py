"""The figures of a cohort, and what an answer says."""

from bot.metrics.figures.breakdowns import BREAKDOWNS, Breakdown, Key, breakdown
from bot.metrics.figures.cohort import Figures, Verdict, figures, grouped, judge
from bot.metrics.figures.goals import COMPARISONS, Comparison, Goal
from bot.metrics.figures.metrics import METRICS, Direction, Missing, direction, rows, unit
from bot.metrics.figures.percentiles import mean
from bot.metrics.figures.report import Ask, Report, TicketLine

__all__ = [
    "BREAKDOWNS",
    "COMPARISONS",
    "METRICS",
    "Ask",
    "Breakdown",
    "Comparison",
    "Direction",
    "Figures",
    "Goal",
    "Key",
    "Missing",
    "Report",
    "TicketLine",
    "Verdict",
    "breakdown",
    "direction",
    "figures",
    "grouped",
    "judge",
    "mean",
    "rows",
    "unit",
]
