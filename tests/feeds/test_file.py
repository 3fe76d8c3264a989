"""A file at an address is connected: its address is kept like a password."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot import ids
from bot.workspace.helpdesks import answering
from tests.scenarios.office import words_of

SECRET = "not-a-word-that-anybody-may-see"  # noqa: S105
TABLE = (
    "Ticket ID,Created time,First response time,Status\n"
    "901,2026-11-20 10:00,2026-11-20 10:04,open\n"
    "902,2026-11-20 10:30,,open\n"
)


@pytest.fixture
async def sheet():
    """Yield the address of a sheet, and its text."""
    text = [TABLE]

    async def answer(_request):
        return PlainTextResponse(text[0], media_type="text/csv")

    app = Starlette(routes=[Route(f"/pub/{SECRET}", answer)])
    async with answering(app) as address:
        yield f"{address}/pub/{SECRET}?output=csv", text


async def asked(helpdesk, url):
    shown = await helpdesk.opens()
    form = await helpdesk.submit(shown, product="address")
    return await helpdesk.submit(form, url=url)


async def test_a_file_is_shown_and_then_taken_in(helpdesk, sheet):
    url, text = sheet
    seen = await asked(helpdesk, url)
    said = words_of(seen)
    assert "*901* · opened 20 Nov 2026 10:00 · answered after 4 min · open" in said
    assert SECRET not in said + str(seen)
    await helpdesk.submit(seen)
    assert {one.external_id for one in await helpdesk.brought()} == {"901", "902"}
    text[0] += "903,2026-11-20 10:50,,open\n"
    await helpdesk.later(3)
    assert len(await helpdesk.brought()) == 3
    (feed,) = await helpdesk.feeds()
    assert SECRET not in f"{feed!r}"


async def test_two_sheets_of_one_host_are_two(helpdesk, sheet):
    url, _ = sheet
    await helpdesk.submit(await asked(helpdesk, url))
    again = await asked(helpdesk, url)
    assert "This is connected already" in again["errors"]["url"]
    seen = await asked(helpdesk, f"{url}&gid=2")
    assert seen["callback_id"] == ids.FEED_CONNECT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!DOCTYPE html><p>Sign in</p>", "no list of tickets"),
        ("a,b\n1,2\n", "I found no column for: Ticket number, Opened."),
    ],
)
async def test_what_is_no_table_of_tickets_is_said(helpdesk, sheet, text, said):
    url, held = sheet
    held[0] = text
    refused = await asked(helpdesk, url)
    assert said in words_of(refused)
    assert "--" not in words_of(refused)
    assert await helpdesk.feeds() == []


async def test_what_is_no_address_is_said_at_its_field(helpdesk):
    for wrong in ("tickets", "ftp://example.com/x.csv", "https://me:s3cret@example.com/x.csv"):
        shown = await asked(helpdesk, wrong)
        assert "is no address" in shown["errors"]["url"]
        assert "s3cret" not in shown["errors"]["url"]
