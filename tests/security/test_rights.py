"""Nobody who does not belong gets anything: every id there is, for everyone who is refused."""

import json
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from sqlmodel import select

from bot import ids
from bot.models import History, SlackUser
from bot.text import t
from tests.scenarios.office import Office

WHO = "U01OUT"
IDS = sorted(
    value
    for name, value in vars(ids).items()
    if name.isupper() and isinstance(value, str) and value not in {ids.COMMAND, ids.HOME_OPENED}
)
VALUE = '{"v":1,"text":"today"}'
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REFUSED: dict[str, dict[str, Any]] = {
    "guest": {"is_guest": True},
    "bot": {"is_bot": True},
    "deactivated": {"deleted": True},
    "stranger": {"is_stranger": True},
    "connected": {},
}
"""Connected: all that tells of another workspace is the payload itself."""


@pytest.fixture(params=list(REFUSED))
async def refused(request: pytest.FixtureRequest, desk: Office) -> tuple[Office, str]:
    async with desk.database.write() as session:
        row = SlackUser(id=WHO, name="o", refreshed_at=desk.clock.now, **REFUSED[request.param])
        session.add(row)
    await desk.settle()
    return desk, request.param


def team_of(kind: str) -> str:
    return "T0ELSEWHERE" if kind == "connected" else "T01LOCAL"


def sentence(kind: str) -> str:
    return t("en", f"error.{'stranger' if kind == 'connected' else kind}")


async def dispatch(desk: Office, body: dict[str, Any]) -> str:
    """Hand the bot a payload and return everything that it then said, to anybody at all."""
    before = len(await desk.slack.client.log())
    answer = await desk.bot.bolt.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    await desk.settle()
    done = (await desk.slack.client.log())[before:]
    asked = {"users.info", "auth.test"}
    said = [one["request"] for one in done if one["name"] not in asked]
    acked = json.loads(answer.body) if answer.body else None
    return json.dumps([acked, said], ensure_ascii=False)


def interaction(desk: Office, kind: str, one: str) -> dict[str, Any]:
    slack = desk.slack.workspace
    told = {"user": {"id": WHO, "team_id": team_of(kind)}, "team": {"id": "T01LOCAL"}}
    if one.endswith(".form"):
        view = {"callback_id": one, "type": "modal", "private_metadata": VALUE, "state": {}}
        return {
            "type": "view_submission",
            "view": view,
            "trigger_id": slack.new_trigger(WHO),
        } | told
    if one in {ids.ACTION_SHORTCUT, ids.PROBLEM_SHORTCUT}:
        trigger = slack.new_trigger(WHO)
        return {"type": "message_action", "callback_id": one, "trigger_id": trigger} | told
    click = {"action_id": one, "type": "button", "block_id": "b", "value": VALUE}
    return {
        "type": "block_actions",
        "actions": [click],
        "trigger_id": slack.new_trigger(WHO),
        "response_url": slack.new_response_url(WHO, "C01SUPPORT"),
        "channel": {"id": "C01SUPPORT"},
        **told,
    }


@ONE_DATABASE
async def test_no_button_modal_or_shortcut(refused: tuple[Office, str]) -> None:
    desk, kind = refused
    nothing = await changes(desk)
    for one in IDS:
        said = await dispatch(desk, interaction(desk, kind, one))
        assert sentence(kind) in said, (one, said[:500])
        assert "Global support" not in said
    assert await changes(desk) == nothing


WORDS = (
    *("", "help", "today", "week by agent", "waiting", "report", "warnings", "review"),
    *("problem Chats wait", "problems", "problem 1"),
    *("action Shorter night shift", "actions", "setup", "members", "nonsense", "for me"),
)


@ONE_DATABASE
async def test_no_command(refused: tuple[Office, str]) -> None:
    desk, kind = refused
    for text in WORDS:
        body = {
            "command": "/frt",
            "text": text,
            "user_id": WHO,
            "channel_id": "C01SUPPORT",
            "team_id": team_of(kind),
        }
        said = await dispatch(desk, body)
        assert sentence(kind) in said, text
        assert "Global support" not in said


async def test_no_home(refused: tuple[Office, str]) -> None:
    desk, kind = refused
    user = desk.slack.workspace.user(WHO)
    user.is_restricted, user.is_bot = kind == "guest", kind == "bot"
    user.deleted = kind == "deactivated"
    about = {"type": "app_home_opened", "user": WHO, "tab": "home", "user_team": team_of(kind)}
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T01LOCAL", "event": about}
    said = await dispatch(desk, body)
    assert "Global support" not in said
    assert (sentence(kind) in said) != (kind == "connected")


async def test_the_same_is_answered_for_somebody_who_belongs(desk: Office) -> None:
    body = interaction(desk, "nobody", ids.HELP_RUN) | {"user": {"id": "U01EMMA"}}
    assert "median first response" in await dispatch(desk, body)
    body["user"]["team_id"] = "T0ELSEWHERE"
    assert sentence("stranger") in await dispatch(desk, body)


async def test_whom_slack_does_not_name_is_asked_to_try_again(desk: Office) -> None:
    desk.slack.workspace.app.scopes.remove("users:read")
    said = await dispatch(desk, interaction(desk, "nobody", ids.HELP_RUN))
    assert t("en", "error.unidentified") in said
    assert "Global support" not in said


async def changes(desk: Office) -> int:
    async with desk.database.read() as session:
        return len((await session.exec(select(History))).all())
