"""Every word that a request after `/frt` begins with, in both languages, and what answers it.

The longest of these words that a text begins with decides; what follows it is read once. So no
order matters: the same word twice stops the start. What stands within a request (dates, scopes,
metrics) is known to what reads the rest.
"""

from functools import cache, partial

from bot.answers.clicks import Answer, Asked, Said
from bot.commands import (
    complaints,
    daily,
    deliveries,
    feeds,
    imports,
    members,
    plans,
    problems,
    registers,
    report,
    review,
    setup,
    warnings,
)
from bot.commands.actions import lists as actions
from bot.commands.actions import make as action_make
from bot.commands.vocabulary import Vocabulary, Words
from bot.deps import Deps
from bot.metrics.figures import BREAKDOWNS
from bot.metrics.team import Duty
from bot.registers import REGISTERS
from bot.services.actions import words as action_words
from bot.services.complaints import words as complaint_words
from bot.services.daily import asking as daily_asking
from bot.services.figures import asking
from bot.services.plans import words as plan_words
from bot.services.problems import words as problem_words
from bot.services.registers import words as register_words
from bot.services.review import asking as review_asking
from bot.services.team import duty
from bot.services.team import managing as managed
from bot.services.warnings import words as warning_words
from bot.text.words import LAST_WORDS, one_of
from bot.views import help as view


async def _help(deps: Deps, asked: Asked, _wish: None) -> Said:
    who = await duty(deps.database, asked.profile.user_id)
    return _drawn_help(asked.profile.language, who)


@cache
def _drawn_help(language: str, duty: Duty) -> Said:
    return Said.of(view.answer(language, VOCABULARY.examples(language), duty))


async def _action(deps: Deps, asked: Asked, wish: action_words.Words) -> Answer:
    if wish.kind == "make":
        return await action_make.answer(deps, asked, wish)
    return await actions.answer(deps, asked, wish)


_figures = partial(Words, read=asking.read, answer=report.answer, ends="", is_whole=True)
_actions = partial(Words, answer=_action, ends=r"$|[\s:]")

