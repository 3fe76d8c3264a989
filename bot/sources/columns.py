"""Which column of a file holds which field, by the names that helpdesks export."""

import re
import unicodedata
from collections.abc import Iterable

from bot.sources.column_names import without_hours, without_zone

ColumnMap = dict[str, tuple[str, ...]]

INSTANTS = (
    "opened_at",
    "first_response_at",
    "resolved_at",
    "first_resolved_at",
    "handed_off_at",
)
TEXTS = (
    "status",
    "kind",
    "channel",
    "agent",
    "group",
    "priority",
    "tier",
    "category",
    "complexity",
    "customer",
    "subject",
)
UNITS = {"seconds": 1, "minutes": 60, "hours": 3_600}
DURATIONS = {
    f"{what}_{unit}": (moment, size)
    for what, moment in (("first_response", "first_response_at"), ("resolution", "resolved_at"))
    for unit, size in UNITS.items()
}
NUMBERS = ("first_response_at", "resolved_at", *DURATIONS, "replies", "csat_score")
FIELDS = (
    "external_id",
    *INSTANTS,
    *DURATIONS,
    *TEXTS,
    "replies",
    "csat_score",
    "excluded",
)
REQUIRED = ("external_id", "opened_at")

# Best name first: a file that has both "Channel" and "Source" means the first. A close time is
# not here on purpose: tickets are closed days after they were solved, often by a timer.
_NAMES: dict[str, str] = {
    "external_id": "ticket id|ticket number|ticket no|ticket #|ticket|case number|case id|"
    "conversation id|display id|incident number|number|external id|issue key|request id|id|"
    "工单号|工单编号|工单ID|工单流水号|会话ID|会话编号|会话号|服务单号|案例编号|编号|单号",
    "opened_at": "created time|created at|creation time|created|created date|date created|"
    "create time|creation date|ticket created|opened at|opened|open time|opened time|"
    "requested|requested at|conversation started at|conversation created at|started at|"
    "sys created on|submitted at|reported at|date opened|"
    "创建时间|工单创建时间|创建日期|建单时间|提交时间|提单时间|会话开始时间|会话创建时间|"
    "开始时间|发起时间|进线时间|进入时间",
    "first_response_at": "first response at|first responded at|first reply at|first replied at|"
    "first reply created at|initial response time|first agent reply at|first response date|"
    "first response time|first reply time|first response|first reply|time to first response|"
    "time to first reply|first contact reply at|"
    "首次响应时间|首次回复时间|首响时间|首次应答时间|首次响应时刻|客服首次回复时间|"
    "首次响应时长|首次回复时长|首响时长|首次响应用时|首次应答时长",
    "resolved_at": "resolved at|solved at|resolved time|solved time|resolved|solved|"
    "resolution date|date resolved|date solved|resolved date|resolution at|resolution time|"
    "full resolution time|time to resolution|time to resolve|"
    "解决时间|已解决时间|问题解决时间|工单解决时间|处理完成时间|解决日期|解决时长",
    "first_resolved_at": "first resolved at|first solved at|first resolution at|"
    "首次解决时间|初次解决时间",
    "handed_off_at": "handed off at|handoff at|hand off time|bot handoff at|assigned to human at|"
    "转人工时间|机器人转人工时间|转接人工时间",
    "status": "status|ticket status|state|conversation status|incident state|case status|"
    "状态|工单状态|会话状态|处理状态",
    "kind": "kind|ticket type|type|case type|request type|工单类型|类型|业务类型|服务类型",
    "channel": "channel|contact type|via|ticket channel|source|origin|case origin|inbox|"
    "渠道|来源渠道|渠道来源|咨询渠道|客户渠道|会话渠道|工单来源|来源|接入渠道",
    "agent": "agent name|agent|assignee|assignee name|assigned to|assigned agent|"
    "teammate assigned|teammate currently assigned|owner|case owner|"
    "客服|客服姓名|客服名称|受理客服|接待客服|客服人员|坐席|坐席姓名|处理人|受理人|负责人|"
    "当前处理人|服务人员",
    "group": "agent group|group|assignee group|assignment group|team|team assigned|"
    "team currently assigned|group name|技能组|客服组|受理组|受理客服组|客服分组|处理组|组别|"
    "坐席组|所属组",
    "priority": "priority|ticket priority|urgency|优先级|工单优先级|紧急程度|优先级别",
    "tier": "tier|customer tier|customer level|plan tier|vip level|"
    "客户等级|客户级别|会员等级|会员级别|VIP等级|用户等级",
    "category": "category|ticket category|topic|issue type|issue category|contact reason|"
    "分类|问题分类|工单分类|咨询分类|问题类型|咨询类型|会话分类|服务分类",
    "complexity": "complexity|difficulty|复杂度|复杂程度|难度|难易程度",
    "customer": "customer|customer id|requester|requester email|requester name|customer name|"
    "contact|contact id|contact name|customer email|caller|caller id|user id|user|full name|"
    "email|客户|客户ID|客户编号|客户姓名|客户名称|客户昵称|访客|访客名称|访客ID|用户|用户ID|"
    "用户名称|用户昵称|用户名|来电人",
    "subject": "subject|ticket subject|title|short description|summary|"
    "主题|标题|工单主题|工单标题|问题标题|问题摘要",
    "replies": "replies|agent replies|agent interactions|public replies|number of replies|"
    "reply count|teammate replies|agent messages|"
    "回复次数|客服回复次数|客服回复数|回复数|客服消息数|坐席消息数",
    "csat_score": "csat score|csat|satisfaction score|satisfaction rating|survey results|"
    "survey result|conversation rating|customer satisfaction|satisfaction|customer rating|rating|"
    "满意度|满意度评价|满意度评分|满意度得分|客户满意度|服务评价|评价结果|评分|评价",
    "excluded": "excluded|exclusion|排除|排除原因",
}
_UNIT_NAMES = {
    "seconds": "seconds|second|secs|sec|s|秒|秒数|秒钟",
    "minutes": "minutes|minute|mins|min|m|分钟|分|分钟数",
    "hours": "hours|hour|hrs|hr|h|小时|时|小时数",
}
_BRACKET = re.compile(r"\s*[(\[（【].*[)\]）】]\s*$")


