"""What happened to something, in words of the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.history import BOT, Edit, Past
from bot.metrics.plans import PlanFacts
from bot.metrics.registers import Entry
from bot.metrics.team import Reader
from bot.metrics.tickets import NOWHERE, TOLD_FIELDS, Addresses
from bot.registers import REGISTERS, register_of
from bot.registers.actions import ACTIONS
from bot.registers.problems import PROBLEM
from bot.text import catalogue, formats, t
from bot.views.actions import state_words, title
from bot.views.blocks import (
    Payload,
    edit_words,
    history_modal,
    markup,
    metric_title,
    revision_words,
    ticket_link,
    value_words,
    who_words,
)
from bot.views.complaints import step_words
from bot.views.plans import present_words
from bot.views.registers import edit_words as register_edit
from bot.views.registers import heading
from bot.views.team import value_words as setting_words

_LONGEST = 2_900
_UNTOLD = frozenset({"number", "metric"})


def past(found: Past, reader: Reader, now: datetime) -> Payload:
    """Return the modal of a page of what happened."""
    value = ids.HistoryValue(
        team=found.team_id, subject=found.subject, key=found.key, page=found.page
    )
    entries = [entry_words(edit, found, reader)[:_LONGEST] for edit in found.edits]
    heading = _heading(found, reader.language, now)
    return history_modal(heading, entries, value, found.pages, reader.language)


def entry_words(edit: Edit, found: Past, reader: Reader) -> str:
    """Return one change: when, who, what, and what it was before and after."""
    language = reader.language
    if edit.subject in {*REGISTERS, PROBLEM}:
        return register_edit(register_of(edit.subject), edit, reader)
    if edit.subject == "action":
        return _action_step(edit, reader)
    if edit.subject == "complaint":
        return step_words(edit, reader)
    if edit.subject in {"plan", "item", "checklist"}:
        room = "checklist" if edit.subject == "item" else edit.subject
        named = edit.subject == "item" and found.subject != "item"
        number = t(language, "history.item", n=edit.key.partition(".")[2]) if named else None
        return edit_words(edit, reader, room, number)
    at = formats.instant(language, edit.at, reader.zone)
    changed = _revisions(edit, reader) if edit.subject == "ticket" else _changes(edit, language)
    lines = [f"{at} · {_event(edit, language)}", *changed]
    return "\n".join([*lines, *_why(edit, language)])


def _heading(found: Past, language: str, now: datetime) -> str:
    about = found.about
    if isinstance(about, Entry):
        return heading(about, language)
    if isinstance(about, ActionFacts):
        words = f"*{title(about, language)}* · {state_words(about, language, now)}"
        return f"{words}\n{markup(about.measure, 500)}"
    team = markup(found.team_name, 80)
    if isinstance(about, PlanFacts):
        name = t(language, "plan.title", n=about.number, team=team)
        return f"*{name}*"
    if about is not None:
        return present_words(*about, language)
    what = _key_words(found.subject, found.key or "", language, found.addresses)
    return f"*{t(language, f'history.about.{found.subject}', team=team, what=what)}*"


def _key_words(subject: str, key: str, language: str, addresses: Addresses = NOWHERE) -> str:
    if subject in {"member", "person", "admin"}:
        return who_words(key)
    if subject == "warning_rule":
        return metric_title(language, key)
    if subject == "warning":
        metric, _, day = key.partition(":")
        since = _day(day, language)
        return t(language, "history.warning", metric=metric_title(language, metric), day=since)
    if subject == "review":
        return t(language, "review.week_of", day=_day(key, language))
    if subject in {"case", "complaint", "ticket"}:
        source, _, number = key.partition("/")
        return ticket_link(number, addresses.of(source), 100)
    return markup(key)


def _day(text: str, language: str) -> str:
    day = date.fromisoformat(text)
    return formats.days(language, day, day, years=True)


def _event(edit: Edit, language: str) -> str:
    words = {
        "who": _who(edit.who, language),
        "what": _key_words(edit.subject, edit.key, language),
        "event": markup(edit.event),
    }
    if edit.subject == "warning":
        return t(language, f"warning.change.{edit.event}", who=words["who"])
    key = f"history.{edit.subject}.{edit.event}"
    return t(language, key if key in catalogue(language) else "history.other", **words)


def _why(edit: Edit, language: str) -> list[str]:
    if not edit.why:
        return []
    key = f"history.why.{edit.why}"
    return [t(language, key) if key in catalogue(language) else markup(edit.why, 500)]


def _revisions(edit: Edit, reader: Reader) -> list[str]:
    language = reader.language
    place = (language, reader.zone)
    file, row = edit.after.get("file"), edit.after.get("row")
    lines = [
        revision_words(place, field, edit.before[field], edit.after.get(field))
        for field in TOLD_FIELDS
        if field in edit.before
    ]
    return [*lines, t(language, "history.ticket.file", file=markup(str(file), 100), row=row)]


def _changes(edit: Edit, language: str) -> list[str]:
    names = [name for name in {**edit.before, **edit.after} if name not in _UNTOLD]
    if edit.subject == "warning":
        names = [name for name in names if name == "value"]
    return [
        t(
            language,
            "history.changed" if name in edit.before else "history.set",
            field=_field(edit, name, language),
            before=_value(edit, name, edit.before.get(name), language),
            after=_value(edit, name, edit.after.get(name), language),
        )
        for name in names
        if (was := edit.before.get(name)) != (now := edit.after.get(name))
        and {was, now} != {"", None}
    ]


def _field(edit: Edit, name: str, language: str) -> str:
    keys = (f"setup.label.{name}", f"history.field.{name}")
    known = catalogue(language)
    key = next((key for key in keys[edit.subject != "team" :] if key in known), None)
    return t(language, key) if key else markup(name, 60)


def _value(edit: Edit, name: str, value: object, language: str) -> str:
    if value is None or value == "":
        return t(language, "setup.value.none") if edit.subject == "team" else "–"
    if isinstance(value, bool):
        return t(language, f"history.value.{str(value).lower()}")
    if isinstance(value, int | float) and edit.subject in {"warning", "warning_rule"}:
        metric = edit.key.partition(":")[0]
        return value_words(language, metric, float(value))
    if edit.subject == "team" and name not in _VALUES:
        return setting_words(name, str(value), language)
    write = _VALUES.get(name)
    return write(str(value), language) if write else markup(str(value), 500)


def _named(key: str, text: str, language: str) -> str:
    return t(language, key) if key in catalogue(language) else markup(text, 60)


def _who(who: str, language: str) -> str:
    return t(language, "history.who.bot") if who == BOT else who_words(who)


_VALUES: Mapping[str, Callable[[str, str], str]] = {
    "role": lambda text, language: _named(f"members.role.{text}", text, language),
    "cause": lambda text, language: _named(f"cases.cause.{text}", text, language),
    "status": lambda text, language: _named(f"history.status.{text}", text, language),
    "language": lambda text, language: _named(f"history.language.{text}", text, language),
    "frt_start": lambda text, language: _named(f"history.frt_start.{text}", text, language),
    "statistic": lambda text, language: _named(f"history.statistic.{text}", text, language),
    "owner": lambda text, _: who_words(text),
}


def _action_step(edit: Edit, reader: Reader) -> str:
    language = reader.language
    at = formats.instant(language, edit.at, reader.zone)
    if edit.event == "measured":
        return f"{at} · {_measured(edit, language)}"
    return register_edit(ACTIONS, edit, reader)


def _measured(edit: Edit, language: str) -> str:
    verdict = t(language, f"verify.verdict.{edit.after.get('verdict')}")
    counts = {"before": edit.before.get("n"), "after": edit.after.get("n")}
    return t(language, "verify.measured", verdict=verdict, **counts)
