"""Somebody at the bot with a helpdesk of this machine."""

import pytest

from bot.workspace.helpdesks import Desk, Faults, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk
from tests.feeds.helpdesk import KEY, MAY_CONNECT, Helpdesk
from tests.scenarios.office import office
from tests.scenarios.tickets import NOW


@pytest.fixture
def settings(request):
    """Return settings otherwise than usual; a test may name more."""
    return {**MAY_CONNECT, **getattr(request, "param", {})}


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
