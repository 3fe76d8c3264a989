"""The words that may follow `/frt`, in both languages, and what each means.

Everything is compared after NFKC, in lower case, with single spaces.
"""

import re
import unicodedata

WAITING = "waiting"
"""What stands in place of a period in a request for the open waits."""

HELP_WORDS = frozenset({"", "help", "?", "h", "usage", "帮助", "用法", "怎么用"})
WAITING_WORDS = frozenset(
    {"waiting", "wait", "waits", "open waits", "queue", "等待", "等待中", "待回复", "未回复"}
)
DAILY_WORDS = frozenset({"report", "daily report", "daily", "日报", "每日报告"})
"""What the daily report is asked for by, with or without a date."""

REVIEW_WORDS = frozenset({"review", "weekly review", "weekly", "周复盘", "复盘"})
"""What the weekly review is asked for by; before `LAST_WORDS` or a date also an earlier one."""

LAST_WORDS = frozenset({"last", "previous", "last week", "上次", "上一次", "上周"})
"""What the latest review of an earlier week is asked for by."""

PLAN_WORDS = ("plan", "the plan", "improvement plan", "计划", "改进计划", "改善计划")
"""What the improvement plan is asked for by."""

PROBLEM_WORDS = ("problem", "new problem", "make a problem", "问题", "新问题", "创建问题")
"""What a new problem is begun by, or with its number shown."""

PROBLEMS_WORDS = ("problems", "problem list", "root causes", "问题列表", "问题清单", "根因")
"""What problems and the causes that recur are asked for by."""

PROBLEM_SCOPES = {
    "": "open",
    "open": "open",
    "all": "all",
    "进行中": "open",
    "未关闭": "open",
    "全部": "all",
    "所有": "all",
}
"""Which problems are listed; anything else is a period."""

CHECKLIST_WORDS = ("checklist", "check list", "items", "清单", "执行清单", "检查清单", "计划清单")
"""What the plan's checklist is asked for by."""

COMPLAINT_WORDS = (
    *("complaints", "complaint", "complaints about delay", "complaint about delay"),
    *("投诉", "客诉", "延误投诉", "时效投诉", "投诉时限"),
)
"""What the complaints about delay are asked for by."""

CHECKLIST_SCOPES = {
    "": "all",
    "all": "all",
    "mine": "mine",
    "my": "mine",
    "me": "mine",
    "overdue": "overdue",
    "late": "overdue",
    "not met": "not_met",
    "unmet": "not_met",
    "notmet": "not_met",
    "全部": "all",
    "所有": "all",
    "我的": "mine",
    "逾期": "overdue",
    "超期": "overdue",
    "过期": "overdue",
    "未达标": "not_met",
    "不达标": "not_met",
}
"""Which items a checklist shows; anything else names a phase."""

BREAKDOWNS = {
    "agent": "agent",
    "agents": "agent",
    "person": "agent",
    "channel": "channel",
    "channels": "channel",
    "tier": "tier",
    "tiers": "tier",
    "category": "category",
    "categories": "category",
    "hour": "hour",
    "hours": "hour",
    "priority": "priority",
    "priorities": "priority",
    "day": "day",
    "days": "day",
    "date": "day",
    "客服": "agent",
    "坐席": "agent",
    "人员": "agent",
    "渠道": "channel",
    "客户等级": "tier",
    "等级": "tier",
    "级别": "tier",
    "分类": "category",
    "类别": "category",
    "小时": "hour",
    "时段": "hour",
    "优先级": "priority",
    "天": "day",
    "日期": "day",
    "日": "day",
}
CLOCKS = {
    "calendar clock": "calendar",
    "calendar": "calendar",
    "business clock": "business",
    "business hours": "business",
    "business": "business",
    "自然时间": "calendar",
    "日历时间": "calendar",
    "工作时间": "business",
    "营业时间": "business",
}
ME_WORDS = frozenset({"me", "myself", "我", "自己", "我自己"})

PHRASES = (
    *("by agent", "by channel", "by tier", "by category", "by hour", "by priority", "by day"),
    *("按客服", "按渠道", "按客户等级", "按等级", "按分类", "按小时", "按优先级", "按天"),
    *("waiting", "help", "for me", "calendar clock", "business clock"),
    *("等待", "帮助", "我的", "自然时间", "工作时间"),
)
"""What may be typed besides periods, for suggesting the nearest."""

FEATURES = (
    *(
        "report",
        "review",
        "review last",
        "warnings",
        "actions",
        "my actions",
        "actions matrix",
        "setup",
        "members",
    ),
    *("plan", "checklist", "checklist mine", "problem", "problems", "complaints", "deliveries"),
    *("日报", "周复盘", "周复盘 上次", "预警", "改进措施", "我的改进措施", "改进措施 矩阵"),
    *("设置", "成员", "计划", "清单", "清单 我的", "问题", "问题列表", "投诉", "发布记录"),
)
"""Words that other commands than the figures answer, for suggesting the nearest."""


def normalised(text: str) -> str:
    """Return text in its compatibility form (full-width digits become plain), spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def one_of(words: dict[str, str] | tuple[str, ...]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
