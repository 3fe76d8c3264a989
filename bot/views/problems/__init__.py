"""Problems: card, forms, lists, report."""

from bot.views.problems import card, report
from bot.views.problems.card import make_problem_button, value_of
from bot.views.problems.one_line import line, line_words

__all__ = [
    "card",
    "line",
    "line_words",
    "make_problem_button",
    "report",
    "value_of",
]
