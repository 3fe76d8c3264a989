"""Makes calls of the app go wrong as the fault switches say."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import Receive, Scope, Send

from bot.workspace.checks import Report
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError
from bot.workspace.faults import Fault
from bot.workspace.state import Workspace
from bot.workspace.wires import cut

Endpoint = Callable[[Request], Awaitable[Response]]
Work = Callable[[], Awaitable[Response]]

PAGE = "<!DOCTYPE html><title>Maintenance</title><p>We will be back in a moment.</p>"
IN_PLACE = {"drop_request", "error", "refuse_block"}
PARTS = ("blocks", "message", "view")


def fault_of(request: Request) -> Json | None:
    """Return what the traffic log says of the fault that this call meets, if any."""
    found: Json | None = getattr(request.state, "fault", None)
    return found


def faulty(workspace: Workspace, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint of the Web API that meets the faults which are switched on."""

    async def handle(request: Request) -> Response:
        faults = workspace.faults
        if not faults.rules and faults.token_error is None:
            return await endpoint(request)
        method, args = _method(request), await _given(request)
        fault = _token_fault(workspace, args) or faults.take(
            method, _channel(workspace, request, args), _kinds(args)
        )
        if fault is None:
            return await endpoint(request)
        request.state.fault = fault.told()
        if fault.kind in IN_PLACE or not fault.options.get("done", True):
            workspace.journal.begin()
            answer, seen = _instead(fault, method, args)
            del args["token"]
            workspace.journal.exchanged("from_app", method, args, seen, fault.told())
            return answer
        return await _around(fault, lambda: endpoint(request))

    return handle


class Cut(Response):
    """Ends the connection without an answer, or in the middle of one."""

    def __init__(self, torn: Response | None = None) -> None:
        super().__init__()
        self._torn = torn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send half of the answer, if there is one, and cut."""
        if self._torn is not None:
            torn = self._torn
            headers, half = torn.raw_headers, torn.body[: len(torn.body) // 2]
            start = {"type": "http.response.start", "status": torn.status_code, "headers": headers}
            await send(start)
            await send({"type": "http.response.body", "body": half, "more_body": True})
        cut(scope)
        while (await receive())["type"] != "http.disconnect":
            pass


def _instead(fault: Fault, method: str, args: Json) -> tuple[Response, Json | None]:
    """Return what comes in place of an answer to work that is not done, and how to log it."""
    if fault.kind == "drop_request":
        return Cut(), None
    if fault.kind in {"html", "server_error", "redirect"}:
        return _broken(fault), None
    if fault.kind == "error":
        body = SlackError(str(fault.options["code"])).body()
        return JSONResponse(body), body
    if fault.kind == "refuse_block":
        return _unknown_block(fault.options["block"], method, args)
    return _limited(fault), SlackError("ratelimited").body()


def _limited(fault: Fault) -> Response:
    wait = fault.options["retry_after"]
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return JSONResponse(SlackError("ratelimited").body(), 429, headers)


def _unknown_block(kind: str, method: str, args: Json) -> tuple[Response, Json]:
    report, number, what = Report(), _kinds(args).index(kind), f"unsupported type: {kind}"
    if method == "blocks.validate":
        name = next(part for part in PARTS if args.get(part))
        report.fault(f"/{number}/type" if name == "blocks" else f"/blocks/{number}/type", what)
        error = SlackError(f"invalid_{name}", errors=report.details())
    else:
        report.fault(f"/blocks/{number}/type", what)
        said = {"messages": report.messages()}
        error = SlackError("invalid_blocks", errors=report.lines(), response_metadata=said)
    return JSONResponse(error.body()), error.body()


async def _around(fault: Fault, work: Work) -> Response:
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
        return await work()
    answer = await work()
    if fault.kind == "late":
        await asyncio.sleep(fault.seconds)
        return answer
    if fault.kind == "rate_limited":
        return _limited(fault)
    if fault.kind in {"html", "server_error", "redirect"}:
        return _broken(fault)
    if fault.kind in {"internal_error", "fatal_error"}:
        return JSONResponse(SlackError(fault.kind).body())
    return Cut(answer if fault.kind == "truncate" else None)


def _broken(fault: Fault) -> Response:
    if fault.kind == "html":
        return HTMLResponse(PAGE)
    if fault.kind == "redirect":
        return RedirectResponse("", 307)
    return PlainTextResponse("upstream error", int(fault.options["status"]))


def _kinds(args: Json) -> list[str]:
    """Return the types of the blocks that a call carries, also in a view or a message."""
    found: list[str] = []
    for part in map(args.get, PARTS):
        with contextlib.suppress(ValueError):
            read = json.loads(part) if isinstance(part, str) else part
            blocks = read.get("blocks") if isinstance(read, dict) else read
            listed = blocks if isinstance(blocks, list) else []
            found += [str(one.get("type")) for one in listed if isinstance(one, dict)]
    return found


def _token_fault(workspace: Workspace, args: Json) -> Fault | None:
    code = workspace.faults.token_error
    if code is None or args["token"] != workspace.app.bot_token:
        return None
    return Fault(0, "*", "error", options={"code": code})


def _method(request: Request) -> str:
    params = request.path_params
    if "file" in params:
        return "download" if request.method == "GET" else "upload"
    return str(params.get("method", "response_url"))


async def _given(request: Request) -> Json:
    """Return what the call says, as far as it can be read, and its ``token``."""
    args: Json = {"token": request.headers.get("authorization", "").partition(" ")[2].strip()}
    args |= request.query_params
    kind = request.headers.get("content-type", "")
    if _method(request) == "upload":
        return args
    if kind.startswith("application/json"):
        with contextlib.suppress(ValueError, TypeError):
            args |= json.loads(await request.body())
    elif kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        args |= {key: str(value) for key, value in (await request.form()).items()}
    return args


def _channel(workspace: Workspace, request: Request, args: Json) -> str | None:
    record = workspace.response_urls.get(request.path_params.get("token", ""))
    if record is not None:
        return record.channel
    given = str(args.get("channel") or args.get("channel_id") or "")
    found = workspace.channel_named(given)
    return found.id if found else given or None
