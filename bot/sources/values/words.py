"""Words that helpdesks use for states, kinds and ratings, in English and Chinese."""


def _table(**words: str) -> dict[str, str]:
    return {word: meaning for meaning, group in words.items() for word in group.split("|")}


MISSING = frozenset(("", "-", "--", "—", "n/a", "#n/a", "null", "none", "nan", "nat", "\\n", "无"))

EXCLUDED = _table(
    merged="merged|merge|duplicate|merged into another ticket|已合并|合并|合并关闭|被合并|重复",
    spam="spam|junk|垃圾|垃圾工单|垃圾邮件|骚扰|垃圾会话",
    test="test|testing|测试|测试工单|测试会话",
)
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
    agent="agent|admin|teammate|staff|human|outgoing|客服|坐席|人工",
    bot="bot|auto|auto_reply|auto-reply|automation|macro|system|robot|机器人|系统|自动回复",
    note="note|internal|internal_note|private|activity|备注|内部备注",
)
