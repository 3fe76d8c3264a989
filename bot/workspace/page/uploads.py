"""Files that people give to the app in a form."""

from __future__ import annotations

import mimetypes

from starlette.requests import Request

from bot.workspace.entities import File, Json
from bot.workspace.state import Workspace
from bot.workspace.web_api.files import file_json


async def keep_files(workspace: Workspace, request: Request) -> list[Json]:
    """Keep each file of a multipart form and return them as Slack's API writes files."""
    kept = []
    async with request.form() as form:
        for value in form.values():
            if isinstance(value, str):
                continue
            content, name = await value.read(), value.filename or "file"
            file = File(workspace.new_id("F"), name, len(content), content, shared=True)
            file.content_type = mimetypes.guess_type(name)[0] or file.content_type
            workspace.files[file.id] = file
            kept.append(file_json(workspace, file))
    return kept
