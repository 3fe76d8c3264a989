"""What Chinese products call the columns of their exports, and where each name was found."""

from bot.sources.names import Export

CHINESE = (
    Export(
        "Chatwoot",
        "zh",
        "https://github.com/chatwoot/chatwoot/blob/develop/config/locales/zh_CN.yml",
        {"group": "团队", "channel": "收件箱", "customer": "联系人名称"},
    ),
    Export(
        "网易七鱼",
        "zh",
        "https://qiyukf.apifox.cn/api-10845482",
        {
            "first_response_at": "客服首次响应的时间|客服首次响应时间|客服首次响应时长|"
            "staffFirstReplyTime",
            "channel": "来源类型|fromType",
            "agent": "客服名字|staffName",
            "category": "会话分类信息",
        },
    ),
    Export(
        "美洽",
        "zh",
        "https://meiqia.com/help/article/apiv2-0",
        {
            "external_id": "conv_id",
            "opened_at": "conv_start_tm",
            "closed_at": "conv_end_tm",
            "first_response_seconds": "conv_first_resp_wait_in_secs",
            "replies": "conv_agent_msg_count",
        },
    ),
    Export("Udesk", "zh", "https://www.udesk.cn/doc/apiv2/tickets/", {"group": "受理客服组名称"}),
    Export(
        "逸创云客服",
        "zh",
        "https://developer.kf5.com/doc/restapi/core/10",
        {"resolved_at": "工单被解决时间", "closed_at": "工单被关闭时间", "customer": "发起人"},
    ),
    Export(
        "环信",
        "zh",
        "http://docs.easemob.com/cs/200admin/90statistics-custom-reports",
        {"channel": "渠道类型"},
    ),
    Export(
        "Useasy",
        "zh",
        "https://help.useasy.cn/developer/webchat/query_session_list",
        {
            "closed_at": "会话关闭时间",
            "agent": "座席名称",
            "group": "服务组名称",
            "replies": "座席回复消息数量",
        },
    ),
    Export(
        "飞书服务台",
        "zh",
        "https://github.com/larksuite/oapi-sdk-java",
        {
            "first_response_at": "agent_first_response_time",
            "closed_at": "工单结束时间",
            "channel": "工单渠道",
            "agent": "主责客服",
            "csat_score": "工单评分",
        },
    ),
)
