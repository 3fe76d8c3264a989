"""What somebody typed after `/frt` about complaints about delay, understood."""

import re
from dataclasses import dataclass

from bot.text.words import COMPLAINT_WORDS, normalised, one_of

CHOICE = "complaints"
"""What a request for the complaints starts with where a period would stand."""

_HEAD = re.compile(rf"(?:{one_of(COMPLAINT_WORDS)})(?:$|[\s:：#])", re.IGNORECASE)
_TEAM = re.compile(r"(?:^|\s)(?:team\s|团队\s?)\s*[\"“「]?(.+?)[\"”」]?\s*$", re.IGNORECASE)
_LONGEST_TICKET = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to see the complaints about delay, of one `ticket` if named, of `team` if named."""

    ticket: str | None = None
    team: str | None = None

    @property
    def choice(self) -> str:
        """What stands for the wish where a team is chosen for it."""
        return f"{CHOICE} {self.ticket or ''}".strip()


def read(typed: str) -> Words | None:
    """Return what is wished, or None when it is about something else."""
    text = normalised(typed)
    head = _HEAD.match(text)
    if head is None:
        return None
    rest = text[head.end() :]
    team = _TEAM.search(rest)
    named = (rest[: team.start()] if team else rest).strip(" #:：")
    return Words(named[:_LONGEST_TICKET] or None, team[1] if team else None)


def chosen(period: str) -> Words | None:
    """Return the wish that a choice of teams was offered for; None when for something else."""
    head, _, ticket = period.partition(" ")
    return Words(ticket or None) if head == CHOICE else None
