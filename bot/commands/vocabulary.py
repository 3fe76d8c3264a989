"""Words and their meanings: which of them a text begins with, and which were probably meant."""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Any

from bot.answers.clicks import Answer, Asked
from bot.deps import Deps
from bot.errors import BotError
from bot.metrics.figures import Ask
from bot.services.figures import LONGEST, NOT_UNDERSTOOD, NOTHING, Values, is_sure, mending
from bot.text.words import joins, normalised

_SHORT = 40
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Words:
    """Words that mean the same, how the text after them is read, and what answers.

    `ends` is a pattern for what follows a word where it ends. `offers` are suggested where
    something like them was typed; if not given, the first word of each language. Those stand in
    the help, too, under the key `helps`. `is_whole` keeps the word in what is read.
    """

    en: tuple[str, ...]
    zh: tuple[str, ...]
    read: Callable[[str], Any]
    answer: Callable[[Deps, Asked, Any], Awaitable[Answer]]
    ends: str = r"$|\s"
    offers: tuple[str, ...] | None = None
    helps: str | None = None
    is_whole: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """What is suggested of it."""
        return (*self.en[:1], *self.zh[:1]) if self.offers is None else self.offers

    def end_before(self, rest: str) -> bool:
        """Return whether a word ends where this follows it."""
        return re.match(self.ends, unicodedata.normalize("NFKC", rest), re.IGNORECASE) is not None


class Vocabulary:
    """A table of words in which every word has one meaning, so that no order matters."""

    def __init__(self, table: Sequence[Words], otherwise: Words) -> None:
        self._by_word: dict[str, Words] = {}
        for one in table:
            for word in (*one.en, *one.zh):
                if self._by_word.setdefault(word, one) is not one:
                    raise ValueError(f"{word!r} stands twice in the table of words")
        self._table, self._otherwise = table, otherwise
        self._longest = max(map(len, self._by_word))
        self._found = lru_cache(maxsize=1_024)(self._find)
        self._offered = [phrase for one in table for phrase in one.offered]
        self._of_grammar = {phrase for one in table if one.is_whole for phrase in one.offered}

        others = (one for one in table if not one.is_whole)
        self._of_others = [word for one in others for word in (*one.en, *one.zh) if len(word) > 1]

    def examples(self, language: str) -> dict[str, str]:
        """Return the words that the help shows, by the name under which it says what they do."""
        return {
            one.helps: words[0]
            for one in self._table
            if one.helps and (words := one.zh if language == "zh" else one.en)
        }

    def find(self, text: str) -> tuple[Words, str]:
        """Return the longest words that a text begins with, and what is to be read after them.

        A text that begins with none is read whole by what knows no first word. What is asked often
        is short, and was looked up before.
        """
        return self._found(text) if len(text) <= _SHORT else self._find(text)

    def _find(self, text: str) -> tuple[Words, str]:
        typed, found, length, rest = text.lstrip(), self._otherwise, -1, text
        for end in range(min(len(typed), LONGEST) + 1):
            head = normalised(typed[:end]).casefold()
            if len(head) > self._longest:
                break
            one = self._by_word.get(head)
            if one is not None and len(head) > length and one.end_before(typed[end:]):
                found, length, rest = one, len(head), text if one.is_whole else typed[end:]
        return found, rest

    def counted_as(self, text: str) -> str:
        """Return the first English word of those that a text begins with; `other` for none."""
        found, _ = self.find(text)
        return found.en[0] if found.en else "other"

    def understand(self, text: str) -> tuple[Words, Any]:
        """Return the words that a text begins with and what it wishes. Raises BotError."""
        found, rest = self.find(text)
        return found, found.read(rest)

    def suggestion(self, text: str, values: Values = NOTHING) -> str | None:
        """Return the nearest words that would have been understood and mean the same, or None.

        `values` are those of tickets that the one who asks may name.
        """
        if len(text) > LONGEST:
            return None
        typed = normalised(text).casefold()
        nearest = get_close_matches(typed, self._offered, n=_NEAR, cutoff=_cutoff(typed))
        mended = mending.mended(text, values)
        fixed = [*(words for words in nearest if words not in self._of_grammar)]
        fixed += [mended] if mended else []
        fixed.sort(key=lambda words: -SequenceMatcher(None, words, typed).ratio())
        offered = (*fixed, *(words for words in nearest if words in self._of_grammar))
        meant = (one for one in offered if self._is_meant(text, one, values))
        begins = [one for one in self._of_others if _begins(typed, one)]
        if begins:
            first = self._by_word[max(begins, key=len)]
            meant = (one for one in meant if self._find(one)[0] is first)
        return next(meant, None)

    def _is_meant(self, text: str, offered: str, values: Values) -> bool:
        try:
            _, wish = self.understand(offered)
        except BotError as error:
            if error.key == NOT_UNDERSTOOD:
                return False
        else:
            if isinstance(wish, Ask) and not is_sure(wish, values):
                return False
        return mending.keeps(text, offered, values)


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and not joins(word[-1], text[len(word) : len(word) + 1])


def _cutoff(text: str) -> float:
    return 0.6 if text.isascii() else 0.5
