"""Answers to questions for figures."""

from bot.views.figures import report, silence, waiting
from bot.views.figures.headline import (
    Compared,
    Tile,
    attainment_tile,
    headline_value,
    outcome_counts,
    response_tile,
    waiting_tile,
)
from bot.views.figures.quality import quality_line

__all__ = [
    "Compared",
    "Tile",
    "attainment_tile",
    "headline_value",
    "outcome_counts",
    "quality_line",
    "report",
    "response_tile",
    "silence",
    "waiting",
    "waiting_tile",
]
