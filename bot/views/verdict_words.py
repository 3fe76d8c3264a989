"""What became of a ticket, in words."""

from bot.metrics.verdicts import Verdict
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
