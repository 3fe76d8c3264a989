"""How many replies were which of a team's phrases, in words."""

from collections.abc import Sequence

from bot.metrics.team.settings_form import PhraseMet
from bot.text import t
from bot.views.blocks import literal

_SHOWN_PHRASES = 10


def met_words(phrases: Sequence[PhraseMet], language: str) -> str:
    """Return how many replies each phrase was, the most frequent first."""
    often = sorted(phrases, key=lambda one: -one.met)
    told = [
        t(language, "setup.hint.phrase", phrase=literal(one.phrase, 40), n=one.met)
        for one in often[:_SHOWN_PHRASES]
    ]
    left = len(often) - len(told)
    told += [t(language, "setup.hint.phrases_more", n=left)] if left else []
    return t(language, "setup.hint.phrases", met=t(language, "setup.comma").join(told))
