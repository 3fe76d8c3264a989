"""Replies that say nothing yet, by their text: a team's phrases such as “one moment, please”."""

import html
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.sources.files.table import RawMessage

_TAG = re.compile(r"<[^>]*>")
_LONGEST = 2_000
_VARIATION = "\ufe0f"


def plain_phrase(text: str) -> str:
    """Return a text without case, width, spaces, punctuation and HTML; emoji stay."""
    shown = html.unescape(_TAG.sub(" ", text))
    folded = unicodedata.normalize("NFKC", shown).casefold()
    return "".join(
        each for each in folded if unicodedata.category(each)[0] not in "PZC" and each != _VARIATION
    )


@dataclass(slots=True)
class Phrases:
    """The phrases of a team, whether messages came with texts, and how often which was met."""

    told: tuple[str, ...] = ()
    saw_text: bool = False
    met: Counter[str] = field(default_factory=Counter)
    _at: dict[str, "array[int]"] = field(default_factory=dict)
    _known: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare what texts are compared with."""
        self._known = {plain_phrase(phrase): phrase for phrase in reversed(self.told)}

    def sort_out(self, messages: Iterable[RawMessage]) -> Iterator[RawMessage]:
        """Yield the messages; a reply that is one of the phrases is an automatic one."""
        for message in messages:
            yield message._replace(kind="auto") if self._met(message) else message

    def count(self, messages: Iterable[RawMessage], instants: Iterable[int]) -> None:
        """Count the replies that are phrases, and keep when they were."""
        for message, at in zip(messages, instants, strict=True):
            if phrase := self._met(message):
                self.met[phrase] += 1
                self._at.setdefault(phrase, array("q")).append(at)

    def met_after(self, at: int | None) -> dict[str, int]:
        """Return how many replies after an instant were which phrase; None: of all."""
        return {
            phrase: sum(at is None or one > at for one in found)
            for phrase, found in self._at.items()
        }

    def _met(self, message: RawMessage) -> str | None:
        if not self.told or message.text is None:
            return None
        self.saw_text = True
        if message.kind != "agent" or len(message.text) > _LONGEST:
            return None
        return self._known.get(plain_phrase(message.text))
