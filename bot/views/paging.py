"""Turning the pages of what is too long for one answer."""

from collections.abc import Callable

from slackblocks import Element

from bot.ids import Value
from bot.text import t
from bot.views.parts import button


def turns(
    language: str, at: tuple[int, int], action_id: str, to: Callable[[int], Value]
) -> list[Element]:
    """Return *Previous* and *Next*, as far as there are such pages.

    `at` is the page that is shown, counted from 1, and how many there are; `to` answers the value
    of a button that turns to a page. They answer to `action_id` with `.previous` and `.next`.
    """
    page, pages = at
    there = [("previous", page - 1)] if page > 1 else []
    there += [("next", page + 1)] if page < pages else []
    return [
        button(t(language, f"report.why.{name}"), f"{action_id}.{name}", to(number))
        for name, number in there
    ]
