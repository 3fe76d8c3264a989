"""What people type, read and checked."""

from bot.services.typed import values
from bot.services.typed.checks import Errors, text_error
from bot.services.typed.values import (
    goal_text,
    known_metric,
    normalised,
    read_duration,
    read_goal,
    write_duration,
)

__all__ = [
    "Errors",
    "goal_text",
    "known_metric",
    "normalised",
    "read_duration",
    "read_goal",
    "text_error",
    "values",
    "write_duration",
]
