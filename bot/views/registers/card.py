"""An entry of a register: its card, its line in a list, and what people are told of a step."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.files import SlackFile
from bot.metrics.registers import HOLDER, MAKE, AnyEntry, AnyStep, Kind, Link, Text
from bot.text import formats, t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    capital,
    context,
    fields,
    file_words,
    history_button,
    markup,
    message,
    modal,
    notice,
    section,
)
from bot.views.registers import words

_LONG = 1_000
_FACTS = 10
"""As many as one section holds."""


def card(entry: AnyEntry, language: str, now: datetime, above: str | None = None) -> Payload:
    """Return the card that stands for weeks, with the steps that its state leaves to its readers.

    In a channel those are all; of an entry that is not the team's to see, its holder's. `above` is
    `mrkdwn`.
    """
    steps = entry.steps()
    if entry.register.sees is not None:
        steps = tuple(step for step in steps if HOLDER in step.may)
    blocks = [section(above, "above") if above else None, *_blocks(entry, steps, language)]
    return message(words.summary(entry, language, now), blocks)


def answer(
    entry: AnyEntry,
    steps: Sequence[AnyStep],
    language: str,
    now: datetime,
    listed: ids.EntryListValue | None,
) -> Payload:
    """Return an entry for one reader, with the steps that they may take now.

    `listed` is the list that it was opened from, to which a button leads back.
    """
    return message(words.summary(entry, language, now), _blocks(entry, steps, language, listed))


def card_modal(entry: AnyEntry, steps: Sequence[AnyStep], language: str) -> Payload:
    """Return an entry for one reader in a modal, for where no message can be answered."""
    return modal(
        t(language, "register.modal", number=entry.number),
        _blocks(entry, steps, language),
        close=t(language, "notice.close"),
        callback_id=ids.REGISTER_OPEN,
        metadata=value_of(entry),
    )


def line(
    entry: AnyEntry,
    language: str,
    now: datetime | None,
    listed: ids.EntryListValue | None = None,
    *,
    is_named: bool = False,
) -> Block:
    """Return an entry in a paragraph with *Open*; `is_named` among somebody's own of all kinds.

    With `now` it says whether the entry is overdue: that suits an answer, not what stands for days.
    """
    register = entry.register
    own = register.holder if is_named else None
    names = [name for name, kind in register.fields.items() if kind.listed and name != own]
    details = [words.state(entry, language, now)]
    details += [words.listed(entry, name, language) for name in names]
    number = words.title(entry, language) if is_named else f"*{entry.number}*"
    head = f"{number} · {words.subject(entry, language)}"
    text = f"{head}\n{' · '.join(filter(None, details))}"
    block_id = f"{register.name}_{entry.team_id}_{entry.number}"
    return section(text, block_id, _open(entry, language, listed))


def _buttons(
    entry: AnyEntry,
    steps: Sequence[AnyStep],
    language: str,
    listed: ids.EntryListValue | None,
) -> list[Element]:
    """Return a button for each step, *History*, the way back."""
    value = value_of(entry, listed)
    made = [
        button(
            capital(words.step_words(entry.register, step.name, language)),
            ids.register_step(entry.register.name, step.name),
            value,
            "primary" if step.is_likely else None,
        )
        for step in steps
    ]
    made.append(history_button(language, entry.team_id, entry.register.name, entry.key))
    if listed is not None:
        back = t(language, "register.back")
        made.append(button(back, f"{ids.REGISTER_LIST}.back", listed))
    return made


def value_of(entry: AnyEntry, listed: ids.EntryListValue | None = None) -> ids.EntryValue:
    """Return what the buttons of an entry carry."""
    return ids.EntryValue(
        of=entry.register.name,
        team_id=entry.team_id,
        number=entry.number,
        version=entry.row.version,
        listed=listed,
    )


def made_for(entry: AnyEntry, who: str, language: str) -> str:
    """Return what stands above the card of an entry that somebody made for another."""
    return t(language, "register.made_for", who=f"<@{who}>")


def told(entry: AnyEntry, step: AnyStep, who: str, people: Sequence[str], language: str) -> Payload:
    """Return what `people` hear of a step; without any it is for who gets it."""
    if step.name == MAKE:
        said = made_for(entry, who, language)
        return notice(" ".join((*(f"<@{one}>" for one in people), said)))
    said = t(
        language,
        "register.told",
        who=f"<@{who}>",
        title=words.title(entry, language),
        subject=words.subject(entry, language),
        step=words.step_words(entry.register, step.name, language),
        state=words.state(entry, language, None),
    )
    return notice(" ".join((*(f"<@{one}>" for one in people), said)))


def shared(entry: AnyEntry, file: SlackFile, who: str, language: str) -> str:
    """Return the sentence with which a file is posted to the channel of an entry's team."""
    return t(
        language,
        "register.shared",
        who=f"<@{who}>",
        title=words.title(entry, language),
        subject=words.subject(entry, language),
        file=file_words(file),
    )


def no_longer(entry: AnyEntry, language: str) -> Payload:
    """Return what stands in place of the card of an entry that is somebody else's now."""
    return notice(t(language, "register.no_longer", title=words.title(entry, language)))


def in_other_state(entry: AnyEntry, step: AnyStep, language: str) -> str:
    """Return that an entry's state leaves no such step."""
    return t(
        language,
        "register.error.state",
        title=words.title(entry, language),
        state=words.state(entry, language, None),
        step=words.step_words(entry.register, step.name, language),
    )


def _blocks(
    entry: AnyEntry,
    steps: Sequence[AnyStep],
    language: str,
    listed: ids.EntryListValue | None = None,
) -> list[Block | None]:
    register = entry.register
    held = {name: text for name, text in entry.texts().items() if text and name != register.title}
    short = [name for name in held if not _is_long(register.kind(name))]
    facts = [_labelled(entry, name, language) for name in short]
    rows = [facts[at : at + _FACTS] for at in range(0, len(facts), _FACTS)]
    return [
        context(f"{words.title(entry, language)} · {words.state(entry, language, None)}", "title"),
        section(f"*{words.subject(entry, language, 500)}*", "subject"),
        *(fields(row, f"facts_{at}") for at, row in enumerate(rows)),
        *(section(_labelled(entry, name, language), name) for name in held if name not in short),
        context(_made(entry, language), "origin"),
        actions(_buttons(entry, steps, language, listed), "buttons"),
    ]


def _made(entry: AnyEntry, language: str) -> str:
    at = formats.instant(language, entry.row.created_at, entry.zone)
    return capital(t(language, "action.made", who=f"<@{entry.row.created_by}>", at=at))


def _open(entry: AnyEntry, language: str, listed: ids.EntryListValue | None) -> Element:
    return button(t(language, "register.open"), ids.REGISTER_OPEN, value_of(entry, listed))


def _labelled(entry: AnyEntry, name: str, language: str) -> str:
    label = markup(words.label(entry.register, name, language))
    return f"*{label}*\n{words.value(entry, name, language, _LONG)}"


def _is_long(kind: Kind) -> bool:
    return isinstance(kind, Text) and (kind.lines or isinstance(kind, Link))
