"""What is wrong with this installation, and what to do about it."""

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Literal, Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.db import Database, redacted, schema
from bot.errors import BotError
from bot.manifest import NEEDED, OPTIONAL
from bot.metrics.clocks import CountryCalendar, CountryError
from bot.sealing import Sealer, sealer_for
from bot.services.doctor.feeds import feeds
from bot.services.doctor.posts import posts
from bot.services.team import TeamCard, list_teams
from bot.settings import Settings

State = Literal["ok", "optional", "warning", "fault"]
_SKEW_WARNING, _SKEW_FAULT = 30, 240
_BAD_TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `key` names the sentence that says how it is and what to do."""

    state: State
    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who Slack takes the bot for. `answered_at` is Slack's clock, None where it did not say."""

    workspace: str
    user: str
    scopes: frozenset[str]
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel as the bot sees it."""

    name: str
    is_member: bool
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """What Slack does not take of a view: the JSON pointer to it, and Slack's words for why."""

    pointer: str
    message: str


class SlackRefusalError(Exception):
    """Slack said no: `code` is its own word for why; `silent` means it did not answer at all."""

    def __init__(self, code: str, *, silent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.silent = silent


class Probe(Protocol):
    """The questions that the doctor asks Slack. Each raises SlackRefusalError."""

    async def sign_in(self) -> SignedIn:
        """Return whom the bot token belongs to."""

    async def open_socket(self, app_token: str) -> None:
        """Return when the app token may open a Socket Mode connection."""

    async def channel(self, channel_id: str) -> ChannelState:
        """Return what the bot sees of a channel."""

    async def validate(self, kind: str, payload: Mapping[str, object]) -> list[Refused]:
        """Return what Slack does not take of a `view` or `message`; nothing when it takes it."""


async def examine(settings: Settings, probe: Probe | None, now: datetime) -> AsyncIterator[Finding]:
    """Yield a finding for each thing looked at, in the order in which to mend them.

    `probe` is None without a bot token. `now` is the system's clock, aware.
    """
    for finding in _settings(settings, os.environ):
        yield finding
    teams: list[TeamCard] = []
    sealer = Sealer(())
    try:
        sealer = sealer_for(settings)
    except BotError as error:
        yield Finding("fault", error.key, error.params)
    async for finding in _database(settings.database_url, sealer, teams, now):
        yield finding
    if probe is not None:
        async for finding in _slack(settings, probe, teams, now):
            yield finding
    for team in teams:
        for finding in _calendar(team, now.date()):
            yield finding


def _settings(settings: Settings, environment: Mapping[str, str]) -> list[Finding]:
    found = _unknown_names(environment)
    if settings.clock:
        found.append(Finding("warning", "doctor.setting.clock", {"value": settings.clock}))
    faults = list(_token_faults(settings))
    if not faults:
        mode = "socket" if settings.slack_app_token else "http"
        found.append(Finding("ok", f"doctor.setting.{mode}"))
    return [*found, *faults]


def _unknown_names(environment: Mapping[str, str]) -> list[Finding]:
    known = {f"FRT_{name.upper()}" for name in Settings.model_fields} | {"FRT_DEBUG"}
    found = []
    for name in sorted(set(environment) - known):
        if name.startswith("FRT_"):
            near = get_close_matches(name, known, 1)
            key = "doctor.setting.unknown_near" if near else "doctor.setting.unknown"
            found.append(Finding("warning", key, {"name": name, "near": "".join(near)}))
    return found


def _token_faults(settings: Settings) -> Iterator[Finding]:
    bot_token, app_token = settings.slack_bot_token, settings.slack_app_token
    if bot_token is None:
        yield Finding("fault", "error.no_bot_token")
    elif not bot_token.get_secret_value().startswith("xoxb-"):
        yield Finding("fault", "doctor.setting.bot_token")
    if app_token is None and settings.slack_signing_secret is None:
        yield Finding("fault", "error.no_app_token")
    elif app_token and not app_token.get_secret_value().startswith("xapp-"):
        yield Finding("fault", "doctor.setting.app_token")


async def _database(
    url: str, sealer: Sealer, teams: list[TeamCard], now: datetime
) -> AsyncIterator[Finding]:
    """Yield what is found, and fill `teams` when the tables can be read."""
    try:
        state = schema(url)
    except BotError as error:
        yield Finding("fault", error.key, error.params)
        return
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        yield Finding("fault", "database.unreachable", {"url": redacted(url), "reason": reason})
        return
    yield Finding("ok", "doctor.database", {"url": redacted(url)})
    params = {"current": state.current, "head": state.head}
    if not state.at_head:
        key = "empty" if state.current is None else "older" if state.known else "newer"
        yield Finding("fault", f"database.{key}", params)
        return
    yield Finding("ok", "database.at_head", params)
    database = Database(url)
    try:
        teams += await list_teams(database)
        told = await posts(database, now)
        fed = await feeds(database, sealer)
    finally:
        await database.close()
    if not teams:
        yield Finding("warning", "setup.none_yet")
    for key, about in told:
        yield Finding("warning", key, about)
    for how, key, about in fed:
        yield Finding(how, key, about)


async def _slack(
    settings: Settings, probe: Probe, teams: list[TeamCard], now: datetime
) -> AsyncIterator[Finding]:
    try:
        signed_in = await probe.sign_in()
    except SlackRefusalError as error:
        yield _refused("doctor.token", error, {"url": settings.slack_api_url})
        return
    yield Finding("ok", "doctor.token", {"workspace": signed_in.workspace, "user": signed_in.user})
    for finding in _scopes(signed_in.scopes):
        yield finding
    if settings.slack_app_token:
        yield await _app_token(settings.slack_app_token.get_secret_value(), probe)
    if signed_in.answered_at:
        yield _skew((now - signed_in.answered_at).total_seconds())
    for team in teams:
        yield await _channel(team, probe)


def _scopes(granted: frozenset[str]) -> Iterator[Finding]:
    for scope in (*NEEDED, *OPTIONAL):
        params = {"scope": scope}
        if scope in granted:
            yield Finding("ok", "doctor.scope", params)
        elif scope in NEEDED:
            yield Finding("fault", "doctor.scope.missing", params)
        else:
            name = scope.replace(":", "_").replace(".", "_")
            yield Finding("optional", f"doctor.optional.{name}", params)


async def _app_token(token: str, probe: Probe) -> Finding:
    try:
        await probe.open_socket(token)
    except SlackRefusalError as error:
        return _refused("doctor.app_token", error, {})
    return Finding("ok", "doctor.app_token")


def _skew(seconds: float) -> Finding:
    size = round(abs(seconds))
    if size < _SKEW_WARNING:
        return Finding("ok", "doctor.skew", {"n": size})
    state: State = "fault" if size >= _SKEW_FAULT else "warning"
    return Finding(state, "doctor.skew.off", {"n": size})


async def _channel(team: TeamCard, probe: Probe) -> Finding:
    params: dict[str, object] = {"team": team.name, "channel": team.channel_id}
    if team.channel_id is None:
        return Finding("warning", "doctor.channel.none", params)
    try:
        channel = await probe.channel(team.channel_id)
    except SlackRefusalError as error:
        return _refused("doctor.channel", error, params)
    params["channel"] = f"#{channel.name}"
    if channel.is_archived:
        return Finding("fault", "doctor.channel.archived", params)
    if not channel.is_member:
        return Finding("fault", "doctor.channel.not_member", params)
    return Finding("ok", "doctor.channel", params)


def _refused(prefix: str, error: SlackRefusalError, params: Mapping[str, object]) -> Finding:
    reason = "bad_token" if error.code in _BAD_TOKEN else error.code
    known = {
        "doctor.token.bad_token",
        "doctor.app_token.bad_token",
        "doctor.channel.channel_not_found",
    }
    key = f"{prefix}.{reason}"
    if error.silent:
        key = "doctor.slack.silent"
    elif error.code == "missing_scope":
        return Finding("optional", "doctor.optional.channel", params)
    elif key not in known:
        key = "doctor.slack.refused"
    return Finding("fault", key, {**params, "code": error.code})


def _calendar(team: TeamCard, today: date) -> list[Finding]:
    if team.country is None:
        return []
    params = {"team": team.name, "calendar": team.country}
    try:
        calendar = CountryCalendar(team.country)
    except CountryError:
        return [Finding("fault", "setup.unknown_calendar", {"value": team.country})]
    years = (today.year, today.year + 1)
    unknown = [year for year in years if not calendar.knows_makeup_days(year)]
    if not unknown:
        return [Finding("ok", "doctor.calendar", {**params, "year": years[1]})]
    state: State = "fault" if today.year in unknown else "warning"
    return [Finding(state, "doctor.calendar.unknown", {**params, "year": unknown[0]})]
