"""What became of a ticket, in words."""

from bot.metrics.tickets import Verdict
from bot.text import t
from bot.text.formats import duration


def verdict_words(language: str, verdict: Verdict) -> str:
    """Return what became of a ticket and why: `✗ answered after 22 min, 7 min over …`."""
    times = {
        "frt": verdict.frt_seconds,
        "waited": verdict.waited_seconds,
        "limit": verdict.limit_seconds,
        "late": verdict.late_by_seconds,
    }
    params = {
        name: duration(language, seconds) for name, seconds in times.items() if seconds is not None
    }
    reasons = [t(language, f"report.reason.{reason}", **params) for reason in verdict.reasons]
    return t(language, "report.comma").join(reasons)


def late_words(language: str, verdict: Verdict, *, is_live: bool = True) -> str:
    """Return by how much a ticket not met was late: `7 min late`, `still waiting, 7 min late`.

    Of data that do not live any more it is not said that it is waiting now.
    """
    if verdict.waited_seconds is not None:
        how = "waiting" if is_live else "unanswered"
    else:
        how = "closed" if verdict.frt_seconds is None else "answered"
    late = duration(language, verdict.late_by_seconds or 0)
    return t(language, f"report.late.{how}", late=late)
