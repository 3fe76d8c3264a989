"""*History*: the button on a card, and the modal that shows what happened to it."""

from collections.abc import Sequence

from slackblocks import Block, Element

from bot import ids
from bot.text import t
from bot.views.blocks.paging import page_words, turns
from bot.views.blocks.parts import Payload, button, context, modal, section


def history_button(
    language: str, team_id: int, subject: str, key: str | None = None, of: str | None = None
) -> Element:
    """Return *History* of something of a team; only `commands/history.py` answers it.

    `subject` and `key` are those that its changes are written under; without `key` it is of all
    of the kind. `of` says for screen readers what it is, where the text above does not. What a new
    subject needs stands in `services/history/pages.py`.
    """
    value = ids.HistoryValue(team=team_id, subject=subject, key=key)
    return button(t(language, "history.button"), ids.HISTORY_OPEN, value, of=of)


def history_modal(
    heading: str, entries: Sequence[str], value: ids.HistoryValue, pages: int, language: str
) -> Payload:
    """Return a page of what happened, as `mrkdwn`: what it is about, then the latest first."""
    blocks: list[Block | None] = [section(heading, "about")]
    blocks += [section(text, f"entry_{at}") for at, text in enumerate(entries)]
    if not entries:
        blocks.append(section(t(language, "history.none"), "none"))
    at = (value.page, pages)
    below = [
        turns(language, at, ids.HISTORY_TURN, value),
        context(page_words(language, at), "page"),
    ]
    return modal(
        t(language, "history.title"),
        [*blocks, *below],
        close=t(language, "notice.close"),
        callback_id=ids.HISTORY_OPEN,
        metadata=value,
    )
