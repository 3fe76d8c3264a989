"""*History*: the button on a card, and the modal that shows what happened to it."""

from collections.abc import Sequence

from slackblocks import Block, Element

from bot import ids
from bot.text import t
from bot.views.parts import Payload, actions, button, context, modal, section


def history_button(language: str, team_id: int, subject: str, key: str | None = None) -> Element:
    """Return *History* of something of a team; only `commands/history.py` answers it.

    `subject` and `key` are those that its changes are written under; without `key` it is of all
    of the kind. What a new subject needs stands in `services/history.py`.
    """
    value = ids.HistoryValue(team=team_id, subject=subject, key=key)
    return button(t(language, "history.button"), ids.HISTORY_OPEN, value)


def history_modal(
    heading: str, entries: Sequence[str], value: ids.HistoryValue, pages: int, language: str
) -> Payload:
    """Return a page of what happened, as `mrkdwn`: what it is about, then the latest first."""
    blocks: list[Block | None] = [section(heading, "about")]
    blocks += [section(text, f"entry_{at}") for at, text in enumerate(entries)]
    if not entries:
        blocks.append(section(t(language, "history.none"), "none"))
    turns = [
        button(
            t(language, f"report.why.{name}"),
            f"{ids.HISTORY_TURN}.{name}",
            value.model_copy(update={"page": page}),
        )
        for name, page in (("previous", value.page - 1), ("next", value.page + 1))
        if 1 <= page <= pages
    ]
    where = t(language, "report.why.page", page=value.page, pages=pages) if pages > 1 else None
    return modal(
        t(language, "history.title"),
        [*blocks, actions(turns, "pages"), context(where, "page")],
        close=t(language, "notice.close"),
        callback_id=ids.HISTORY_OPEN,
        metadata=value,
    )