def plain(name: str) -> str:
    """Return a column name without case, width, spaces, underscores and punctuation."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or letter == "#")


_RANKED: dict[str, tuple[str, int]] = {
    plain(name): (field, rank)
    for field, names in _NAMES.items()
    for rank, name in enumerate([field, *names.split("|")])
}
_RANKED |= {plain(field): (field, 0) for field in DURATIONS}
_UNIT_OF = {
    plain(ending): unit
    for unit, names in _UNIT_NAMES.items()
    for name in names.split("|")
    for ending in (name, f"in {name}")
}
_WHAT_OF = {"first_response_at": "first_response", "resolved_at": "resolution"}


def _with_unit(name: str) -> tuple[str, int] | None:
    """Return the duration field of names such as `First response time (in hrs)`."""
    for cut in range(1, len(name)):
        unit = _UNIT_OF.get(name[cut:])
        field, rank = _RANKED.get(name[:cut], ("", 0))
        if unit and field in _WHAT_OF:
            return f"{_WHAT_OF[field]}_{unit}", rank
    return None


def _meaning(name: str) -> tuple[str, int] | None:
    base, _ = without_hours(name)
    for told in (name, base, without_zone(name)):
        whole = plain(told)
        meaning = (
            _RANKED.get(whole) or _with_unit(whole) or _RANKED.get(plain(_BRACKET.sub("", told)))
        )
        if meaning:
            return meaning
    return None


def counts_business_hours(name: str) -> str | None:
    """Return the moment that a column of this name tells in business hours only; None for others.

    Such a length is no elapsed time.
    """
    _, is_business = without_hours(name)
    field, _ = (_meaning(name) if is_business else None) or ("", 0)
    moment, _ = DURATIONS.get(field, (field, 0))
    return moment if moment in _WHAT_OF else None


def recognise(header: Iterable[str]) -> ColumnMap:
    """Return the field → column pairs that the header's names tell, each field once.

    A moment that has a column of instants is not read from a column of durations as well, and none
    is read from a column that counts business hours.
    """
    best: dict[str, tuple[int, str]] = {}
    for name in header:
        meaning = _meaning(name)
        if meaning is None or counts_business_hours(name):
            continue
        field, rank = meaning
        if field not in best or rank < best[field][0]:
            best[field] = (rank, name)
    for field, (moment, _) in DURATIONS.items():
        rivals = [moment, *(f for f, (m, _) in DURATIONS.items() if m == moment and f < field)]
        if any(rival in best for rival in rivals):
            best.pop(field, None)
    return {field: (best[field][1],) for field in FIELDS if field in best}
