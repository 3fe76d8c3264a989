"""A file at an address: taken in when it has changed, as any file is."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.models import Feed, RememberedMapping
from bot.services.feeds.pulling import owner
from bot.workspace.helpdesks import Faults, answering
from tests.pulling.conftest import LEAD, NOW

HEADER = "Ticket ID,Created time,First response time,Status\n"
ROWS = "1,2026-11-20 09:00,2026-11-20 09:20,open\n2,2026-11-20 10:00,,open\n"


class Sheet:
    """A sheet that is published: its text, and what was asked for it."""

    def __init__(self):
        self.text, self.asked, self.faults = HEADER + ROWS, [], Faults()

    async def answer(self, request):
        mark = f'"{hash(self.text)}"'
        self.asked.append(request.headers.get("If-None-Match"))
        if self.asked[-1] == mark:
            return Response(status_code=304)
        return PlainTextResponse(self.text, headers={"ETag": mark}, media_type="text/csv")


@pytest.fixture
async def sheet(fed):
    sheet = Sheet()
    app = Starlette(routes=[Route("/pub/secret-of-this-sheet", sheet.answer)])
    async with answering(app, sheet.faults) as address:
        url = f"{address}/pub/secret-of-this-sheet?output=csv"
        feed = Feed(
            team_id=1,
            number=1,
            kind="pull",
            product="address",
            name="Sheet",
            source="sheet",
            address=address,
            state="on",
            asked_since=NOW,
            made_by=LEAD,
            made_at=NOW,
            next_at=NOW,
        )
        feed.secret = fed.sealer.seal({"url": url}, owner(feed))
        async with fed.database.write() as session:
            session.add(feed)
        yield sheet


async def test_it_is_taken_in_when_it_has_changed(fed, sheet):
    await fed.pull()
    assert set(await fed.tickets()) == {"1", "2"}
    fed.later(minutes=3)
    await fed.pull()
    assert sheet.asked[0] is None
    assert sheet.asked[1] is not None
    sheet.text += "3,2026-11-20 12:01,,open\n"
    fed.later(minutes=3)
    await fed.pull()
    assert set(await fed.tickets()) == {"1", "2", "3"}
    assert [(one.created, one.unchanged) for one in await fed.imports()] == [(2, 0), (1, 2)]
    feed = await fed.feed()
    assert (feed.failure, feed.heard_at) == (None, fed.now)


async def test_a_sheet_of_before_is_taken_in_again(fed, sheet):
    """Word for word what came before the last: as a file it would be known already."""
    await fed.pull()
    before = sheet.text
    for text in (before.replace("09:20", "09:40"), before):
        fed.later(minutes=3)
        sheet.text = text
        await fed.pull()
    answered = (await fed.tickets())["1"].first_response_at
    assert answered == NOW - timedelta(hours=2, minutes=40)


@pytest.mark.parametrize("text", ["", "<!DOCTYPE html><p>Sign in</p>", "a,b\n1,2\n", HEADER])
async def test_what_is_no_table_of_tickets_changes_nothing(fed, sheet, text):
    await fed.pull()
    sheet.text = text
    fed.later(minutes=3)
    await fed.pull()
    assert (await fed.feed()).failure == "answer"
    assert len(await fed.tickets()) == 2
    sheet.text = HEADER + ROWS.replace("open", "pending")
    fed.later(minutes=30)
    await fed.pull()
    assert {one.status for one in (await fed.tickets()).values()} == {"pending"}


async def test_it_leaves_nothing_to_be_remembered_of_its_columns(fed, sheet):
    await fed.pull()
    assert await fed.all_of(RememberedMapping) == []
