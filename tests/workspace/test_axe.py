"""axe-core finds nothing serious or critical, wherever a person gets on the page."""

import contextlib
import json
from dataclasses import dataclass

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import running
from tests.workspace import gallery
from tests.workspace.bolt_app import buttons, by_socket
from tests.workspace.gallery import wire
from tests.workspace.test_app_clock import App, serving

GRAVE = {"serious", "critical"}
SCHEMES = ("light", "dark")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that a page's colours decide, and so its scheme: only its styles know of that."""


@dataclass(frozen=True)
class Reader:
    user: str
    place: str
    inspector: str
    faults: str


ENGLISH = Reader("U01EMMA", "C01SUPPORT", "Inspector", "Faults")
CHINESE = Reader("U01WANG", "C01KEFU", "检查器", "故障")


@contextlib.asynccontextmanager
async def furnished(reader):
    """Run a workspace in which the reader has a bit of everything."""
    async with by_socket() as (slack, _):
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        for blocks in shown():
            sent = await web.chat_postMessage(channel=reader.place, text="all", blocks=blocks)
        for text in ("one", f"two <@{reader.user}>"):
            await web.chat_postMessage(channel=reader.place, text=text, thread_ts=sent["ts"])
        await web.chat_postEphemeral(
            channel=reader.place, user=reader.user, text="only", blocks=buttons("press", "form")
        )
        yield slack, web, sent["ts"]


def shown():
    """Return blocks of every kind, as messages that Slack would take."""
    kinds = [one for one, _ in [*gallery.texts(), *gallery.message_blocks()]]
    drawn = [wire(one) for one in kinds]
    charts = [one for one in drawn if one["type"] == "data_visualization"]
    others = [one for one in drawn if one["type"] != "data_visualization"]
    controls = [{"type": "actions", "elements": [wire(one)]} for one, _ in gallery.elements()]
    return [controls, others, *([one] for one in charts[:5])]


def form():
    fields = [wire(gallery.sb.InputBlock("A label", one)) for one, _ in gallery.inputs()]
    empty = gallery.sb.InputBlock("Reason", gallery.sb.PlainTextInput("why"), hint="Why?")
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [wire(empty), *fields],
    }


async def faults_of(page, reader, new="body") -> list[str]:
    """Return what is grave as the page stands: how it is built, and in either scheme its colours.

    Colours take longest: they are looked at in one language, for they hang on the styles alone, and
    of a page that was looked at before in what is `new`.
    """
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    off = {"rules": {rule: {"enabled": False} for rule in COLOURS}}
    faults = await _grave(page, "document", off)
    for scheme in SCHEMES if reader is ENGLISH else ():
        await page.emulate_media(color_scheme=scheme)
        assert await page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
        found = await _grave(page, json.dumps({"include": [[new]]}), {"runOnly": COLOURS})
        faults += [f"{scheme}: {one}" for one in found]
    return faults


async def _grave(page, where: str, how) -> list[str]:
    options = json.dumps({"resultTypes": ["violations"], **how})
    found = await page.evaluate(f"axe.run({where}, {options})")
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


SEEN = {"en-phone": (ENGLISH, 380), "en-desktop": (ENGLISH, 1280), "zh-phone": (CHINESE, 380)}
"""Who looks at which width: what differs by language is words, which are tightest on a phone."""


@pytest.fixture(params=SEEN)
def seen(request):
    return SEEN[request.param]


@pytest.fixture
def reader(seen):
    return seen[0]


@pytest.fixture
def width(seen):
    return seen[1]


@contextlib.asynccontextmanager
async def opened(browser, width):
    context = await browser.new_context(viewport={"width": width, "height": 900})
    page = await context.new_page()
    yield page
    await context.close()


async def test_reading_and_writing(browser, reader, width):
    async with furnished(reader) as (slack, _, ts), opened(browser, width) as page:
        await page.goto(f"{slack.url}/?as={reader.user}&in={reader.place}")
        await expect(page.locator("article.only")).to_be_visible()
        assert await faults_of(page, reader) == []
        await page.locator("#typed").press_sequentially("/de")
        await expect(page.locator("#completions")).to_be_visible()
        assert await faults_of(page, reader, "#composer") == []
        await page.goto(f"{slack.url}/?as={reader.user}&in={reader.place}&thread={ts}")
        await expect(page.locator("#thread article")).to_have_count(3)
        assert await faults_of(page, reader, "#thread") == []


async def test_forms_and_the_home_tab(browser, reader, width):
    async with furnished(reader) as (slack, web, _), opened(browser, width) as page:
        await page.goto(f"{slack.url}/?as={reader.user}&in=home")
        await expect(page.get_by_text("Hello home")).to_be_visible()
        home = [wire(one) for one, _ in gallery.boards()]
        await web.views_publish(user_id=reader.user, view={"type": "home", "blocks": home})
        await expect(page.get_by_text("Inside the container")).to_be_visible()
        assert await faults_of(page, reader) == []
        trigger = slack.workspace.new_trigger(reader.user)
        await web.views_open(trigger_id=trigger, view=form())
        dialog = page.get_by_role("dialog")
        await dialog.locator("button[type=submit]").click()
        await expect(dialog.locator("p.error").first).to_be_visible()
        assert await faults_of(page, reader, "dialog.modal") == []


async def test_the_drawer(browser, reader, width):
    async with furnished(reader) as (slack, _, _), opened(browser, width) as page:
        await page.add_init_script("localStorage.setItem('inspector', 'open')")
        await page.goto(f"{slack.url}/?as={reader.user}&in={reader.place}")
        drawer = page.get_by_role("complementary", name=reader.inspector)
        await drawer.locator(".exchange summary").first.click()
        await expect(drawer.locator("pre").first).to_be_visible()
        assert await faults_of(page, reader, "#inspector") == []
        await page.evaluate("page.act('fault_set', { kind: 'delay', times: 0 })")
        await drawer.get_by_role("button", name=reader.faults).click()
        await expect(drawer.locator(".rules li")).to_have_count(1)
        assert await faults_of(page, reader, "#inspector") == []


async def test_what_takes_its_time(browser, reader, width):
    app = App()
    async with serving(app) as slack, opened(browser, width) as page:
        await page.goto(f"{slack.url}/?as={reader.user}&in=C01GENERAL")
        await page.locator("#clock summary").click()
        move = page.get_by_role("menuitem").first
        await expect(move).to_be_visible()
        assert await faults_of(page, reader) == []
        app.slow.clear()
        await move.click()
        await expect(page.locator("#clock-move progress")).to_be_visible()
        assert await faults_of(page, reader, "#clock-move") == []
        app.slow.set()
        await expect(page.locator("#clock-move")).to_be_hidden()


async def test_a_home_tab_that_is_not_there_yet(browser, reader, width):
    async with running() as slack, opened(browser, width) as page:
        await page.goto(f"{slack.url}/?as={reader.user}&in=home")
        await expect(page.locator(".waiting")).to_be_visible()
        assert await faults_of(page, reader, "#scroll") == []
        await expect(page.locator(".no-home")).to_be_visible()
        assert await faults_of(page, reader, "#scroll") == []
