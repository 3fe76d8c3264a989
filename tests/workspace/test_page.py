import html
import re
from datetime import datetime

import aiohttp
import pytest

from bot.workspace.page.charts import chart, ticks
from bot.workspace.page.look import Look
from bot.workspace.page.markdown import markdown
from bot.workspace.page.mrkdwn import mrkdwn
from bot.workspace.state import Workspace
from bot.workspace.words import CHINESE, ENGLISH

EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)>" onclick="alert(3)'


@pytest.fixture
def look() -> Look:
    workspace = Workspace()
    return Look(workspace, workspace.users["U01EMMA"])


async def page(slack, user: str, place: str) -> str:
    async with (
        aiohttp.ClientSession() as session,
        session.get(slack.url, params={"as": user, "in": place}) as response,
    ):
        assert response.status == 200
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        return await response.text()


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, **more: object) -> dict:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


async def test_text_from_outside_is_escaped_wherever_it_stands(slack, web):
    select = {
        "type": "static_select",
        "action_id": EVIL,
        "placeholder": plain(EVIL),
        "options": [{"text": plain("<script>alert(4)"), "value": EVIL}],
    }
    blocks = [
        {"type": "header", "text": plain(EVIL)},
        {"type": "section", "text": {"type": "mrkdwn", "text": EVIL}, "accessory": select},
        {"type": "markdown", "text": EVIL + "\n\n[x](javascript:alert(5))"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": f"`{EVIL}` ```{EVIL}```"}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": EVIL}]]},
        {"type": "image", "image_url": "javascript:alert(6)", "alt_text": EVIL},
        {"type": "actions", "elements": [button("ok", "b", value=EVIL, url="javascript:alert(7)")]},
    ]
    await web.chat_postMessage(channel="C01SUPPORT", text=EVIL, blocks=blocks)
    await slack.client.say("noah", "support-global", EVIL)
    shown = await page(slack, "U01EMMA", "C01SUPPORT")
    assert "&lt;script&gt;" in shown
    assert [tag for tag in re.findall(r"<script[^>]*>", shown) if "/static/" not in tag] == []
    assert not re.search(r"<[^>]*\son(error|click)=", re.sub(r'"[^"]*"', '""', shown))
    assert 'href="javascript' not in shown


async def test_only_the_reader_sees_what_is_for_them(slack, web):
    await web.chat_postEphemeral(channel="C01SUPPORT", user="U01EMMA", text="between us")
    mine = await page(slack, "U01EMMA", "C01SUPPORT")
    assert "between us" in mine
    assert "Only visible to you" in mine
    assert "between us" not in await page(slack, "U01NOAH", "C01SUPPORT")


async def test_the_page_speaks_the_language_of_who_is_acting(slack):
    await slack.client.say("liwei", "general", "早")
    assert "本地演示工作区，并非 Slack" in await page(slack, "U01WANG", "C01GENERAL")
    assert "Local demo workspace – not Slack" in await page(slack, "U01EMMA", "C01GENERAL")


async def test_acting_as_somebody_else_leads_to_a_channel_of_theirs(slack):
    shown = await page(slack, "U01EMMA", "C01SUPPORT")
    assert 'href="/?as=U01NOAH&amp;in=C01SUPPORT"' in shown
    assert 'href="/?as=U01WANG&amp;in="' in shown
    theirs = await page(slack, "U01WANG", "")
    assert "发消息到 #客服一组" in theirs


async def test_threads_and_archived_channels_are_shown(slack):
    said = await slack.client.say("emma", "general", "first")
    await slack.client.say("noah", "general", "second", said["message"]["ts"])
    await slack.client.archive("general")
    shown = await page(slack, "U01EMMA", "C01GENERAL")
    assert "1 reply" in shown
    assert "This channel is archived." in shown
    assert 'id="composer"' not in shown


async def test_modals_and_home_are_drawn_with_their_errors(slack, web):
    label = {"type": "input", "block_id": "b", "label": plain("Your reason")}
    element = {"type": "plain_text_input", "action_id": "a"}
    view = {
        "type": "modal",
        "title": plain("Why"),
        "submit": plain("Go"),
        "blocks": [{**label, "element": element}],
    }
    opened = await web.views_open(trigger_id=slack.workspace.new_trigger("U01EMMA"), view=view)
    await slack.client.submit("emma", opened["view"])
    await web.views_publish(
        user_id="U01EMMA",
        view={"type": "home", "blocks": [{"type": "header", "text": plain("Hi")}]},
    )
    shown = await page(slack, "U01EMMA", "home")
    assert "Your reason" in shown
    assert "Please complete this required field." in shown
    assert re.search(r"<h3[^>]*>Hi</h3>", shown)
    assert "Your reason" not in await page(slack, "U01NOAH", "home")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        (
            "*bold* _it_ ~no~ `c*d*e`",
            "<strong>bold</strong> <em>it</em> <s>no</s> <code>c*d*e</code>",
        ),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("<@U01NOAH>", '<span class="mention">@Noah Williams</span>'),
        ("<@U01EMMA|x>", '<span class="mention own">@Emma Clarke</span>'),
        ("<#C01KEFU>", '<span class="mention">#客服一组</span>'),
        ("a &lt;b&gt; &amp;amp;", "a &lt;b&gt; &amp;amp;"),
        ("<b>", "&lt;b&gt;"),
        ("&gt; one\n&gt; two\nthree", "<blockquote>one<br>two</blockquote>three"),
        ("<javascript:alert(1)|x>", "x"),
        (":nothing_like_it:", ":nothing_like_it:"),
        ("<!date^1795312800^{date_short} at {time}|then>", "<time>22 Nov 2026 at 02:00</time>"),
        ("<!here>", '<span class="mention own">@here</span>'),
        ("\x000\x00 x", "0 x"),
    ],
)
def test_mrkdwn(look, text, drawn):
    assert str(mrkdwn(look, text)) == drawn


