"""What takes its time says so: a move of the app's clock, and a Home tab that is not there yet."""

import asyncio
from datetime import timedelta

import pytest
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.app_clock import Move
from bot.workspace.server import running
from tests.workspace.test_app_clock import MONDAY, App, serving
from tests.workspace.visiting import visit

BAD = "400 (Bad Request)"
WIDTHS = pytest.mark.parametrize("width", [390, 1400])


def test_a_move_is_told_by_what_is_done_of_it():
    move = Move(MONDAY, MONDAY + timedelta(hours=8), messages=3)
    assert move.told(3)["looking"] is True
    assert move.told(3)["share"] == 0
    move.done, move.at = MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=4)
    told = move.told(5)
    assert (told["looking"], told["share"], told["messages"]) == (False, 0.25, 2)
    assert told["at"] == move.at.isoformat()


async def test_while_it_moves_the_app_is_not_asked_how_far_it_is():
    app = App()
    async with serving(app) as slack:
        app.slow.clear()
        moving = asyncio.create_task(slack.client.move_clock("emma", "day_end"))
        while not (slack.workspace.move and slack.workspace.move.at):  # noqa: ASYNC110  no event
            await asyncio.sleep(0.01)
        asked = app.read
        told = await slack.client.get("clock", user="noah")
        assert app.read == asked
        assert told["moving"] is True
        assert told["move"]["at"] == told["now"] == "2026-11-16T12:00:00+00:00"
        assert told["move"]["to"] == "2026-11-16T18:00:00+00:00"
        app.slow.set()
        await moving
        told = await slack.client.get("clock", user="noah")
        assert (told["moving"], told["move"], told["failed"]) == (False, None, "")


CASES = {
    "U01EMMA": (
        "Moving to Mon 16 Nov, 18:00: the app does what was due on Mon 16 Nov, 12:00.",
        "It is now Mon 16 Nov, 18:00.",
        "End of day",
    ),
    "U01WANG": (
        "正在调到11月17日周二 02:00，应用正在处理11月16日周一 20:00到点的事",
        "现在是11月17日周二 02:00。",
        "下班时",
    ),
}


@WIDTHS
@pytest.mark.parametrize("user", CASES)
async def test_a_move_shows_where_it_is_and_the_page_stays_usable(browser, user, width):
    playing, done, preset = CASES[user]
    app = App()
    async with serving(app) as slack, visit(browser, slack, user, "C01GENERAL", width) as page:
        strip = page.locator("#clock-move")
        await page.locator("#clock summary").click()
        app.slow.clear()
        await page.get_by_role("menuitem", name=preset).click()
        await expect(strip).to_contain_text(playing)
        await expect(strip.get_by_role("progressbar")).to_be_visible()
        await page.locator("#typed").fill("meanwhile")
        await page.locator("#typed").press("Enter")
        await expect(page.get_by_text("meanwhile")).to_be_visible()
        async with visit(browser, slack, "U01NOAH", "C01GENERAL", width) as other:
            await expect(other.locator("#clock-move progress")).to_be_visible()
            await expect(other.locator("#clock summary")).to_have_attribute("aria-busy", "true")
            app.slow.set()
            await expect(other.locator("#clock-move")).to_be_hidden()
        await expect(page.locator("#toasts")).to_contain_text(done)
        await expect(strip).to_be_hidden()


@pytest.mark.parametrize(
    ("user", "said"),
    [("U01EMMA", "The app's clock does not answer."), ("U01WANG", "应用的时钟没有回应")],
)
async def test_a_move_that_fails_says_where_it_stopped(browser, user, said):
    app = App()
    async with serving(app) as slack, visit(browser, slack, user, "C01GENERAL", but=BAD) as page:
        await page.locator("#clock summary").click()
        await expect(page.get_by_role("menuitem")).to_have_count(1)
        app.broken = True
        await page.get_by_role("menuitem").click()
        strip = page.get_by_role("alert")
        await expect(strip).to_contain_text(said)
        await expect(strip.locator("progress")).to_be_hidden()
        app.broken = False
        await strip.get_by_role("button").click()
        await expect(strip).to_be_hidden()


HOME = {
    "type": "home",
    "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Yours"}}],
}


@WIDTHS
@pytest.mark.parametrize(("user", "waits"), [("U01EMMA", "asked for"), ("U01WANG", "请稍候")])
async def test_home_is_waited_for_with_a_note_until_it_is_there(browser, user, waits, width):
    async with running() as slack, visit(browser, slack, user, "home", width) as page:
        await expect(page.locator("#scroll")).to_contain_text(waits)
        await expect(page.locator(".no-home")).to_be_hidden()
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        await web.views_publish(user_id=user, view=HOME)
        await expect(page.locator(".home .sheet")).to_contain_text("Yours")
        await expect(page.locator(".waiting")).to_have_count(0)
        opened = [one for one in await slack.client.log() if one["name"] == "app_home_opened"]
        assert [one["request"]["retry"] for one in opened].count(0) == 1


async def test_a_home_that_does_not_come_is_said_and_asked_for_again(browser):
    async with running() as slack, visit(browser, slack, "U01EMMA", "home") as page:
        note = page.get_by_text("has not published a Home tab")
        await expect(note).to_be_visible()
        await expect(page.locator(".waiting")).to_be_hidden()
        await page.get_by_role("button", name="Ask again").click()
        await expect(page.locator(".waiting")).to_be_visible()


async def test_an_app_that_hears_of_no_visits_is_not_waited_for(browser):
    async with (
        running({"app": {"events": []}}) as slack,
        visit(browser, slack, "U01EMMA", "home") as page,
    ):
        await expect(page.get_by_text("has not published a Home tab")).to_be_visible()
        await expect(page.get_by_role("button", name="Ask again")).to_have_count(0)
