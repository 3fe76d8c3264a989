"""Problems and their reports as values."""

from bot.metrics.problems.problems import KINDS, MOST_TICKETS, WHYS, ProblemFacts

__all__ = ["KINDS", "MOST_TICKETS", "WHYS", "ProblemFacts"]
