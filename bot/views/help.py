"""What can be asked, by what one wants; and what to do when a question was not understood."""

import re
from collections.abc import Iterable, Mapping

from slackblocks import Block, Element

from bot import ids
from bot.metrics.team import Duty, Reader
from bot.registers import REGISTERS
from bot.text import t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    context,
    header,
    literal,
    markup,
    message,
    modal,
    section,
)

Examples = Mapping[str, str]
"""Words by the name under which the catalogues say what they answer."""

_MENTION = re.compile(r"<[@#!][^|<>]*\|([^<>]*)>")
_MOST = 2_000
_FIRST: Mapping[Duty, tuple[str, ...]] = {
    "agent": ("waiting", "today", "mine", "actions", "by", "review"),
    "operations": ("report", "today", "waiting", "by", "promised", "problems", "plan", "review"),
    "lead": (
        *("report", "today", "waiting", "by", "promised", "problems", "plan", "review"),
        *("import", "connect", "setup", "members"),
    ),
    "admin": ("setup", "members", "import", "connect", "report", "today", "waiting", "deliveries"),
}
"""What the help shows before everything else."""

_OFFERED: Mapping[Duty, tuple[str, ...]] = {
    "agent": ("today", "waiting", "actions"),
    "operations": ("report", "today", "waiting"),
    "lead": ("report", "today", "setup"),
    "admin": ("setup", "members", "today"),
}
"""The three things that are offered to who was not understood."""

_NOT_FOR: Mapping[str, frozenset[Duty]] = {
    "report": frozenset({"agent"}),
    "setup": frozenset({"agent", "operations"}),
    "members": frozenset({"agent", "operations"}),
    "deliveries": frozenset({"agent", "operations"}),
    "import": frozenset({"agent"}),
    "connect": frozenset({"agent", "operations"}),
}


def answer(language: str, examples: Examples, duty: Duty) -> Payload:
    """Return the help: what somebody with this duty asks most, each with a button that asks it."""
    everything = button(t(language, "help.button.all"), ids.HELP_ALL, ids.Value())
    blocks = [
        header(t(language, "help.title"), "title"),
        section(t(language, "help.intro"), "intro"),
        *(_example(language, name, examples[name]) for name in _FIRST[duty]),
        actions([everything], "all"),
    ]
    return message(t(language, "help.text"), blocks)


def rest(language: str, examples: Examples, duty: Duty) -> Payload:
    """Return what the help does not show first."""
    names = [name for name in _allowed(examples, duty) if name not in _FIRST[duty]]
    blocks = [
        header(t(language, "help.rest"), "title"),
        *(_example(language, name, examples[name]) for name in names),
        context(t(language, "help.more"), "more"),
    ]
    return message(t(language, "help.rest"), blocks)


def everything(language: str, examples: Examples, duty: Duty) -> Payload:
    """Return all that can be asked, as a modal; what is asked in it is answered in Messages."""
    names = dict.fromkeys((*_FIRST[duty], *_allowed(examples, duty)))
    return modal(
        t(language, "help.modal"),
        [*(_example(language, name, examples[name]) for name in names)],
        close=t(language, "notice.close"),
        callback_id=ids.HELP_ALL,
        metadata=ids.Value(),
    )


def not_understood(text: str, suggestion: str | None, reader: Reader, duty: Duty) -> Payload:
    """Return that `text` was not understood, with the nearest words if any and three others.

    `text` comes as a command brings it, escaped by Slack.
    """
    language = reader.language
    sentence = t(language, "help.not_understood", text=markup(_as_typed(text), 100))
    run = None
    if suggestion is not None:
        offer = t(language, "help.suggestion", suggestion=markup(suggestion, 100))
        sentence, run = f"{sentence} {offer}", _run(language, suggestion)
    return message(sentence, [section(sentence, "sentence", run), *_offers(language, duty)])


def to_open(reader: Reader, text: str) -> Payload:
    """Return a button that opens the form `text` asks for: Slack opens one at a click only."""
    language, value = reader.language, ids.RunValue(text=text)
    while len(value.dump()) > _MOST:
        value = ids.RunValue(text=value.text[: len(value.text) * 3 // 4])
    sentence = t(language, "help.to_open")
    return message(
        sentence,
        [section(sentence, "open", button(t(language, "help.button.open"), ids.HELP_RUN, value))],
    )


def _allowed(examples: Examples, duty: Duty) -> Iterable[str]:
    return (name for name in examples if duty not in _NOT_FOR.get(name, ()))


def doors(language: str, names: Iterable[str]) -> list[Element]:
    """Return a row of buttons, at most four, that each say what one wants and ask for it."""
    return [
        button(
            t(language, f"help.{name}.door"),
            ids.help_run(at),
            ids.RunValue(text=ids.HELP_DOORS[name]),
        )
        for at, name in enumerate(names)
    ]


def _offers(language: str, duty: Duty) -> list[Block | None]:
    row = doors(language, (*_OFFERED[duty], "help"))
    return [context(t(language, "help.offer"), "offer"), actions(row, "offers")]


def _as_typed(text: str) -> str:
    text = _MENTION.sub(r"@\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _example(language: str, name: str, words: str) -> Block:
    key = f"{name}.help" if name in REGISTERS else f"help.{name}.what"
    return section(t(language, key), name, _run(language, words))


def _run(language: str, words: str) -> Element:
    label = t(language, "help.command", words=literal(words, 60))
    return button(label, ids.HELP_RUN, ids.RunValue(text=words))
