"""Words about plans and items: goals, progress, what the bot sees, what was changed."""

from collections.abc import Callable
from datetime import date, datetime

from bot.metrics.evidence import EvidenceFile, file_of
from bot.metrics.goals import Goal
from bot.metrics.history import Edit
from bot.metrics.plans import (
    ItemFacts,
    PlanFacts,
    Progress,
    Reading,
    Sighting,
    phase_name,
    title_of,
)
from bot.metrics.report import Reader
from bot.metrics.watched import unit
from bot.text import formats, t
from bot.views.outside import markup

MARKS = {"open": "○", "in_progress": "◐", "met": "✓", "not_met": "✗"}
_SHORT = 120


def person(user_id: str | None, language: str) -> str:
    """Return somebody as `mrkdwn`, or that it is nobody yet."""
    return f"<@{user_id}>" if user_id else t(language, "checklist.nobody")


def value_words(metric: str, value: float, language: str) -> str:
    """Return a metric's value with its unit."""
    if unit(metric) == "duration":
        return formats.duration(language, value)
    if unit(metric) == "share":
        return formats.share(language, value)
    return formats.number(language, value, 1)


def goal_words(goal: Goal, language: str) -> str:
    """Return a goal in words: `median first response at most 10 min`."""
    return t(
        language,
        f"plan.goal.{goal.comparison}",
        metric=t(language, f"warning.metric.{goal.metric}"),
        value=value_words(goal.metric, goal.value, language),
    )


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
    near = item.due_on.year == today.year
    day = (
        formats.day(language, item.due_on)
        if near
        else formats.days(language, item.due_on, item.due_on, years=True)
    )
    due = t(language, "checklist.due", day=day)
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


def label_key(room: str, name: str) -> str:
    """Return the key of a field's label in the forms of plans, items or problems."""
    if room == "problem":
        return f"problem.label.{name}"
    return f"plan.label.{name}" if room == "plan" else f"checklist.label.{name}"


def placeholder_key(room: str, name: str) -> str:
    """Return the key of what stands in an empty field."""
    if room == "problem":
        return f"problem.placeholder.{name}"
    return f"plan.placeholder.{name}" if room == "plan" else f"checklist.placeholder.{name}"


def _event_key(room: str, event: str) -> str:
    if room == "problem":
        return f"problem.event.{event}"
    return f"plan.event.{event}" if room == "plan" else f"checklist.event.{event}"


def edit_words(edit: Edit, reader: Reader, room: str, about: str | None = None) -> str:
    """Return one change in a line or more; `room` is plan, checklist or problem, of `about`."""
    language = reader.language
    at = formats.instant(language, edit.at, reader.zone)
    words = t(language, _event_key(room, edit.event), who=who_words(edit.who))
    lines = [" · ".join(filter(None, (at, about, words))), *_changes(edit, language, room)]
    if edit.why:
        lines.append(markup(edit.why, 500))
    return "\n".join(lines)


def _changes(edit: Edit, language: str, room: str) -> list[str]:
    if edit.event in {"started", "created", "moved", "retired", "closed", "reopened"}:
        return []
    return [
        t(
            language,
            "checklist.changed",
            field=_field(name, language, room),
            before=_value(name, was, language, room),
            after=_value(name, edit.after.get(name), language, room),
        )
        for name, was in edit.before.items()
    ]


def _field(name: str, language: str, room: str) -> str:
    return f"<@{name}>" if name[:1].isupper() else t(language, label_key(room, name))


def _value(name: str, value: object, language: str, room: str) -> str:
    if value is None or value == "":
        return "–"
    if name == "status" and room == "problem":
        return t(language, f"problem.status.{value}")
    write = _VALUES.get(name)
    return write(str(value), language) if write else markup(str(value), _SHORT)


def _people(text: str, _: str) -> str:
    return " ".join(f"<@{user_id}>" for user_id in text.split(","))


def _day(text: str, language: str) -> str:
    day = date.fromisoformat(text)
    return formats.days(language, day, day, years=True)


def file_words(file: EvidenceFile) -> str:
    """Return a file by its name, as a `mrkdwn` link that opens it in Slack."""
    return f"<{file.link.replace('&', '&amp;')}|{markup(file.name)}>"


def _file(text: str, _: str) -> str:
    file = file_of(text)
    return file_words(file) if file else markup(text, _SHORT)


_VALUES: dict[str, Callable[[str, str], str]] = {
    "owner": _people,
    "lead": _people,
    "members": _people,
    "due": _day,
    "file": _file,
    "first": _day,
    "last": _day,
    "status": lambda text, language: t(language, f"checklist.status.{text}"),
    "phase": lambda text, language: markup(phase_name(text, language)),
    "metric": lambda text, language: t(language, f"warning.metric.{text}"),
    "kind": lambda text, language: t(language, f"problem.kind.{text}"),
    "cause": lambda text, language: t(language, f"cases.cause.{text}"),
    "comparison": lambda text, language: t(language, f"plan.comparison.{text}"),
}


def who_words(who: str) -> str:
    """Return who did something, as `mrkdwn`: somebody in Slack, or a name in the shell."""
    return f"<@{who}>" if who[:1] in {"U", "W"} and who.isalnum() else markup(who)


def _param(value: object, language: str) -> object:
    if isinstance(value, Goal):
        return goal_words(value, language)
    if isinstance(value, Reading):
        if value.value is None:
            return t(language, "checklist.no_data")
        return value_words(value.metric, value.value, language)
    return formats.days(language, value, value, years=True) if isinstance(value, date) else value


def as_of(plan: PlanFacts, language: str, now: datetime) -> str:
    """Return as of when something that stands for days was drawn."""
    return t(language, "checklist.as_of", at=formats.instant(language, now, plan.zone))
