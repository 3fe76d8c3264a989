"""What handlers and jobs are given."""

import time
from dataclasses import dataclass

from bot.background import Background
from bot.cards import Cards
from bot.clock import Clock, clock_from
from bot.credentials import Credentials
from bot.db import Database
from bot.errors import BotError
from bot.services.readers import Readers
from bot.settings import Settings
from bot.slack import Slack


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


def deps_for(
    settings: Settings, database: Database | None = None, clock: Clock | None = None
) -> Deps:
    """Return what the settings give, with another database or clock where one is handed over.

    Raises BotError without a bot token.
    """
    if settings.slack_bot_token is None:
        raise BotError("error.no_bot_token")
    database = database or Database(settings.database_url)
    slack = Slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return Deps(
        settings=settings,
        database=database,
        slack=slack,
        cards=Cards(database, slack),
        clock=clock or clock_from(settings.clock),
        background=Background(),
        readers=Readers(database),
        credentials=Credentials(settings, time.monotonic),
    )
