"""The two sample teams: one English, one Chinese with a lunch break and make-up days; and others.

What a team that is set up in the demo gets is told like one of the two, by its language.
"""

from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from bot.metrics.clocks import BusinessClock, WorkingHours
from bot.metrics.team import TeamView
from bot.sources.sample import Desk

GLOBAL_HOURS = "Mon-Fri 08:00-18:00; Sat 10:00-14:00"
CHINA_HOURS = "Mon-Fri 09:00-12:00,13:00-18:00"
_OTHERS_PER_DAY = 30


def sample_desks() -> tuple[Desk, Desk]:
    """Return both sample teams."""
    return global_support(), support_china()


def desk_of_team(team: TeamView, clock: BusinessClock) -> Desk:
    """Return how another team works: with its own hours and the people of the local workspace."""
    alike = support_china() if team.language == "zh" else global_support()
    return replace(
        alike,
        name=team.name,
        zone=team.zone,
        clock=clock,
        prefix=f"T{team.id}-",
        per_day=_OTHERS_PER_DAY,
        seed=alike.seed + team.id,
    )


@cache
def global_support() -> Desk:
    """Return the English team: London, a phone line, e-mail and chat."""
    zone = ZoneInfo("Europe/London")
    return Desk(
        name="Global Support",
        zone=zone,
        clock=BusinessClock(zone, [(None, WorkingHours.parse(GLOBAL_HOURS))], "GB-ENG"),
        agents=(("Noah Williams", 0.9), ("Sofia Rossi", 1.2), ("Emma Clarke", 0.8)),
        channels=(("email", 0.5, 11), ("chat", 0.35, 2.5), ("phone", 0.15, 1)),
        tiers=(("gold", 0.1), ("silver", 0.3), ("regular", 0.6)),
        kinds=(("enquiry", 0.65), ("after-sales", 0.33), ("complaint", 0.02)),
        subjects=(
            ("logistics", "Where is my parcel?"),
            ("logistics", "Delivery to the wrong address"),
            ("payment", "Charged twice for one order"),
            ("payment", "Refund has not arrived"),
            ("account", "Cannot sign in after password reset"),
            ("product", "Does the adapter fit the new model?"),
            ("product", "Battery drains within a day"),
            ("policy", "How long can I return an item?"),
        ),
        complaint=("email", "slow reply", "Three e-mails and nobody answers"),
        priorities=(("normal", 0.7), ("high", 0.2), ("low", 0.1)),
        statuses=("open", "pending", "solved"),
        prefix="G-",
        per_day=46,
        bad_week=0,
        strain=2.6,
        seed=20260901,
    )


@cache
def support_china() -> Desk:
    """Return the Chinese team: Shanghai, lunch from 12:00 to 13:00, the Chinese calendar."""
    zone = ZoneInfo("Asia/Shanghai")
    return Desk(
        name="客服一组",
        zone=zone,
        clock=BusinessClock(zone, [(None, WorkingHours.parse(CHINA_HOURS))], "CN"),
        agents=(("李伟", 0.9), ("张敏", 1.25), ("王芳", 0.8)),
        channels=(("在线", 0.55, 2.5), ("电话", 0.15, 1), ("邮件", 0.3, 12)),
        tiers=(("金卡", 0.1), ("银卡", 0.3), ("普通", 0.6)),
        kinds=(("咨询", 0.65), ("售后", 0.33), ("投诉", 0.02)),
        subjects=(
            ("物流", "包裹三天没有更新"),
            ("物流", "地址填错了，能改吗？"),
            ("支付", "一笔订单扣了两次款"),
            ("支付", "退款还没有到账"),
            ("账号", "重置密码后登录不上"),
            ("产品", "新款能用旧充电器吗？"),
            ("产品", "耳机左边没有声音"),
            ("政策", "七天无理由怎么申请？"),
        ),
        complaint=("邮件", "回复慢", "发了三封邮件都没有人回复"),
        priorities=(("普通", 0.7), ("紧急", 0.2), ("低", 0.1)),
        statuses=("待处理", "处理中", "已解决"),
        prefix="K-",
        per_day=38,
        bad_week=0,
        strain=3.4,
        seed=20260902,
    )
