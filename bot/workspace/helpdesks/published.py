"""A file that is published at an address, marked as HTTP has it (RFC 9110: ETag, Last-Modified)."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route


@dataclass
class File:
    """What lies at `/export` and a `token`; `/moved` leads there, as the links of sheets do."""

    body: bytes
    etag: str | None = None
    modified: str | None = None
    kind: str = "text/csv"
    token: str = "t0p-secret-of-a-file"  # noqa: S105  of a stand-in

    @property
    def path(self) -> str:
        """The path and query that it has."""
        return f"/export?token={self.token}"


def published(file: File) -> Starlette:
    """Return the app that hands out a file; without its token it is not there."""

    async def export(request: Request) -> Response:
        if request.query_params.get("token") != file.token:
            return Response(f"{request.url.query}: {request.query_params}", 404)
        marks = {"ETag": file.etag, "Last-Modified": file.modified}
        headers = {name: mark for name, mark in marks.items() if mark is not None}
        if _is_known(request, file):
            return Response(status_code=304, headers=headers)
        return Response(file.body, media_type=file.kind, headers=headers)

    async def moved(_request: Request) -> Response:
        return RedirectResponse(file.path, 307)

    return Starlette(routes=[Route("/export", export), Route("/moved", moved)])


def _is_known(request: Request, file: File) -> bool:
    """Return whether the asker has the file; the date counts only where no tag is asked about."""
    tag = request.headers.get("If-None-Match")
    if tag is not None:
        return tag == file.etag
    since = request.headers.get("If-Modified-Since")
    return since is not None and since == file.modified
