"""An item's form, read and checked."""

import re
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from bot.errors import BotError
from bot.metrics.evidence import file_of
from bot.metrics.plans import LIMITS, STATUSES
from bot.metrics.texts import Texts, cleaned
from bot.services.owners import owner_problems
from bot.services.readers import Profile
from bot.services.text_checks import Problems, text_problem

_LINK = re.compile(r"https?://[^\s<>|]+")
_COLUMNS = {"owner": "owner_id", "due": "due_on"}


def problems_of(
    texts: Texts, changed: AbstractSet[str], owner: Profile | None, today: date
) -> Problems:
    """Return what is wrong with an item as it would stand, by field.

    A date that passed and an owner who left meanwhile may stay; they are not to be chosen anew.
    """
    if texts["status"] not in STATUSES:
        raise BotError("error.button")
    problems: dict[str, BotError] = {}
    for name, needed in (("title", True), ("standard", False), ("phase", True)):
        if name in changed:
            problems |= text_problem(name, texts[name], LIMITS[name], needed=needed)
    problems |= text_problem("remark", texts["remark"], LIMITS["remark"])
    if texts["status"] == "not_met" and cleaned(texts["remark"]) is None:
        problems["remark"] = BotError("checklist.error.remark")
    if "evidence" in changed:
        problems |= _evidence_problem(texts["evidence"].strip())
    if "owner" in changed and texts["owner"]:
        problems |= owner_problems(owner)
    if "due" in changed and texts["due"] and date.fromisoformat(texts["due"]) < today:
        problems["due"] = BotError("action.error.past")
    return problems


def columns(wanted: Texts) -> dict[str, Any]:
    """Return the values of an item's row for fields that are to change.

    An item of the built-in template without a standard of its own has the template's.
    """
    values: dict[str, Any] = {}
    for name, text in wanted.items():
        kept = cleaned(text)
        if name == "due":
            values["due_on"] = date.fromisoformat(text) if text else None
        elif name == "file":
            file = file_of(text)
            values |= {f"file_{part}": getattr(file, part, None) for part in ("id", "name", "link")}
        elif name in {"status", "phase", "title"}:
            values[name] = kept or ""
        else:
            values[_COLUMNS.get(name, name)] = kept
    return values


def _evidence_problem(link: str) -> dict[str, BotError]:
    if not link:
        return {}
    if len(link) > LIMITS["evidence"]:
        return dict(text_problem("evidence", link, LIMITS["evidence"]))
    return {} if _LINK.fullmatch(link) else {"evidence": BotError("checklist.error.link")}
