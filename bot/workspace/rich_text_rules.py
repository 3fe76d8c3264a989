"""The rules of rich text: which parts stand in which, and their few numbers."""

from __future__ import annotations

from bot.workspace import limits
from bot.workspace.checks import Report, each, integer, items, one_of, string
from bot.workspace.entities import Json

INLINE = {
    "text": "text",
    "link": "url",
    "emoji": "name",
    "user": "user_id",
    "channel": "channel_id",
    "usergroup": "usergroup_id",
    "broadcast": "range",
    "date": "timestamp",
    "color": "value",
    "team": "team_id",
}
"""What each part of a line must say."""
PARTS = frozenset(
    {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
)
MOST_PARTS = 10_000


def rich_text(report: Report, at: str, block: Json) -> None:
    """Check a rich text block or the rich text inside another block."""
    parts = block.get("elements")
    if items(parts, report, f"{at}/elements", MOST_PARTS, least=0):
        each(report, f"{at}/elements", parts, _part)


def _part(report: Report, at: str, value: Json) -> None:
    kind = value.get("type")
    one_of(report, f"{at}/type", kind, PARTS, required=True)
    inner = value.get("elements")
    if kind not in PARTS or not items(inner, report, f"{at}/elements", MOST_PARTS, least=0):
        return
    if kind == "rich_text_list":
        one_of(report, f"{at}/style", value.get("style"), {"bullet", "ordered"}, required=True)
        integer(report, f"{at}/indent", value.get("indent"), 0, limits.RICH_TEXT_INDENT)
        integer(report, f"{at}/offset", value.get("offset"), 0)
    integer(report, f"{at}/border", value.get("border"), 0, limits.RICH_TEXT_BORDER)
    each(report, f"{at}/elements", inner, _line if kind == "rich_text_list" else _inline)


def _line(report: Report, at: str, value: Json) -> None:
    one_of(report, f"{at}/type", value.get("type"), {"rich_text_section"}, required=True)
    _part(report, at, value)


def _inline(report: Report, at: str, value: Json) -> None:
    kind = value.get("type")
    one_of(report, f"{at}/type", kind, INLINE, required=True)
    needed = INLINE.get(str(kind))
    if needed == "timestamp":
        integer(report, f"{at}/{needed}", value.get(needed), 0)
    elif needed is not None:
        longest = 10**9
        string(report, f"{at}/{needed}", value.get(needed), longest, required=True)
