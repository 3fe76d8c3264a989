"""A lead connects a helpdesk: what is asked, what is shown before, what comes in."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.services.imports import beside
from bot.workspace.helpdesks import answering
from tests.feeds.helpdesk import KEY
from tests.imports.in_slack import here
from tests.scenarios.office import words_of

WORDS = {
    "en": {
        "user": "emma", "channel": "support-global", "command": "connect",
        "none": "Nothing is connected yet.", "form": "Freshdesk for Global support",
        "answers": "answers.* These are the tickets that changed last",
        "line": "*3* · opened 20 Nov 2026 10:00 · answered after 2 min · open · Noah",
        "known": "None of them is among the 21 tickets you have already",
        "late": "limits under 30 min can’t be warned of in time. Your shortest is 15 min.",
        "done": "is connected with Global support.* Tickets come in now",
        "first": "3 tickets have come in for Global support",
        "today": "today", "count": "9 tickets",
        "state": "Last asked 0 s ago · last tickets 0 s ago · 3 tickets",
    },
    "zh": {
        "user": "U01WANG", "channel": "C01KEFU", "command": "接入",
        "none": "还没有接入客服系统。", "form": "客服一组接入 Freshdesk",
        "answers": "已应答。* 以下是最近有变化的工单",
        "line": "*3* · 创建 2026年11月20日 18:00 · 2分钟后首次响应 · 处理中 · Noah",
        "known": "它们都不在已有的 2 个工单中",
        "late": "短于 30分钟的时限无法及时预警。您最短的时限是 15分钟。",
        "done": "已接入客服一组。* 正在导入工单",
        "first": "客服一组已导入 3 个工单",
        "today": "今天", "count": "5 个工单",
        "state": "0秒前查询过 · 0秒前有工单进来 · 3 个工单",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", WORDS)
async def test_a_lead_connects_a_helpdesk_and_its_tickets_are_counted(helpdesk, language):
    words = WORDS[language]
    helpdesk.user = words["user"]
    helpdesk.open(3)
    shown = await helpdesk.opens(words["command"], words["channel"])
    assert words["none"] in words_of(shown)
    form = await helpdesk.submit(shown, product="freshdesk")
    assert words["form"] in words_of(form)
    seen = await helpdesk.submit(form, address=helpdesk.address, api_key=KEY)
    said = words_of(seen)
    for part in ("answers", "line", "known", "late"):
        assert words[part] in said
    assert await helpdesk.brought() == []
    done = await helpdesk.submit(seen)
    assert words["done"] in words_of(done)
    assert len(await helpdesk.brought()) == 3
    await helpdesk.later(0)
    assert words["first"] in (await helpdesk.told())[-1]
    answer = await helpdesk.office.type(words["user"], words["today"], words["channel"])
    assert words["count"] in words_of(answer)
    assert words["state"] in words_of(await helpdesk.opens(words["command"], words["channel"]))


async def test_a_file_at_an_address_is_connected_and_its_address_is_kept_like_a_secret(
    helpdesk, monkeypatch
):
    monkeypatch.setattr(beside, "_run", here)
    rows = "Ticket ID,Created,First reply\nF-1,2026-11-20 09:00,2026-11-20 09:04\n"

    async def file(_request):
        return PlainTextResponse(rows)

    app = Starlette(routes=[Route("/reports/t0ken-of-nobody-else.csv", file)])
    async with answering(app) as address:
        shown = await helpdesk.opens()
        form = await helpdesk.submit(shown, product="address")
        wrong = await helpdesk.submit(form, url="tickets.csv")
        assert "is no address of a helpdesk" in wrong["errors"]["url"]
        url = f"{address}/reports/t0ken-of-nobody-else.csv"
        seen = await helpdesk.submit(form, url=url)
        assert "*F-1* · opened 20 Nov 2026 09:00 · answered after 4 min" in words_of(seen)
        await helpdesk.submit(seen)
        assert [one.external_id for one in await helpdesk.brought()] == ["F-1"]
        (feed,) = await helpdesk.feeds()
        assert "t0ken" not in feed.model_dump_json()
        assert "t0ken" not in words_of(await helpdesk.opens())
