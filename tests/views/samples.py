"""Values to draw: teams, figures, reports, lists; Friday 20 November 2026, 14:05 in Shanghai."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Period, parse_period, previous, to_micros
from bot.metrics.figures.cohort import Figures, Verdict
from bot.metrics.figures.goals import Goal, Target
from bot.metrics.figures.report import (
    Ask,
    Group,
    Report,
    TicketLine,
    TicketList,
    Trend,
    WaitingList,
)
from bot.metrics.figures.survival import Expected
from bot.metrics.team.readers import Reader, TeamView
from bot.metrics.tickets import Addresses, Freshness

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
HOSTILE = (
    "<!channel> &lt;!here&gt; <@U0BOSS|boss> @everyone *now* `rm` ~x~ \u202egpj.exe\u202c "
    "zero\u200bwidth\nsecond line " + "长" * 200
)

EN = Reader("U0EMMA", "en", LONDON, "lead")
ZH = Reader("U0LI", "zh", SHANGHAI, "lead")
READERS = {"en": EN, "zh": ZH}

TEAM = TeamView(
    id=1,
    name="North Desk",
    channel_id="C0NORTH",
    zone=SHANGHAI,
    language="en",
    statistic="median",
    attainment_target=0.9,
    frt_limit_seconds=900,
    leaderboard_open=False,
    has_hours=True,
    addresses=Addresses("https://help.example/tickets/{id}"),
)
TEAMS = {"en": TEAM, "zh": replace(TEAM, name="北区客服", language="zh")}

FIGURES = Figures(
    tickets=45,
    answered=42,
    frt_mean_seconds=371.4,
    frt_median_seconds=260.0,
    frt_p90_seconds=744.0,
    open_waits=3,
    open_waits_now=4,
    oldest_wait_seconds=7_500.0,
    met=36,
    missed=5,
    pending=2,
    no_response=1,
    attainment=36 / 41,
    quickly_judged=40,
    answered_within=0.5,
    art_mean_seconds=412.0,
    resolved=32,
    resolution_mean_seconds=10_000.0,
    resolution_median_seconds=8_000.0,
    resolution_rate=32 / 45,
    csat_rated=12,
    csat_mean=4.46,
    csat_top2=0.9,
    data_issues=2,
    excluded=3,
    excluded_reasons={"merged": 2, "spam": 1},
    one_touch=20,
    reopened=1,
    replies_timed=9,
    resolvable=45,
    replies_counted=32,
    one_touch_rate=20 / 32,
    reopenings_known=32,
    reopened_rate=1 / 32,
    handled=31,
    handling_mean_seconds=9_500.0,
    kinds_known=45,
    complaints=3,
    complaint_rate=3 / 45,
    complaints_resolvable=3,
    complaint_resolved=2 / 3,
    complaints_closed=2,
    complaint_close_median_seconds=12_000.0,
    complaints_due=2,
    complaint_started_24h=0.5,
    settled=30,
    repeat_rate=3 / 30,
    settled_solved=28,
    fcr_known=28,
    fcr=24 / 28,
    durable_resolution=25 / 28,
    untold=0,
    closed_late=0,
    resolutions_timed=32,
    expected_median=Expected(290.0),
    expected_p90=Expected(900.0, is_more=True),
    bot_replies_timed=11,
    bot_first_response_seconds=4.0,
    handovers_timed=8,
    handover_response_seconds=190.0,
)
BEFORE = replace(FIGURES, frt_median_seconds=390.0, attainment=0.83)
NONE = Figures(
    tickets=0,
    answered=0,
    frt_mean_seconds=None,
    frt_median_seconds=None,
    frt_p90_seconds=None,
    open_waits=0,
    open_waits_now=0,
    oldest_wait_seconds=None,
    met=0,
    missed=0,
    pending=0,
    no_response=0,
    attainment=None,
    quickly_judged=0,
    answered_within=None,
    art_mean_seconds=None,
    resolved=0,
    resolution_mean_seconds=None,
    resolution_median_seconds=None,
    resolution_rate=None,
    csat_rated=0,
    csat_mean=None,
    csat_top2=None,
    data_issues=0,
    excluded=0,
    excluded_reasons={},
    one_touch=None,
    reopened=0,
    replies_timed=0,
    resolvable=0,
    replies_counted=0,
    one_touch_rate=None,
    reopenings_known=0,
    reopened_rate=None,
    handled=0,
    handling_mean_seconds=None,
    kinds_known=0,
    complaints=0,
    complaint_rate=None,
    complaints_resolvable=0,
    complaint_resolved=None,
    complaints_closed=0,
    complaint_close_median_seconds=None,
    complaints_due=0,
    complaint_started_24h=None,
    settled=0,
    repeat_rate=None,
    settled_solved=0,
    fcr_known=0,
    fcr=None,
    durable_resolution=None,
    untold=0,
    closed_late=0,
    resolutions_timed=0,
    expected_median=None,
    expected_p90=None,
    bot_replies_timed=0,
    bot_first_response_seconds=None,
    handovers_timed=0,
    handover_response_seconds=None,
)
UNANSWERED = replace(
    NONE, tickets=3, open_waits=3, open_waits_now=3, oldest_wait_seconds=500.0, pending=3
)
EARLY = replace(
    FIGURES, tickets=3, answered=3, met=2, missed=1, pending=0, no_response=0, attainment=2 / 3,
    resolvable=3, resolution_rate=1 / 3, open_waits=0, excluded=0, excluded_reasons={},
)  # fmt: skip
BEFORE_FEW = replace(EARLY, frt_median_seconds=700.0, met=1, missed=2, attainment=1 / 3)


def trend(count: int = 14, *, gaps: tuple[int, ...] = ()) -> Trend:
    days = [date(2026, 11, 20) - timedelta(days=back) for back in reversed(range(count))]
    values = [(day, 240.0 + 47 * (at * 5 % 7)) for at, day in enumerate(days) if at not in gaps]
    return Trend(tuple(values), tuple(days[at] for at in gaps))


def period(text: str) -> Period:
    return parse_period(text, NOW, SHANGHAI)


def report(language: str = "en", ask: Ask | None = None, **changes: object) -> Report:
    ask = ask or Ask()
    cut = period(ask.period)
    made = Report(
        team=TEAMS[language],
        ask=ask,
        as_of=NOW,
        period=cut,
        figures=FIGURES,
        before_period=previous(cut, NOW),
        before=BEFORE,
        clock="business",
        other_clock="calendar",
        trend=None,
        groups=(),
        hidden_groups=0,
        person=None,
        unknown_years=(),
        covered_until=NOW - timedelta(minutes=3),
        target=Target(Goal("attainment", "at_least", 0.9), "team"),
    )
    return replace(made, **changes)


UNTOLD = replace(
    NONE, tickets=12, untold=12, open_waits=None, open_waits_now=None, no_response=None, excluded=1,
    excluded_reasons={"deleted": 1},
)  # fmt: skip
LIVE = Freshness(to_micros(NOW - timedelta(minutes=2)))
STALE = Freshness(to_micros(NOW - timedelta(days=3, hours=2)), is_live=False)


def groups(*keys: str | None) -> tuple[Group, ...]:
    return tuple(
        Group(
            key,
            replace(
                FIGURES,
                tickets=30 - at,
                frt_median_seconds=200.0 + 90 * at,
                frt_p90_seconds=700.0 + 400 * at,
                met=max(29 - 3 * at, 0),
                missed=min(1 + 3 * at, 30),
                attainment=max(29 - 3 * at, 0) / 30,
                open_waits=at,
            )
            if at != 3
            else UNANSWERED,
        )
        for at, key in enumerate(keys)
    )


def few(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    return tuple(replace(group, figures=EARLY) for group in groups)


VERDICTS = (
    Verdict("missed", None, 7_500.0, 900, 6_600.0, ("still_waiting",)),
    Verdict("missed", 1_330.0, None, 900, 430.0, ("answered_late",)),
    Verdict("pending", None, 300.0, 900, None, ("within_limit",)),
    Verdict("met", 210.0, None, 900, None, ("answered_in_time",)),
    Verdict("no_response", None, None, 900, None, ("solved_without_reply",)),
    Verdict("no_clock_start", None, None, None, None, ("customer_silent",)),
    Verdict("no_clock_start", None, None, None, None, ("not_opened_yet",)),
    Verdict("no_working_hours", None, 900.0, 900, None, ("no_working_hours",)),
    Verdict("excluded", None, None, None, None, ("merged",)),
    Verdict("excluded", None, None, None, None, ("spam",)),
    Verdict("excluded", None, None, None, None, ("test",)),
    Verdict("impossible", None, None, None, None, ("response_before_opening", "csat_out_of_scale")),
    Verdict("impossible", None, None, None, None, ("response_before_wait",)),
    Verdict(
        "impossible",
        None,
        None,
        None,
        None,
        ("response_before_opening", "resolved_before_opening", "turn_reversed"),
    ),
    Verdict("missed", None, None, 900, 300.0, ("closed_late",)),
    Verdict("not_told", None, None, None, None, ("not_told",)),
    Verdict("excluded", None, None, None, None, ("deleted",)),
)
SUBJECTS = ("Where is my parcel?", "退款还没到账", None, "Invoice 2026-1107 & VAT <copy>")


def lines(
    verdicts: tuple[Verdict, ...] = VERDICTS, subject: str | None = "", agent: str | None = "Emma"
) -> tuple[TicketLine, ...]:
    return tuple(
        TicketLine(
            source="file",
            external_id=str(4711 + at),
            subject=SUBJECTS[at % 4] if subject == "" else subject,
            channel=("email", "chat", None)[at % 3],
            tier=("gold", None)[at % 2],
            agent=agent,
            opened_at=NOW - timedelta(hours=2, minutes=7 * at),
            verdict=verdict,
        )
        for at, verdict in enumerate(verdicts)
    )


def ticket_list(language: str = "en", **changes: object) -> TicketList:
    made = TicketList(
        team=TEAMS[language],
        ask=Ask(),
        as_of=NOW,
        period=period("today"),
        clock="business",
        outcome="all",
        counts=(("met", 36), ("missed", 5), ("pending", 2), ("excluded", 3), ("impossible", 2)),
        page=2,
        pages=4,
        lines=lines(),
    )
    return replace(made, **changes)


WAITS = tuple(
    replace(
        line,
        verdict=Verdict("missed" if left < 0 else "pending", None, 900.0 - left, 900, None, ()),
        whose=whose,
        agent=None if whose == "unassigned" else line.agent,
    )
    for line, left, whose in zip(
        lines((VERDICTS[2],) * 6),
        (-6_600.0, 199.0, -100.0, 0.0, 540.0, 59.0),
        ("mine", "mine", "unassigned", "unassigned", "others", "others"),
        strict=True,
    )
)
"""Two of one's own, two of nobody, two of others; the limit of each is 15 min."""


def waiting_list(language: str = "en", **changes: object) -> WaitingList:
    made = WaitingList(
        team=TEAMS[language],
        as_of=NOW,
        clock="business",
        total=6,
        over_limit=2,
        lines=WAITS,
        counts={"mine": 2, "unassigned": 2, "all": 6},
        first=WAITS[0],
    )
    return replace(made, **changes)


def waits_of(*whose: str, **changes: object) -> dict[str, object]:
    """Return what changes when only those of these wait."""
    shown = tuple(line for line in WAITS if line.whose in whose)
    over = sum(line.verdict.outcome == "missed" for line in shown)
    first = next(iter(shown), None)
    made = {"lines": shown, "total": len(shown), "over_limit": over, "first": first}
    return made | changes
