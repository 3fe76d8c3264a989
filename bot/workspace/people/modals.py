"""Submitting and closing modals."""

from __future__ import annotations

import contextlib

from bot.workspace import payloads, views
from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.element_values import fill_in, is_empty
from bot.workspace.entities import Json, User, View
from bot.workspace.errors import SlackError
from bot.workspace.people.clicking import own_view
from bot.workspace.people.desk import Desk, ack
from bot.workspace.words import say


async def submit(desk: Desk, given: Json) -> Json:
    """Submit a modal: ``user``, ``view_id`` and ``values``.

    ``values`` is ``{block_id: value}`` or ``{block_id: {action_id: value}}``; inputs not named
    keep what they hold. Required inputs left empty are refused before the app is asked, as
    Slack's own client does; then ``errors`` tells which.
    """
    user = desk.person(given.get("user"))
    view = own_view(desk, user, given.get("view_id"))
    fill_in(view.payload["blocks"], view.values, given.get("values") or {}, view.offered)
    view.errors, view.notice = _missing(view, user), ""
    if view.errors:
        desk.workspace.journal.changed("view", user=user.id, view=view.id)
        return {"ack": None, "errors": view.errors}
    _hand_over(desk, view)
    payload = payloads.view_submission(desk.workspace, view)
    answer = await desk.courier.deliver(Envelope("interactive", payload))
    _answered(desk, user, view, answer)
    return {**ack(answer), "errors": view.errors}


def close(desk: Desk, given: Json) -> Json:
    """Close a modal: ``user``, ``view_id``; with ``all`` the whole stack."""
    user = desk.person(given.get("user"))
    view = own_view(desk, user, given.get("view_id"))
    cleared = bool(given.get("all") or view.payload.get("clear_on_close"))
    _close(desk, view, cleared=cleared)
    return {}


def _close(desk: Desk, view: View, *, cleared: bool) -> None:
    for one in views.close_modals(desk.workspace, view, whole_stack=cleared):
        if one.payload.get("notify_on_close"):
            payload = payloads.view_closed(desk.workspace, one, cleared=cleared)
            desk.courier.send(Envelope("interactive", payload))


def _hand_over(desk: Desk, view: View) -> None:
    for held in (state for fields in view.values.values() for state in fields.values()):
        chosen = (held or {}).get("files")
        for one in chosen if isinstance(chosen, list) else []:
            file = desk.workspace.files.get(str(one.get("id"))) if isinstance(one, dict) else None
            if file is not None and file.user == view.user:
                file.given = True


def _missing(view: View, user: User) -> dict[str, str]:
    missing = {}
    for block in view.payload["blocks"]:
        if block["type"] != "input" or block.get("optional"):
            continue
        held = view.values.get(block["block_id"], {}).get(block["element"]["action_id"])
        if is_empty(held):
            missing[block["block_id"]] = say(user.locale, "fill_in")
    return missing


def _answered(desk: Desk, user: User, view: View, answer: Answer) -> None:
    if answer.status == "ok":
        with contextlib.suppress(SlackError):
            _respond(desk, view, answer.json)
            return
    view.notice = say(user.locale, "view_failed")
    desk.workspace.journal.changed("view", user=user.id, view=view.id)


def _respond(desk: Desk, view: View, body: Json) -> None:
    action = body.get("response_action")
    if action == "errors":
        view.errors = {str(key): str(text) for key, text in (body.get("errors") or {}).items()}
        if not set(view.errors) & {block["block_id"] for block in view.payload["blocks"]}:
            raise SlackError("invalid_errors")
        desk.workspace.journal.changed("view", user=view.user, view=view.id)
    elif action == "update":
        views.update_view(desk.workspace, view, body.get("view"))
    elif action == "push":
        views.push_modal(desk.workspace, view.user, body.get("view"))
    elif action == "clear":
        views.close_modals(desk.workspace, view, whole_stack=True)
    else:
        views.close_modals(desk.workspace, view)
