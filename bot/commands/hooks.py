"""What helpdesks send: signed, judged whole, kept, and answered before it is worked off.

Nothing is parsed before its signature is known to be right, and a stranger gets the same answer
whether there is a hook or not.
"""

import re
from dataclasses import asdict
from datetime import timedelta
from typing import NamedTuple

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock, system_clock
from bot.deps import Deps
from bot.services.feeds import NotNowError
from bot.slack.door import Refused, body_of
from bot.sources import hooks

_WINDOW = timedelta(minutes=5)
_FEED = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})")
_ONCE = (hooks.SIGNATURE, hooks.TIMESTAMP, "content-type", "content-length", "content-encoding")
_STRANGE = (
    "Sign '{timestamp}.{body}' with the hook's secret and send it within 5 minutes: see "
    "docs/connect/hook.md. A hook that is paused or was removed answers so as well."
)
_LATER = {"Retry-After": "10"}


class _Signed(NamedTuple):
    """A request that is signed with a secret of the hook it is for."""

    team_id: int
    number: int
    body: bytes


def routes(deps: Deps, machine: Clock = system_clock) -> list[BaseRoute]:
    """Return the hook and its papers; `machine` tells the true time, which senders sign by."""

    async def receive(request: Request) -> Response:
        try:
            return await _received(deps, machine, request)
        except hooks.Refusal as refusal:
            return _refused(refusal)
        except Refused as refused:
            return _refused(hooks.Refusal(refused.status, "unreadable", f"{refused.why}."))
        except ClientDisconnect:
            return _refused(hooks.Refusal(400, "cut_off", "The body was cut off."))
        except NotNowError:
            return _refused(hooks.Refusal(503, "not_now", "Send it again later."))

    return [
        Route("/hooks/openapi.json", _openapi, methods=["GET"]),
        Route("/hooks/schema.json", _schema, methods=["GET"]),
        Route("/hooks/{feed}", receive, methods=["POST"]),
    ]


async def _received(deps: Deps, machine: Clock, request: Request) -> Response:
    signed = await _signed(deps, machine, request)
    now, headers = deps.clock(), request.headers
    kind, encoding = headers.get("content-type", ""), headers.get("content-encoding", "")
    events = hooks.read(signed.body, kind, encoding, now)
    kept = await deps.receiver.keep(signed.team_id, signed.number, events, now)
    if kept.new:
        deps.background.start(deps.drains.heard(signed.team_id, signed.number))
    return JSONResponse({"accepted": kept.new, "duplicates": kept.duplicates}, 202)


async def _signed(deps: Deps, machine: Clock, request: Request) -> _Signed:
    """Return a request that is signed and not older than it may be. Raises Refusal."""
    if any(len(request.headers.getlist(name)) > 1 for name in _ONCE):
        raise hooks.Refusal(400, "header_twice", "Send each header once.")
    body = await body_of(request, hooks.MOST_BYTES)
    found = _FEED.fullmatch(request.path_params["feed"])
    team_id, number = (int(part) for part in found.groups()) if found else (0, 0)
    secrets = await deps.receiver.secrets(team_id, number)
    stamp = request.headers.get(hooks.TIMESTAMP, "")
    is_right = hooks.is_signed(secrets, stamp, body, request.headers.get(hooks.SIGNATURE, ""))
    at = hooks.signed_at(stamp)
    if not is_right or at is None or abs(machine() - at) > _WINDOW:
        raise hooks.Refusal(401, "not_signed", _STRANGE)
    return _Signed(team_id, number, body)


def _refused(refusal: hooks.Refusal) -> Response:
    told: dict[str, object] = {"error": refusal.error, "message": refusal.message}
    if refusal.faults:
        told["faults"] = [asdict(fault) for fault in refusal.faults]
    headers = _LATER if refusal.status == 503 else None
    return JSONResponse(told, refusal.status, headers=headers)


async def _openapi(_request: Request) -> Response:
    return JSONResponse(hooks.openapi())


async def _schema(_request: Request) -> Response:
    return JSONResponse(hooks.schema())
