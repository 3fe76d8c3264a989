"""A lead connects a helpdesk on the page: tries it, sees what it answers, pauses it again."""

import contextlib
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import expect

from bot.workspace.helpdesks import Desk, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk
from tests.browser.person import Person
from tests.chromium import SLOWEST

TOOK = 60_000
KEY = "k3y-that-nobody-may-see"
WORDS = {
    "en": SimpleNamespace(
        locale="en-GB",
        command="/frt connect",
        none="Nothing is connected yet.",
        next="Next",
        address="Address",
        key="API key",
        look="Try it",
        refused="It does not accept these credentials.",
        back="Back",
        answers="answers. These are the tickets that changed last",
        first="answered after 2 min",
        connect="Connect",
        done="is connected with Global Support.",
        close="Close",
        came="3 tickets have come in for Global Support",
        asked="Last asked",
        pause="Pause",
        paused="Paused: it is not asked",
        remove="Remove",
        sure="Remove this connection?",
        removed="Its tickets stay.",
    ),
    "zh": SimpleNamespace(
        locale="zh-CN",
        command="/frt 接入",
        none="还没有接入客服系统。",
        next="下一步",
        address="地址",
        key="API 密钥",
        look="试一下",
        refused="它不接受这些凭证。",
        back="返回",
        answers="已应答。 以下是最近有变化的工单",
        first="2分钟后首次响应",
        connect="接入",
        done="已接入客服一组。",
        close="关闭",
        came="客服一组已导入 3 个工单",
        asked="前查询过",
        pause="暂停",
        paused="已暂停，不再查询",
        remove="移除",
        sure="移除此接入？",
        removed="工单保留。",
    ),
}


@contextlib.asynccontextmanager
async def helpdesk():
    """Yield the address of a Freshdesk account of this machine."""
    desk = Desk()
    noah = desk.add_agent("Noah Williams")
    for minutes in (90, 60, 30):
        ticket = desk.open(datetime.now(UTC) - timedelta(minutes=minutes))
        desk.answer(ticket, ticket.opened_at + timedelta(minutes=2), noah)
    async with answering(freshdesk(Account(desk, KEY))) as at:
        yield at


async def connects(me, words, address):
    form = await me.opens(words.command)
    await form.says(words.none)
    await form.press(words.next)
    await form.says(words.key)
    await form.fill({words.address: address, words.key: "wrong"})
    await form.press(words.look)
    await expect(form.dialog).to_contain_text(words.refused, timeout=TOOK)
    await form.press(words.back)
    await expect(form.dialog.get_by_label(words.key)).to_have_value("")
    await form.fill({words.key: KEY})
    await form.press(words.look)
    await expect(form.dialog).to_contain_text(words.answers, timeout=TOOK)
    await form.says(words.first)
    await me.picture("connect.found")
    await form.press(words.connect)
    await form.says(words.done)
    await form.press(words.close)
    await me.gone()


async def looks_after_it(me, words):
    form = await me.opens(words.command)
    await form.says(words.asked)
    await me.picture("connect.list")
    # A screen reader is told of which connection a button is.
    await form.dialog.get_by_role("button", name=re.compile(f"^{words.pause}[:：]")).click()
    await form.says(words.paused)
    await form.dialog.get_by_role("button", name=re.compile(f"^{words.remove}[:：]")).click()
    await expect(me.page.get_by_text(words.sure)).to_be_visible()
    await me.page.get_by_role("button", name=words.remove, exact=True).last.click()
    await form.says(words.removed)
    await form.close()


@pytest.mark.parametrize("language", WORDS)
async def test_a_lead_connects_a_helpdesk(demo, browser, language):
    words = WORDS[language]
    context = await browser.new_context(viewport={"width": 390, "height": 844}, locale=words.locale)
    page = await context.new_page()
    page.set_default_timeout(SLOWEST)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    who, where = {"en": ("U01EMMA", "C01SUPPORT"), "zh": ("U01WANG", "C01KEFU")}[language]
    await page.goto(f"{demo.url}?as={who}&in={where}")
    await expect(page.locator("#typed")).to_be_visible()
    if await page.locator("[data-tour-away]").is_visible():
        await page.locator("[data-tour-away]").click()
    me = Person(page, language)
    try:
        async with helpdesk() as address:
            await connects(me, words, address)
            await page.goto(f"{demo.url}?as={who}&in=app")
            await expect(me.post(words.came)).to_be_visible(timeout=TOOK)
            await looks_after_it(me, words)
    except (AssertionError, PlaywrightError) as error:
        raise AssertionError(await me.stands_before(error)) from None
    await context.close()
    assert problems == []
