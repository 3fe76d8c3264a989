"""What could be done about tickets not met, by their cause: the first draft of a measure."""

from bot.metrics.daily import About
from bot.text import t
from bot.views.blocks import slice_kind


def suggested(language: str, about: About) -> str:
    """Return a measure in a sentence, plain, for its owner to change."""
    return t(
        language,
        f"action.suggested.{about.cause or 'unnamed'}",
        tickets=slice_kind(language, about.slice),
    )
