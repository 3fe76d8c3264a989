"""The stream of changes: server-sent events that tell the page which parts to draw again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from bot.workspace.state import Workspace

QUIET_SECONDS = 15.0
GATHERED_SECONDS = 0.1
"""How long changes are gathered after some were told: a page draws them together."""
KINDS = ("message", "home", "view", "channel", "read", "traffic", "fault", "tour", "clock")


async def changes(workspace: Workspace, user: str, seen: int) -> AsyncIterator[str]:
    """Yield an event per kind of change that ``user`` may see, with the change's number as id.

    What came after ``seen`` (the last change that the page or a lost connection knew) is told
    first; all kinds are told when the workspace has been started anew since.
    """
    journal = workspace.journal
    seq = journal.seq
    kinds = _kinds(workspace, seen, user) if seen <= seq else set(KINDS)
    yield _written(seq, sorted(kinds - {"notice"}))
    yield f": open\nid: {seq}\n\n"
    while not journal.closed:
        await journal.wait(seq, QUIET_SECONDS)
        kinds = _kinds(workspace, seq, user)
        seq = journal.seq
        told = _written(seq, sorted(kinds - {"notice"}))
        if "notice" in kinds:
            told += _notice(seq, workspace.notices.get(user, []))
        yield told or ": quiet\n\n"
        await asyncio.sleep(GATHERED_SECONDS)


def _kinds(workspace: Workspace, after: int, user: str) -> set[str]:
    found = workspace.journal.since(after)
    return {one["kind"] for one in found if one.get("user") in {None, user}}


def _written(seq: int, kinds: list[str]) -> str:
    return "".join(f"id: {seq}\nevent: {kind}\ndata: {seq}\n\n" for kind in kinds)


def _notice(seq: int, notices: list[str]) -> str:
    last = json.dumps(notices[-1:])
    return f"id: {seq}\nevent: notice\ndata: {last}\n\n"