def test_links_open_elsewhere_and_emoji_are_images(look):
    drawn = str(mrkdwn(look, "<https://e.com/?a=1&amp;b=2|here> :tada:"))
    assert 'href="https://e.com/?a=1&amp;b=2"' in drawn
    assert 'rel="noopener noreferrer"' in drawn
    assert 'src="/static/emoji/1f389.svg" alt="🎉"' in drawn


def test_markdown_is_drawn():
    text = (
        "## Head\n- **a**\n- [b](https://e.com)\n\n| x | y |\n|---|---|\n| 1 | 2 |\n```\n<i>\n```"
    )
    drawn = str(markdown(text))
    assert "<h4>Head</h4><ul><li><strong>a</strong></li>" in drawn
    assert '<th scope="col">x</th>' in drawn
    assert "<pre>&lt;i&gt;</pre>" in drawn


def axis_chart(kind: str, values: list[float]) -> dict:
    labels = [f"day {place}" for place in range(len(values))]
    points = [{"label": a, "value": b} for a, b in zip(labels, values, strict=True)]
    drawn = {
        "type": kind,
        "axis_config": {"categories": labels, "y_label": "minutes"},
        "series": [{"name": "Median", "data": points[::-1]}],
    }
    return {"type": "data_visualization", "title": "Waits <now>", "chart": drawn}


@pytest.mark.parametrize(
    ("kind", "shape"), [("line", "circle"), ("area", "circle"), ("bar", "rect")]
)
def test_axis_charts_show_every_value(kind, shape):
    drawn = str(chart(axis_chart(kind, [1, 2.5, 1250])))
    wide = drawn.partition("</svg>")[0]
    assert len(re.findall(f"<{shape} ", wide)) == 3
    assert "<title>Median · day 2: 1,250</title>" in wide
    assert "<figcaption>Waits &lt;now&gt;</figcaption>" in drawn
    assert ">minutes</text>" in wide


def test_higher_values_stand_higher_also_below_zero():
    drawn = str(chart(axis_chart("line", [-5, 0, 10]))).partition("</svg>")[0]
    heights = [float(found) for found in re.findall(r'<circle[^>]* cy="([\d.]+)"', drawn)]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3


def test_pies_tell_shares_and_a_single_segment_is_a_whole():
    segments = [{"label": "A", "value": 3}, {"label": "B", "value": 1}]
    block = {"title": "Kinds", "chart": {"type": "pie", "segments": segments}}
    drawn = str(chart(block))
    assert "<title>A: 3 (75%)</title>" in drawn
    assert "B · 1 (25%)" in drawn
    block["chart"]["segments"] = segments[:1]
    assert "A: 3 (100%)" in str(chart(block))


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0, 61, [0, 20, 40, 60, 80]), (0, 0, [0, 0.25, 0.5, 0.75, 1]), (-5, 10, [-5, 0, 5, 10])],
)
def test_ticks_are_round_and_cover_the_values(low, high, marks):
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert found == marks or low == high


def test_both_languages_say_the_same_things():
    assert ENGLISH.keys() == CHINESE.keys()
    for key, sentence in ENGLISH.items():
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", CHINESE[key]))


@pytest.mark.parametrize(
    ("user", "place", "own", "foreign"),
    [("U01EMMA", "C01SUPPORT", ENGLISH, CHINESE), ("U01WANG", "C01KEFU", CHINESE, ENGLISH)],
)
async def test_the_page_speaks_the_language_of_who_looks(slack, web, user, place, own, foreign):
    sent = await web.chat_postMessage(channel=place, text="1", blocks=[])
    await web.chat_update(channel=place, ts=sent["ts"], text="2")
    await web.chat_postEphemeral(channel=place, user=user, text="3")
    for where in (place, "app", "home"):
        shown = re.sub(r"data-(words|completions)='?\"?[^>]*>", ">", await page(slack, user, where))
        drawn = html.unescape(shown)
        said = set(foreign.values()) - set(own.values())
        heard = set(re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]+)"|>([^<>]+)<', drawn))
        assert not said & {one.strip() for pair in heard for one in pair}
        assert own["banner"] in drawn
        assert own["act_as"] in drawn


async def test_what_is_pointed_at_exists_here(slack):
    async with aiohttp.ClientSession(slack.url) as session:
        shown = await page(slack, "U01EMMA", "C01GENERAL")
        addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', shown)
        assert len(addresses) > 10
        for address in addresses:
            async with session.get(address) as response:
                assert response.status == 200
    assert not re.search(r'(?:src|href)="https?://', shown)


@pytest.mark.parametrize(
    ("locale", "written"),
    [("en-GB", "today at 02:00"), ("zh-CN", "今天 at 02:00")],
)
def test_dates_near_by_are_said_in_the_readers_words(look, locale, written):
    look.viewer.locale = locale
    today = datetime.now(look.zone).replace(hour=2, minute=0)
    text = f"<!date^{int(today.timestamp())}^{{date_pretty}} at {{time}}|then>"
    assert written in str(mrkdwn(look, text))
