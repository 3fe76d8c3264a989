"""What somebody typed after `/frt` about warnings, understood."""

from dataclasses import dataclass

from bot.errors import BotError
from bot.metrics.figures import METRICS
from bot.text import LANGUAGES, t
from bot.text.words import normalised, split_team

CHOICE = "warnings"
"""The word for warnings that stands where a period would, while their team is chosen."""

_NAMES = ("metric", "series")


def _plain(text: str) -> str:
    return normalised(text).casefold().replace("_", " ")


METRIC_WORDS: dict[str, str] = {
    _plain(word): key
    for key, metric in METRICS.items()
    for word in (
        *(key, *metric.words),
        *(t(language, f"figure.{part}.{key}") for language in LANGUAGES for part in _NAMES),
    )
}
"""What a metric may be called: its key, its words, and its names as they are shown."""


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to see the warnings, of one `metric` in detail if named, of `team` if named."""

    metric: str | None = None
    team: str | None = None

    @property
    def choice(self) -> str:
        """What stands for the wish where a team is chosen for it."""
        return f"{CHOICE} {self.metric or ''}".strip()


def read(rest: str) -> Words:
    """Return what these words after those for warnings wish.

    Raises BotError for a metric that is not known.
    """
    before, team = split_team(rest)
    named = before.strip(" :")
    return Words(read_metric(named) if named else None, team)


def read_metric(text: str) -> str:
    """Return the metric that was typed, in either language. Raises BotError."""
    found = METRIC_WORDS.get(_plain(text))
    if found is None:
        raise BotError("warning.error.unknown_word", metric=text)
    return found
