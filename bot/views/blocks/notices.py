"""One plain sentence."""

from slackblocks import ModalView, PlainText

from bot.text import t
from bot.views.blocks.parts import Payload, message, section


def notice(text: str) -> Payload:
    """Return a message of a sentence from the catalogues; the text is `mrkdwn`, escaped already."""
    return message(text, [section(text, "notice")])


def notice_modal(language: str, text: str, title: str = "notice.title") -> Payload:
    """Return a modal of the same sentence, for where there is no message to answer below."""
    view = ModalView(
        PlainText(t(language, title)),
        [section(text, "notice")],
        close=PlainText(t(language, "notice.close")),
    )
    return view.to_dict()
