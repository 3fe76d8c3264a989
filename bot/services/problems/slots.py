"""What a report on a problem is called in the delivery ledger."""

from bot.errors import BotError
from bot.models import ProblemReport

KIND = "problem"


def slot_of(report: ProblemReport) -> str:
    """Return the slot that a report has in every channel it is posted to."""
    return f"{report.team_id}.{report.problem}.{report.number}"


def key_of(slot: str) -> tuple[int, int, int]:
    """Return team, problem and number of the report behind a slot. Raises BotError."""
    parts = slot.split(".")
    if len(parts) != len(("team", "problem", "report")) or not all(map(str.isdecimal, parts)):
        raise BotError("error.button")
    team_id, problem, number = map(int, parts)
    return team_id, problem, number
