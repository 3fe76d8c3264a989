"""Using elements in messages, modals and the Home tab, and shortcuts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workspace import payloads
from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.element_values import FIELDS, INITIAL, fill_in, initial_values, key_of, set_state
from bot.workspace.entities import Json, Message, User, View
from bot.workspace.errors import SlackError
from bot.workspace.messages import element_in
from bot.workspace.people.desk import Desk, ack
from bot.workspace.words import say

ECHOED = {
    *(set(INITIAL.values()) - {"initial_value"}),
    "confirm",
    "icon",
    "min_query_length",
    "placeholder",
    "style",
    "text",
    "timezone",
    "url",
    "value",
}


@dataclass(frozen=True)
class Used:
    """An element that somebody uses, where it stands, and what is chosen and offered there."""

    place: Message | View
    block: Json
    element: Json
    values: Json
    offered: Json

    @property
    def key(self) -> str:
        """What the element is known by among those of its place."""
        return key_of(self.block, self.element)

    @property
    def named(self) -> Json:
        """The ids with which a payload names the element."""
        return {"action_id": self.element["action_id"], "block_id": self.block["block_id"]}


async def click(desk: Desk, given: Json) -> Json:
    """Use an element: ``user``, ``action_id``, optional ``block_id`` and ``value``.

    The element is in the message ``channel`` + ``ts`` or in the view ``view_id``. ``value`` is
    what was chosen (an option's value, a user or channel id, a date, a list of those), or what a
    button held when it was drawn, which the app may have changed since. ``values`` is what has been
    typed into other inputs there, as in ``submit``. An element in an input block tells the app only
    with ``dispatch_action``; otherwise ``ack`` is null.
    """
    workspace = desk.workspace
    user = desk.person(given.get("user"))
    found = used(desk, user, given)
    action = _action(desk, found, given.get("value"))
    if found.block["type"] == "input" and not found.block.get("dispatch_action"):
        return {"ack": None}
    if isinstance(found.place, View):
        payload = payloads.view_click(workspace, found.place, action)
    else:
        payload = payloads.message_click(workspace, user.id, found.place, action)
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


def used(desk: Desk, user: User, given: Json) -> Used:
    """Return the element of a deed, with what was typed into its place put there.

    It may stand in what the place showed before the app changed it: a person clicks on what they
    see, and the change may still be on its way to them.

    Raises SlackError ``no_such_element``, ``view_not_found`` or ``message_not_found``.
    """
    if given.get("view_id"):
        place: Message | View = own_view(desk, user, given["view_id"])
    else:
        channel = desk.place(user, given.get("channel"))
        place = desk.message_of(user, channel, given.get("ts"))
    if isinstance(place, View):
        blocks, values, offered = place.payload["blocks"], place.values, place.offered
    else:
        blocks = place.blocks
        values = place.states.setdefault(user.id, initial_values(blocks))
        offered = place.offered.setdefault(user.id, {})
    named = str(given.get("action_id")), given.get("block_id")
    former = desk.workspace.former.get(place.id if isinstance(place, View) else place.ts, ())
    for drawn in (blocks, *former):
        if found := element_in(drawn, *named):
            values = values if drawn is blocks else initial_values(drawn)
            fill_in(drawn, values, given.get("values") or {}, offered)
            return Used(place, *found, values, offered)
    raise SlackError("no_such_element", action_id=named[0], block_id=named[1])


def _action(desk: Desk, found: Used, value: object) -> Json:
    element = found.element
    action = {"type": element["type"], **found.named, "action_ts": desk.workspace.new_ts()}
    action |= {name: element[name] for name in ECHOED if name in element}
    if element["type"] in FIELDS:
        return action | set_state(found.values, found.block, element, value, found.offered)
    if element["type"] == "feedback_buttons":
        return action | _feedback(element, value)
    if element["type"] == "button" and isinstance(value, str):
        return action | {"value": value}
    return action


def _feedback(element: Json, value: object) -> Json:
    for side in ("positive_button", "negative_button"):
        button = element.get(side) or {}
        if button.get("value") == value:
            return {"text": button.get("text"), "value": value}
    raise SlackError("no_such_option", value=value)


def _notice(desk: Desk, user: User, answer: Answer) -> None:
    if answer.status != "ok":
        desk.workspace.notify(user.id, say(user.locale, "app_silent"))
