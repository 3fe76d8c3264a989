"""*Make an action*, wherever there is something to act on."""

from slackblocks import Element

from bot import ids
from bot.text import t
from bot.views.parts import button


def make_button(language: str, origin: str, ref: str | None = None) -> Element:
    """Return the button that opens the form of a new action made from `ref`."""
    value = ids.MakeAction(origin=origin, ref=ref)
    return button(t(language, "action.make"), ids.ACTION_MAKE, value)
