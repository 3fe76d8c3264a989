"""Turning the pages of what is too long for one answer."""

from slackblocks import Block

from bot.ids import Value
from bot.text import t
from bot.views.blocks.parts import actions, button

At = tuple[int, int]
"""The page that is shown, counted from 1, and how many there are."""


def turns(
    language: str,
    at: At,
    action_id: str,
    here: Value,
    *,
    field: str = "page",
    of: str | None = None,
) -> Block | None:
    """Return *Previous* and *Next*, as far as there are such pages.

    A button holds what `here` does, with its own page in `field`. They answer to `action_id` with
    `.previous` and `.next`. `of` says what is turned where there are several such things, plain.
    """
    page, pages = at
    buttons = [
        button(
            t(language, f"report.why.{name}"),
            f"{action_id}.{name}",
            here.model_copy(update={field: number}),
            of=of,
        )
        for name, number in (("previous", page - 1), ("next", page + 1))
        if 1 <= number <= pages
    ]
    return actions(buttons, f"turn_{field}" if of else "pages")


def page_words(language: str, at: At) -> str | None:
    """Return which page is shown, None when there is but one."""
    page, pages = at
    return t(language, "report.why.page", page=page, pages=pages) if pages > 1 else None


def with_page(language: str, at: At, hint: str) -> str:
    """Return a hint, with the page that is shown before it when there are several."""
    return " · ".join(filter(None, (page_words(language, at), hint)))
