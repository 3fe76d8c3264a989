"""The words that stand within a request after `/frt`, in both languages, and what each means.

Those that a request begins with are in `bot/commands/words.py`. Everything is compared after NFKC,
in lower case, with single spaces.
"""

import re
import unicodedata
from typing import Literal

WAITING = "waiting"
"""What stands in place of a period in a request for the open waits."""
WAITING_MINE, WAITING_UNASSIGNED = "waiting mine", "waiting unassigned"
WAITS: dict[str, Literal["all", "mine", "unassigned"]] = {
    WAITING: "all",
    WAITING_MINE: "mine",
    WAITING_UNASSIGNED: "unassigned",
}
"""Everything that stands in place of a period for open waits: which of them are asked for."""

WAITING_WORDS = frozenset(
    {"waiting", "wait", "waits", "open waits", "queue", "等待", "等待中", "待回复", "未回复"}
)
WAITING_SCOPES = {
    "all": WAITING,
    "mine": WAITING_MINE,
    "my own": WAITING_MINE,
    "me": WAITING_MINE,
    "unassigned": WAITING_UNASSIGNED,
    "nobody": WAITING_UNASSIGNED,
    "全部": WAITING,
    "所有": WAITING,
    "我的": WAITING_MINE,
    "自己的": WAITING_MINE,
    "未分配": WAITING_UNASSIGNED,
    "待分配": WAITING_UNASSIGNED,
    "未指派": WAITING_UNASSIGNED,
    "无人负责": WAITING_UNASSIGNED,
}
"""Which open waits are listed, by what follows the word for them."""

LAST_WORDS = frozenset({"last", "previous", "last week", "上次", "上一次", "上周"})
"""What the latest review of an earlier week is asked for by."""

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

SCOPES: dict[str, Literal["open", "mine", "overdue", "all"]] = {
    "": "open",
    "open": "open",
    "mine": "mine",
    "my": "mine",
    "me": "mine",
    "overdue": "overdue",
    "late": "overdue",
    "all": "all",
    "进行中": "open",
    "未完成": "open",
    "我的": "mine",
    "逾期": "overdue",
    "超期": "overdue",
    "过期": "overdue",
    "全部": "all",
    "所有": "all",
}
"""Which actions, or entries of a register, are listed."""

NEW_WORDS = frozenset({"new", "add", "make", "新增", "新建", "添加", "登记"})
"""What asks for the form of a new entry."""

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

NIGHT = "night"
"""Outside a team's working hours."""
NIGHT_WORDS = (
    *("night", "nights", "at night", "overnight", "out of hours", "off hours", "after hours"),
    *("outside hours", "outside working hours", "outside office hours"),
    *("夜间", "晚间", "夜里", "非工作时间", "工作时间外", "工作时间以外", "下班后"),
)

SAME: dict[str, tuple[tuple[str, ...], ...]] = {
    "channel": (
        ("email", "e-mail", "emails", "e-mails", "mail", "邮件", "电子邮件", "邮箱"),
        ("phone", "telephone", "call", "calls", "voice", "电话", "来电", "热线"),
        (
            "chat",
            "chats",
            "live chat",
            "web chat",
            "online chat",
            "在线",
            "在线咨询",
            "在线客服",
            "在线聊天",
        ),
        ("wechat", "weixin", "微信"),
        ("web", "web form", "form", "网页", "网页表单", "表单"),
        ("sms", "text message", "短信"),
    ),
    "kind": (
        ("enquiry", "enquiries", "inquiry", "inquiries", "question", "咨询", "询问"),
        ("after-sales", "after sales", "aftersales", "售后", "售后服务"),
        ("complaint", "complaints", "投诉", "客诉"),
    ),
}
"""By column: values of tickets, and what else they are called in either language."""

NOISE = frozenset(
    {
        *("only", "just", "the", "and", "with", "of", "in", "on", "for", "from", "about", "please"),
        *(
            "show",
            "how",
            "was",
            "were",
            "is",
            "what",
            "tickets",
            "ticket",
            "customers",
            "customer",
            "figures",
        ),
        *("只看", "只", "仅", "看看", "看一下", "看", "查一下", "查询", "查看", "请", "的"),
        *("和", "且", "在", "中", "工单", "客户", "数据", "情况", "怎么样", "如何"),
    }
)
"""What may stand between words and says nothing."""


def normalised(text: str) -> str:
    """Return text in its compatibility form (full-width digits become plain), spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def joins(one: str, other: str) -> bool:
    """Tell whether two characters belong to a word or number: letters and digits of English."""
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()


_NAME = r"(?:team |团队 ?)[\"“「']?(.+?)[\"”」']?$"
_TEAM = re.compile(r"(?:^|(?<= ))" + _NAME, re.IGNORECASE)
_GLUED_TEAM = re.compile(r"(?:\b|(?<=[^ -~]))" + _NAME, re.IGNORECASE)


def split_team(text: str, *, glued: bool = False) -> tuple[str, str | None]:
    """Return what stands before the team that a text names at its end, and the team's name.

    The name is None when there is none. `glued`: the word for a team may stand right behind
    another, as in `昨天团队一组`; not where what is before it is somebody's own words.
    """
    plain = normalised(text)
    found = (_GLUED_TEAM if glued else _TEAM).search(plain)
    return (plain[: found.start()].strip(), found[1]) if found else (plain, None)


def one_of(words: dict[str, str] | tuple[str, ...]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
