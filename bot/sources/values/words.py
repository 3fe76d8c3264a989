"""Words that helpdesks use for states, kinds and ratings, in English and Chinese."""


def _table(**words: str) -> dict[str, str]:
    return {word: meaning for meaning, group in words.items() for word in group.split("|")}


MISSING = frozenset(("", "-", "--", "—", "n/a", "#n/a", "null", "none", "nan", "nat", "\\n", "无"))

EXCLUDED = _table(
    merged="merged|merge|duplicate|merged into another ticket|已合并|合并|合并关闭|被合并|重复",
    spam="spam|junk|垃圾|垃圾工单|垃圾邮件|骚扰|垃圾会话",
    test="test|testing|测试|测试工单|测试会话",
    deleted="deleted|trashed|in trash|已删除|删除",
)
ENDED = _table(
    solved="solved|resolved|closed|done|completed|complete|finished|fixed|closed complete|"
    "已解决|解决|已关闭|关闭|已完成|完成|已完结|完结|已结束|结束|已结单|结单|已处理",
    cancelled="cancelled|canceled|rejected|declined|withdrawn|abandoned|closed incomplete|"
    "closed skipped|已取消|取消|已撤销|撤销|已撤回|已拒绝|已作废|作废",
)
"""Statuses that end a ticket, whether a time of it is known or not."""
NOT_EXCLUDED = frozenset(("no", "false", "0", "n", "否", "valid", "有效"))
REOPENED = frozenset(
    ("reopened", "re-opened", "reopen", "re-open", "重新打开", "已重新打开", "重开", "已重开")
)

KINDS = {
    "enquiry": "enquiry",
    "inquiry": "enquiry",
    "question": "enquiry",
    "咨询": "enquiry",
    "售前咨询": "enquiry",
    "询问": "enquiry",
    "after-sales": "after-sales",
    "after sales": "after-sales",
    "aftersales": "after-sales",
    "售后": "after-sales",
    "售后服务": "after-sales",
    "complaint": "complaint",
    "投诉": "complaint",
    "客诉": "complaint",
}

# Five-step scales only: "good" and "bad" say nothing about which of five steps was meant.
RATINGS = {
    "very dissatisfied": 1.0,
    "dissatisfied": 2.0,
    "neutral": 3.0,
    "satisfied": 4.0,
    "very satisfied": 5.0,
    "非常不满意": 1.0,
    "很不满意": 1.0,
    "不满意": 2.0,
    "一般": 3.0,
    "满意": 4.0,
    "非常满意": 5.0,
    "很满意": 5.0,
}
NOT_RATED = frozenset(
    ("0", "0.0", "offered", "unoffered", "not rated", "unrated", "未评价", "未评", "未参评")
)

MESSAGE_KINDS = _table(
    customer="customer|user|visitor|contact|client|lead|end_user|end-user|requester|incoming|"
    "客户|访客|用户",
    agent="agent|admin|teammate|staff|human|outgoing|reply|客服|坐席|人工|人工客服",
    bot="bot|robot|campaign|broadcast|proactive|机器人|群发|主动营销",
    auto="auto|auto_reply|auto-reply|autoreply|automation|macro|system|template|trigger|"
    "系统|自动回复|系统消息",
    note="note|internal|internal_note|private|private_note|activity|event|备注|内部备注|事件",
    handoff="handoff|hand-off|hand_off|handover|hand-over|bot_handoff|转人工|转接人工",
)
