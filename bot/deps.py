"""What handlers and jobs are given."""

import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.answers.background import Background
from bot.answers.cards import Cards
from bot.answers.clicks import or_apologise, reply_url
from bot.answers.faces import Face
from bot.answers.feeds import Connecting
from bot.answers.imports import Intake
from bot.answers.people import Directory
from bot.clock import Clock, clock_from, system_clock
from bot.credentials import Credentials
from bot.db import Database
from bot.errors import BotError
from bot.sealing import Sealer, sealer_for
from bot.services.feeds import Pulls, Sources, Taker
from bot.services.people import Profile, Readers
from bot.settings import Settings
from bot.slack.channel_reader import ChannelReader
from bot.slack.client import Payload, Slack
from bot.slack.pace import NoPace, Pace


@dataclass(frozen=True, slots=True)
class Deps:
    """Built once in `bot.app`, handed to every `register(app, deps)`."""

    settings: Settings
    database: Database
    slack: Slack
    cards: Cards
    clock: Clock
    background: Background
    readers: Readers
    credentials: Credentials
    directory: Directory
    intake: Intake
    sealer: Sealer
    pulls: Pulls
    connecting: Connecting
    faces: dict[str, Face] = field(default_factory=dict)

    async def after_ack(
        self,
        ack: AsyncAck,
        work: Awaitable[object],
        click: Mapping[str, Any],
        who: Profile,
        said: Payload | None = None,
    ) -> None:
        """Acknowledge with what is `said`, then do `work`.

        When that fails, say so to the one who clicked, in their language.
        """
        await ack(**(said or {}))
        self.background.start(or_apologise(self.slack, work, click, who.language))

    async def answer(
        self, ack: AsyncAck, click: Mapping[str, Any], payload: Payload, *, replace: bool = False
    ) -> None:
        """Acknowledge a click, then answer it below the message, or in its place."""
        await ack()
        said = self.slack.respond(reply_url(click), payload, replace=replace, asked=click)
        self.background.start(said)


def deps_for(
    settings: Settings, database: Database | None = None, clock: Clock | None = None
) -> Deps:
    """Return what the settings give, with another database or clock where one is handed over.

    Raises BotError without a bot token.
    """
    if settings.slack_bot_token is None:
        raise BotError("error.no_bot_token")
    database = database or Database(settings.database_url)
    clock = clock or clock_from(settings.clock)
    pace = Pace() if clock is system_clock else NoPace()
    slack = Slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, pace)
    sealer = sealer_for(settings)
    pulls = Pulls(
        database,
        Taker(settings.database_url),
        sealer,
        clock,
        Sources(ChannelReader(slack), private=settings.private_helpdesks),
        look_every=timedelta(seconds=settings.lease_seconds),
    )
    return Deps(
        settings=settings,
        database=database,
        slack=slack,
        cards=Cards(database, slack, clock),
        clock=clock,
        background=Background(),
        readers=Readers(database),
        credentials=Credentials(settings, time.monotonic),
        directory=Directory(slack),
        intake=Intake(database, slack, clock, settings.database_url),
        sealer=sealer,
        pulls=pulls,
        connecting=Connecting(database, slack, clock, sealer, pulls),
    )
