"""A lead brings a file in on the page: looks at it, corrects how it is read, takes it in."""

from types import SimpleNamespace

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import expect

from tests.browser.person import Person
from tests.chromium import SLOWEST

TOOK = 60_000
WORDS = {
    "en": SimpleNamespace(
        locale="en-GB",
        command="/frt import",
        name="Spring export.csv",
        header="Nr,Born,Waited,Way,Person",
        look="Look at it",
        lacks="I found no column for: Ticket number, Opened.",
        correct="Columns and times",
        several={"Ticket number": "Nr · S-1", "Opened": "Born · 03/04/2026 09:00"},
        response=("First response", "Waited · 4"),
        fields={
            "First response: what the column holds": "Minutes since the opening",
            "Channel": "Way · email",
            "Agent": "Person · Noah Williams",
            "Order of dates, where they leave it open": "day, month, year",
        },
        found="2 tickets of Spring export.csv would come in for Global Support.",
        first="S-1 · opened 3 Apr 2026 09:00 · answered after 4 min · email · Noah Williams",
        aside="1 of 3 rows is set aside",
        take="Take in",
        done="2 tickets of Spring export.csv came in for Global Support",
        close="Close",
        file="set-aside-Spring export.csv",
        offer="can be taken in as tickets",
        same="brings nothing new for Global Support",
    ),
    "zh": SimpleNamespace(
        locale="zh-CN",
        command="/frt 导入",
        name="春季导出.csv",
        header="号码,建立,等了,来路,谁",
        look="查看内容",
        lacks="没有找到这些字段的列：工单号、创建时间。",
        correct="列与时间",
        several={"工单号": "号码 · S-1", "创建时间": "建立 · 03/04/2026 09:00"},
        response=("首次响应", "等了 · 4"),
        fields={
            "首次响应：该列的内容": "创建后的分钟数",
            "渠道": "来路 · email",
            "客服": "谁 · Noah Williams",
            "日期顺序（日期本身看不出时）": "日、月、年",
        },
        found="春季导出.csv 中有 2 个工单将导入客服一组。",
        first="S-1 · 创建 2026年4月3日 09:00 · 4分钟后首次响应 · email · Noah Williams",
        aside="3 行中有 1 行被隔离",
        take="导入",
        done="春季导出.csv 中有 2 个工单已导入客服一组",
        close="关闭",
        file="隔离行-春季导出.csv",
        offer="可以作为工单导入",
        same="没有客服一组的新内容",
    ),
}
ROWS = """\
S-1,03/04/2026 09:00,4,email,Noah Williams
S-2,05/06/2026 10:00,20,chat,Sofia Rossi
S-3,,1,chat,Sofia Rossi
"""


@pytest.fixture
def export(tmp_path, request):
    words = WORDS[request.getfixturevalue("language")]
    path = tmp_path / words.name
    path.write_text(f"{words.header}\n{ROWS}", encoding="utf-8")
    return path


async def brings(me, words, export):
    form = await me.opens(words.command)
    await form.dialog.locator("input[type=file]").set_input_files(export)
    await form.says(words.name)
    await form.press(words.look)
    await expect(form.dialog).to_contain_text(words.lacks, timeout=TOOK)
    await form.press(words.correct)
    await expect(form.dialog.get_by_text(words.response[0]).first).to_be_visible(timeout=TOOK)
    for label, column in words.several.items():
        await form.choose(label, column)
    await form.choose(words.response[0], words.response[1])
    await form.fill(words.fields)
    await me.picture("columns")
    await form.press(words.look)
    await expect(form.dialog).to_contain_text(words.found, timeout=TOOK)
    await form.says(words.first)
    await form.says(words.aside)
    await me.picture("import")
    await form.press(words.take)
    await expect(form.dialog).to_contain_text(words.done, timeout=TOOK)
    await form.press(words.close)
    await me.gone()


async def is_told(me, words):
    await expect(me.post(words.done)).to_contain_text(words.aside)
    await expect(me.page.locator("article").last).to_contain_text(words.file)


async def sends_it_again(me, words, export):
    """Send the same file to the bot: what was said of its columns is remembered."""
    await me.page.locator(".composer input[type=file]").first.set_input_files(export)
    offer = me.post(words.offer)
    await offer.get_by_role("button", name=words.look).click()
    form = await me.form()
    await expect(form.dialog).to_contain_text(words.same, timeout=TOOK)
    await form.close()


@pytest.mark.parametrize("language", WORDS)
async def test_a_lead_brings_a_file_in(demo, browser, export, language):
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
        await brings(me, words, export)
        await page.goto(f"{demo.url}?as={who}&in=app")
        await is_told(me, words)
        await sends_it_again(me, words, export)
    except (AssertionError, PlaywrightError) as error:
        raise AssertionError(await me.stands_before(error)) from None
    await context.close()
    assert problems == []
