"""What was changed, in words: entries of a history, and what others changed meanwhile."""

from collections.abc import Callable
from datetime import date

from bot.metrics.files import file_of
from bot.metrics.history import Edit
from bot.metrics.plans import phase_name
from bot.metrics.team import Reader
from bot.text import formats, t
from bot.views.blocks.metrics import metric_words
from bot.views.blocks.outside import markup
from bot.views.blocks.people import file_words, who_words

_SHORT = 120


def label_key(room: str, name: str) -> str:
    """Return the key of a field's label in the forms of plans, items and reports on problems."""
    if room == "problem":
        return f"problem.label.{name}"
    return f"plan.label.{name}" if room == "plan" else f"checklist.label.{name}"


def placeholder_key(room: str, name: str) -> str:
    """Return the key of what stands in an empty field."""
    return f"plan.placeholder.{name}" if room == "plan" else f"checklist.placeholder.{name}"


def _event_key(room: str, event: str) -> str:
    return f"plan.event.{event}" if room == "plan" else f"checklist.event.{event}"


def edit_words(edit: Edit, reader: Reader, room: str, about: str | None = None) -> str:
    """Return one change in a line or more; `room` is plan or checklist, of `about`."""
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
    write = _VALUES.get(name)
    return write(str(value), language) if write else markup(str(value), _SHORT)


def _people(text: str, _: str) -> str:
    return " ".join(f"<@{user_id}>" for user_id in text.split(","))


def _day(text: str, language: str) -> str:
    day = date.fromisoformat(text)
    return formats.days(language, day, day, years=True)


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
    "metric": lambda text, language: metric_words(language, text),
    "comparison": lambda text, language: t(language, f"plan.comparison.{text}"),
}
