"""What people had before them: messages, Home tabs and open modals, as they are kept in a file."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.workspace import saved
from bot.workspace.entities import ResponseUrl, Shortcut, User, View
from bot.workspace.state import Workspace

Json = dict[str, Any]
_HERE = "http://workspace.example/response/"
"""What stands in the file for where the workspace takes answers."""
_ANSWERS = 600


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def write(folder: Path, name: str, found: Any) -> None:
    """Write a file of which each line is one row, message or modal."""
    if isinstance(found, dict):
        lines = [f" {_line(key)}: {_lines(value, ' ')}" for key, value in found.items()]
        text = "{\n" + ",\n".join(lines) + "\n}"
    else:
        text = _lines(found, "")
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _lines(value: Any, indent: str) -> str:
    if not isinstance(value, list) or not value:
        return _line(value)
    inside = ",\n".join(f"{indent} {_line(one)}" for one in value)
    return f"[\n{inside}\n{indent}]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def dump(workspace: Workspace) -> Json:
    """Return everybody and everything that stands there, without messages that offer nothing."""
    kept = saved.dump(workspace)
    messages = [_worn(one, workspace) for one in kept["messages"] if _offers(one)]
    homes = [_worn(one, workspace) for one in kept["homes"]]
    users = [asdict(user) for user in workspace.users.values()]
    shortcuts = [asdict(one) for one in workspace.app.shortcuts]
    worn = {"messages": messages, "homes": homes, "read_marks": {}}
    return {**kept, "users": users, "shortcuts": shortcuts, **worn}


def view(workspace: Workspace, found: View) -> Json:
    """Return an open modal, to be put back, with the answer that it renews in `reply`."""
    token = _reply_url(found).rpartition("/")[2]
    reply = workspace.response_urls.get(token)
    return _worn({**asdict(found), "reply": asdict(reply) if reply else None}, workspace)


def restore(workspace: Workspace, scene: str) -> None:
    """Put everything back where a scene, as JSON, has it; nobody has a modal open."""
    found = json.loads(scene)
    saved.restore(workspace, found)
    workspace.users = {row["id"]: User(**row) for row in found["users"]}
    workspace.app.shortcuts = [Shortcut(**row) for row in found["shortcuts"]]
    workspace.modals, workspace.former, workspace.notices = {}, {}, {}


def open_again(workspace: Workspace, modal: Json) -> View:
    """Let somebody have a modal before them, each time as another one; return it."""
    here = f"{workspace.base_url}/response/"
    row = json.loads(json.dumps(modal).replace(_HERE, here))
    if reply := row.pop("reply", None):
        until = {"until": time.monotonic() + _ANSWERS}
        workspace.response_urls[reply["token"]] = ResponseUrl(**{**reply, **until})
    row["id"] = row["root_id"] = workspace.new_id("V")
    found = View(**row)
    workspace.modals[found.user] = [found]
    return found


def _reply_url(found: View) -> str:
    metadata = found.payload.get("private_metadata") or ""
    return (json.loads(metadata) if metadata.startswith("{") else {}).get("reply_url") or ""


def _worn(row: Json, workspace: Workspace) -> Json:
    """Return a row without what is as it always is."""
    text = json.dumps({key: value for key, value in row.items() if key == "ts" or value})
    made: Json = json.loads(text.replace(f"{workspace.base_url}/response/", _HERE))
    for passing in ("made_by", "changed", "states", "offered", "metadata", "errors"):
        made.pop(passing, None)
    return made


def _offers(row: Json) -> bool:
    return '"action_id"' in json.dumps(row["blocks"])
