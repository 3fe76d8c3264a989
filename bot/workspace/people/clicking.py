"""Using elements in messages, modals and the Home tab, and shortcuts."""

from __future__ import annotations

from bot.workspace import payloads
from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.element_values import FIELDS, fill_in, initial_values, set_state
from bot.workspace.entities import Json, User, View
from bot.workspace.errors import SlackError
from bot.workspace.messages import element_in
from bot.workspace.people.desk import Desk, ack
from bot.workspace.words import say


async def click(desk: Desk, given: Json) -> Json:
    """Use an element: ``user``, ``action_id``, optional ``block_id`` and ``value``.

    The element is in the message ``channel`` + ``ts`` or in the view ``view_id``. ``value`` is
    what was chosen (an option's value, a user or channel id, a date, a list of those). ``values``
    is what has been typed into other inputs there, as in ``submit``.
    """
    user = desk.person(given.get("user"))
    payload = (
        _in_view(desk, user, given) if given.get("view_id") else _in_message(desk, user, given)
    )
    answer = await desk.courier.deliver(Envelope("interactive", payload))
    _notice(desk, user, answer)
    return ack(answer)


async def shortcut(desk: Desk, given: Json) -> Json:
    """Use a shortcut: ``user``, ``callback_id``; with ``channel`` and ``ts`` on a message."""
    workspace = desk.workspace
    user = desk.person(given.get("user"))
    kind = "message" if given.get("ts") else "global"
    wanted = (given.get("callback_id"), kind)
    chosen = [one for one in workspace.app.shortcuts if (one.callback_id, one.kind) == wanted]
    if not chosen:
        raise SlackError("no_such_shortcut")
    message = None
    if kind == "message":
        channel = desk.place(user, given.get("channel"))
        message = desk.message_of(user, channel, given["ts"])
    payload = payloads.shortcut(workspace, user.id, chosen[0], message)
    answer = await desk.courier.deliver(Envelope("interactive", payload))
    _notice(desk, user, answer)
    return ack(answer)


def own_view(desk: Desk, user: User, view_id: object) -> View:
    """Return a view that this user has open; raises SlackError ``view_not_found``."""
    view = desk.workspace.view(str(view_id))
    if view is None or view.user != user.id:
        raise SlackError("view_not_found")
    return view


def _in_message(desk: Desk, user: User, given: Json) -> Json:
    workspace = desk.workspace
    channel = desk.place(user, given.get("channel"))
    message = desk.message_of(user, channel, given.get("ts"))
    block, element = element_in(message.blocks, str(given.get("action_id")), given.get("block_id"))
    values = message.states.setdefault(user.id, initial_values(message.blocks))
    fill_in(message.blocks, values, given.get("values") or {})
    action = _action(desk, values, block, element, given.get("value"))
    return payloads.message_click(workspace, user.id, message, action)


def _in_view(desk: Desk, user: User, given: Json) -> Json:
    view = own_view(desk, user, given["view_id"])
    blocks = view.payload["blocks"]
    block, element = element_in(blocks, str(given.get("action_id")), given.get("block_id"))
    fill_in(blocks, view.values, given.get("values") or {})
    action = _action(desk, view.values, block, element, given.get("value"))
    return payloads.view_click(desk.workspace, view, action)


def _action(desk: Desk, values: Json, block: Json, element: Json, value: object) -> Json:
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": desk.workspace.new_ts(),
    }
    if element["type"] in FIELDS:
        return action | set_state(values, block, element, value)
    for name in ("text", "value", "style"):
        if name in element:
            action[name] = element[name]
    if element["type"] == "feedback_buttons":
        action["value"] = value
    return action


def _notice(desk: Desk, user: User, answer: Answer) -> None:
    if answer.status != "ok":
        desk.workspace.notify(user.id, say(user.locale, "app_silent"))
