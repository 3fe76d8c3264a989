"""Keeping a workspace in a file, so that it is the same after a restart.

Kept are conversations, messages and how far they were read, Home tabs, files, the tour and the
workspace's clock. Who and what there is beside them comes from the seed; modals, triggers and the
traffic are of the moment.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.workspace.app_clock import instant
from bot.workspace.entities import Channel, File, Json, Message, View
from bot.workspace.state import Workspace

VERSION = 1
QUIET_SECONDS = 0.3
_PASSING = {"traffic", "notice", "view"}
_OF_THE_MOMENT: Json = {"made_by": None, "changed": 0}


class SavedStateError(Exception):
    """The file is not a workspace that this version has written whole."""


def read_saved(path: Path) -> Json | None:
    """Return what a file holds, None when there is none. Raises SavedStateError."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SavedStateError(str(path)) from error
    if not isinstance(given, dict) or given.get("version") != VERSION:
        raise SavedStateError(str(path))
    return given


def restore(workspace: Workspace, given: Json) -> None:
    """Put what was kept into a fresh workspace. Raises SavedStateError."""
    try:
        channels = [Channel(**row) for row in given["channels"]]
        messages = [Message(**{**row, **_OF_THE_MOMENT}) for row in given["messages"]]
        homes = [View(**row) for row in given["homes"]]
        files = [File(**{**row, "content": _bytes(row["content"])}) for row in given["files"]]
        now, done, away = instant(given["now"]), set(given["tour"]["done"]), given["tour"]["away"]
    except (KeyError, TypeError, ValueError) as error:
        raise SavedStateError("not a workspace") from error
    workspace.channels = {channel.id: channel for channel in channels}
    workspace.homes = {home.user: home for home in homes}
    workspace.files = {file.id: file for file in files}
    workspace.messages = {}
    for message in messages:
        workspace.messages.setdefault(message.channel, []).append(message)
    workspace.read_marks = given.get("read_marks") or {}
    workspace.stand_at(now)
    if workspace.tour is not None:
        workspace.tour.done, workspace.tour.away = done, bool(away)


def dump(workspace: Workspace) -> Json:
    """Return what is to be kept, ready for JSON: the workspace's own values, not copies of them."""
    tour = workspace.tour
    return {
        "version": VERSION,
        "now": datetime.fromtimestamp(workspace.now(), UTC).isoformat(),
        "channels": [vars(channel) for channel in workspace.channels.values()],
        "messages": [vars(one) for room in workspace.messages.values() for one in room],
        "read_marks": workspace.read_marks,
        "homes": [vars(home) for home in workspace.homes.values()],
        "files": [
            {**vars(file), "content": base64.b64encode(file.content).decode()}
            for file in workspace.files.values()
        ],
        "tour": {"done": sorted(tour.done) if tour else [], "away": bool(tour and tour.away)},
    }


@asynccontextmanager
async def kept(workspace: Workspace, path: Path | None) -> AsyncIterator[None]:
    """Take a workspace up where a file left it, and keep that file up to date until the end.

    None keeps nothing. Raises SavedStateError.
    """
    if path is None:
        yield
        return
    given = read_saved(path)
    if given is not None:
        restore(workspace, given)
    _write(path, json.dumps(dump(workspace)))
    task = asyncio.create_task(_keep(workspace, path))
    try:
        yield
    finally:
        workspace.journal.close()
        await task
        _write(path, json.dumps(dump(workspace)))


async def _keep(workspace: Workspace, path: Path) -> None:
    journal = workspace.journal
    seq = journal.seq
    while not journal.closed:
        changes = await journal.wait(seq, 60)
        seq = journal.seq
        if any(one["kind"] not in _PASSING for one in changes):
            await asyncio.to_thread(_write, path, json.dumps(dump(workspace)))
        await asyncio.sleep(QUIET_SECONDS)


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole: a reader finds the old one or the new one, never a part."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
