"""A wide table keeps its first column in sight; a tall message is shown from its head."""

import pytest
import pytest_asyncio
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import by_socket
from tests.workspace.visiting import visit

WIDTHS = pytest.mark.parametrize("width", [390, 1400])


@pytest_asyncio.fixture(loop_scope="session")
async def slack():
    async with by_socket() as (running, _):
        yield running


@pytest.fixture
def web(slack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


def cell(text):
    return {"type": "raw_text", "text": text}


def wide():
    """Return a table of eight columns, in which words are long."""
    head = ["Channel of the ticket", *(f"Column {number}" for number in range(2, 9))]
    row = ["e-mail, and what came by the form", *("12 min 40 s" for _ in range(7))]
    rows = [[cell(text) for text in line] for line in (head, row, row)]
    return [{"type": "data_table", "caption": "First responses by channel, whole", "rows": rows}]


def tall(text, lines=60):
    body = "\n".join(f"line {number}" for number in range(lines))
    return [
        {"type": "header", "text": {"type": "plain_text", "text": text}},
        {"type": "section", "text": {"type": "mrkdwn", "text": body}},
    ]


async def place_of(part):
    return await part.evaluate("one => one.getBoundingClientRect().toJSON()")


async def test_the_first_column_of_a_wide_table_stays_in_sight(browser, slack, web):
    await web.chat_postMessage(channel="C01SUPPORT", text="table", blocks=wide())
    async with visit(browser, slack, width=390) as page:
        table = page.locator(".table-scroll")
        assert await table.evaluate("one => one.scrollWidth > one.clientWidth")
        first = table.get_by_role("columnheader", name="Channel of the ticket")
        before = await place_of(first)
        assert before["width"] < 390 / 2
        assert await table.evaluate("one => { one.scrollLeft = 150; return one.scrollLeft }") == 150
        after = await place_of(first)
        assert abs(after["left"] - before["left"]) <= 1
        second = await place_of(table.get_by_role("columnheader", name="Column 2"))
        assert second["left"] < after["right"]
        caption = await place_of(table.locator("caption span"))
        assert caption["right"] <= 390


async def test_columns_beside_it_are_not_squeezed_on_a_phone(browser, slack, web):
    """The first and at least two more stand there whole before anybody scrolls."""
    await web.chat_postMessage(channel="C01SUPPORT", text="table", blocks=wide())
    async with visit(browser, slack, width=390) as page:
        edge = await place_of(page.locator(".table-scroll"))
        third = await place_of(page.get_by_role("columnheader", name="Column 3"))
        assert third["right"] <= edge["right"]


def sees(page):
    """Return where the conversation is seen: from its top to its bottom."""
    return place_of(page.locator("#scroll"))


@WIDTHS
async def test_a_message_taller_than_the_screen_is_shown_from_its_head(browser, slack, web, width):
    async with visit(browser, slack, width=width) as page:
        await web.chat_postMessage(channel="C01SUPPORT", text="x", blocks=tall("The verdict"))
        head = page.get_by_role("heading", name="The verdict")
        await expect(head).to_be_in_viewport()
        room, message = await sees(page), await place_of(page.locator("article").last)
        assert abs(message["top"] - room["top"]) <= 1
        await web.chat_postMessage(channel="C01SUPPORT", text="short and last")
        last = page.get_by_text("short and last")
        await expect(last).to_be_in_viewport()
        await page.reload()
        await expect(last).to_be_in_viewport()


@WIDTHS
async def test_one_that_fits_is_shown_at_the_bottom_as_ever(browser, slack, web, width):
    for number in range(30):
        await slack.client.say("noah", "support-global", f"before {number}")
    async with visit(browser, slack, width=width) as page:
        await web.chat_postMessage(channel="C01SUPPORT", text="x", blocks=tall("Fits", lines=4))
        await expect(page.get_by_role("heading", name="Fits")).to_be_in_viewport()
        scroll = page.locator("#scroll")
        left = "one => one.scrollHeight - one.scrollTop - one.clientHeight"
        assert await scroll.evaluate(left) <= 1


async def test_a_page_opens_at_the_head_of_a_tall_last_message(browser, slack, web):
    await slack.client.say("noah", "support-global", "before it")
    sent = await web.chat_postMessage(channel="C01SUPPORT", text="x", blocks=tall("The verdict"))
    await slack.client.post("mark", user="emma", channel="C01SUPPORT", ts=sent["ts"])
    async with visit(browser, slack, width=390) as page:
        await expect(page.get_by_role("heading", name="The verdict")).to_be_in_viewport()


async def test_who_reads_further_down_is_left_there(browser, slack, web):
    async with visit(browser, slack, width=390) as page:
        sent = await web.chat_postMessage(channel="C01SUPPORT", text="x", blocks=tall("Tall"))
        await expect(page.get_by_role("heading", name="Tall")).to_be_in_viewport()
        scroll = page.locator("#scroll")
        await scroll.evaluate("one => { one.scrollTop = one.scrollHeight }")
        changed = tall("Changed")
        await web.chat_update(channel="C01SUPPORT", ts=sent["ts"], text="x", blocks=changed)
        await expect(page.get_by_role("heading", name="Changed")).to_have_count(1)
        left = "one => one.scrollHeight - one.scrollTop - one.clientHeight"
        assert await scroll.evaluate(left) <= 1
        await scroll.evaluate("one => { one.scrollTop = 200 }")
        await web.chat_postMessage(channel="C01SUPPORT", text="elsewhere")
        await expect(page.get_by_text("elsewhere")).to_have_count(1)
        assert await scroll.evaluate("one => one.scrollTop") == 200


async def test_an_answer_that_grows_tall_is_shown_from_its_head(browser, slack, web):
    async with visit(browser, slack, width=390) as page:
        sent = await web.chat_postMessage(channel="C01SUPPORT", text="counting …")
        await expect(page.get_by_text("counting …")).to_be_visible()
        await web.chat_update(channel="C01SUPPORT", ts=sent["ts"], text="x", blocks=tall("Counted"))
        await expect(page.get_by_role("heading", name="Counted")).to_be_in_viewport()
