"""What somebody typed after `/frt` about complaints about delay, understood."""

from dataclasses import dataclass

from bot.text.words import split_team

CHOICE = "complaints"
"""The word for complaints that stands where a period would, while their team is chosen."""

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
    before, team = split_team(rest)
    return Words(before.strip(" #:：")[:_LONGEST_TICKET] or None, team)
