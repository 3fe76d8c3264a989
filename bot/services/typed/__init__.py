"""What people type, read and checked."""

from bot.metrics import typed as values
from bot.metrics.typed import (
    goal_text,
    known_metric,
    normalised,
    read_duration,
    read_goal,
    write_duration,
)
from bot.services.typed import files
from bot.services.typed.checks import Errors, is_count, text_error

__all__ = [
    "Errors",
    "files",
    "goal_text",
    "is_count",
    "known_metric",
    "normalised",
    "read_duration",
    "read_goal",
    "text_error",
    "values",
    "write_duration",
]
