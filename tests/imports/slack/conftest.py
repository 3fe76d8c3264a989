"""Somebody at the bot with files, which are read in this process."""

import pytest

from bot.services.imports import beside
from tests.imports.in_slack import Desk, here
from tests.scenarios.office import office


@pytest.fixture
async def desk(database_url, monkeypatch):
    monkeypatch.setattr(beside, "_run", here)
    async with office(database_url, by="http") as opened:
        yield Desk(opened)
