"""An item's form, read and checked."""

import re
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from bot.errors import BotError
from bot.metrics.files import file_of
from bot.metrics.plans.plans import LIMITS, STATUSES
from bot.metrics.texts import Texts, cleaned
from bot.services.people import Profile, owner_errors
from bot.services.typed import Errors, text_error

_LINK = re.compile(r"https?://[^\s<>|]+")
_COLUMNS = {"owner": "owner_id", "due": "due_on"}


def errors_of(
    texts: Texts, changed: AbstractSet[str], owner: Profile | None, today: date
) -> Errors:
    """Return what is wrong with an item as it would stand, by field.

    A date that passed and an owner who left meanwhile may stay; they are not to be chosen anew.
    """
    if texts["status"] not in STATUSES:
        raise BotError("error.button")
    errors: dict[str, BotError] = {}
    for name, needed in (("title", True), ("standard", False), ("phase", True)):
        if name in changed:
            errors |= text_error(name, texts[name], LIMITS[name], needed=needed)
    errors |= text_error("remark", texts["remark"], LIMITS["remark"])
    if texts["status"] == "not_met" and cleaned(texts["remark"]) is None:
        errors["remark"] = BotError("checklist.error.remark")
    if "evidence" in changed:
        errors |= _evidence_error(texts["evidence"].strip())
    if "owner" in changed and texts["owner"]:
        errors |= owner_errors(owner)
    if "due" in changed and texts["due"] and date.fromisoformat(texts["due"]) < today:
        errors["due"] = BotError("action.error.past")
    return errors


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


def _evidence_error(link: str) -> dict[str, BotError]:
    if not link:
        return {}
    if len(link) > LIMITS["evidence"]:
        return dict(text_error("evidence", link, LIMITS["evidence"]))
    return {} if _LINK.fullmatch(link) else {"evidence": BotError("checklist.error.link")}
