"""Figures that somebody asks for, and the tickets behind them."""

from bot.services.figures import asking, silence, stats
from bot.services.figures.answering import Answer, drawn, refuse_to_share, report
from bot.services.figures.asking import LONGEST, ME, ask_of, period_of
from bot.services.figures.behind import tickets_behind
from bot.services.figures.cohorts import beside, opened_within, solved_within
from bot.services.figures.rollups import forget_rollups
from bot.services.figures.stats import Stats
from bot.services.figures.targets import targets_of
from bot.services.figures.volume import side_of, visible
from bot.services.figures.waits import Waits, drawn_waits

__all__ = [
    "LONGEST",
    "ME",
    "Answer",
    "Stats",
    "Waits",
    "ask_of",
    "asking",
    "beside",
    "drawn",
    "drawn_waits",
    "forget_rollups",
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
    "visible",
]
