"""Somebody at the bot with a helpdesk of this machine."""

import pytest

from bot.workspace.helpdesks import Desk, Faults, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk
from tests.feeds.helpdesk import KEY, MAY_CONNECT, Helpdesk
from tests.scenarios.office import office
from tests.scenarios.tickets import NOW


@pytest.fixture
def settings():
    """Settings otherwise than usual; a test may change them before there is a bot."""
    return dict(MAY_CONNECT)


@pytest.fixture
async def helpdesk(database_url, settings):
    clocks = []

    def now():
        return clocks[0].now if clocks else NOW

    account, faults = Account(Desk(now), KEY), Faults()
    async with (
        answering(freshdesk(account), faults, now=now) as address,
        office(database_url, by="http", settings=settings) as opened,
    ):
        clocks.append(opened.clock)
        yield Helpdesk(opened, address, account, faults)
