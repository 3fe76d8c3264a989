"""Secrets come from files, change without a restart, and are never written down."""

import asyncio
import io
import logging
import time
from pathlib import Path

import pytest
import structlog
from freezegun import freeze_time
from slack_sdk.errors import SlackApiError
from sqlalchemy import create_engine

from bot import logs, redaction
from bot.cli.serving import running
from bot.credentials import CHECKED_SECONDS, GRACE_SECONDS, Credentials
from bot.settings import Settings
from tests.cli.conftest import Frt
from tests.scenarios.office import Office
from tests.security.wire import command, headers, post

ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOKEN = "xoxb-this-is-not-a-token-17"  # noqa: S105
APP = "xapp-1-this-is-not-one-either"
SIGNING = "not-a-signing-secret-5a69788796"
PASSWORD = "not-a-p@ss/w:rd 7%"  # noqa: S105
URL = "postgresql://frt:not-a-p%40ss%2Fw%3Ard%207%25@127.0.0.1:1/frt"


def settings(**told: object) -> Settings:
    return Settings(
        _env_file=None,
        **{
            "slack_bot_token": TOKEN,
            "slack_app_token": APP,
            "slack_signing_secret": f"{SIGNING},older-{SIGNING}",
            "database_url": URL,
            **told,
        },
    )


def leaks(text: str) -> list[str]:
    return [one for one in (TOKEN, APP, SIGNING, PASSWORD, "p%40ss%2Fw%3Ard") if one in text]


