"""Sentences for users: one catalogue per language, out of `text/<language>/*.po`.

A message id is a key (`report.title`), a message string is the sentence in that language with
`{named}` placeholders; `msgid_plural` marks sentences that change with `n`. A key begins with the
name of its file, which is read when the first of its sentences is asked for.
"""

from collections.abc import Iterator, Mapping
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


class Named(str):
    """The key of words that fill a placeholder, in whatever language the sentence is said."""

    __slots__ = ()


class Catalogue(Mapping[str, Sentence]):
    """The sentences of one language by key; plural ones as a tuple by plural form."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __getitem__(self, key: str) -> Sentence:
        """Return a sentence; raises KeyError for an unknown key."""
        return _sentence(self._language, key)

    def __iter__(self) -> Iterator[str]:
        """Go through every key, file by file."""
        for subject in sorted(_subjects(self._language)):
            yield from _read(self._language, subject)

    def __len__(self) -> int:
        """Return how many sentences there are."""
        return sum(1 for _ in self)


@cache
def catalogue(language: str) -> Catalogue:
    """Return every sentence of one language."""
    return Catalogue(language)


@cache
def _sentence(language: str, key: str) -> Sentence:
    subject = key.partition(".")[0]
    if subject not in _subjects(language):
        raise KeyError(key)
    return _read(language, subject)[key]


@cache
def _subjects(language: str) -> frozenset[str]:
    return frozenset(path.stem for path in (_HERE / language).glob("*.po"))


@cache
def _read(language: str, subject: str) -> dict[str, Sentence]:
    sentences: dict[str, Sentence] = {}
    with (_HERE / language / f"{subject}.po").open("rb") as file:
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

    A plural sentence is chosen by the parameter `n`; what is `Named` stands there in words. Raises
    KeyError for an unknown key.
    """
    sentence = _sentence(language, key)
    if isinstance(sentence, tuple):
        n = params.get("n")
        sentence = sentence[_plural_form(language, n if isinstance(n, int) else 0)]
    if Named in map(type, params.values()):
        params = {
            name: t(language, value) if isinstance(value, Named) else value
            for name, value in params.items()
        }
    return sentence.format_map(params) if params else sentence
