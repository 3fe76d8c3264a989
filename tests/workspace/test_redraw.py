"""What a click meets that is drawn anew: no more than it changed, and none is lost or mistaken."""

import asyncio

from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace import gallery
from tests.workspace.bolt_app import by_socket
from tests.workspace.gallery import wire
from tests.workspace.visiting import visit

DRAWN_ANEW = """() => new Promise((resolve) => {
  const main = document.getElementById("main");
  const buttons = [...document.querySelectorAll("button")];
  const before = main.textContent.split("pressed").length;
  const drawn = new Set();
  const look = (records) => {
    for (const { target, addedNodes } of records)
      for (const node of [target, ...addedNodes]) {
        const one = node.nodeType === 1 ? node : node.parentElement;
        drawn.add(one?.closest("article")?.id || "");
      }
    if (main.textContent.split("pressed").length > before) resolve([...drawn].filter(Boolean));
  };
  const everything = { childList: true, subtree: true, characterData: true, attributes: true };
  new MutationObserver(look).observe(main, everything);
  buttons.find((one) => one.textContent === "Press").click();
})"""


async def test_a_click_draws_nothing_but_what_it_changed(browser):
    """In a channel full of charts it is seen as soon as in an empty one.

    They are neither sent again nor touched.
    """
    async with by_socket() as (slack, _):
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        for number in range(7):
            blocks = [wire(gallery.charts()[number])]
            await web.chat_postMessage(channel="C01SUPPORT", text="chart", blocks=blocks)
        await slack.client.command("emma", "support-global", "/demo x")
        async with visit(browser, slack) as page:
            press = page.get_by_role("button", name="Press")
            await expect(press).to_be_visible()
            answer = await press.evaluate("one => one.closest('article').id")
            async with asyncio.timeout(60), page.expect_response("**/page/main*") as sent:
                assert await page.evaluate(DRAWN_ANEW) == [answer]
            assert await page.locator("#main svg").count() >= 7
            assert "<svg" not in await (await sent.value).text()


async def test_every_click_arrives_with_what_was_clicked_though_the_button_changes(browser):
    async with by_socket() as (slack, app):
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        arrived, go_on = [], asyncio.Event()

        @app.action("next")
        async def on_next(ack, action):
            arrived.append(action["value"])
            await go_on.wait()
            await ack()

        posted = await web.chat_postMessage(channel="C01SUPPORT", **offering("One"))
        async with visit(browser, slack) as page:
            for name, after in (("One", "Two"), ("Two", "Three"), ("Three", "Four")):
                await page.get_by_role("button", name=name, exact=True).click()
                changed = offering(after)
                await web.chat_update(channel=posted["channel"], ts=posted["ts"], **changed)
            await expect(page.get_by_role("button", name="Four", exact=True)).to_be_visible()
            go_on.set()
            for _ in range(100):
                if len(arrived) == 3:
                    break
                await asyncio.sleep(0.05)
        assert arrived == ["One", "Two", "Three"]


def offering(name: str) -> dict:
    button = {
        "type": "button",
        "action_id": "next",
        "value": name,
        "text": {"type": "plain_text", "text": name},
    }
    return {
        "text": name,
        "blocks": [{"type": "actions", "block_id": "choice", "elements": [button]}],
    }
