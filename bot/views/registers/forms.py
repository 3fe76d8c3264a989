"""The forms in which entries of registers are made and changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from slackblocks import Block

from bot import ids
from bot.metrics.files import file_of
from bot.metrics.registers import (
    MEMBER,
    AnyEntry,
    AnyRegister,
    AnyStep,
    Choice,
    Day,
    File,
    Kind,
    People,
    Person,
    Text,
    Tickets,
)
from bot.metrics.team import Reader, TeamView
from bot.registers import register_of
from bot.text import catalogue, t
from bot.views.blocks import (
    NEW,
    Fields,
    Late,
    Payload,
    actions,
    button,
    capital,
    changed_by_others,
    context,
    form,
    section,
)
from bot.views.registers import words

_ONE_LINE = 80
_MOST_TEAMS = 100
_MANY_IDS = 3_000
_MORE = "more"
"""The block with the button that shows the other fields."""


def step_form(
    entry: AnyEntry | None,
    value: ids.EntryFormValue,
    reader: Reader,
    now: datetime,
    late: Late = NEW,
    teams: Sequence[TeamView] = (),
) -> Payload:
    """Return the form of a step, filled in with what stands, or empty for a new entry.

    A new one is of one of the `teams`, where there are several. It asks for the first fields of its
    register and for those in which something is proposed; *More* shows the others.
    """
    register, language = register_of(value.of), reader.language
    step, today = register.step(value.step), now.astimezone(reader.zone).date()
    needed, number = step.needed(entry), entry.number if entry else 0
    proposed = _proposed(entry, step, today) if entry else _new(register, reader)
    made = _fields(register, step, {**proposed, **late.texts}, value.turn, language)
    shown = [
        name
        for name in step.asks
        if entry or not register.first or name in register.first or late.texts.get(name)
    ]
    hint = words.form_words(register, step, "hint", language, number)
    blocks: list[Block | None] = [
        *changed_by_others(late, reader, partial(words.edit_words, register)),
        section(words.present(entry, today, language), "present") if entry else None,
        section(late.basis, "basis") if late.basis else None,
        context(hint, "asks") if hint else None,
        context(late.said, "said") if late.said else None,
        _team(made, register, teams, language) if len(teams) > 1 else None,
        *(
            block
            for name in shown
            for block in _inputs(made, register, (name, name in needed), entry, language)
        ),
        _more(language) if len(shown) < len(step.asks) else None,
    ]
    if step.to is not None and not step.asks:
        blocks.append(context(t(language, "register.form.nothing"), "nothing"))
    name = words.form_words(register, step, "title", language, number)
    submit = words.form_words(register, step, "submit", language)
    return form(
        name or capital(words.step_words(register, step.name, language)),
        blocks,
        language,
        ids.REGISTER_FORM,
        value,
        submit=submit or t(language, "register.save"),
    )


def with_all(opened: Payload, value: ids.EntryFormValue, language: str) -> Payload:
    """Return the form of a new entry, as Slack has it, with all its fields.

    What was typed stays: the fields that were there are as they were.
    """
    register = register_of(value.of)
    step = register.step(value.step)
    kept = [one for one in opened["blocks"] if one["block_id"] != _MORE]
    there = {one["block_id"].partition(".")[0] for one in kept}
    made = _fields(register, step, {}, value.turn, language)
    needed = step.needed(None)
    added = [
        block
        for name in step.asks
        if name not in there
        for block in _inputs(made, register, (name, name in needed), None, language)
    ]
    title, submit = opened["title"]["text"], opened["submit"]["text"]
    drawn = form(title, added, language, ids.REGISTER_FORM, value, submit=submit)
    return {**drawn, "blocks": [*kept, *drawn["blocks"]]}


def _fields(
    register: AnyRegister, step: AnyStep, texts: Mapping[str, str], turn: int, language: str
) -> Fields:
    limits = {name: _most(register.kind(name)) for name in step.asks}
    return Fields(register.name, limits, language, texts, turn)


def _more(language: str) -> Block | None:
    return actions([button(t(language, "register.more"), ids.REGISTER_MORE, ids.Value())], _MORE)


def _proposed(entry: AnyEntry, step: AnyStep, today: date) -> dict[str, str]:
    """Return what the fields of a step hold at first."""
    held = entry.texts()
    for name in step.anew:
        if isinstance(entry.register.kind(name), Day):
            held[name] = max(held[name], today.isoformat())
    return {**held, **{name: held.get(source, "") for name, source in step.proposes.items()}}


def _new(register: AnyRegister, reader: Reader) -> dict[str, str]:
    """Return what a new entry holds at first: where everybody adds their own, it is theirs."""
    if register.holder is None or MEMBER not in register.makes:
        return {}
    is_somebodys = register.kind(register.holder).needed
    return {register.holder: reader.user_id} if is_somebodys else {}


def _inputs(
    made: Fields,
    register: AnyRegister,
    field: tuple[str, bool],
    entry: AnyEntry | None,
    language: str,
) -> list[Block | None]:
    name, _ = field
    if not isinstance(register.kind(name), File):
        return [_input(made, register, field, language)]
    held = file_of(str(entry.value(name) or "")) if entry else None
    has_channel = entry is None or entry.channel_id is not None
    label = words.label(register, name, language)
    return made.file(name, held, has_channel=has_channel, label=label)


def _input(made: Fields, register: AnyRegister, field: tuple[str, bool], language: str) -> Block:
    (name, needed), kind = field, register.kind(field[0])
    label = words.label(register, name, language)
    hint = words.key_of(register.name, f"placeholder.{name}", language)
    placeholder = t(language, hint) if hint in catalogue(language) else None
    if isinstance(kind, Person):
        return made.person(name, needed=needed, label=label)
    if isinstance(kind, People):
        return made.people(name, needed=needed, label=label)
    if isinstance(kind, Day):
        return made.day(name, needed=needed, label=label)
    if isinstance(kind, Choice):
        options = [
            (capital(words.choice_words(register, name, one, language)), one) for one in kind.of
        ]
        return made.chosen(name, options, needed=needed, label=label, placeholder=placeholder)
    multiline = isinstance(kind, Text) and kind.lines
    return made.written(
        name, needed=needed, multiline=multiline, label=label, placeholder=placeholder
    )


def _team(made: Fields, register: AnyRegister, teams: Sequence[TeamView], language: str) -> Block:
    options = [(team.name, str(team.id)) for team in teams[:_MOST_TEAMS]]
    return made.chosen("team", options, label=words.label(register, "team", language))


def _most(kind: Kind) -> int:
    if isinstance(kind, Tickets):
        return _MANY_IDS
    return kind.most if isinstance(kind, Text) else _ONE_LINE
