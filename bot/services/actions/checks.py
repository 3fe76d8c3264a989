"""What is wrong with a form about an action, by field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.errors import BotError
from bot.metrics.actions.actions import LIMITS, ActionFacts, Change, Draft
from bot.metrics.actions.verification import LONGEST_DAYS, Standard
from bot.metrics.figures import direction, unit
from bot.metrics.texts import cleaned
from bot.services.people import Profile, owner_errors
from bot.services.typed import Errors, read_goal, text_error
from bot.text.words import normalised

_RATINGS = (1, 5)


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


def change_errors(
    wanted: Change, action: ActionFacts, owner: Profile | None, now: datetime
) -> Errors:
    """Return what is wrong with a change."""
    if wanted.kind == "done":
        return text_error("result", wanted.text, LIMITS["result"], needed=True)
    why = text_error(
        "why", wanted.text, LIMITS["why"], needed=wanted.kind not in {"verify", "reassign"}
    )
    if wanted.kind == "reassign":
        if wanted.owner_id == action.owner_id:
            return {"owner": BotError("action.error.owner_same")}
        return {**owner_errors(owner), **why}
    if wanted.kind == "extend":
        return {**read_days(wanted.days)[1], **why}
    if wanted.kind in {"reopen", "new_date"}:
        return {**_new_date_errors(wanted, action, now), **why}
    return why


def _new_date_errors(wanted: Change, action: ActionFacts, now: datetime) -> Errors:
    if wanted.kind == "new_date" and wanted.due_on == action.due_on:
        return {"due": BotError("action.error.due_same")}
    return _due_errors(wanted.due_on, action.today(now))


def read_standard(typed: Mapping[str, str]) -> tuple[Standard | None, Errors]:
    """Return the standard that was typed, None for nothing; what is wrong beside its field.

    A metric needs a value and a window, and either of them a metric.
    """
    if not typed.get("metric"):
        given = typed.get("value", "").strip() or typed.get("days", "").strip()
        return None, {"metric": BotError("verify.error.metric")} if given else {}
    errors: dict[str, BotError] = {}
    goal = None
    if typed.get("value", "").strip():
        better = "at_most" if direction(typed["metric"]) == "lower_is_better" else "at_least"
        compared = typed.get("comparison") or better
        goal, errors = read_goal({**typed, "comparison": compared})
    else:
        errors["value"] = BotError("verify.error.value")
    low, high = _RATINGS
    if goal and unit(goal.metric) == "rating" and not low <= goal.value <= high:
        errors["value"] = BotError("warning.error.range.rating")
    days, wrong = read_days(typed.get("days"))
    errors |= wrong
    if errors or goal is None or days is None:
        return None, errors
    return Standard(goal, days, typed.get("hours") or None), {}


def read_days(text: str | None) -> tuple[int | None, Errors]:
    """Return the length of a window in days, or what is wrong with it."""
    plain = normalised(text or "").casefold()
    for word in ("days", "day", "d", "天"):
        plain = plain.removesuffix(word).strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < len("1000000")):
        return None, {"days": BotError("verify.error.days", most=LONGEST_DAYS)}
    days = int(plain)
    if not 1 <= days <= LONGEST_DAYS:
        return None, {"days": BotError("verify.error.days", most=LONGEST_DAYS)}
    return days, {}


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
