import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands import report
from bot.commands.words import VOCABULARY
from bot.errors import BotError
from bot.ids import TeamValue
from bot.metrics.figures import Filter
from bot.metrics.figures.report import Ask
from bot.services.figures.asking import is_sure, parse
from bot.text import LANGUAGES, catalogue
from bot.text.words import WAITING, WAITING_MINE, WAITING_UNASSIGNED

UNDERSTOOD = {
    "today": Ask(),
    "今天": Ask("今天"),
    "今日 按渠道": Ask("今日", by="channel"),
    "今天按渠道": Ask("今天", by="channel"),
    "按客户等级": Ask(by="tier"),
    "by agent": Ask(by="agent"),
    "yesterday by tier": Ask("yesterday", by="tier"),
    "by hour yesterday": Ask("yesterday", by="hour"),
    "last 30 days": Ask("last 30 days"),
    "近30天按优先级": Ask("近30天", by="priority"),
    "2026-11-01..2026-11-15": Ask("2026-11-01..2026-11-15"),
    "2026-11-01 to 2026-11-15": Ask("2026-11-01 to 2026-11-15"),
    "2026-11-01至2026-11-15 按天": Ask("2026-11-01至2026-11-15", by="day"),
    "for <@U123ABC|noah>": Ask(person="U123ABC"),
    "<@W123ABC>": Ask(person="W123ABC"),
    "给 <@U123ABC|李> 本周": Ask("本周", person="U123ABC"),
    "本周 我的": Ask("本周", person="UME"),
    "for me": Ask(person="UME"),
    "month for me by channel": Ask("month", by="channel", person="UME"),
    "team Asia today": Ask(team="Asia"),
    "今天 team Night desk": Ask("今天", team="Night desk"),
    "团队 客服一组 昨天": Ask("昨天", team="客服一组"),
    'team "Today heroes" by hour': Ask(by="hour", team="Today heroes"),
    "团队 “今天 组” 本月": Ask("本月", team="今天 组"),
    "waiting": Ask(WAITING),
    "waiting all": Ask(WAITING),
    "waiting mine": Ask(WAITING_MINE),
    "waiting for me": Ask(WAITING_MINE),
    "my queue": Ask(WAITING_MINE),
    "等待 我的": Ask(WAITING_MINE),
    "等待我的": Ask(WAITING_MINE),
    "Waiting  Unassigned team Asia": Ask(WAITING_UNASSIGNED, team="Asia"),
    "等待 未分配": Ask(WAITING_UNASSIGNED),
    "待回复未分配 团队 客服一组": Ask(WAITING_UNASSIGNED, team="客服一组"),
    "等待 团队 客服一组": Ask(WAITING, team="客服一组"),
    "waiting team Night desk calendar": Ask(WAITING, team="Night desk", clock="calendar"),
    "today on business clock": Ask(clock="business"),
    "今天 自然时间": Ask("今天", clock="calendar"),
    "  TODAY   By  Channel ": Ask(by="channel"),
    "\uff54\uff4f\uff44\uff41\uff59\u3000\uff42\uff59 channel": Ask(by="channel"),
    "最近\uff17天": Ask("最近7天"),
    "last month": Ask("last month"),
    "上个月按客服": Ask("上个月", by="agent"),
    "by day of the week last quarter": Ask("last quarter", by="weekday"),
    "9月 按客服": Ask("9月", by="agent"),
    "me by hour": Ask(by="hour", person="UME"),
    "last month email": Ask("last month", where=(Filter("", "email"),)),
    "金卡 本季度": Ask("本季度", where=(Filter("", "金卡"),)),
    "金卡本季度邮件": Ask("本季度", where=(Filter("", "金卡"), Filter("", "邮件"))),
    "channel email by tier sep": Ask("sep", by="tier", where=(Filter("channel", "email"),)),
    "渠道：邮件 上周": Ask("上周", where=(Filter("channel", "邮件"),)),
    "email channel last month": Ask("last month", where=(Filter("", "email channel"),)),
    'category "last month" today': Ask(where=(Filter("category", "last month"),)),
    "tier business last week": Ask("last week", where=(Filter("tier", "business"),)),
    "team Asia channel email last month": Ask(
        "last month", team="Asia", where=(Filter("channel", "email"),)
    ),
    "waiting gold": Ask(WAITING, where=(Filter("", "gold"),)),
    "channel": Ask(where=(Filter("channel", ""),)),
    "toady": Ask(where=(Filter("", "toady"),)),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_understood(text):
    assert parse(text, "UME") == UNDERSTOOD[text]
    found, whole = VOCABULARY.find(text)
    assert (found.answer, whole) == (report.answer, text)


def test_a_word_that_no_team_knows_is_not_sure():
    assert [is_sure(parse(text, "UME")) for text in ("toady", "foo today")] == [False] * 2
    assert all(is_sure(parse(text, "UME")) for text in ("today", "night", "only today", "上周夜间"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("by last month", "error.not_understood"),
        ("yesterday by agent by tier", "error.not_understood"),
        ("last month this month", "error.not_understood"),
        ("waiting last month", "error.not_understood"),
        ("2026-13", "error.impossible_date"),
        ("2026-02-30", "error.impossible_date"),
        ("2026-11-15..2026-11-01", "error.end_before_start"),
        ("last 0 days", "error.no_days"),
        ("last 99999 days", "error.too_many_days"),
        ("x" * 10_000, "error.words_too_long"),
        ("for @noah", "error.person_not_linked"),
        ("week for <@U1AB> <@U2AB>", "error.one_person"),
        ("for me <@U2AB>", "error.one_person"),
    ],
)
def test_not_understood_says_why(text, key):
    with pytest.raises(BotError) as caught:
        parse(text, "UME")
    assert caught.value.key == key
    for language in LANGUAGES:
        assert key in catalogue(language)


WORDS = st.sampled_from(
    ["today", "by", "agent", "team", "for", "me", "<@U123>", "按", "渠道", "团队", "我的", '"',
     "..", "2026-11-01", "last", "30", "days", "waiting", "calendar", "to", "\u3000", "<@", "给"]
)  # fmt: skip


@given(st.text() | st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS).map("".join))
@example("<@U|x>")
@example("team \x00")
@example("按")
def test_nothing_typed_makes_it_stumble(text):
    refused = None
    try:
        ask = parse(text, "UME")
    except BotError as error:
        refused = error.key
    else:
        assert ask.period
    for language in LANGUAGES:
        assert refused is None or refused in catalogue(language)


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_what_is_understood_fits_into_an_option(text):
    try:
        ask = parse(text, "U0123456789")
    except BotError:
        return
    value = TeamValue(
        team_id=99_999, period=ask.period, by=ask.by, person=ask.person, clock=ask.clock
    )
    assert len(value.dump()) <= 150
