"""Sentences for users: one catalogue per language, merged from `text/<language>/*.po`.

A message id is a key (`report.title`), a message string is the sentence in that language with
`{named}` placeholders; `msgid_plural` marks sentences that change with `n`.
"""

from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

LANGUAGES = ("en", "zh")
_HERE = Path(__file__).parent
Sentence = str | tuple[str, ...]


def language_of(locale: str | None) -> str:
    """Return the language (`zh`, else `en`) for a Slack or POSIX locale such as `zh-CN`."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


@cache
def catalogue(language: str) -> dict[str, Sentence]:
    """Return every sentence of one language by key; plural ones as a tuple by plural form."""
    sentences: dict[str, Sentence] = {}
    for path in sorted((_HERE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if not message.id:
                    continue
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string
                sentences[key] = text if isinstance(text, str) else tuple(text or ())
    return sentences


@cache
def _plural_form(language: str, n: int) -> int:
    return 0 if language == "zh" else int(Locale(language).plural_form(n) != "one")


def t(language: str, key: str, **params: object) -> str:
    """Return the sentence `key` in `language` with its placeholders filled.

    A plural sentence is chosen by the parameter `n`. Raises KeyError for an unknown key.
    """
    sentence = catalogue(language)[key]
    if isinstance(sentence, tuple):
        n = params.get("n")
        sentence = sentence[_plural_form(language, n if isinstance(n, int) else 0)]
    return sentence.format_map(params) if params else sentence
