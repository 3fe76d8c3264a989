"""The forms in which entries of registers are made and changed."""

from functools import partial

from slackblocks import Block

from bot import ids
from bot.metrics.registers import (
    MEMBER,
    AnyEntry,
    AnyRegister,
    AnyStep,
    Choice,
    Day,
    Kind,
    Person,
    Text,
)
from bot.metrics.team import Reader
from bot.text import catalogue, t
from bot.views.blocks import (
    NEW,
    Fields,
    Late,
    Payload,
    capital,
    changed_by_others,
    context,
    form,
    section,
)
from bot.views.registers import words

_ONE_LINE = 80


def step_form(
    register: AnyRegister,
    step: AnyStep,
    entry: AnyEntry | None,
    value: ids.EntryFormValue,
    reader: Reader,
    late: Late = NEW,
) -> Payload:
    """Return the form of a step, filled in with what stands, or empty for a new entry."""
    language = reader.language
    held = {**(entry.texts() if entry else _new(register, reader)), **late.texts}
    limits = {name: _most(register.kind(name)) for name in step.asks}
    made = Fields(register.name, limits, language, held, value.turn)
    present = f"{words.title(entry, language)} · {_present(entry, language)}" if entry else None
    blocks: list[Block | None] = [
        *changed_by_others(late, reader, partial(words.edit_words, register)),
        section(present, "present") if present else None,
        *(_input(made, register, step, name, language) for name in step.asks),
    ]
    if step.to is not None and not step.asks:
        blocks.append(context(t(language, "register.form.nothing"), "nothing"))
    name = capital(words.step_words(register, step.name, language))
    submit = t(language, "register.save")
    return form(name, blocks, language, ids.REGISTER_FORM, value, submit=submit)


def _new(register: AnyRegister, reader: Reader) -> dict[str, str]:
    """Return what a new entry holds at first: where everybody adds their own, it is theirs."""
    own = register.holder is not None and MEMBER in register.makes
    return {str(register.holder): reader.user_id} if own else {}


def _present(entry: AnyEntry, language: str) -> str:
    return f"{words.state(entry, language, None)}\n{words.subject(entry, language, 500)}"


def _input(made: Fields, register: AnyRegister, step: AnyStep, name: str, language: str) -> Block:
    kind, needed = register.kind(name), name in step.needs
    label = words.label(register, name, language)
    if isinstance(kind, Person):
        return made.person(name, needed=needed, label=label)
    if isinstance(kind, Day):
        return made.day(name, needed=needed, label=label)
    if isinstance(kind, Choice):
        options = [
            (capital(words.choice_words(register, name, one, language)), one) for one in kind.of
        ]
        return made.chosen(name, options, needed=needed, label=label)
    hint = words.key_of(register.name, f"placeholder.{name}", language)
    placeholder = t(language, hint) if hint in catalogue(language) else None
    multiline = isinstance(kind, Text) and kind.lines
    return made.written(
        name, needed=needed, multiline=multiline, label=label, placeholder=placeholder
    )


def _most(kind: Kind) -> int:
    return kind.most if isinstance(kind, Text) else _ONE_LINE
