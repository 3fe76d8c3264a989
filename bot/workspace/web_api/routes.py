"""The HTTP side of the Web API: reading a call, checking its token, writing the answer."""

from __future__ import annotations

import json
from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.workspace.answers import use_response_url
from bot.workspace.delivery.courier import Courier
from bot.workspace.entities import File, Json
from bot.workspace.errors import SlackError
from bot.workspace.rates import RateLimited
from bot.workspace.state import Workspace
from bot.workspace.web_api import (
    basics,
    channels,
    chat,
    conversations,
    files,
    scheduling,
    users,
    views,
)
from bot.workspace.web_api.call import METHODS, Call, Method, missing_scope
from bot.workspace.web_api.faulty import fault_of, faulty

FAMILIES = (basics, channels, chat, conversations, files, scheduling, users, views)
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class WebApi:
    """Slack's Web API, ``response_url`` and file uploads over a workspace."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier
        self._faulty = partial(faulty, workspace)

    def routes(self) -> list[Route]:
        """Return the routes to mount."""
        return [
            Route("/api/{method}", self._faulty(self.call), methods=["GET", "POST"]),
            Route("/response/{team}/{token}", self._faulty(self.respond), methods=["POST"]),
            Route("/upload/{file}", self._faulty(self.upload), methods=["POST"]),
            Route("/files/{file}", self.file, methods=["GET"]),
            Route("/files-pri/{file}/{name:path}", self._faulty(self.private), methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        """Answer a call with HTTP 200 whatever it says, as Slack does, or with 429."""
        self._workspace.journal.begin()
        name = request.path_params["method"]
        args: Json = {}
        headers: dict[str, str] = {}
        try:
            method = _method(name)
            args = await _arguments(request, json_body=method.json)
            token = args.pop("token", None) or _bearer(request)
            headers = self._admit(name, method, token)
            call = Call(self._workspace, self._courier, args)
            answer = {"ok": True, **await method.run(call)}
        except SlackError as error:
            answer = error.body()
            if isinstance(error, RateLimited):
                headers["Retry-After"] = str(error.retry_after)
        self._workspace.journal.exchanged("from_app", name, args, answer, fault_of(request))
        return JSONResponse(answer, 429 if "Retry-After" in headers else 200, headers=headers)

    async def respond(self, request: Request) -> Response:
        """Take a post to a ``response_url``."""
        self._workspace.journal.begin()
        content: object = None
        try:
            content = json.loads(await request.body())
            if not isinstance(content, dict):
                return PlainTextResponse("invalid_payload", 400)
            use_response_url(self._workspace, request.path_params["token"], content)
            answer: Json = {"ok": True}
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        except SlackError as error:
            answer = error.body()
        self._workspace.journal.exchanged(
            "from_app", "response_url", content, answer, fault_of(request)
        )
        gone = answer.get("error") in {"expired_url", "used_url"}
        return JSONResponse(answer, 404) if gone else JSONResponse(answer)

    async def upload(self, request: Request) -> Response:
        """Take the content of a file, raw or as a form."""
        file = self._workspace.files.get(request.path_params["file"])
        if file is None:
            return PlainTextResponse("not found", 404)
        file.content = await _content(request)
        return PlainTextResponse(f"OK - {len(file.content)}")

    async def file(self, request: Request) -> Response:
        """Give an uploaded file back."""
        file = self._workspace.files.get(request.path_params["file"])
        if file is None or not file.shared:
            return PlainTextResponse("not found", 404)
        return _as_it_is(file)

    async def private(self, request: Request) -> Response:
        """Give a file to the app, whatever somebody called it; send all others to sign in.

        Slack does so too, with an address that answers 200 and a page.
        """
        app, workspace = self._workspace.app, self._workspace
        workspace.journal.begin()
        file = workspace.files.get(request.path_params["file"].rpartition("-")[2])
        is_app = _bearer(request) == app.bot_token and "files:read" in app.scopes
        answer: Response = RedirectResponse(f"{workspace.base_url}/?redir={request.url.path}")
        if is_app and file is not None and file.shared and files.is_open(workspace, file):
            answer = _as_it_is(file)
        asked, said = {"path": request.url.path}, {"status": answer.status_code}
        workspace.journal.exchanged("from_app", "download", asked, said, fault_of(request))
        return answer

    def _admit(self, name: str, method: Method, token: object) -> dict[str, str]:
        """Check token, scope and rate; return the headers that tell of scopes."""
        self._refuse_bad_token(method, token)
        granted = self._workspace.app.scopes
        if method.scopes and not set(method.scopes) & set(granted):
            raise missing_scope(self._workspace, *method.scopes)
        if method.tier is not None:
            self._workspace.rates.call(name, method.tier)
        if method.caller != "bot":
            return {}
        return {
            "x-oauth-scopes": ",".join(granted),
            "x-accepted-oauth-scopes": ",".join(method.scopes),
        }

    def _refuse_bad_token(self, method: Method, token: object) -> None:
        if method.caller == "anyone":
            return
        if not token:
            raise SlackError("not_authed")
        app = self._workspace.app
        wanted, other = (app.bot_token, app.app_token)
        if method.caller == "app":
            wanted, other = other, wanted
        if token != wanted:
            raise SlackError("not_allowed_token_type" if token == other else "invalid_auth")


def _as_it_is(file: File) -> Response:
    safe = file.content_type.startswith("image/") and "svg" not in file.content_type
    headers = {"X-Content-Type-Options": "nosniff"}
    if not safe:
        name = quote(file.name, safe="", errors="replace")
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return Response(file.content, media_type=file.content_type, headers=headers)


def _method(name: str) -> Method:
    if name not in METHODS:
        raise SlackError("unknown_method", req_method=name)
    return METHODS[name]


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _arguments(request: Request, *, json_body: bool) -> Json:
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return args | _json(await request.body()) if json_body else args
    if kind in FORMS:
        async with request.form() as form:
            return args | {key: value for key, value in form.items() if isinstance(value, str)}
    if kind != "text/plain" and await request.body():
        raise SlackError("invalid_post_type" if kind else "missing_post_type")
    return args


def _json(body: bytes) -> Json:
    if not body:
        return {}
    try:
        parsed = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed


async def _content(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for value in form.values():
            if not isinstance(value, str):
                return await value.read()
    return b""
