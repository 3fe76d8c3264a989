"""What an action or a problem was made from, in words."""

from datetime import date

from bot.metrics.figures import METRICS
from bot.text import formats, t
from bot.views.blocks.metrics import metric_words
from bot.views.blocks.outside import markup


def made_from(room: str, origin: str, ref: str | None, language: str) -> str:
    """Return what something of a room (action, problem) was made from, as `mrkdwn`.

    The ticket, the warning or the week by name, the message as a link to it, where `ref` says it.
    """
    exact = _exactly(origin, ref or "", language)
    if exact is not None:
        return exact
    key = f"problem.origin.{origin}" if room == "problem" else f"action.origin.{origin}"
    words = t(language, key, ref=markup(ref or "", 20))
    return f"<{ref}|{words}>" if ref and ref.startswith(("https://", "http://")) else words


def _exactly(origin: str, ref: str, language: str) -> str | None:
    if origin in {"report", "complaint"} and "/" in ref:
        ticket = markup(ref.partition("/")[2], 60)
        return t(language, f"action.origin.{origin}.ticket", ticket=ticket)
    metric, _, day = ref.rpartition(":")
    on = _date(day)
    if origin == "warning" and metric in METRICS and on:
        words = {"metric": metric_words(language, metric), "day": formats.days(language, on, on)}
        return t(language, "action.origin.warning.of", **words)
    if origin == "review" and on:
        return t(language, "action.origin.review.of", day=formats.days(language, on, on))
    return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
