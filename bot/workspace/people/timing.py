"""Moving the app's clock, and the tour: shown, put away, brought back."""

from __future__ import annotations

from datetime import datetime

from bot.workspace.app_clock import AppClock, Move, instant
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError
from bot.workspace.people.desk import Desk


async def clock(desk: Desk, given: Json) -> Json:
    """Return what the app's clock says to ``user``: ``now``, ``presets``, whether it is ``moving``.

    While it moves the app, which is busy, is not asked: ``move`` says how far it has come (see
    ``Move.told``), and there are no presets. ``failed`` is why the last move stopped on its way, or
    empty. Raises SlackError ``no_app_clock`` or ``clock_silent``.
    """
    user, workspace = desk.person(given.get("user")), desk.workspace
    found = _clock(desk)
    if workspace.move is not None:
        move = workspace.move.told(_messages(desk))
        return {"now": move["at"], "presets": [], "moving": True, "move": move, "failed": ""}
    told = await found.read(user.tz, ahead=False)
    if not workspace.moving:
        workspace.stand_at(told["now"])
    return {
        "now": told["now"].isoformat(),
        "presets": told["presets"],
        "moving": workspace.moving,
        "move": None,
        "failed": workspace.move_failed,
    }


async def move_clock(desk: Desk, given: Json) -> Json:
    """Move the app's clock ahead as ``user``: ``to`` is an instant or the name of a preset.

    It stops wherever the app has something to do on the way, and the workspace's own clock with
    it, so that each message gets the time at which it was due. Raises SlackError ``no_app_clock``,
    ``clock_silent``, ``clock_is_moving`` or ``no_such_time``.
    """
    user = desk.person(given.get("user"))
    found, workspace = _clock(desk), desk.workspace
    if workspace.moving:
        raise SlackError("clock_is_moving")
    workspace.moving, workspace.move_failed = True, ""
    try:
        told = await found.read(user.tz, ahead=False)
        to = _wanted(told, str(given.get("to")))
        if told["now"] < to:
            workspace.move = Move(told["now"], to, _messages(desk))
            told = await _moved(desk, found, workspace.move, user.tz)
    except SlackError as error:
        workspace.move_failed = error.code
        raise
    finally:
        workspace.moving, workspace.move = False, None
        workspace.journal.changed("clock")
    if workspace.tour is not None:
        workspace.tour.noticed({"clock": "moved"})
    return {"now": told["now"].isoformat()}


async def _moved(desk: Desk, found: AppClock, move: Move, zone: str) -> Json:
    workspace = desk.workspace
    workspace.journal.changed("clock")
    told = await found.read(zone)
    while told["now"] < move.to:
        move.done, move.at = told["now"], min(move.to, told["next"] or move.to)
        workspace.stand_at(move.at)
        workspace.journal.changed("clock")
        told = await found.move(move.at, zone)
    return told


def _wanted(told: Json, to: str) -> datetime:
    presets = {one["name"]: one["at"] for one in told["presets"]}
    try:
        return instant(presets.get(to, to))
    except ValueError:
        raise SlackError("no_such_time") from None


def _messages(desk: Desk) -> int:
    return sum(map(len, desk.workspace.messages.values()))


def tour(desk: Desk, given: Json) -> Json:
    """Put the tour away (``away`` true) or bring it back, for all; ``anew`` from its start."""
    if desk.workspace.tour is None:
        raise SlackError("no_tour")
    desk.workspace.tour.put_away(away=bool(given.get("away")), anew=bool(given.get("anew")))
    return {}


def _clock(desk: Desk) -> AppClock:
    if desk.workspace.app_clock is None:
        raise SlackError("no_app_clock")
    return desk.workspace.app_clock
