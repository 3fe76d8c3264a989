"""Figures that somebody asks for, and the tickets behind them."""

from bot.services.figures import asking, mending, silence, stats
from bot.services.figures.answering import Answer, drawn, refuse_to_share, report
from bot.services.figures.asking import LONGEST, ME, ask_of, filters_of, is_sure, period_of
from bot.services.figures.behind import tickets_behind
from bot.services.figures.cohorts import beside, opened_within, solved_within
from bot.services.figures.rollups import forget_rollups
from bot.services.figures.selecting import understood
from bot.services.figures.stats import Stats
from bot.services.figures.targets import targets_of
from bot.services.figures.values import NOT_UNDERSTOOD, NOTHING, NotUnderstoodError, Values
from bot.services.figures.volume import side_of, visible
from bot.services.figures.waits import Waits, drawn_waits

__all__ = [
    "LONGEST",
    "ME",
    "NOTHING",
    "NOT_UNDERSTOOD",
    "Answer",
    "NotUnderstoodError",
    "Stats",
    "Values",
    "Waits",
    "ask_of",
    "asking",
    "beside",
    "drawn",
    "drawn_waits",
    "filters_of",
    "forget_rollups",
    "is_sure",
    "mending",
    "opened_within",
    "period_of",
    "refuse_to_share",
    "report",
    "side_of",
    "silence",
    "solved_within",
    "stats",
    "targets_of",
    "tickets_behind",
    "understood",
    "visible",
]
