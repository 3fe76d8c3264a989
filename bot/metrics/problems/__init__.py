"""Problems and their reports as values."""

from bot.metrics.problems.problems import MOST_TICKETS, WHYS, Draft, ProblemFacts, tickets_text

__all__ = ["MOST_TICKETS", "WHYS", "Draft", "ProblemFacts", "tickets_text"]
