"""What a stranger does in the first minute, in a real browser, in both languages."""

import re
import socket
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from tests.demo.process import Demo


@dataclass(frozen=True)
class Visit:
    user: str
    channel: str
    command: str
    headline: str
    why: str
    behind: str
    share: str
    shared: str
    colleague: str
    agents: tuple[str, ...]


ENGLISH = Visit(
    user="U01EMMA",
    channel="C01SUPPORT",
    command="/frt today",
    headline="Global Support · ",
    why="Tickets",
    behind="Behind the figures",
    share="Share",
    shared="Shared by",
    colleague="U01SOFIA",
    agents=("Noah Williams", "Sofia Rossi"),
)
CHINESE = Visit(
    user="U01WANG",
    channel="C01KEFU",
    command="/frt 今天",
    headline="客服一组 · ",
    why="工单明细",
    behind="工单明细",
    share="分享",
    shared="由 @王芳 分享",
    colleague="U01ZHANG",
    agents=("李伟", "张敏"),
)


async def act_as(page, demo, user, channel):
    await page.goto(f"{demo.url}?as={user}&in={channel}")


async def type_(page, text):
    await page.locator("#typed").fill(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


def last(page):
    return page.locator("article").last


@pytest.mark.parametrize("visit", [ENGLISH, CHINESE], ids=["en", "zh"])
async def test_today_why_and_share(page, demo, visit):
    await act_as(page, demo, visit.user, visit.channel)
    await type_(page, visit.command)
    answer = page.locator("article.only").last
    await expect(answer).to_contain_text(visit.headline)

    await answer.get_by_role("button", name=visit.why, exact=True).click()
    modal = page.locator("dialog.modal")
    await expect(modal).to_contain_text(visit.behind)
    await expect(modal).to_contain_text(re.compile(r"[GK]-\d{4}"))
    await page.keyboard.press("Escape")
    await expect(modal).to_have_count(0)

    await answer.get_by_role("button", name=visit.share, exact=True).click()
    public = page.locator("article").filter(has_text=visit.shared).last
    await expect(public).to_contain_text(visit.headline)
    await act_as(page, demo, visit.colleague, visit.channel)
    await expect(last(page)).to_contain_text(visit.headline)
    for name in visit.agents:
        await expect(last(page)).not_to_contain_text(name)


async def test_a_phone_sees_the_answer_without_scrolling_sideways(browser, demo):
    context = await browser.new_context(viewport={"width": 380, "height": 800})
    page = await context.new_page()
    await act_as(page, demo, "U01NOAH", "C01SUPPORT")
    await type_(page, "/frt week")
    await expect(page.locator("article.only").last).to_contain_text("Global Support")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    await context.close()
    assert wide <= 380


def test_a_second_demo_takes_the_next_port_and_stops_cleanly(demo, tmp_path):
    second = Demo(tmp_path, port=demo.port, LC_ALL="zh_CN.UTF-8")
    try:
        assert second.port > demo.port
        assert "示例" in second.printed
        assert f"端口 {demo.port} 已被占用，页面改用 {second.port}" in second.printed
    finally:
        code = second.stop()
    assert code == 0
    assert "已停止" in second.printed
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", second.port)) != 0
