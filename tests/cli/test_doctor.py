"""`frt doctor` as a process, asking a real server of the Web API."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.manifest import NEEDED, OPTIONAL, SCOPES
from bot.services.doctor.checks import ChannelState, SignedIn, SlackRefusalError, examine
from bot.services.team.settings import Choices
from bot.settings import Settings
from bot.workspace.server import Running, running
from tests.cli.conftest import Frt, set_up

APP = {"app_token": "xapp-1-secret", "bot_token": "xoxb-secret", "signing_secret": "s3cret"}


@pytest.fixture
async def slack() -> AsyncIterator[Running]:
    async with running({"app": {**APP, "scopes": list(SCOPES)}}) as workspace:
        yield workspace


def settings_for(slack: Running) -> dict[str, str]:
    return {
        "FRT_SLACK_API_URL": slack.api_url,
        "FRT_SLACK_BOT_TOKEN": APP["bot_token"],
        "FRT_SLACK_APP_TOKEN": APP["app_token"],
    }


async def test_a_sound_installation(frt: Frt, slack: Running, database_url: str) -> None:
    await set_up(database_url, A=Choices(channel_id="C01SUPPORT"))
    ended = await frt("doctor", **settings_for(slack))
    assert (ended.code, ended.err) == (0, "")
    assert "✗" not in ended.out
    for scope in SCOPES:
        assert f"✓ Scope {scope} is granted." in ended.out
    assert "Team A: the bot is in #support-global." in ended.out
    assert ended.out.splitlines()[-1] == "Nothing is broken. Warnings: 0."


@pytest.mark.parametrize(
    ("language", "said"),
    [("C.UTF-8", "optional: scope {} is not"), ("zh_CN.UTF-8", "权限 {}，因此")],
)
async def test_an_installation_without_optional_scopes_is_sound_and_says_what_it_lacks(
    frt: Frt, database_url: str, language: str, said: str
) -> None:
    await set_up(database_url, A=Choices(channel_id="C01SUPPORT"))
    async with running({"app": {**APP, "scopes": list(NEEDED)}}) as slack:
        ended = await frt("doctor", **settings_for(slack), LC_ALL=language)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    lacking = [line for line in lines if line.startswith("–")]
    for scope, line in zip(OPTIONAL, lacking, strict=False):
        assert said.format(scope) in line
    assert len(lacking) == len(OPTIONAL) + 1
    assert "/invite @frt" in lacking[-1]
    assert not [line for line in lines if line.startswith(("!", "✗"))]


async def test_every_fault_is_told_and_no_secret(frt: Frt, database_url: str) -> None:
    await set_up(database_url, A=Choices(channel_id="C0NOWHERE"), B=Choices())
    granted = [scope for scope in SCOPES if scope != "users:read"]
    async with running({"app": {**APP, "scopes": granted}}) as slack:
        settings = settings_for(slack) | {"FRT_SLACK_APP_TOKEN": "xapp-wrong", "FRT_PROT": "1"}
        ended = await frt("doctor", **settings)
    assert ended.code == 1
    assert "! FRT_PROT is not a setting of the bot and is ignored. Did you mean FRT_PORT?" in (
        ended.out
    )
    faults = [line for line in ended.out.splitlines() if line.startswith("✗")]
    assert len(faults) == 3
    assert "Scope users:read is missing." in faults[0]
    assert "Slack does not accept FRT_SLACK_APP_TOKEN" in faults[1]
    assert "Team A: the bot cannot see channel C0NOWHERE." in faults[2]
    assert "! Team B has no channel" in ended.out
    assert "secret" not in ended.out + ended.err
    assert "xapp-wrong" not in ended.out + ended.err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"FRT_SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack does not accept FRT_SLACK_BOT_TOKEN"),
        ({"FRT_SLACK_BOT_TOKEN": ""}, "FRT_SLACK_BOT_TOKEN is not set."),
        ({"FRT_SLACK_APP_TOKEN": ""}, "Neither FRT_SLACK_APP_TOKEN"),
        ({"FRT_SLACK_API_URL": "http://127.0.0.1:1/"}, "Slack does not answer"),
        ({"FRT_DATABASE_URL": "mysql://a:s3cret@b/c"}, "only sqlite and postgresql"),
        ({"FRT_PORT": "x"}, "FRT_PORT: 0–65535"),
    ],
)
async def test_one_fault(
    frt: Frt, slack: Running, database_url: str, settings: dict[str, str], said: str
) -> None:
    await set_up(database_url)
    ended = await frt("doctor", **settings_for(slack) | settings)
    faults = [line for line in ended.out.splitlines() if line.startswith("✗")]
    assert (ended.code, ended.err, len(faults)) == (1, "", 1)
    assert said in faults[0]
    assert "s3cret" not in ended.out


@pytest.mark.usefixtures("no_tables")
async def test_a_database_without_tables(frt: Frt, slack: Running) -> None:
    ended = await frt("doctor", **settings_for(slack), LC_ALL="zh_CN.UTF-8")
    assert ended.code == 1
    assert "✗ 数据库里还没有表。请运行 frt db migrate" in ended.out


class Probe:
    """A Slack that answers what it was told to."""

    def __init__(self, at: datetime, channel: ChannelState | None = None) -> None:
        self.at = at
        self.known = channel

    async def sign_in(self) -> SignedIn:
        return SignedIn("W", "frt", frozenset(SCOPES), self.at)

    async def open_socket(self, app_token: str) -> None:
        raise SlackRefusalError("TimeoutError", silent=True)

    async def channel(self, channel_id: str) -> ChannelState:
        if self.known is None:
            raise SlackRefusalError("fatal_error")
        return self.known


async def states(probe: Probe, database_url: str, now: datetime) -> dict[str, str]:
    settings = Settings(
        database_url=database_url,
        slack_bot_token="xoxb-1",  # noqa: S106
        slack_app_token="xapp-1",  # noqa: S106
        _env_file=None,
    )
    return {found.key: found.state async for found in examine(settings, probe, now)}


async def test_clock_channel_and_calendar(database_url: str) -> None:
    await set_up(database_url, A=Choices(channel_id="C01", country="CN"))
    now = datetime.now(UTC)
    for seconds, state in ((5, "doctor.skew"), (60, "doctor.skew.off")):
        at = datetime.fromtimestamp(now.timestamp() - seconds, UTC)
        found = await states(Probe(at), database_url, now)
        assert state in found
        assert found["doctor.slack.silent"] == "fault"
        assert found["doctor.slack.refused"] == "fault"
    far = datetime.fromtimestamp(now.timestamp() - 600, UTC)
    archived = ChannelState("general", is_member=True, is_archived=True)
    found = await states(Probe(far, archived), database_url, now)
    assert (found["doctor.skew.off"], found["doctor.channel.archived"]) == ("fault", "fault")
    outside = ChannelState("general", is_member=False, is_archived=False)
    later = now.replace(year=now.year + 8, day=1)
    found = await states(Probe(later, outside), database_url, later)
    assert found["doctor.channel.not_member"] == "fault"
    assert found["doctor.calendar.unknown"] == "fault"
