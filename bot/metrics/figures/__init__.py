"""The figures of a cohort, and what an answer says."""

from bot.metrics.figures.breakdowns import BREAKDOWNS, Breakdown, Key, breakdown
from bot.metrics.figures.cohort import Figures, Statistic, Verdict, figures, grouped, judge
from bot.metrics.figures.goals import COMPARISONS, Goal
from bot.metrics.figures.percentiles import mean
from bot.metrics.figures.report import Ask, Report, TicketLine

__all__ = [
    "BREAKDOWNS",
    "COMPARISONS",
    "Ask",
    "Breakdown",
    "Figures",
    "Goal",
    "Key",
    "Report",
    "Statistic",
    "TicketLine",
    "Verdict",
    "breakdown",
    "figures",
    "grouped",
    "judge",
    "mean",
]
