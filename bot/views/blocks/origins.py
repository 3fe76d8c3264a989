"""What an action or a problem was made from, in words."""

from datetime import date

from bot.metrics.daily import OfGroup, OfTicket, origin_of
from bot.metrics.figures import METRICS
from bot.metrics.tickets import NOWHERE, Addresses
from bot.text import formats, t
from bot.views.blocks.metrics import metric_words
from bot.views.blocks.outside import markup
from bot.views.blocks.slices import slice_words
from bot.views.blocks.tickets import ticket_link
from bot.views.blocks.verdicts import late_words, verdict_words


def made_from(
    room: str,
    origin: str,
    ref: str | None,
    language: str,
    addresses: Addresses = NOWHERE,
    *,
    is_short: bool = False,
) -> str:
    """Return what something of a room (action, problem) was made from, as `mrkdwn`.

    The ticket with what was late, the group of them, the warning or the week by name, the message
    as a link to it, where `ref` says it. `addresses` say where the team's tickets are found. With
    `is_short` it is of a ticket only by how much it was late.
    """
    exact = _of_tickets(ref or "", language, addresses, is_short=is_short)
    exact = exact or _exactly(origin, ref or "", language, addresses)
    if exact is not None:
        return exact
    key = f"problem.origin.{origin}" if room == "problem" else f"action.origin.{origin}"
    words = t(language, key, ref=markup(ref or "", 20))
    return f"<{ref}|{words}>" if ref and ref.startswith(("https://", "http://")) else words


def _of_tickets(ref: str, language: str, addresses: Addresses, *, is_short: bool) -> str | None:
    found = origin_of(ref)
    if isinstance(found, OfGroup):
        group = markup(slice_words(language, found.total, found.slice), 200)
        return t(language, "action.origin.group", group=group)
    if isinstance(found, OfTicket):
        ticket = ticket_link(found.key.external_id, addresses.of(found.key.source), 60)
        if is_short and found.verdict.late_by_seconds:
            late = late_words(language, found.verdict, is_live=False)
        else:
            late = markup(verdict_words(language, found.verdict), 200)
        return t(language, "action.origin.ticket", ticket=ticket, late=late)
    return None


def _exactly(origin: str, ref: str, language: str, addresses: Addresses) -> str | None:
    if origin in {"report", "complaint", "case"} and "/" in ref:
        source, _, number = ref.partition("/")
        ticket = ticket_link(number, addresses.of(source), 60)
        of = "complaint" if origin == "complaint" else "report"
        return t(language, f"action.origin.{of}.ticket", ticket=ticket)
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
