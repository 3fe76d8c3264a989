"""What can be asked, and what to do when a question was not understood."""

import re
from collections.abc import Mapping

from slackblocks import Block, Element

from bot import ids
from bot.metrics.team import Reader
from bot.registers import REGISTERS
from bot.text import t
from bot.views.blocks import Payload, button, context, header, literal, markup, message, section

_MENTION = re.compile(r"<[@#!][^|<>]*\|([^<>]*)>")


def answer(reader: Reader, examples: Mapping[str, str]) -> Payload:
    """Return the help with a button for each example, whose value holds the words to run.

    `examples` are words by the name under which the catalogues say what they answer.
    """
    language = reader.language
    blocks = [
        header(t(language, "help.title"), "title"),
        section(t(language, "help.intro"), "intro"),
        *(_example(language, name, words) for name, words in examples.items()),
        context(t(language, "help.more"), "more"),
    ]
    return message(t(language, "help.text"), blocks)


def not_understood(reader: Reader, text: str, suggestion: str | None) -> Payload:
    """Return that `text` was not understood, with a button to run the nearest words if any.

    `text` comes as a command brings it, escaped by Slack.
    """
    language = reader.language
    sentence = t(language, "help.not_understood", text=markup(_as_typed(text), 100))
    see = context(t(language, "help.see"), "see")
    if suggestion is None:
        return message(sentence, [section(sentence, "sentence"), see])
    offer = t(language, "help.suggestion", suggestion=markup(suggestion, 100))
    whole = f"{sentence} {offer}"
    run = _run(language, suggestion)
    return message(whole, [section(whole, "sentence", run), see])


def _as_typed(text: str) -> str:
    text = _MENTION.sub(r"@\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _example(language: str, name: str, words: str) -> Block:
    key = f"{name}.help" if name in REGISTERS else f"help.{name}.what"
    return section(t(language, key), name, _run(language, words))


def _run(language: str, words: str) -> Element:
    label = t(language, "help.command", words=literal(words, 60))
    return button(label, ids.HELP_RUN, ids.RunValue(text=words))
