"""One plain sentence."""

from bot.views.parts import Payload, message, section


def notice(text: str) -> Payload:
    """Return a message of a sentence from the catalogues; the text is `mrkdwn`, escaped already."""
    return message(text, [section(text, "notice")])