@pytest.fixture(params=["console", "json"])
def written(request: pytest.FixtureRequest):
    """Logs as a process writes them, and what they held before."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    usual = structlog.get_config()
    logs.configure(settings(log_format=request.param))
    stream = io.StringIO()
    root.handlers[0].setStream(stream)
    yield stream
    root.handlers[:], root.level = before
    structlog.configure(**usual)


def refuse(token: str) -> None:
    raise SlackApiError(f"refused {token}", {"error": "invalid_auth", "token": token})


def test_no_log_line_holds_a_secret(written: io.StringIO) -> None:
    log = structlog.get_logger()
    log.warning("posting", token=TOKEN, header={"Authorization": f"Bearer {TOKEN}"})
    log.error("signed", by=f"with {SIGNING}", urls=[URL, f"sqlite://x?password={PASSWORD}"])
    logging.getLogger("library").error("%s %r", APP, settings())
    logging.getLogger("library").error("a stranger's xoxb-unknown-not-a-token-99 too")
    try:
        refuse(TOKEN)
    except SlackApiError:
        log.exception("failed", url=URL)
        logging.getLogger("library").exception("failed with %s", PASSWORD)
    try:
        create_engine(URL.replace("postgresql", "postgresql+psycopg")).connect()
    except Exception:
        log.exception("no database")
    said = written.getvalue()
    assert leaks(said) == []
    assert "xoxb-unknown" not in said
    assert said.count("[secret]") >= 8
    assert "Traceback" in said
    assert "127.0.0.1" in said


def test_a_log_line_says_when_in_utc(written: io.StringIO) -> None:
    with freeze_time("2026-11-20 17:30:05"):
        structlog.get_logger().warning("posting")
        logging.getLogger("library").error("a library's")
    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    assert all("2026-11-20T17:30:05" in line and "Z" in line for line in lines)


def test_settings_print_no_secret() -> None:
    assert leaks(repr(settings())) == []
    assert leaks(str(settings().model_dump())) in ([], [PASSWORD], ["p%40ss%2Fw%3Ard"])


def test_words_that_are_no_secrets_stay() -> None:
    for text in (
        "xoxb-…",
        "postgresql://frt:***@host/frt",
        "https://slack.com/api/",
        "mail a@b.example: fine",
        "09:00-18:00",
    ):
        assert redaction.redacted(text) == text
    assert redaction.redacted("postgresql://u:not-a-word@h/d") == "postgresql://[secret]@h/d"


@ONE_DATABASE
@pytest.mark.parametrize("words", [("db", "status"), ("doctor",), ("--debug", "db", "status")])
async def test_the_shell_says_none(frt: Frt, words: tuple[str, ...]) -> None:
    ended = await frt(
        *words,
        FRT_DATABASE_URL=URL,
        FRT_SLACK_BOT_TOKEN=TOKEN,
        FRT_SLACK_SIGNING_SECRET=SIGNING,
        FRT_SLACK_API_URL="http://127.0.0.1:1/api/",
    )
    assert ended.code == 1
    assert leaks(ended.out + ended.err) == []
    assert "127.0.0.1:1" in ended.out + ended.err


@ONE_DATABASE
async def test_every_secret_may_come_from_a_file(
    frt: Frt,
    tmp_path: Path,
) -> None:
    kept = {}
    for name, value in {
        "FRT_DATABASE_URL": f"sqlite:///{tmp_path}/from-a-file.sqlite3",
        "FRT_SLACK_BOT_TOKEN": TOKEN,
        "FRT_SLACK_APP_TOKEN": APP,
    }.items():
        path = tmp_path / name
        path.write_text(f"{value}\n")
        kept[f"{name}_FILE"] = str(path)
    ended = await frt("db", "status", **kept)
    assert "from-a-file.sqlite3" in ended.out
    missing = await frt("db", "status", FRT_SLACK_BOT_TOKEN_FILE=str(tmp_path / "missing"))
    assert missing.code == 1
    assert "FRT_SLACK_BOT_TOKEN_FILE" in missing.err
    assert "No such file" in missing.err
    (tmp_path / "empty").write_text(" \n")
    empty = await frt("db", "status", FRT_SLACK_BOT_TOKEN_FILE=str(tmp_path / "empty"))
    assert "FRT_SLACK_BOT_TOKEN_FILE" in empty.err


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_changed_file_holds_from_the_next_call_on(tmp_path: Path) -> None:
    token, signing = tmp_path / "token", tmp_path / "signing"
    token.write_text("xoxb-first")
    signing.write_text("first-secret")
    told = {"slack_bot_token_file": token, "slack_signing_secret_file": signing}
    with freeze_time() as frozen:
        credentials = Credentials(Settings(_env_file=None, **told), time.monotonic)
        assert credentials.bot_token() == "xoxb-first"
        assert credentials.signing_secrets() == ("first-secret",)
        token.write_text("xoxb-second-token\n")
        signing.write_text("second-secret\n")
        assert credentials.bot_token() == "xoxb-first"
        frozen.tick(CHECKED_SECONDS)
        assert credentials.bot_token() == "xoxb-second-token"
        assert credentials.signing_secrets() == ("second-secret", "first-secret")
        assert "second" not in redaction.redacted("second-secret and xoxb-second-token")
        token.unlink()
        signing.write_text("")
        frozen.tick(CHECKED_SECONDS)
        assert credentials.bot_token() == "xoxb-second-token"
        frozen.tick(GRACE_SECONDS)
        assert credentials.signing_secrets() == ("second-secret",)


@ONE_DATABASE
async def test_a_running_bot_signs_in_with_the_new_token(desk: Office, tmp_path: Path) -> None:
    deps, slack = desk.bot.deps, desk.slack.workspace
    path = tmp_path / "token"
    path.write_text(slack.app.bot_token)
    told = deps.settings.model_dump(exclude={"slack_bot_token"})
    renewed = Settings(_env_file=None, **told | {"slack_bot_token_file": path})
    object.__setattr__(deps, "settings", renewed)
    object.__setattr__(deps, "credentials", Credentials(renewed, Seconds()))
    credentials = deps.credentials
    slack.app.bot_token = "xoxb-renewed-0001"  # noqa: S105
    path.write_text("xoxb-renewed-0001")
    async with running(desk.bot):
        assert credentials.bot_token() == "xoxb-renewed-0001"
        for _ in range(50):
            if deps.slack.client.token == "xoxb-renewed-0001":  # noqa: S105
                break
            await asyncio.sleep(0.02)
        assert (await deps.slack.client.auth_test())["ok"]


@ONE_DATABASE
async def test_a_rotated_signing_secret_is_let_in(desk: Office, tmp_path: Path) -> None:
    seconds, path = Seconds(), tmp_path / "signing"
    path.write_text(desk.slack.signing_secret)
    renewed = Settings(
        _env_file=None,
        **desk.bot.deps.settings.model_dump(exclude={"slack_signing_secret"})
        | {"slack_signing_secret_file": path},
    )
    credentials = Credentials(renewed, seconds)
    door = next(route for route in desk.bot.web.routes if route.path == "/slack/events")
    door.endpoint.__self__._secrets = credentials.signing_secrets
    path.write_text("a-new-signing-secret")
    seconds.now += CHECKED_SECONDS
    for secret in ("a-new-signing-secret", desk.slack.signing_secret):
        body = command()
        assert (await post(desk, body, headers(secret, body))).status_code == 200
    seconds.now += GRACE_SECONDS
    body = command()
    assert (await post(desk, body, headers(desk.slack.signing_secret, body))).status_code == 401
