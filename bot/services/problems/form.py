"""A problem's form, read and checked."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.daily import CAUSES
from bot.metrics.figures import METRICS
from bot.metrics.problems.problems import KINDS, LIMITS, MOST_TICKETS, WHYS
from bot.metrics.texts import Texts, cleaned
from bot.metrics.tickets import TicketKey
from bot.services.people import Profile, owner_errors
from bot.services.typed import Errors, text_error
from bot.store.problems import problems as store

_BETWEEN = re.compile(r"[\n,;，；、]+")
_CHOICES: dict[str, Collection[str]] = {"kind": KINDS, "metric": METRICS, "cause": CAUSES}
_COLUMNS = {"owner": "owner_id", "due": "due_on"}


def errors_of(typed: Texts, changed: Collection[str], owner: Profile | None, today: date) -> Errors:
    """Return what is wrong with the fields that are to change; raises BotError for no such choice.

    A date that passed and an owner who left meanwhile may stay; they are not to be chosen anew.
    """
    wrong: dict[str, BotError] = {}
    for name, choices in _CHOICES.items():
        if typed.get(name) and typed[name] not in choices:
            raise BotError("error.button")
    if "kind" in typed and not typed["kind"]:
        raise BotError("error.button")
    for name in changed:
        if name in LIMITS:
            wrong |= text_error(name, typed[name], LIMITS[name], needed=name == "seen")
    if "owner" in changed and typed["owner"]:
        wrong |= owner_errors(owner)
    due = read_day(typed["due"]) if "due" in changed else None
    if due is not None and due < today:
        wrong["due"] = BotError("action.error.past")
    return wrong


def read_day(text: str | None) -> date | None:
    """Return the date of a field, None where it is empty; raises BotError for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BotError("error.button") from error


def analysis_errors(typed: Texts) -> Errors:
    """Return what is wrong with five whys together: a root cause has a class, and either a why."""
    wrong: dict[str, BotError] = {}
    if not any(cleaned(typed.get(name)) for name in WHYS):
        wrong["why1"] = BotError("problem.error.no_why")
    root, cause = cleaned(typed.get("root_cause")), typed.get("cause")
    if root and not cause:
        wrong["cause"] = BotError("problem.error.cause")
    if cause and not root:
        wrong["root_cause"] = BotError("problem.error.root_cause")
    return wrong


async def read_tickets(
    session: AsyncSession, team_id: int, typed: str, attached: Sequence[TicketKey] = ()
) -> tuple[tuple[TicketKey, ...], Errors]:
    """Return the tickets whose ids were typed, or what is wrong; those attached are known already.

    An id that several sources have is written as `source/id`.
    """
    wanted = dict.fromkeys(part for one in _BETWEEN.split(typed) if (part := cleaned(one)))
    if len(wanted) > MOST_TICKETS:
        error = BotError("problem.error.tickets", most=MOST_TICKETS, has=len(wanted))
        return (), {"tickets": error}
    ids = [*wanted, *(part.partition("/")[2] for part in wanted if "/" in part)]
    stored = await store.found_tickets(session, team_id, ids) if ids else []
    read: list[TicketKey] = []
    for part in wanted:
        known = _named(part, attached) or _named(part, stored)
        if len(known) != 1:
            key = "problem.error.ticket_sources" if known else "problem.error.ticket"
            sources = ", ".join(f"{source}/{external_id}" for source, external_id in known)
            return (), {"tickets": BotError(key, id=part[:80], sources=sources[:200])}
        read += known
    return tuple(dict.fromkeys(read)), {}


def columns(wanted: Texts) -> dict[str, Any]:
    """Return the values of a problem's row for fields that are to change."""
    values: dict[str, Any] = {}
    for name, text in wanted.items():
        if name == "due":
            values["due_on"] = read_day(text)
        elif name not in {*WHYS, "tickets"}:
            values[_COLUMNS.get(name, name)] = cleaned(text)
    return values


def _named(part: str, tickets: Sequence[TicketKey]) -> list[TicketKey]:
    return [one for one in tickets if part in {one[1], f"{one[0]}/{one[1]}"}]
