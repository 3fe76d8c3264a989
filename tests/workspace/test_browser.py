"""The page as a person uses it: typing, clicking, by keys alone, while others are at work too."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace import gallery
from tests.workspace.bolt_app import buttons, by_socket
from tests.workspace.gallery import wire
from tests.workspace.visiting import press, visit


@pytest_asyncio.fixture(loop_scope="session")
async def slack():
    async with by_socket() as (running, _):
        yield running


@pytest.fixture
def web(slack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def test_a_person_types_clicks_and_fills_in_a_form(browser, slack):
    async with visit(browser, slack, width=380) as page:
        composer = page.get_by_role("textbox")
        await composer.press_sequentially("/de")
        await expect(page.get_by_role("option")).to_contain_text("/demo")
        await composer.press("Tab")
        await composer.press_sequentially("hello")
        await composer.press("Enter")
        await expect(page.get_by_text("Only visible to you")).to_be_visible()
        await page.get_by_role("button", name="Form").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Reason").fill("bad")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_text("Not that")).to_be_visible()
        await expect(dialog.get_by_label("Reason")).to_have_value("bad")
        await dialog.get_by_label("Reason").fill("good")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog).to_have_count(0)
        await page.get_by_role("button", name="Press").click()
        await expect(page.get_by_text("pressed")).to_be_visible()


async def test_all_of_it_by_keys_alone(browser, slack):
    async with visit(browser, slack) as page:
        await press(page, "Tab", "Enter", "Tab", "Tab")
        await expect(page.locator("#typed")).to_be_focused()
        await page.keyboard.type("/demo hello")
        await press(page, "Enter")
        button = page.get_by_role("button", name="Form")
        await expect(button).to_be_visible()
        for _ in range(5):
            await press(page, "Shift+Tab")
            if await button.evaluate("one => one === document.activeElement"):
                break
        await expect(button).to_be_focused()
        await press(page, "Enter")
        reason = page.get_by_role("dialog").get_by_label("Reason")
        await expect(reason).to_be_focused()
        await page.keyboard.type("bad")
        await press(page, "Enter")
        await expect(reason).to_have_attribute("aria-invalid", "true")
        await expect(reason).to_be_focused()
        for _ in range(8):
            await press(page, "Tab")
            assert await page.evaluate("document.activeElement.matches('body, dialog *')")
        await press(page, "Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(button).to_be_focused()


async def test_a_pushed_modal_goes_back_and_the_cross_closes_all(browser, slack):
    async with visit(browser, slack) as page:
        await slack.client.command("emma", "support-global", "/demo x")
        await page.get_by_role("button", name="Form").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Reason").fill("push")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_role("heading")).to_have_text("Second")
        await dialog.get_by_role("button", name="Back").click()
        await expect(dialog.get_by_role("heading")).to_have_text("Form")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_role("heading")).to_have_text("Second")
        await dialog.get_by_role("button", name="Close", exact=True).click()
        await expect(dialog).to_have_count(0)


async def test_what_is_half_done_stays_while_others_post(browser, slack, web):
    blocks = [{"type": "actions", "elements": [wire(gallery.elements()[1][0])]}]
    await web.chat_postMessage(channel="C01SUPPORT", text="menu", blocks=blocks)
    async with visit(browser, slack) as page:
        await page.get_by_role("textbox").press_sequentially("half a sen")
        await page.locator("article summary").first.click()
        menu = page.get_by_role("menu").get_by_role("menuitem")
        await expect(menu.first).to_be_visible()
        for number in range(3):
            await slack.client.say("noah", "support-global", f"meanwhile {number}")
        await expect(page.get_by_text("meanwhile 2")).to_be_visible()
        await expect(menu.first).to_be_visible()
        await expect(page.get_by_role("textbox")).to_have_value("half a sen")
        await press(page, "Escape")
        await expect(menu.first).to_be_hidden()


async def test_threads_open_beside_and_may_be_sent_to_the_channel(browser, slack):
    said = await slack.client.say("noah", "support-global", "a question")
    await slack.client.say("sofia", "support-global", "an answer", said["message"]["ts"])
    async with visit(browser, slack) as page:
        await page.get_by_role("link", name="1 reply").click()
        panel = page.get_by_role("complementary", name="Thread")
        await expect(panel.get_by_text("an answer")).to_be_visible()
        await panel.get_by_label("Reply…").fill("me too")
        await panel.get_by_label("Also send to #support-global").check()
        await panel.get_by_label("Reply…").press("Enter")
        await expect(panel.get_by_text("me too")).to_be_visible()
        await expect(page.locator("#main").get_by_text("me too")).to_be_visible()
        await expect(page.locator("#main")).to_contain_text("2 replies")
        await page.reload()
        await expect(panel.get_by_text("me too")).to_be_visible()
        await panel.get_by_label("Close thread").click()
        await expect(panel).to_be_hidden()
        assert "thread=" not in page.url


async def test_what_is_new_is_bold_counted_and_marked_until_it_is_read(browser, slack):
    await slack.client.say("noah", "general", "old")
    async with visit(browser, slack, place="C01GENERAL") as page:
        await expect(page.get_by_text("old")).to_be_visible()
        entry = page.get_by_role("link", name="general")
        await page.goto(f"{slack.url}/?as=U01EMMA&in=C01SUPPORT")
        await expect(entry).not_to_contain_text("unread")
        await slack.client.say("noah", "general", "new for @emma")
        await expect(entry).to_contain_text("(1 unread)")
        await expect(entry.locator(".calls")).to_have_text("1")
        await entry.click()
        await expect(page.locator("#new-line + article")).to_contain_text("new for @Emma Clarke")
        await expect(entry).not_to_contain_text("unread")


async def test_what_was_typed_comes_back_with_the_arrow(browser, slack):
    async with visit(browser, slack) as page:
        typed = page.get_by_role("textbox")
        for text in ("first", "second"):
            await typed.fill(text)
            await typed.press("Enter")
        await typed.press("ArrowUp")
        await expect(typed).to_have_value("second")
        await typed.press("ArrowUp")
        await expect(typed).to_have_value("first")
        await typed.press("ArrowDown")
        await expect(typed).to_have_value("second")


async def test_charts_tell_their_values_by_pointer_and_by_keys(browser, slack, web):
    block = wire(gallery.charts()[0])
    await web.chat_postMessage(channel="C01SUPPORT", text="chart", blocks=[block])
    async with visit(browser, slack, width=380) as page:
        plots, tip = page.locator(".plots"), page.locator(".chart-tip")
        await plots.focus()
        await press(page, "End")
        await expect(tip).to_contain_text("07 Nov")
        await expect(tip).to_contain_text(re.compile(r"Series 2: \d+"))
        await press(page, "Home", "ArrowRight")
        await expect(tip).to_contain_text("02 Nov")
        await plots.locator("svg:visible").hover(position={"x": 60, "y": 60})
        await expect(tip).to_contain_text("01 Nov")


async def test_the_inspector_shows_each_request_without_tokens(browser, slack):
    async with visit(browser, slack) as page:
        await page.get_by_role("button", name="Inspector", exact=True).click()
        drawer = page.get_by_role("complementary", name="Inspector")
        await slack.client.command("emma", "support-global", "/demo quiet")
        row = drawer.locator(".exchange").first
        await expect(row).to_contain_text("/demo")
        await expect(row).to_contain_text(re.compile(r"\d ms"))
        await row.locator("summary").click()
        await expect(row.locator("pre").first).to_contain_text('"text": "quiet"')
        shown = await row.inner_text()
        assert slack.workspace.app.verification_token not in shown
        assert '"token": "•••"' in shown
        await drawer.get_by_label("Only errors").check()
        await expect(drawer.get_by_text("No requests yet.")).to_be_visible()
        await page.reload()
        await expect(drawer).to_be_visible()


async def test_a_message_leads_to_the_request_that_made_it(browser, slack, web):
    await web.chat_postMessage(channel="C01SUPPORT", text="made by a call")
    async with visit(browser, slack) as page:
        await page.get_by_text("made by a call").hover()
        await page.get_by_role("button", name="Show the request that made this").click()
        row = page.locator(".exchange[open]")
        await expect(row).to_contain_text("chat.postMessage")
        await expect(row.locator("pre").first).to_contain_text("made by a call")


async def test_a_fault_is_switched_on_seen_and_gone(browser, slack, web):
    async with visit(browser, slack) as page:
        await page.get_by_role("button", name="Inspector", exact=True).click()
        await page.get_by_role("button", name="Faults").click()
        await page.get_by_label("What happens").select_option("error")
        await page.get_by_label("Error code").fill("is_archived")
        await page.get_by_role("button", name="Switch on").click()
        await expect(page.locator(".rules li")).to_contain_text("chat.postMessage")
        with pytest.raises(SlackApiError, match="is_archived"):
            await web.chat_postMessage(channel="C01SUPPORT", text="x")
        await page.get_by_role("button", name="Requests").click()
        await expect(page.locator(".exchange.failed").first).to_contain_text("error")


OPTIONS = {
    "options": [
        {"text": {"type": "plain_text", "text": name}, "value": name.lower()}
        for name in ("Alpha & Co", "Alpine")
    ]
}


async def test_the_apps_own_options_are_searched_by_keys(browser):
    chosen = []

    async def offer(ack):
        await ack(OPTIONS)

    async def note(ack, action):
        chosen.append(action["selected_option"]["value"])
        await ack()

    async with by_socket() as (slack, app):
        app.options("far")(offer)
        app.action("far")(note)
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        blocks = [{"type": "actions", "elements": [wire(gallery.elements()[11][0])]}]
        await web.chat_postMessage(channel="C01SUPPORT", text="search", blocks=blocks)
        async with visit(browser, slack) as page:
            box = page.get_by_role("combobox", name="Pick one")
            await box.press_sequentially("al")
            await expect(page.get_by_role("option")).to_have_text(["Alpha & Co", "Alpine"])
            await press(page, "ArrowDown", "ArrowDown", "Enter")
            await expect(box).to_have_value("Alpine")
            await expect(page.get_by_role("option")).to_have_count(0)
    assert chosen == ["alpine"]


async def test_buttons_ask_before_they_act(browser, slack, web):
    confirm = wire(gallery.CONFIRM)
    blocks = buttons("press")
    blocks[0]["elements"][0]["confirm"] = confirm
    await web.chat_postMessage(channel="C01SUPPORT", text="careful", blocks=blocks)
    async with visit(browser, slack) as page:
        await page.get_by_role("button", name="Press").click()
        await page.get_by_role("dialog").get_by_role("button", name="No").click()
        await expect(page.get_by_role("button", name="Press")).to_be_visible()
        await page.get_by_role("button", name="Press").click()
        await page.get_by_role("dialog").get_by_role("button", name="Yes").click()
        await expect(page.get_by_text("pressed")).to_be_visible()
