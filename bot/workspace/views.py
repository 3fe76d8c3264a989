"""Opening, stacking and changing views, and how Slack writes them down."""

from __future__ import annotations

from bot.workspace import limits
from bot.workspace.block_rules import elements_of
from bot.workspace.copies import copied
from bot.workspace.element_values import initial_values
from bot.workspace.entities import Json, View
from bot.workspace.errors import SlackError
from bot.workspace.state import Workspace
from bot.workspace.view_rules import refuse_bad_view

FILES = "files:read"


def open_modal(workspace: Workspace, user_id: str, payload: object) -> View:
    """Open a modal as the only one of a user's stack."""
    view = _new(workspace, user_id, _checked(workspace, payload, "modal"))
    workspace.modals[user_id] = [view]
    _changed(workspace, view)
    return view


def push_modal(workspace: Workspace, user_id: str, payload: object) -> View:
    """Put a modal on a user's stack; raises SlackError ``push_limit_reached``."""
    stack = workspace.modals.setdefault(user_id, [])
    checked = _checked(workspace, payload, "modal")
    if len(stack) >= limits.MODAL_STACK:
        raise SlackError("push_limit_reached")
    view = _new(workspace, user_id, checked)
    if stack:
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    _changed(workspace, view)
    return view


def update_view(workspace: Workspace, view: View, payload: object, old_hash: object = None) -> View:
    """Replace what a view shows; values typed into inputs that remain are kept.

    Raises SlackError ``hash_conflict`` when ``old_hash`` is not the present one.
    """
    if old_hash is not None and old_hash != view.hash:
        raise SlackError("hash_conflict")
    checked = _checked(workspace, payload, view.kind)
    typed = view.values
    workspace.keep_former(view.id, view.payload["blocks"])
    view.payload, view.hash = checked, _hash(workspace)
    view.values = initial_values(checked["blocks"])
    for block_id, actions in view.values.items():
        for action_id in actions:
            kept = typed.get(block_id, {}).get(action_id)
            if kept is not None and kept.get("type") == actions[action_id].get("type"):
                actions[action_id] = kept
    view.errors, view.notice = {}, ""
    _changed(workspace, view)
    return view


def publish_home(workspace: Workspace, user_id: str, payload: object, old_hash: object) -> View:
    """Publish a user's Home tab; raises SlackError ``hash_conflict``."""
    home = workspace.homes.get(user_id)
    if home is not None:
        return update_view(workspace, home, payload, old_hash)
    view = _new(workspace, user_id, refuse_bad_view(payload, "home", workspace.files))
    view.kind = "home"
    workspace.homes[user_id] = view
    _changed(workspace, view)
    return view


def close_modals(workspace: Workspace, view: View, *, whole_stack: bool = False) -> list[View]:
    """Take a view (and all above it, or the whole stack) away; returns those closed, top first."""
    stack = workspace.modals.get(view.user, [])
    keep = 0 if whole_stack or view not in stack else stack.index(view)
    closed = stack[keep:][::-1]
    for one in closed:
        workspace.former.pop(one.id, None)
    workspace.modals[view.user] = stack[:keep]
    _changed(workspace, view)
    return closed


def _checked(workspace: Workspace, payload: object, kind: str) -> Json:
    checked = refuse_bad_view(payload, kind, workspace.files)
    kinds = {one["type"] for block in checked["blocks"] for one in elements_of(block)}
    scopes = workspace.app.scopes
    if "file_input" in kinds and FILES not in scopes:
        raise SlackError("missing_scope", needed=FILES, provided=",".join(scopes))
    return checked


def _new(workspace: Workspace, user_id: str, payload: Json) -> View:
    external = payload.get("external_id")
    if external and any(
        one.payload.get("external_id") == external
        for stack in workspace.modals.values()
        for one in stack
    ):
        raise SlackError("duplicate_external_id")
    view_id = workspace.new_id("V")
    view = View(view_id, user_id, "modal", payload, _hash(workspace), root_id=view_id)
    view.values = initial_values(payload["blocks"])
    return view


def _hash(workspace: Workspace) -> str:
    return workspace.new_id(workspace.new_ts() + ".", 8)


def _changed(workspace: Workspace, view: View) -> None:
    workspace.journal.changed(
        "home" if view.kind == "home" else "view", user=view.user, view=view.id
    )


def wire(workspace: Workspace, view: View) -> Json:
    """Return a view as Slack's API writes it."""
    payload = view.payload
    return {
        "id": view.id,
        "team_id": workspace.team.id,
        "type": view.kind,
        "blocks": copied(payload["blocks"]),
        "private_metadata": payload.get("private_metadata") or "",
        "callback_id": payload.get("callback_id") or "",
        "external_id": payload.get("external_id") or "",
        "title": payload.get("title"),
        "submit": payload.get("submit"),
        "close": payload.get("close"),
        "clear_on_close": bool(payload.get("clear_on_close")),
        "notify_on_close": bool(payload.get("notify_on_close")),
        "submit_disabled": bool(payload.get("submit_disabled")),
        "state": {"values": copied(view.values)},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": workspace.app.id,
        "app_installed_team_id": workspace.team.id,
        "bot_id": workspace.app.bot_id,
    }


def seen(workspace: Workspace, view: View) -> Json:
    """Return a view as its user sees it, with validation errors and any notice."""
    return {**wire(workspace, view), "errors": dict(view.errors), "notice": view.notice}
