"""What is wrong with a form about an action, by field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.errors import BotError
from bot.metrics.actions.actions import LIMITS, Draft
from bot.metrics.actions.verification import Standard, read_days
from bot.metrics.texts import cleaned
from bot.metrics.typed import fitting, reached
from bot.services.people import Profile, owner_errors
from bot.services.typed import Errors, read_goal, text_error


def draft_errors(draft: Draft, owner: Profile | None, today: date) -> Errors:
    """Return what is wrong with a new action but its standard."""
    return {
        **text_error("measure", draft.measure, LIMITS["measure"], needed=True),
        **text_error("department", draft.department, LIMITS["department"]),
        **text_error("resources", draft.resources, LIMITS["resources"]),
        **text_error("verification", draft.verification, LIMITS["verification"]),
        **owner_errors(owner),
        **_due_errors(draft.due_on, today),
    }


def read_standard(typed: Mapping[str, str]) -> tuple[Standard | None, Errors]:
    """Return the standard that was typed, None for nothing; what is wrong beside its field.

    A metric needs a value and a window, and either of them a metric.
    """
    if not typed.get("metric"):
        given = typed.get("value", "").strip() or typed.get("days", "").strip()
        return None, {"metric": BotError("verify.error.metric")} if given else {}
    errors: dict[str, BotError] = {}
    goal = days = None
    if typed.get("value", "").strip():
        compared = typed.get("comparison") or fitting(typed["metric"])
        goal, errors = read_goal({**typed, "comparison": compared})
    else:
        errors["value"] = BotError("verify.error.value")
    try:
        reached(typed["metric"], typed.get("value", ""))
    except BotError as error:
        errors.setdefault("value", error)
    try:
        days = read_days(typed.get("days", ""))
    except BotError as error:
        errors["days"] = error
    if errors or goal is None or days is None:
        return None, errors
    return Standard(goal, days, typed.get("hours") or None), {}


def cleaned_draft(draft: Draft) -> Draft:
    """Return a draft whose texts have nothing in them that no database keeps."""
    return replace(
        draft,
        measure=cleaned(draft.measure) or "",
        department=cleaned(draft.department),
        resources=cleaned(draft.resources),
        verification=cleaned(draft.verification),
    )


def _due_errors(due_on: date | None, today: date) -> Errors:
    if due_on is None:
        return {"due": BotError("action.error.empty")}
    return {"due": BotError("action.error.past")} if due_on < today else {}
