"""A ticket that is named in what people read leads to the ticket, where a team said where it is.

The samples' tickets have numbers that nothing else in them has, and their team an address. What
can hold no link is left out: titles, buttons, choices, fields to type in, notifications.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.views.everything import ALL

NUMBER = re.compile(r"(?<![\w/-])(?:47[12]\d|4699|K-\d+)(?!\w)")
LINK = re.compile(r"<(https://(?:help|desk)\.example/[^|>]+)\|([^>]*)>")

PLAIN = {
    "views.waiting_no_address": "a team that said no address",
    "views.complaint_form": "a form: whoever follows a link out of it loses what they typed",
}
LEADING = {
    "daily.cases",
    "daily.daily",
    "daily.revised",
    "history.case",
    "history.complaint",
    "views.action_card_from_a_number",
    "views.complaint_breach",
    "views.complaint_list",
    "views.complaint_one_other",
    "views.complaint_reminder",
    "views.problem",
    "views.problem_report",
    "views.review_details",
    "views.review_case_told",
    "views.waiting",
    "views.why",
}
"""Where tickets are named, one of each kind of view."""


def read(node: Any) -> Iterator[str]:
    """Yield every text that may hold a link, as `mrkdwn`."""
    if isinstance(node, list):
        for one in node:
            yield from read(one)
        return
    kind = node["type"]
    if kind == "mrkdwn":
        yield node["text"]
    elif kind == "link":
        yield f"<{node['url']}|{node['text']}>"
    elif kind in {"text", "raw_text"}:
        yield node["text"]
    elif kind == "data_table":
        yield from read([cell for row in node["rows"] for cell in row])
    elif kind in {"section", "context", "rich_text"} or kind.startswith("rich_text_"):
        yield from read(node["text"]) if "text" in node else ()
        yield from read([*node.get("fields", ()), *node.get("elements", ())])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ALL)
def test_a_ticket_that_is_named_is_a_link(name: str, language: str) -> None:
    texts = list(read(ALL[name](language)["blocks"]))
    linked = [found for text in texts for found in LINK.findall(text)]
    named = [found for text in texts for found in NUMBER.findall(LINK.sub("", text))]
    assert (named != []) == (name in PLAIN), f"{named} lead nowhere"
    if name in LEADING:
        assert linked != []
    if "hostile" not in name:
        assert all(f"/{label.split()[0]}?" in f"{url}?" for url, label in linked)


def test_the_cases_that_are_spoken_of_are_there() -> None:
    assert {*PLAIN, *LEADING} <= ALL.keys()
