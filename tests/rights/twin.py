"""Another team that holds what Global support holds, by other numbers and in other words."""

import hashlib
import json
import re
from typing import Any

from sqlmodel import SQLModel

from bot.workspace.entities import File
from tests.rights.desk import Desk
from tests.scenarios.office import Json

TEAM, NAME, ROOM, MARK = 2, "客服一组", "C01KEFU", "Zebra"
"""Its id, name and channel, and the word that every text of it begins with."""
FILE = "F0ZEBRA"
"""A file of its lead's, given to the bot."""
FURTHER = 500
"""How much further on its numbers are."""
_OWN = {"teams", "members", "team_hours", "service_standards"}
_NUMBERS = {"number", "plan", "problem", "import_number"}
_KEYS = {"reason", "slot", "key"}
_CODE = re.compile(r"[UC]\w+|[A-Z0-9]{1,3}|[\d :.-]+")
_PEOPLE = {"U01EMMA": "U01WANG", "U01NOAH": "U01LIWEI", "U01SOFIA": "U01ZHANG"}


async def settle(desk: Desk) -> str:
    """Write it all, put a card of it up in its channel, and return the `ts` of that."""
    shown = {"text": f"{MARK} card", "blocks": []}
    ts: str = await desk.office.bot.deps.slack.post(ROOM, shown)
    for table in SQLModel.metadata.sorted_tables:
        rows = [row for row in desk.rows[table.name] if row.get("team_id") == 1]
        if rows and table.name not in _OWN:
            await desk.add(table.name, [_theirs(row, ts) for row in rows])
    content = f"Ticket ID,Created,Subject\nZ-1,2026-11-16 09:00,{MARK} ticket\n".encode()
    file = File(FILE, f"{MARK}.csv", len(content), content, shared=True, user="U01WANG", given=True)
    desk.office.slack.workspace.files[FILE] = file
    await desk.remember()
    return ts


def _theirs(row: Json, ts: str) -> Json:
    made = {name: _value(name, value) for name, value in row.items()}
    if made.get("message_ts"):
        made["message_ts"] = ts
    if "title" in made:
        made["title"] = f"{MARK} item {made['number']}"
    return made | {"team_id": TEAM}


def _value(name: str, value: Any) -> Any:
    if name in _NUMBERS and value is not None:
        return value + FURTHER
    if not isinstance(value, str) or name in _KEYS:
        return value
    if name in {"external_id", "id"}:
        return ticket(value) if name == "external_id" else delivery(value)
    if name == "subject_key":
        return re.sub(r"(?<![\d-])\d+(?![\d-])", lambda found: str(int(found[0]) + FURTHER), value)
    return _PEOPLE.get(value) or (ROOM if value == "C01SUPPORT" else _text(value))


def ticket(external_id: str) -> str:
    """Return what its ticket is called that stands for one of Global support's."""
    return f"K-{external_id}"


def delivery(identity: str) -> str:
    """Return the id of its delivery that stands for one of Global support's."""
    return f"z{identity[1:]}"


def _text(value: str) -> str:
    if value.startswith("{"):
        return json.dumps({key: _value("", one) for key, one in json.loads(value).items()})
    if not re.search(r"[A-Z ]", value) or _CODE.fullmatch(value):
        return value
    return f"{MARK} {hashlib.sha256(value.encode()).hexdigest()[:8]}"
