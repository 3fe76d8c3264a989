"""The figures of a cohort, and what an answer says."""

from bot.metrics.figures.breakdowns import BREAKDOWNS, Key
from bot.metrics.figures.cohort import FEWEST, Figures, Verdict, figures, grouped, judge
from bot.metrics.figures.goals import COMPARISONS, Comparison, Goal
from bot.metrics.figures.metrics import METRICS, Direction, Missing, direction, rows, unit
from bot.metrics.figures.percentiles import mean
from bot.metrics.figures.report import Ask, Report, TicketLine
from bot.metrics.figures.survival import Expected

__all__ = [
    "BREAKDOWNS",
    "COMPARISONS",
    "FEWEST",
    "METRICS",
    "Ask",
    "Comparison",
    "Direction",
    "Expected",
    "Figures",
    "Goal",
    "Key",
    "Missing",
    "Report",
    "TicketLine",
    "Verdict",
    "direction",
    "figures",
    "grouped",
    "judge",
    "mean",
    "rows",
    "unit",
]