TABLE: tuple[Words, ...] = (
    Words(
        en=("help", "?", "h", "usage", "", "hi", "hello", "hey"),
        zh=("帮助", "用法", "怎么用", "你好", "您好"),
        read=lambda _: None,
        answer=_help,
        ends="$",
    ),
    _figures(
        en=("today", "yesterday"),
        zh=("今天", "今日", "昨天", "昨日"),
        offers=("today", "yesterday", "今天", "今日", "昨天", "昨日"),
        helps="today",
    ),
    _figures(
        en=(
            *("week", "this week", "month", "this month", "quarter", "this quarter", "this year"),
            *("last", "past", "previous"),
        ),
        zh=(
            *(
                "本周",
                "这周",
                "本月",
                "这个月",
                "本季度",
                "今年",
                "上周",
                "上月",
                "上个月",
                "上季度",
            ),
            *("去年", "最近", "近", "过去"),
        ),
        offers=(
            *("week", "this week", "month", "this month", "last week", "last month", "quarter"),
            *("last quarter", "last 7 days", "last 30 days", "last 3 months"),
            *("本周", "这周", "本月", "这个月", "上周", "上月", "上个月", "本季度", "上季度"),
            *("最近7天", "最近30天", "最近3个月"),
        ),
        helps="week",
    ),
    _figures(
        en=("by channel", "by"),
        zh=("按渠道", "按"),
        offers=(
            *(one.offers[0] for one in BREAKDOWNS.values()),
            *(phrase for one in BREAKDOWNS.values() for phrase in one.offers[1:]),
        ),
        helps="by",
    ),
    _figures(
        en=("waiting", "wait", "waits", "open waits", "queue"),
        zh=("等待", "等待中", "待回复", "未回复"),
        helps="waiting",
    ),
    _figures(
        en=("for me", "for", "my", "me", "myself"),
        zh=("我的", "给", "我", "我自己", "自己"),
        helps="mine",
    ),
    _figures(
        en=("calendar clock", "calendar", "business clock", "business hours", "business", "on"),
        zh=("自然时间", "日历时间", "工作时间", "营业时间"),
        offers=("calendar clock", "business clock", "自然时间", "工作时间"),
    ),
    _figures(en=("team",), zh=("团队",), offers=()),
    Words(
        en=("report", "daily report", "daily"),
        zh=("日报", "每日报告"),
        read=daily_asking.read,
        answer=daily.answer,
        ends=r"$|\s|团队",
        helps="report",
    ),
    Words(
        en=(
            *("warnings", "warning", "warning value", "warning values"),
            *("near threshold", "near thresholds"),
        ),
        zh=("预警", "预警值", "预警状态", "预警情况", "预警列表", "预警记录"),
        read=warning_words.read,
        answer=warnings.answer,
        ends=r"$|[\s:]",
        helps="warnings",
    ),
    Words(
        en=("review", "weekly review", "weekly"),
        zh=("周复盘", "复盘"),
        read=review_asking.read,
        answer=review.answer,
        ends=rf"$|[\s:]|团队|[12]\d|{one_of(tuple(LAST_WORDS))}",
        offers=("review", "review last", "周复盘", "周复盘 上次"),
        helps="review",
    ),
    _actions(
        en=("my actions", "my action"),
        zh=("我的改进措施", "我的改进", "我的措施"),
        read=lambda _: action_words.Words("list", scope="mine"),
        ends=r"\s*$",
        helps="actions",
    ),
    _actions(
        en=("actions",),
        zh=(),
        read=action_words.read_many,
        offers=("actions", "actions matrix"),
        helps="promised",
    ),
    _actions(
        en=(),
        zh=("改进措施", "措施列表"),
        read=action_words.read_any,
        ends=rf"$|[\s:]|(?:{one_of(action_words.LISTS)})\s*$",
        offers=("改进措施", "改进措施 矩阵"),
        helps="promised",
    ),
    _actions(
        en=("action", "new action"),
        zh=("改进", "措施"),
        read=action_words.read_one,
        offers=(),
    ),
    Words(
        en=("problems", "problem list", "root causes"),
        zh=("问题列表", "问题清单", "根因"),
        read=problem_words.read_many,
        answer=problems.answer,
        helps="problems",
    ),
    Words(
        en=("problem", "new problem", "make a problem"),
        zh=("问题", "新问题", "创建问题"),
        read=problem_words.read_one,
        answer=problems.answer,
        ends=r"$|[\s:]|#?\d{1,9}(?:$|\s)",
    ),
    Words(
        en=("plan", "the plan", "improvement plan"),
        zh=("计划", "改进计划", "改善计划"),
        read=plan_words.read_plan,
        answer=plans.answer,
        helps="plan",
    ),
    Words(
        en=("checklist", "check list", "items"),
        zh=("清单", "执行清单", "检查清单", "计划清单"),
        read=plan_words.read_checklist,
        answer=plans.answer,
        ends="",
        offers=("checklist", "checklist mine", "清单", "清单 我的"),
        helps="checklist",
    ),
    Words(
        en=("my items", "my checklist"),
        zh=("我的清单", "我的检查项"),
        read=lambda _: plan_words.Words("checklist", "mine"),
        answer=plans.answer,
        ends=r"\s*$",
        offers=(),
    ),
    Words(
        en=("complaints", "complaint", "complaints about delay", "complaint about delay"),
        zh=("投诉", "客诉", "延误投诉", "时效投诉", "投诉时限"),
        read=complaint_words.read,
        answer=complaints.answer,
        ends=r"$|[\s:#]",
        helps="complaints",
    ),
    Words(
        en=("deliveries", "delivery", "posts"),
        zh=("发布记录", "发布情况", "投递记录", "推送记录"),
        read=managed.read,
        answer=deliveries.answer,
        helps="deliveries",
    ),
    Words(
        en=("setup", "set up", "set-up", "settings"),
        zh=("设置", "团队设置", "配置"),
        read=managed.read_setup,
        answer=setup.answer,
        helps="setup",
    ),
    Words(
        en=("new team", "add team"),
        zh=("新建团队", "创建团队"),
        read=lambda _: managed.Words(is_new=True),
        answer=setup.answer,
        ends=r"\s*$",
        offers=(),
    ),
    Words(
        en=("members", "member", "people"),
        zh=("成员", "团队成员", "成员管理", "人员管理"),
        read=managed.read,
        answer=members.answer,
        helps="members",
    ),
    Words(
        en=("import", "import tickets", "import file", "upload"),
        zh=("导入", "导入工单", "导入文件", "上传"),
        read=managed.read,
        answer=imports.answer,
        helps="import",
    ),
    Words(
        en=("connect", "connections", "connection", "connect helpdesk", "helpdesk", "helpdesks"),
        zh=("接入", "连接", "客服系统", "接入客服系统", "查看接入"),
        read=managed.read,
        answer=feeds.answer,
        helps="connect",
    ),
    *(
        Words(
            en=one.words["en"],
            zh=one.words["zh"],
            read=partial(register_words.read, one.name),
            answer=registers.answer,
            ends=r"$|[\s:#\d]|[^ -~]",
            helps=one.name,
        )
        for one in REGISTERS.values()
    ),
)
VOCABULARY = Vocabulary(TABLE, otherwise=_figures(en=(), zh=()))
"""The table; dates, mentions and whatever begins with no word of it are for the figures to read."""
