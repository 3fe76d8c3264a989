"""What handlers and jobs are given."""

from dataclasses import dataclass

from bot.background import Background
from bot.cards import Cards
from bot.clock import Clock
from bot.db import Database
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
