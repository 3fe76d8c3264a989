"""What Slack's payloads look like wherever handlers rely on it; nothing else reaches a handler.

Slack never sends the rest: it comes from somebody who has the signing secret, from an older
version of a message, or from a change in Slack that nobody here knows of yet.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot import ids
from bot.answers.before import Before, Next
from bot.answers.written import is_written
from bot.errors import BotError

log = structlog.get_logger()
_Json = dict[str, Any]
_URL = re.compile(r"https?://[!-~]+")
_Url = Annotated[str, Field(pattern=f"^{_URL.pattern}$")]
_Carried = Annotated[str, Field(max_length=2_000)]
_IN_A_VIEW = (
    ids.REPORT_WHY_FILTER,
    ids.REPORT_WHY_PREVIOUS,
    ids.REPORT_WHY_NEXT,
    ids.CASES_CAUSE,
    ids.CASES_PREVIOUS,
    ids.CASES_NEXT,
    ids.HISTORY_TURN,
    ids.REVISED_PREVIOUS,
    ids.REVISED_NEXT,
    ids.MEMBERS_TURN,
    ids.MEMBERS_ROLE,
    ids.MEMBERS_REMOVE,
    ids.MEMBERS_ADD,
    ids.MEMBERS_LINK,
    ids.MEMBERS_UNLINK,
)


class _Part(BaseModel):
    """Base of what is looked at; what else a payload holds is left alone."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Person(_Part):
    id: str


class _Option(_Part):
    value: _Carried


class _Chosen(_Part):
    value: Annotated[str, Field(max_length=20_000)] | None = None
    selected_option: _Option | None = None
    selected_user: str | None = None
    selected_conversation: str | None = None
    selected_time: str | None = None
    selected_date: Annotated[date, Field(strict=False)] | None = None


class _Element(_Chosen):
    action_id: str
    block_id: str
    value: _Carried | None = None


class _State(_Part):
    values: dict[str, dict[str, _Chosen]]


class _Message(_Part):
    ts: str


class _View(_Part):
    id: str
    callback_id: str | None = None
    hash: str | None = None
    private_metadata: Annotated[str, Field(max_length=3_000)] = ""
    state: _State = _State(values={})


class _Form(_View):
    state: _State


class _Channel(_Part):
    id: str


class _Container(_Part):
    channel_id: str | None = None
    message_ts: str | None = None


class _Click(_Part):
    user: _Person
    actions: Annotated[list[_Element], Field(min_length=1)]
    trigger_id: str
    response_url: _Url | None = None
    view: _View | None = None
    channel: _Channel | None = None
    message: _Message | None = None
    container: _Container = _Container()


class _Submission(_Part):
    user: _Person
    view: _Form


class _Closed(_Part):
    user: _Person
    view: _View


class _Shortcut(_Part):
    user: _Person
    callback_id: str
    trigger_id: str
    channel: _Channel | None = None
    message: _Message | None = None


class _Command(_Part):
    text: str = ""
    response_url: _Url | None = None
    trigger_id: str | None = None


class _File(_Part):
    name: str | None = None


class _Written(_Part):
    user: str
    channel: str
    ts: str
    text: str = ""
    thread_ts: str | None = None
    files: list[_File] = []


_SHAPES: Mapping[str, type[_Part]] = {
    "block_actions": _Click,
    "view_submission": _Submission,
    "view_closed": _Closed,
    "shortcut": _Shortcut,
    "message_action": _Shortcut,
}


_OF_BOLT = {"url_verification"}
"""What Bolt itself answers; of other kinds nothing was ever asked for."""


def register(app: AsyncApp) -> None:
    """Let nothing through that is not shaped as Slack's payloads are.

    Whoever can be reached is told that the button is out of date; the rest is answered with 400.
    """

    async def shaped(request: AsyncBoltRequest, next_: Next) -> BoltResponse | None:
        body = request.body
        if is_shaped(body):
            await next_()
            return None
        log.warning("a payload that is not of Slack's shape", kind=str(body.get("type"))[:40])
        if "command" not in body and _can_be_told(body):
            raise BotError("error.button")
        return BoltResponse(status=400, body="")

    app.use(Before(shaped))


def is_shaped(body: Mapping[str, Any]) -> bool:
    """Tell whether a payload is one that handlers can rely on."""
    if body.get("type") == "event_callback" and not is_written(body):
        return isinstance(body.get("event"), dict)
    if is_written(body):
        return _fits(_Written, body["event"])
    shape = _Command if "command" in body else _SHAPES.get(str(body.get("type")))
    if shape is None:
        return str(body.get("type")) in _OF_BOLT or "ssl_check" in body
    try:
        read = shape.model_validate(body)
    except ValidationError:
        return False
    return not isinstance(read, _Click) or _has_its_place(read)


def _fits(shape: type[_Part], told: Mapping[str, Any]) -> bool:
    try:
        shape.model_validate(told)
    except ValidationError:
        return False
    return True


def _has_its_place(click: _Click) -> bool:
    """Tell whether what was clicked stands where it can be answered: in a message, or in a view.

    Slack says twice in which channel and message that is. Where it is not the same, neither counts.
    """
    place, channel, message = click.container, click.channel, click.message
    if channel is not None and place.channel_id not in {None, channel.id}:
        return False
    if message is not None and place.message_ts not in {None, message.ts}:
        return False
    if click.actions[0].action_id.startswith(_IN_A_VIEW):
        return click.view is not None
    return click.view is not None or click.response_url is not None


def _can_be_told(body: Mapping[str, Any]) -> bool:
    url, view = body.get("response_url"), body.get("view")
    if str(body.get("type")) not in _SHAPES:
        return False
    if url:
        return isinstance(url, str) and bool(_URL.fullmatch(url))
    return isinstance(body.get("trigger_id"), str) and (view is None or isinstance(view, dict))
