"""Reading: how far each person has read each conversation and thread."""

from __future__ import annotations

from bot.workspace.entities import Json
from bot.workspace.people.desk import Desk


def mark(desk: Desk, given: Json) -> Json:
    """Note that ``user`` has read ``channel`` (with ``thread_ts`` that thread) up to ``ts``."""
    workspace = desk.workspace
    user = desk.person(given.get("user"))
    channel = desk.place(user, given.get("channel"))
    place = mark_of(channel.id, given.get("thread_ts"))
    marks = workspace.read_marks.setdefault(user.id, {})
    ts = str(given.get("ts") or "")
    if ts > marks.get(place, ""):
        marks[place] = ts
        workspace.journal.changed("read", user=user.id, channel=channel.id)
    return {"ts": marks.get(place, "")}


def mark_of(channel_id: str, thread_ts: object = None) -> str:
    """Return the name under which a read mark is kept."""
    return f"{channel_id}/{thread_ts}" if thread_ts else channel_id
