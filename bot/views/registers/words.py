"""An entry of a register in words: its title, its state, a field's value, a change."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from bot.metrics.files import file_of
from bot.metrics.history import Edit
from bot.metrics.registers import (
    HOLDER,
    MEMBER,
    STATUS,
    AnyEntry,
    AnyRegister,
    AnyStep,
    Choice,
    Day,
    File,
    Link,
    Measured,
    Metric,
    Money,
    Number,
    People,
    Person,
    Sums,
    money_of,
    people_in,
)
from bot.metrics.team import Reader
from bot.metrics.typed import read_value
from bot.text import catalogue, formats, t
from bot.views.blocks import file_words, literal, markup, metric_title, short_value, who_words

SHORT = 120
_NAME = 40
_LISTED = 60


def key_of(register: str, key: str, language: str) -> str:
    """Return the key of a word: the register's own, or the one that all share."""
    own = f"{register}.{key}"
    return own if own in catalogue(language) else f"register.{key}"


def step_words(register: AnyRegister, step: str, language: str) -> str:
    """Return what a step is called, on its button and in the history.

    One without a button is called as the one that people click who then take it instead.
    """
    clicked = next((one.name for one in register.steps if one.instead == step), step)
    return t(language, key_of(register.name, f"step.{clicked}", language))


def form_words(
    register: AnyRegister, step: AnyStep, part: str, language: str, number: int = 0
) -> str | None:
    """Return a form's own title, submit or hint; None where it has none."""
    key = f"{register.name}.form.{step.name}.{part}"
    return t(language, key, number=number) if key in catalogue(language) else None


def gone(register: AnyRegister, language: str) -> str:
    """Return that there is no such entry any more."""
    own = f"{register.name}.error.gone"
    return t(language, own if own in catalogue(language) else "register.error.gone")


def label(register: AnyRegister, name: str, language: str) -> str:
    """Return what a field is called."""
    return t(language, key_of(register.name, f"label.{name}", language))


def choice_words(register: AnyRegister, name: str, value: str, language: str) -> str:
    """Return one of the words that a field may hold, or one it might hold before."""
    if isinstance(register.kind(name), Metric):
        return metric_title(language, value)
    kind = register.kind(name)
    said = kind.said if isinstance(kind, Choice) else None
    key = f"{said}{value}" if said else key_of(register.name, f"{name}.{value}", language)
    return t(language, key) if key in catalogue(language) else literal(value)


def status_words(register: AnyRegister, status: str, language: str) -> str:
    """Return a state with its mark: `✓ passed`."""
    words = t(language, key_of(register.name, f"status.{status}", language))
    return f"{register.states[status]} {words}"


def title(entry: AnyEntry, language: str) -> str:
    """Return what an entry is called, with its team, as `mrkdwn`."""
    team = markup(entry.team_name, _NAME)
    return t(language, f"{entry.register.name}.title", number=entry.number, team=team)


def state(entry: AnyEntry, language: str, now: datetime | None) -> str:
    """Return how an entry stands; with `now` whether it is overdue, which what stands says not."""
    if now is not None and (late := entry.days_late(now)):
        return f"✗ {t(language, 'action.state.overdue', n=late)}"
    return status_words(entry.register, entry.status, language)


def subject(entry: AnyEntry, language: str, most: int = SHORT) -> str:
    """Return what an entry is known by, as `mrkdwn`."""
    return value(entry, entry.register.title, language, most)


def summary(entry: AnyEntry, language: str, now: datetime) -> str:
    """Return an entry in one sentence of `mrkdwn`, for notifications and screen readers."""
    return t(
        language,
        "register.summary",
        title=title(entry, language),
        state=state(entry, language, now),
        subject=subject(entry, language),
    )


def heading(entry: AnyEntry, language: str) -> str:
    """Return an entry as it stands, above its history or a form that changes it."""
    above = f"*{title(entry, language)}* · {state(entry, language, None)}"
    return f"{above}\n{subject(entry, language, 500)}"


def value(entry: AnyEntry, name: str, language: str, most: int = SHORT) -> str:
    """Return what a field holds, as `mrkdwn`; nothing is the empty text."""
    kind, held = entry.register.kind(name), entry.value(name)
    if held and isinstance(kind, Measured):
        metric = str(entry.value(kind.of))
        return short_value(language, metric, read_value(metric, str(held)))
    return value_words(entry.register, name, entry.texts()[name], language, most)


def listed(entry: AnyEntry, name: str, language: str) -> str:
    """Return what a field holds for the line of a list: a number or a date with its name."""
    said = value(entry, name, language, _LISTED)
    if not said or not isinstance(entry.register.kind(name), Day | Number):
        return said
    return t(language, "register.listed", label=label(entry.register, name, language), value=said)


def value_words(
    register: AnyRegister, name: str, text: str, language: str, most: int = SHORT
) -> str:
    """Return a field's text as it is kept, in words and as `mrkdwn`: people as mentions."""
    if not text:
        return ""
    kind = register.kind(name)
    if isinstance(kind, Person | People):
        return " ".join(f"<@{one}>" for one in people_in(kind, text))
    if isinstance(kind, File):
        file = file_of(text)
        return file_words(file) if file else markup(text, most)
    if isinstance(kind, Link) and Link.is_one(text):
        return f"<{text.replace('&', '&amp;')}>"
    return markup(plain_words(register, name, text, language), most)


