"""Answers to questions for figures."""

from bot.views.figures import report, silence, waiting
from bot.views.figures.against import against_words
from bot.views.figures.headline import (
    Compared,
    Tile,
    answered_words,
    attainment_tile,
    expected_words,
    headline_value,
    outcome_counts,
    response_tile,
    spread_tile,
    waiting_tile,
)
from bot.views.figures.quality import quality_line, reach_parts

__all__ = [
    "Compared",
    "Tile",
    "against_words",
    "answered_words",
    "attainment_tile",
    "expected_words",
    "headline_value",
    "outcome_counts",
    "quality_line",
    "reach_parts",
    "report",
    "response_tile",
    "silence",
    "spread_tile",
    "waiting",
    "waiting_tile",
]
