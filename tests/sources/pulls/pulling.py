"""Whoever pulls: keeps the rows and the cursor of each page, as the bot does."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from bot.sources.pulls import PullError, asker
from bot.workspace.helpdesks import Desk, Faults, answering

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
SECRETS = ("id-that-nobody-may-see", "k3y-that-nobody-may-see")
FAULTS = [
    ("busy", {"retry_after": "300"}, "busy"),
    ("busy", {}, "busy"),
    ("error", {"status": 500, "times": 0}, "unreachable"),
    ("error", {"status": 403}, "credentials"),
    ("error", {"status": 404}, "address"),
    ("error", {"status": 418}, "refused"),
    ("html", {}, "answer"),
    ("truncated", {}, "answer"),
    ("torn", {"times": 0}, "unreachable"),
    ("cut", {"times": 0}, "unreachable"),
    ("redirect", {"location": "http://127.0.0.1:1/"}, "address"),
    ("revoked", {"times": 0}, "credentials"),
]


class Pulling:
    """A helpdesk on this machine, its clock, what is asked of it, and what was pulled so far."""

    def __init__(self):
        self.now = NOW
        self.desk, self.faults = Desk(lambda: self.now), Faults()
        self.rows, self.cursor, self.slept = {}, {}, []
        self.account = self.product = self.place = self.ask = None

    @staticmethod
    def at(seconds):
        return NOW - timedelta(days=2) + timedelta(seconds=seconds)

    def open(self, many, seconds=1):
        """Open tickets, so many seconds after each other."""
        return [self.desk.open(self.at(number * seconds)) for number in range(many)]

    async def pages(self):
        """Yield pages, and keep their rows and cursors as whoever stores them does."""
        async for page in self.product.pages(self.ask, self.place, self.cursor, self.at(-1000)):
            yield page
            self.rows |= {one["external_id"]: one for one in page.rows}
            self.cursor = page.cursor

    async def pull(self):
        return [page async for page in self.pages()]

    async def pull_until_it_ends(self):
        """Pull again and again, as the bot does; return why it ended, time after time."""
        reasons = []
        for _ in range(20):
            try:
                await self.pull()
            except PullError as error:
                reasons.append(error.reason)
                self.now += timedelta(minutes=2)
            else:
                return reasons
        raise AssertionError(reasons)

    def asked(self, path):
        return sum(many for one, many in self.faults.requests.items() if path in one)


def answering_oddly(make, path, body):
    """Return what makes the app that answers one path with another body."""

    def made(account):
        app = make(account)

        async def odd(scope, receive, send):
            other = Response(body, media_type="application/json")
            await (other if scope["path"] == path else app)(scope, receive, send)

        return odd

    return made


@asynccontextmanager
async def pulling(app, product, place, *, seconds=60.0, **account):
    """Yield a helpdesk that answers; `app` is its module's app, `account` what its account is."""
    one = Pulling()
    make, kind = app
    one.account, one.product = kind(one.desk, **account), product

    async def sleep(seconds):
        one.slept.append(seconds)

    async with (
        answering(make(one.account), one.faults, now=one.desk.now) as address,
        asker(private=True, sleep=sleep, seconds=seconds) as one.ask,
    ):
        one.place = place(address)
        yield one