def plain_words(register: AnyRegister, name: str, text: str, language: str) -> str:
    """Return a field's text as a reader says it, without markup: for files and what is escaped."""
    kind = register.kind(name)
    if text and isinstance(kind, Day):
        day = date.fromisoformat(text)
        return formats.days(language, day, day, years=True)
    if text and isinstance(kind, Choice):
        return choice_words(register, name, text, language)
    if text and isinstance(kind, Money):
        return amount_words(*money_of(text), language)
    if text and isinstance(kind, Number):
        return _number(Decimal(text), language)
    if isinstance(kind, File) and (file := file_of(text)):
        return file.link
    return text


def amount_words(currency: str, amount: Decimal, language: str) -> str:
    """Return an amount of money: `12,000 CNY`, `99.50 USD`."""
    digits = 0 if amount == amount.to_integral_value() else 2
    return f"{formats.number(language, float(amount), digits)} {currency}"


def edit_words(register: AnyRegister, edit: Edit, reader: Reader) -> str:
    """Return one change: when, who, which step, and each field before and after."""
    language = reader.language
    at = formats.instant(language, edit.at, reader.zone)
    own = f"{register.name}.event.{edit.event}"
    if own in catalogue(language):
        about = _about(register, edit)
        said = t(language, own, **_event(register, about, edit, language))
        is_named = "{after}" in catalogue(language)[own]
        changed = _beside(register, about if is_named else None, edit)
    else:
        step = step_words(register, edit.event, language)
        said = t(language, "register.event", who=who_words(edit.who), step=step)
        changed = tuple(edit.after)
    if edit.event == register.made:
        changed = ()
    lines = [f"{at} · {said}", *(_changed(register, name, edit, language) for name in changed)]
    return "\n".join([*lines, *([markup(edit.why, 500)] if edit.why else [])])


def _about(register: AnyRegister, edit: Edit) -> str | None:
    """Return the field that a change is about: whose the entry is, or the first one."""
    named = [name for name in edit.after if name in register.fields]
    return register.holder if register.holder in named else next(iter(named), None)


def _beside(register: AnyRegister, named: str | None, edit: Edit) -> tuple[str, ...]:
    """Return what changed beside what a sentence names: a state alone goes without saying."""
    known = {*register.fields, STATUS} - {named}
    left = tuple(name for name in edit.after if name in known)
    return () if set(left) <= {STATUS} else left


def _event(register: AnyRegister, about: str | None, edit: Edit, language: str) -> dict[str, str]:
    """Return what a register's own sentence of a change is filled with.

    `before` and `after` are those of the field that it is about.
    """

    def said(values: Mapping[str, object]) -> str:
        text = str(values.get(about or "") or "")
        return value_words(register, about, text, language) if about and text else ""

    return {"who": who_words(edit.who), "before": said(edit.before), "after": said(edit.after)}


def refusal(
    register: AnyRegister,
    step: AnyStep,
    entry: AnyEntry | None,
    leading: Sequence[str],
    language: str,
) -> str:
    """Return the polite no to somebody without the right to a step, naming who has it."""
    owner = entry.owner_id if entry and HOLDER in step.may else None
    others = [one for one in leading if one != owner]
    found = ".holder" if owner and not others else ".holder.or" if owner else ""
    is_anybody = step.may <= {MEMBER, HOLDER, "admin"}
    own = f"{register.name}.refusal.{step.name}"
    if own not in catalogue(language) or not (others or is_anybody):
        left = "" if others else ".member" if is_anybody else ".nobody"
        own = key_of(register.name, f"refusal{found or left}", language)
    return t(
        language,
        own,
        step=step_words(register, step.name, language),
        leading=t(language, "action.comma").join(f"<@{one}>" for one in others),
        owner=f"<@{owner}>",
        number=entry.number if entry else 0,
    )


def present(entry: AnyEntry, today: date, language: str) -> str:
    """Return how an entry stands, above a form that changes it."""
    own = f"{entry.register.name}.form.present"
    if own not in catalogue(language):
        return heading(entry, language)
    return t(
        language,
        own,
        title=title(entry, language),
        measure=subject(entry, language, 500),
        owner=f"<@{entry.owner_id}>",
        due=formats.near_day(language, entry.due_on, today) if entry.due_on else "–",
    )


def _changed(register: AnyRegister, name: str, edit: Edit, language: str) -> str:
    def said(values: object) -> str:
        text = str(values or "")
        if not text:
            return "–"
        if name == STATUS:
            return status_words(register, text, language)
        return value_words(register, name, text, language)

    return t(
        language,
        "checklist.changed",
        field=label(register, name, language),
        before=said(edit.before.get(name)),
        after=said(edit.after.get(name)),
    )


def _number(number: Decimal, language: str) -> str:
    exponent = number.normalize().as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return formats.number(language, float(number), digits)


def sums_words(register: AnyRegister, sums: Sums, language: str) -> str | None:
    """Return what the amounts come to, by state in the states' order; None without any."""
    said = [
        t(
            language,
            "register.sum",
            state=status_words(register, status, language),
            amounts=" + ".join(
                amount_words(*one, language) for one in sorted(sums[status].items())
            ),
        )
        for status in register.states
        if status in sums
    ]
    return " · ".join(said) or None
