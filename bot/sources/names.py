"""The names that columns have in any export of tickets; those of one product: `exports`."""

from dataclasses import dataclass

Names = dict[str, str]


@dataclass(frozen=True)
class Export:
    """What the exports of one product, in one language, call their columns beside GENERAL."""

    product: str
    language: str
    source: str
    names: Names


# Best name first: a file that has both "Channel" and "Source" means the first.
GENERAL: Names = {
    "external_id": "ticket id|ticket number|ticket no|ticket #|ticket|case number|case id|"
    "conversation id|display id|incident number|incident id|external id|issue key|request id|"
    "工单号|工单编号|工单ID|工单流水号|会话ID|会话编号|会话号|对话ID|服务单号|案例编号",
    "opened_at": "created time|created at|creation time|created date|date created|create time|"
    "create date|creation date|ticket created|opened at|opened date|open time|opened time|"
    "date opened|requested at|conversation started at|conversation created at|started at|"
    "sys created on|submitted at|reported at|"
    "创建时间|工单创建时间|创建日期|建单时间|提交时间|提单时间|会话开始时间|会话创建时间|"
    "对话开始时间|对话创建时间|开始时间|发起时间|进线时间|进入时间",
    "first_response_at": "first response at|first responded at|first reply at|first replied at|"
    "first reply created at|initial response time|first agent reply at|first response date|"
    "first response time|first reply time|first response|first reply|time to first response|"
    "time to first reply|first contact reply at|"
    "首次响应时间|首次回复时间|首响时间|首次应答时间|首次响应时刻|客服首次回复时间|"
    "首次响应时长|首次回复时长|首响时长|首次响应用时|首次应答时长|首次响应",
    "resolved_at": "resolved at|solved at|resolved time|solved time|resolution date|"
    "date resolved|date solved|resolved date|resolution at|resolution time|"
    "full resolution time|time to resolution|"
    "解决时间|已解决时间|问题解决时间|工单解决时间|处理完成时间|解决日期|解决时长",
    "first_resolved_at": "first resolved at|first solved at|first resolution at|"
    "首次解决时间|初次解决时间",
    "closed_at": "closed at|closed date|closed time|date closed|close date|close time|closed on|"
    "closure date|关闭时间|工单关闭时间|关闭日期|结单时间|完结时间|结束时间|会话结束时间|"
    "对话结束时间",
    "updated_at": "updated at|last updated|last updated at|last update|last updated date|"
    "update time|updated date|last modified|last modified date|"
    "更新时间|最后更新时间|最近更新时间|修改时间",
    "bot_first_response_at": "bot first response at|bot first reply at|first bot response at|"
    "first bot reply at|bot first response time|bot first reply time|first bot response time|"
    "first bot reply time|"
    "机器人首次响应时间|机器人首次回复时间|机器人首响时间|机器人首次响应时长|机器人首次回复时长|"
    "机器人首响时长",
    "handed_off_at": "handed off at|handoff at|handoff time|hand off time|handed over at|"
    "handover at|handover time|bot handoff at|bot handoff time|assigned to human at|"
    "转人工时间|机器人转人工时间|转接人工时间|首次转人工时间",
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
    "survey result|conversation rating|customer satisfaction rating|customer satisfaction|"
    "satisfaction|customer rating|rating|"
    "满意度|满意度评价|满意度评分|满意度得分|客户满意度|服务评价|评价结果|评分|评价",
    "excluded": "excluded|exclusion|排除|排除原因",
}

# Names that some exports give to something else: a counter, yes or no, a deadline, a day.
# They are taken where the file has no better one.
VAGUE: Names = {
    "external_id": "number|key|id|编号|单号",
    "opened_at": "created|opened|requested|start time|接入时间",
    "resolved_at": "resolved|solved|time to resolve",
    "closed_at": "closed|end time",
    "updated_at": "updated|modified|changed",
}
