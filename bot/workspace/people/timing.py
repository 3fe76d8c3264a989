"""Moving the app's clock, and the tour: shown, put away, brought back."""

from __future__ import annotations

from bot.workspace.app_clock import AppClock, instant
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError
from bot.workspace.people.desk import Desk


async def clock(desk: Desk, given: Json) -> Json:
    """Return what the app's clock says to ``user``: ``now``, ``presets``, whether it is ``moving``.

    Raises SlackError ``no_app_clock`` or ``clock_silent``.
    """
    user = desk.person(given.get("user"))
    told = await _clock(desk).read(user.tz, ahead=False)
    if not desk.workspace.moving:
        desk.workspace.stand_at(told["now"])
    return {
        "now": told["now"].isoformat(),
        "presets": told["presets"],
        "moving": desk.workspace.moving,
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
    workspace.moving = True
    try:
        told = await found.read(user.tz)
        presets = {one["name"]: one["at"] for one in told["presets"]}
        wanted = str(given.get("to"))
        try:
            to = instant(presets.get(wanted, wanted))
        except ValueError:
            raise SlackError("no_such_time") from None
        while told["now"] < to:
            stop = min(to, told["next"] or to)
            workspace.stand_at(stop)
            workspace.journal.changed("clock")
            told = await found.move(stop, user.tz)
    finally:
        workspace.moving = False
        workspace.journal.changed("clock")
    if workspace.tour is not None:
        workspace.tour.noticed({"clock": "moved"})
    return {"now": told["now"].isoformat()}


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
