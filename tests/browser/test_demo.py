"""What a stranger does in the first minute, in a real browser, in both languages."""

import re
import socket
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Demo


def act_as(page, demo, user, channel):
    page.goto(f"{demo.url}?as={user}&in={channel}")


def type_(page, text):
    page.locator("#typed").fill(text)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")


def last(page):
    return page.locator("article").last


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
    why="Why?",
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
    why="为什么？",
    behind="数字背后的工单",
    share="分享",
    shared="由 @王芳 分享",
    colleague="U01ZHANG",
    agents=("李伟", "张敏"),
)


@pytest.mark.parametrize("visit", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_today_why_and_share(page, demo, visit):
    act_as(page, demo, visit.user, visit.channel)
    type_(page, visit.command)
    expect(last(page)).to_contain_text(visit.headline)
    expect(last(page).locator("svg").first).to_be_visible()

    last(page).get_by_role("button", name=visit.why, exact=True).click()
    modal = page.locator("dialog.modal")
    expect(modal).to_contain_text(visit.behind)
    expect(modal).to_contain_text(re.compile(r"[GK]-\d{4}"))
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)

    last(page).get_by_role("button", name=visit.share, exact=True).click()
    public = page.locator("article").filter(has_text=visit.shared).last
    expect(public).to_contain_text(visit.headline)
    act_as(page, demo, visit.colleague, visit.channel)
    expect(last(page)).to_contain_text(visit.headline)
    for name in visit.agents:
        expect(last(page)).not_to_contain_text(name)


def test_a_phone_sees_the_answer_without_scrolling_sideways(browser, demo):
    context = browser.new_context(viewport={"width": 380, "height": 800})
    page = context.new_page()
    act_as(page, demo, "U01NOAH", "C01SUPPORT")
    type_(page, "/frt week")
    expect(last(page)).to_contain_text("Global Support")
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 380


def test_a_second_demo_takes_the_next_port_and_stops_cleanly(demo, tmp_path):
    taken = int(demo.url.rstrip("/").rpartition(":")[2])
    second = Demo(tmp_path, "zh_CN.UTF-8")
    try:
        assert int(second.url.rstrip("/").rpartition(":")[2]) > taken
        assert "示例" in second.printed
    finally:
        code = second.stop()
    assert code == 0
    assert "已停止" in second.printed
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(second.url.rstrip("/").rpartition(":")[2]))) != 0
