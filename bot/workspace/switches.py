"""Deeds of whoever runs the workspace: what goes wrong, what is taken away and given back."""

from __future__ import annotations

from typing import get_args

from bot.workspace import events
from bot.workspace.answers import command_answered
from bot.workspace.delivery.envelope import Envelope
from bot.workspace.delivery.socket_mode import Reason
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.faults import OPTIONS
from bot.workspace.people.desk import Desk, ack

TOKEN_ERRORS = ("token_revoked", "account_inactive", "invalid_auth", "token_expired")


def fault_set(desk: Desk, given: Json) -> Json:
    """Switch a fault on: ``method``, ``kind``, ``channel``, ``times``, ``after``, ``options``.

    See ``bot.workspace.faults`` for what they mean.
    """
    wanted = given.get("channel")
    channel = desk.channel(wanted).id if wanted else None
    rule = desk.workspace.faults.add(given, channel)
    _changed(desk)
    return {"fault": vars(rule)}


def fault_clear(desk: Desk, given: Json) -> Json:
    """Switch the fault ``id`` off, or all of them."""
    desk.workspace.faults.clear(given.get("id"))
    _changed(desk)
    return {}


def faults(desk: Desk) -> Json:
    """Return the faults that are on, how the bot's token is refused, and scopes taken away.

    ``kinds`` are those that there are, each with its options as they are when left out.
    """
    held = desk.workspace.faults
    return {
        "kinds": OPTIONS,
        "faults": [vars(rule) for rule in held.rules],
        "token_error": held.token_error,
        "removed_scopes": list(held.removed_scopes),
    }


async def drop_sockets(desk: Desk, given: Json) -> Json:
    """End the app's websockets: without a word, or with the ``reason`` of a disconnect message."""
    reason = given.get("reason")
    if reason is not None and reason not in get_args(Reason):
        raise invalid_arguments(f"reason must be one of {', '.join(get_args(Reason))}")
    return {"dropped": await desk.courier.sockets.drop(reason)}


def refuse_sockets(desk: Desk, given: Json) -> Json:
    """Refuse new websockets, ``times`` 0 until the fault is cleared, with the error ``code``."""
    return fault_set(
        desk,
        {
            "method": "apps.connections.open",
            "kind": "error",
            "times": given.get("times", 0),
            "options": {"code": given.get("code") or "internal_error"},
        },
    )


def revoke_token(desk: Desk, given: Json) -> Json:
    """Refuse the bot's token with ``code`` and tell the app; with ``uninstall`` the app is gone.

    ``code`` is ``token_revoked``, or ``account_inactive`` when uninstalled.
    """
    uninstall = bool(given.get("uninstall"))
    code = given.get("code") or TOKEN_ERRORS[uninstall]
    if code not in TOKEN_ERRORS:
        raise invalid_arguments(f"code must be one of {', '.join(TOKEN_ERRORS)}")
    desk.workspace.faults.token_error = code
    events.tokens_revoked(desk.workspace, desk.courier)
    if uninstall:
        events.app_uninstalled(desk.workspace, desk.courier)
    _changed(desk)
    return {}


def restore_token(desk: Desk, _given: Json) -> Json:
    """Accept the bot's token again."""
    desk.workspace.faults.token_error = None
    _changed(desk)
    return {}


def remove_scope(desk: Desk, given: Json) -> Json:
    """Take ``scope`` from the bot; raises SlackError ``no_such_scope``."""
    scope, scopes = given.get("scope"), desk.workspace.app.scopes
    if scope not in scopes:
        raise SlackError("no_such_scope")
    scopes.remove(scope)
    desk.workspace.faults.removed_scopes.append(scope)
    _changed(desk)
    return {}


def restore_scope(desk: Desk, given: Json) -> Json:
    """Give ``scope`` back to the bot, or every scope that was taken."""
    held = desk.workspace.faults
    wanted = given.get("scope")
    back = [one for one in held.removed_scopes if wanted in {None, one}]
    held.removed_scopes = [one for one in held.removed_scopes if one not in back]
    desk.workspace.app.scopes += back
    _changed(desk)
    return {}


async def redeliver(desk: Desk, given: Json) -> Json:
    """Deliver the same payload again: ``seq`` of what was sent to the app, as in ``log``.

    Events carry the retry facts of a delivery that timed out. A command's second answer is shown
    like the first. Raises SlackError ``no_such_traffic``.
    """
    workspace = desk.workspace
    for one in workspace.journal.traffic:
        if one["seq"] == given.get("seq") and one["direction"] == "to_app":
            break
    else:
        raise SlackError("no_such_traffic")
    payload = one["request"]["payload"]
    envelope = Envelope(one["request"]["type"], payload)
    if envelope.kind == "events_api":
        reason = "http_timeout" if desk.courier.http else "timeout"
        envelope = envelope.again(one["request"]["retry"] + 1, reason)
    answer = await desk.courier.deliver(envelope)
    if envelope.kind == "slash_commands":
        person, place = payload["user_id"], payload["channel_id"]
        command_answered(workspace, person, place, payload["command"], answer)
    return ack(answer)


def _changed(desk: Desk) -> None:
    desk.workspace.journal.changed("fault")
