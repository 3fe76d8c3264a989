"""The two tickets of a week that a review learns from: pure rules over what was measured.

The programme asks for "the costliest complaint and the best solution" of each week. No published
rule says which those are; these are the product's own, and every prompt names the one it used.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from bot.metrics.tickets import CSAT_OUT_OF_SCALE, TicketFacts, Verdict, impossibilities

Kind = Literal["waited", "solved"]
Reason = Literal["complaint", "not_met", "hard", "rated", "chosen"]

KINDS: tuple[Kind, ...] = ("waited", "solved")
GOOD_RATING = 4
"""The top two of five, as CSAT % counts them."""
HARD_REPLIES = 3
"""From how many public replies a ticket of unknown complexity counts as hard."""

_LEVELS: Mapping[str, int] = {
    **dict.fromkeys(("complex", "hard", "difficult", "high", "复杂", "困难", "难", "高"), 3),
    **dict.fromkeys(("medium", "middle", "moderate", "中等", "一般", "中"), 2),
    **dict.fromkeys(("simple", "easy", "low", "简单", "容易", "易", "低"), 1),
}


class Candidate(NamedTuple):
    """A ticket that a review may learn from; `handling_seconds` is opening to last resolution."""

    ticket: TicketFacts
    verdict: Verdict
    complexity: str | None = None
    handling_seconds: float | None = None

    @property
    def wait_seconds(self) -> float | None:
        """How long the customer waited for the first reply, or waits."""
        verdict = self.verdict
        return verdict.waited_seconds if verdict.frt_seconds is None else verdict.frt_seconds


class Ranked(NamedTuple):
    """Candidates, the first is the one to learn from; `reason` names the rule that ranked them."""

    reason: Reason
    candidates: tuple[Candidate, ...]


def longest_waiting(found: Iterable[Candidate]) -> Ranked:
    """Return the complaints by how long they waited for the first reply, the longest first.

    Without a complaint that has such a time, the tickets not met instead.
    """
    judged = [one for one in found if one.verdict.outcome in {"met", "missed", "pending"}]
    complaints = [one for one in judged if one.ticket.kind == "complaint"]
    missed = [one for one in judged if one.verdict.outcome == "missed"]
    ordered = sorted(complaints or missed, key=_by_wait)
    return Ranked("complaint" if complaints else "not_met", tuple(ordered))


def best_solved(found: Iterable[Candidate]) -> Ranked:
    """Return the hard tickets rated 4 or 5, the highest rating first.

    Equal ratings: complexity, then replies, then handling time. Hard is what is classified complex
    or medium, or took three public replies or was reopened where nobody classified it. Without a
    hard one, all that were rated so.
    """
    rated = [one for one in found if _is_well_rated(one.ticket)]
    hard = [one for one in rated if is_hard(one)]
    ordered = sorted(hard or rated, key=_by_merit)
    return Ranked("hard" if hard else "rated", tuple(ordered))


def is_hard(one: Candidate) -> bool:
    """Return whether a ticket counts as hard."""
    level = _level(one.complexity)
    if level:
        return level > 1
    return (one.ticket.replies or 0) >= HARD_REPLIES or one.ticket.reopened


def _is_well_rated(ticket: TicketFacts) -> bool:
    is_solved = ticket.solved_at is not None and ticket.excluded is None
    good = ticket.csat is not None and ticket.csat >= GOOD_RATING
    return is_solved and good and CSAT_OUT_OF_SCALE not in impossibilities(ticket)


def _level(complexity: str | None) -> int:
    return _LEVELS.get(unicodedata.normalize("NFKC", complexity or "").strip().casefold(), 0)


def _by_wait(one: Candidate) -> tuple[float, str, str]:
    return (-(one.wait_seconds or 0), one.ticket.external_id, one.ticket.source)


def _by_merit(one: Candidate) -> tuple[float, int, int, float, str]:
    return (
        -(one.ticket.csat or 0),
        -_level(one.complexity),
        -(one.ticket.replies or 0),
        -(one.handling_seconds or 0),
        one.ticket.external_id,
    )
