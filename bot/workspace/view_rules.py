"""The rules of views: title, buttons, metadata and blocks of a modal or a Home tab."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.workspace import limits
from bot.workspace.block_rules import check_blocks, with_ids
from bot.workspace.checks import Report, is_object, one_of, optional_text, string, text
from bot.workspace.entities import File, Json, Surface
from bot.workspace.errors import SlackError, invalid_arguments

STRINGS = {
    "private_metadata": limits.PRIVATE_METADATA,
    "callback_id": limits.CALLBACK_ID,
    "external_id": limits.EXTERNAL_ID,
}


def refuse_bad_view(view: object, kind: str, files: Mapping[str, File] | None = None) -> Json:
    """Return the view with ids filled in.

    ``kind`` is the type that the method takes: ``modal`` or ``home``. Raises SlackError
    ``invalid_arguments`` or ``view_too_large``.
    """
    if not is_object(view):
        raise invalid_arguments("missing required field: view")
    if len(json.dumps(view, ensure_ascii=False).encode()) > limits.VIEW_BYTES:
        raise SlackError("view_too_large")
    report = Report(files)
    if view.get("type") != kind:
        report.fault("/view/type", f"must be {kind}")
    check_view(report, "/view", view)
    if report.faults:
        raise SlackError("invalid_arguments", response_metadata={"messages": report.messages()})
    return {**view, "blocks": with_ids(view["blocks"])}


def check_view(report: Report, at: str, view: Json) -> None:
    """Check a modal or a Home tab: what it needs, its limits and its blocks."""
    one_of(report, f"{at}/type", view.get("type"), {"modal", "home"}, required=True)
    modal = view.get("type") == "modal"
    if modal:
        _modal(report, at, view)
    for name, longest in STRINGS.items():
        string(report, f"{at}/{name}", view.get(name), longest)
    surface: Surface = "modal" if modal else "home"
    check_blocks(report, f"{at}/blocks", view.get("blocks"), surface)


def _modal(report: Report, at: str, view: Json) -> None:
    text(report, f"{at}/title", view.get("title"), limits.VIEW_TITLE, plain=True)
    for button in ("submit", "close"):
        optional_text(report, f"{at}/{button}", view.get(button), limits.VIEW_BUTTON)
    blocks = view.get("blocks")
    kinds = (
        [one.get("type") for one in blocks if is_object(one)] if isinstance(blocks, list) else []
    )
    if "input" in kinds and view.get("submit") is None:
        report.missing(f"{at}/submit")
