"""A channel of Slack is measured: shown before, read every minute, its answers counted."""

from datetime import timedelta

import pytest

from bot import ids
from tests.feeds.helpdesk import value_of
from tests.scenarios.office import words_of
from tests.scenarios.tickets import NOW

GENERAL = "C01GENERAL"
WORDS = {
    "en": {
        "user": "emma", "channel": "support-global", "command": "connect", "agent": "noah",
        "shown": "*#general* can be measured. These are its latest questions",
        "line": "opened 20 Nov 2026 10:30 · answered after 12 min · open",
        "first": "#general: 1 ticket has come in for Global support",
        "today": "today", "count": "7 tickets",
    },
    "zh": {
        "user": "U01WANG", "channel": "C01KEFU", "command": "接入", "agent": "liwei",
        "shown": "*#general* 可以统计。以下是最近的提问",
        "line": "创建 2026年11月20日 18:30 · 12分钟后首次响应 · 处理中",
        "first": "#general：客服一组已导入 1 个工单",
        "today": "今天", "count": "3 个工单",
    },
}  # fmt: skip


class Talked:
    """What people write in Slack, by the office's clock."""

    def __init__(self, helpdesk):
        self.helpdesk, self.workspace = helpdesk, helpdesk.office.slack.workspace

    async def say(self, at, user, text, under=None, channel="general"):
        self.workspace.stand_at(at)
        said = await self.helpdesk.client.say(
            user, channel, text, under["ts"] if under is not None else None
        )
        self.workspace._ahead = 0.0
        return said["message"]


@pytest.fixture
def talked(helpdesk):
    return Talked(helpdesk)


async def measure(helpdesk, words, channel=GENERAL):
    shown = await helpdesk.opens(words["command"], words["channel"])
    form = await helpdesk.submit(shown, product="slack")
    return await helpdesk.submit(form, channel=channel)


@pytest.mark.parametrize("language", WORDS)
async def test_a_lead_has_a_channel_measured_and_its_answers_are_counted(
    helpdesk, talked, language
):
    words = WORDS[language]
    helpdesk.user = words["user"]
    begun = NOW - timedelta(minutes=30)
    asked = await talked.say(begun, "robin", "Where is the VPN guide?")
    await talked.say(begun + timedelta(minutes=12), words["agent"], "Here", asked)
    seen = await measure(helpdesk, words)
    said = words_of(seen)
    assert words["shown"] in said
    assert words["line"] in said
    assert await helpdesk.brought() == []
    await helpdesk.submit(seen)
    (ticket,) = await helpdesk.brought()
    assert (ticket.subject, ticket.customer) == ("Where is the VPN guide?", "U01ADMIN")
    waited = (ticket.first_response_at - ticket.opened_at).total_seconds()
    assert waited == pytest.approx(12 * 60, abs=1)
    await helpdesk.later(0)
    assert words["first"] in (await helpdesk.told())[-1]
    answer = await helpdesk.office.type(words["user"], words["today"], words["channel"])
    assert words["count"] in words_of(answer)


async def test_what_happens_there_later_comes_in_within_a_minute(helpdesk, talked):
    await helpdesk.submit(await measure(helpdesk, WORDS["en"]))
    assert await helpdesk.brought() == []
    asked = await talked.say(helpdesk.office.clock.now, "robin", "Help")
    await helpdesk.later(1)
    (ticket,) = await helpdesk.brought()
    assert (ticket.first_response_at, ticket.solved_at) == (None, None)
    await talked.say(helpdesk.office.clock.now, "sofia", "Done", asked)
    tick = {"ts": asked["ts"], "channel": GENERAL, "name": "white_check_mark"}
    await helpdesk.client.post("react", user="sofia", **tick)
    await helpdesk.later(1)
    (ticket,) = await helpdesk.brought()
    assert ticket.responder == "U01SOFIA", "what she is called is not known yet"
    assert ticket.solved_at is not None


async def test_a_channel_that_the_bot_is_not_in_is_entered_and_one_it_can_t_enter_said(helpdesk):
    await helpdesk.client.remove_bot("客服一组")
    seen = await measure(helpdesk, WORDS["en"], "C01KEFU")
    assert "*#客服一组* can be measured, but nobody outside Global support" in words_of(seen)
    await helpdesk.client.archive("客服一组")
    refused = await measure(helpdesk, WORDS["en"], "C01KEFU")
    assert "The bot is not in this channel." in words_of(refused)


async def test_a_channel_is_not_measured_twice(helpdesk):
    await helpdesk.submit(await measure(helpdesk, WORDS["en"]))
    again = await measure(helpdesk, WORDS["en"])
    assert "This is connected already: #general." in again["errors"]["channel"]
    assert len(await helpdesk.feeds()) == 1


async def test_a_bot_that_is_put_out_is_told_of_once_and_goes_on_when_it_is_back(helpdesk, talked):
    await helpdesk.submit(await measure(helpdesk, WORDS["en"], "C01KEFU"))
    await helpdesk.client.remove_bot("客服一组")
    for _ in range(3):
        await helpdesk.later(31)
    said = [one for one in await helpdesk.told() if "Invite it again" in one]
    assert len(said) == 1
    listed = words_of(await helpdesk.opens())
    assert "Invite it again" in listed
    await helpdesk.client.invite_bot("客服一组")
    await talked.say(helpdesk.office.clock.now, "wangfang", "你好", channel="C01KEFU")
    await helpdesk.later(31)
    assert len(await helpdesk.brought()) == 1


async def test_credentials_are_not_asked_for_where_there_are_none(helpdesk):
    await helpdesk.submit(await measure(helpdesk, WORDS["en"]))
    shown = await helpdesk.opens()
    actions = [one["action_id"] for block in shown["blocks"] for one in block.get("elements", ())]
    assert ids.FEED_PAUSE in actions
    assert ids.FEED_RENEW not in actions
    await helpdesk.click(ids.FEED_PAUSE, shown, value=value_of(1, 1))
    (feed,) = await helpdesk.feeds()
    assert (feed.state, feed.secret) == ("paused", None)
