"""files.*: uploading in three steps, and file info."""

from __future__ import annotations

import itertools
import mimetypes
import re
from urllib.parse import quote

from bot.workspace import events, messages
from bot.workspace.entities import Channel, File, Json, Message
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.state import Workspace
from bot.workspace.web_api import posting
from bot.workspace.web_api.call import Call, method


def file_json(workspace: Workspace, file: File) -> Json:
    """Return a file as Slack's API writes it."""
    address = f"{workspace.base_url}/files/{file.id}"
    private = f"{workspace.base_url}/files-pri/{workspace.team.id}-{file.id}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.content_type,
        "filetype": file.name.rpartition(".")[2],
        "user": file.user or workspace.app.bot_user,
        "size": file.length if file.user else len(file.content),
        "mode": "hosted",
        "is_external": False,
        "url_private": f"{private}/{quote(file.name, safe='')}",
        "url_private_download": f"{private}/download/{quote(file.name, safe='')}",
        "permalink": address,
        "channels": file.channels,
    }


def linked(workspace: Workspace, channel: Channel, text: str) -> list[Json]:
    """Share the files whose permalinks stand in a text of the app; return them.

    Only those that the app has itself: its own, those handed to it in a modal, and those shown in
    a conversation that it is in.
    """
    found: list[Json] = []
    for file_id in dict.fromkeys(re.findall(rf"{re.escape(workspace.base_url)}/files/(\w+)", text)):
        file = workspace.files.get(file_id)
        if file is not None and file.shared and is_open(workspace, file):
            _show(file, channel)
            found.append(file_json(workspace, file))
    return found


def is_open(workspace: Workspace, file: File) -> bool:
    """Return whether the app has a file: its own, one given in a modal, one where it is too."""
    bot = workspace.app.bot_user
    seen = any(bot in workspace.channel(one).members for one in file.channels)
    return not file.user or file.given or seen


def _show(file: File, channel: Channel) -> None:
    file.channels = list(dict.fromkeys([*file.channels, channel.id]))


@method("files.getUploadURLExternal", "files:write", tier=4, json_body=False)
async def upload_url(call: Call) -> Json:
    """Give the address to upload a file to."""
    name, length = call.required("filename"), call.required("length")
    if not length.isdigit():
        raise invalid_arguments("length must be a number")
    if int(length) == 0:
        raise SlackError("missing_argument")
    file = File(call.workspace.new_id("F"), name, int(length))
    file.content_type = mimetypes.guess_type(name)[0] or file.content_type
    call.workspace.files[file.id] = file
    return {"upload_url": f"{call.workspace.base_url}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write", tier=4)
async def complete(call: Call) -> Json:
    """Finish uploads and, with channels, share them there."""
    given = call.structure("files")
    if not isinstance(given, list) or not given:
        raise invalid_arguments("missing required field: files")
    wanted = call.text("channels") or call.text("channel_id")
    channels = [_channel(call, one.strip()) for one in wanted.split(",") if one.strip()]
    files = [_finished(call, one) for one in given]
    for file, channel in itertools.product(files, channels):
        _show(file, channel)
    written = [file_json(call.workspace, file) for file in files]
    for channel in channels:
        _share(call, channel, written)
    return {"files": written}


@method("files.info", "files:read", tier=4, json_body=False)
async def info(call: Call) -> Json:
    """Describe a file."""
    file = call.workspace.files.get(call.required("file"))
    if file is None or not is_open(call.workspace, file):
        raise SlackError("file_not_found")
    return {"file": file_json(call.workspace, file)}


def _finished(call: Call, given: object) -> File:
    wanted = given if isinstance(given, dict) else {}
    file = call.workspace.files.get(str(wanted.get("id")))
    if file is None or not file.content:
        raise SlackError("file_not_found")
    file.title = str(wanted.get("title") or "")
    file.shared = True
    return file


def _channel(call: Call, given: str) -> Channel:
    workspace = call.workspace
    if given in workspace.users:
        return workspace.app_direct(given)
    channel = workspace.channel(given)
    if workspace.app.bot_user not in channel.members:
        raise SlackError("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    return channel


def _share(call: Call, channel: Channel, written: list[Json]) -> None:
    workspace = call.workspace
    message = Message(
        ts=workspace.new_ts(),
        channel=channel.id,
        user=workspace.app.bot_user,
        text=call.text("initial_comment"),
        thread_ts=posting.thread(call, channel),
        files=written,
    )
    messages.post(workspace, message)
    events.message_posted(workspace, call.courier, message)
