"""The HTTP side of the Web API: reading a call, checking its token, writing the answer."""

from __future__ import annotations

import json
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.workspace.answers import use_response_url
from bot.workspace.delivery.courier import Courier
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError
from bot.workspace.state import Workspace
from bot.workspace.web_api import basics, chat, conversations, files, users, views
from bot.workspace.web_api.call import METHODS, Call, Method
from bot.workspace.web_api.faulty import fault_of, faulty

FAMILIES = (basics, chat, conversations, files, users, views)


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
        ]

    async def call(self, request: Request) -> Response:
        """Answer a call of a method, always with HTTP 200 as Slack does."""
        self._workspace.journal.begin()
        name = request.path_params["method"]
        args: Json = {}
        try:
            args = await _arguments(request)
            token = args.pop("token", None) or _bearer(request)
            answer = {"ok": True, **await self._run(name, token, args)}
        except SlackError as error:
            answer = error.body()
        self._workspace.journal.exchanged("from_app", name, args, answer, fault_of(request))
        scopes = ",".join(self._workspace.app.scopes)
        return JSONResponse(answer, headers={"x-oauth-scopes": scopes})

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
        safe = file.content_type.startswith("image/") and "svg" not in file.content_type
        headers = {"X-Content-Type-Options": "nosniff"}
        if not safe:
            headers["Content-Disposition"] = "attachment"
        return Response(file.content, media_type=file.content_type, headers=headers)

    async def _run(self, name: str, token: object, args: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._refuse_bad_token(method, token)
        self._refuse_missing_scope(method)
        return await method.run(Call(self._workspace, self._courier, args))

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

    def _refuse_missing_scope(self, method: Method) -> None:
        granted = self._workspace.app.scopes
        if method.scopes and not set(method.scopes) & set(granted):
            needed, provided = ",".join(method.scopes[:1]), ",".join(granted)
            raise SlackError("missing_scope", needed=needed, provided=provided)


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _arguments(request: Request) -> Json:
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return args | _json(await request.body())
    if kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with request.form() as form:
            args |= {key: value for key, value in form.items() if isinstance(value, str)}
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
