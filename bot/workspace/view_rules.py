"""The rules of views: title, buttons, metadata and blocks of a modal or a Home tab."""

from __future__ import annotations

from bot.workspace import limits
from bot.workspace.block_rules import check_blocks, with_ids
from bot.workspace.checks import Report, is_object, optional_text, string, text
from bot.workspace.entities import Json, Surface
from bot.workspace.errors import SlackError, invalid_arguments


def refuse_bad_view(view: object, kind: str) -> Json:
    """Return the view with ids filled in; raises SlackError ``invalid_arguments``.

    ``kind`` is the type that the method takes: ``modal`` or ``home``.
    """
    if not is_object(view):
        raise invalid_arguments("missing required field: view")
    report = Report()
    if view.get("type") != kind:
        report.fault("/view/type", f"must be {kind}")
    if kind == "modal":
        _modal(report, view)
    string(report, "/view/private_metadata", view.get("private_metadata"), limits.PRIVATE_METADATA)
    string(report, "/view/callback_id", view.get("callback_id"), limits.CALLBACK_ID)
    string(report, "/view/external_id", view.get("external_id"), limits.EXTERNAL_ID)
    surface: Surface = "modal" if kind == "modal" else "home"
    check_blocks(report, "/view/blocks", view.get("blocks"), surface)
    if report.faults:
        raise SlackError("invalid_arguments", response_metadata={"messages": report.messages()})
    return {**view, "blocks": with_ids(view["blocks"])}


def _modal(report: Report, view: Json) -> None:
    text(report, "/view/title", view.get("title"), limits.VIEW_TITLE, plain=True)
    for button in ("submit", "close"):
        optional_text(report, f"/view/{button}", view.get(button), limits.VIEW_BUTTON)
    blocks = view.get("blocks")
    kinds = (
        [one.get("type") for one in blocks if is_object(one)] if isinstance(blocks, list) else []
    )
    if "input" in kinds and view.get("submit") is None:
        report.fault("/view", "missing required field: submit")
