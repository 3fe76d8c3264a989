"""Whose name a helpdesk uses: people in Slack by e-mail address, then by name."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.metrics.team.membership import Colleague

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.[^\s<>()\[\],;:\"']+")
_BESIDES = re.compile(r"[\s.·•_\-'’]+")
_IN_BRACKETS = re.compile(r"[(<\[（【].*?[)>\]）】]")
MOST_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Match:
    """The people a name may be: one by `email`, several by `name`, none otherwise."""

    by: str | None
    people: tuple[Colleague, ...]


class Matcher:
    """People in Slack, found by the names a helpdesk uses for them."""

    def __init__(self, people: Iterable[Colleague]) -> None:
        self._by_email: dict[str, list[Colleague]] = {}
        self._by_name: dict[str, dict[str, Colleague]] = {}
        for person in people:
            if person.email:
                self._by_email.setdefault(person.email.strip().casefold(), []).append(person)
            for name in (person.name, person.real_name, person.handle):
                for form in _forms(name):
                    self._by_name.setdefault(form, {})[person.user_id] = person

    @property
    def is_empty(self) -> bool:
        """Whether it knows nobody."""
        return not self._by_name

    def match(self, name: str) -> Match:
        """Return whom a name may belong to: the owner of an address in it, else namesakes."""
        for address in emails_in(name):
            owners = self._by_email.get(address, [])
            if len(owners) == 1:
                return Match("email", tuple(owners))
        found: dict[str, Colleague] = {}
        for form in _forms(_IN_BRACKETS.sub(" ", name)):
            found |= self._by_name.get(form, {})
        people = tuple(sorted(found.values(), key=lambda person: person.user_id))
        return Match("name" if people else None, people[:MOST_PROPOSED])


def emails_in(name: str) -> list[str]:
    """Return the e-mail addresses written in a name, in lower case."""
    return [found.rstrip(".").casefold() for found in _EMAIL.findall(_plain(name))]


def digest(name: str) -> str:
    """Return a short name for a name, the same every time; for where the name has no room."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _forms(name: str) -> set[str]:
    """Return a name without case, spaces and marks, also with what follows a comma put first."""
    plain = _plain(name).casefold()
    last, comma, first = plain.partition(",")
    written = [f"{first}{last}"] if comma and first.strip() else [plain]
    return {form for form in (_BESIDES.sub("", one) for one in written) if form}


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
