"""What somebody typed after `/frt` about complaints about delay, understood."""

import re
from dataclasses import dataclass

from bot.text.words import normalised

CHOICE = "complaints"
"""The word for complaints that stands where a period would, while their team is chosen."""

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


def read(rest: str) -> Words:
    """Return what these words after those for complaints wish."""
    text = normalised(rest)
    team = _TEAM.search(text)
    named = (text[: team.start()] if team else text).strip(" #:：")
    return Words(named[:_LONGEST_TICKET] or None, team[1] if team else None)
