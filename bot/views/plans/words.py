"""Words about plans and items: goals, progress, what the bot sees."""

from datetime import date, datetime

from bot.metrics.figures import Goal
from bot.metrics.plans.plans import ItemFacts, PlanFacts, Progress, Reading, Sighting, title_of
from bot.text import formats, t
from bot.views.blocks import goal_words, markup, short_value

MARKS = {"open": "○", "in_progress": "◐", "met": "✓", "not_met": "✗"}
_SHORT = 120


def period_words(plan: PlanFacts, language: str) -> str:
    """Return a plan's period with its years."""
    return formats.days(language, plan.first_on, plan.last_on, years=True)


def progress_words(progress: Progress, language: str) -> str:
    """Return how items stand: a bar, how many are met, and what else there is."""
    words = [t(language, "checklist.progress", met=progress.met, n=progress.total)]
    words += [
        t(language, f"checklist.progress.{name}", n=count)
        for name, count in (
            ("in_progress", progress.in_progress),
            ("not_met", progress.not_met),
            ("overdue", progress.overdue),
        )
        if count
    ]
    return f"{progress.bar} {' · '.join(words)}"


def due_words(item: ItemFacts, language: str, today: date) -> str:
    """Return an item's due date, and by how much it is overdue."""
    if item.due_on is None:
        return t(language, "checklist.no_date")
    due = t(language, "checklist.due", day=formats.near_day(language, item.due_on, today))
    if not item.is_overdue(today):
        return due
    return f"{due} · {t(language, 'checklist.overdue', n=(today - item.due_on).days)}"


def sighting_words(sighting: Sighting, language: str) -> str:
    """Return what the bot sees of an item, and what it can't."""
    params = {name: _param(value, language) for name, value in sighting.params.items()}
    words = t(language, f"sight.{sighting.key}.{sighting.seen}", **params)
    if not sighting.unseen:
        return words
    joint = "" if language == "zh" else " "
    return f"{words}{joint}{t(language, f'sight.{sighting.key}.unseen')}"


def item_name(item: ItemFacts, language: str) -> str:
    """Return an item by number and title, as `mrkdwn`."""
    return f"{item.number} · {markup(title_of(item, language), _SHORT)}"


def _param(value: object, language: str) -> object:
    if isinstance(value, Goal):
        return goal_words(value, language)
    if isinstance(value, Reading):
        if value.value is None:
            return t(language, "checklist.no_data")
        return short_value(language, value.metric, value.value)
    return formats.days(language, value, value, years=True) if isinstance(value, date) else value


def as_of(plan: PlanFacts, language: str, now: datetime) -> str:
    """Return as of when something that stands for days was drawn."""
    return t(language, "checklist.as_of", at=formats.instant(language, now, plan.zone))
