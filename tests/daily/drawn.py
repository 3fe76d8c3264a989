"""Daily reports and their cases to draw: posted on Monday 16 November 2026, 09:00 in Shanghai."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.metrics.clocks import to_micros
from bot.metrics.clocks.periods import between
from bot.metrics.daily.cases import AllNamed, Case, CaseList, GroupLine, GroupList, GroupNamed
from bot.metrics.daily.groups import MOST, Slice
from bot.metrics.daily.report import (
    ROWS,
    DailyReport,
    DayBefore,
    Measures,
    PostState,
    Share,
    Span,
    Usual,
)
from bot.metrics.daily.revised import RevisedList, RevisedTicket
from bot.metrics.figures import Goal, Target
from bot.metrics.tickets import (
    Addresses,
    Change,
    Freshness,
    Revised,
    TicketFacts,
    TicketKey,
    Verdict,
)
from bot.views.daily import cases, groups, mentions
from bot.views.daily import details as view
from bot.views.daily import report as daily
from bot.views.daily import revised as revised_view
from tests.views import samples as s

MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 13), date(2026, 11, 15)


def column(*values: float | None, rated: int = 0) -> Measures:
    """Return a column by its values in the order of the rows."""
    return Measures(dict(zip(ROWS, values, strict=True)), {"csat_mean": rated})


NOW = column(45, 260.0, 744.0, 36 / 41, 412.0, 32, 8_000.0, 4.46, rated=12)
MONTH = column(410, 300.0, 1_300.0, 0.91, 500.5, 377, 9_100.0, 4.2, rated=130)
MEAN = Measures(column(27.4, 390.0, 1_500.0, 0.83, 520.0, 25.25, 8_700.0, 4.31).values)
USUAL = Usual(MEAN, 20, date(2026, 10, 16), date(2026, 11, 12))
DAY_BEFORE = DayBefore(
    column(31, 300.0, 1_100.0, 0.91, 430.0, 30, 8_200.0, 4.4, rated=9),
    date(2026, 11, 12),
    date(2026, 11, 12),
)
CHANNELS = (Share("email", 4, 20), Share("<!channel>", 1, 9), Share(None, 0, 12))
_BY = ("channel", "hour", "group", "category")
HOURS = (Share(9, 3, 10), Share(10, 0, 14), Share(17, 2, 5))


TARGETS = {
    "frt_median": Target(Goal("frt_median", "at_most", 900.0), "limit"),
    "attainment": Target(Goal("attainment", "at_least", 0.9), "team"),
    "csat_mean": Target(Goal("csat_mean", "at_least", 4.5), "team"),
}


def keys(count: int) -> tuple[TicketKey, ...]:
    return tuple(TicketKey("file", str(4711 + at)) for at in range(count))


def worst(count: int, **changes: Any) -> tuple[Case, ...]:
    lines = s.lines(s.VERDICTS[:2] * 5, agent=None)[:count]
    causes = (None, "staffing", "system")
    return tuple(
        Case(replace(line, **changes), causes[at % 3], at == 1) for at, line in enumerate(lines)
    )


def report(language: str, **changes: Any) -> DailyReport:
    made = DailyReport(
        team=s.TEAMS[language],
        day=date(2026, 11, 16),
        span=Span(FIRST, LAST, "regular"),
        period=between(FIRST, LAST, s.SHANGHAI),
        month_period=between(date(2026, 11, 1), LAST, s.SHANGHAI),
        as_of=MONDAY,
        before=datetime(2026, 11, 13, 1, tzinfo=UTC),
        clock="business",
        figures=s.FIGURES,
        now=NOW,
        month=MONTH,
        usual=USUAL,
        targets=TARGETS,
        day_before=DAY_BEFORE,
        not_met=keys(6),
        earlier=1,
        unnamed=4,
        cases=worst(3),
        channels=CHANNELS,
        hours=HOURS,
        unknown_years=(),
        covered_until=datetime(2026, 11, 15, 22, 14, tzinfo=UTC),
    )
    return replace(made, **changes)


NO_MISS = {
    "figures": replace(
        s.FIGURES, met=44, missed=0, pending=0, no_response=0, attainment=1.0, data_issues=0
    ),
    "not_met": (),
    "earlier": 0,
    "unnamed": 0,
    "cases": (),
    "channels": (Share("email", 0, 44),),
    "hours": (Share(9, 0, 44),),
}
NOTHING = {
    **NO_MISS,
    "figures": s.NONE,
    "now": column(0, None, None, None, None, 0, None, None),
    "channels": (),
    "hours": (),
}

ADDRESS = "https://help.example/tickets/{id}"
BAD_DAY: dict[str, Any] = {
    "figures": replace(s.FIGURES, met=25, missed=25, pending=0, no_response=0, attainment=0.5),
    "not_met": keys(26),
    "unnamed": 19,
    "channels": (Share("email", 19, 24), Share("chat", 4, 16), Share(None, 2, 10)),
    "hours": tuple(
        Share(hour, {11: 5, 12: 5, 13: 4}.get(hour, 2 if hour < 15 else 1), 6)
        for hour in range(9, 18)
    ),
}
SLOW = replace(s.FIGURES, frt_median_seconds=636.0)
NOW_SLOW = Measures({**NOW.values, "frt": 636.0}, NOW.samples)
PLANNED = {**TARGETS, "frt_median": Target(Goal("frt_median", "at_most", 600.0), "plan")}
GOAL_REACHED = {"attainment": Target(Goal("attainment", "at_least", 0.825), "plan")}
FEW: dict[str, Any] = {
    "figures": replace(
        s.FIGURES,
        tickets=3,
        answered=3,
        met=1,
        missed=2,
        pending=0,
        no_response=0,
        attainment=1 / 3,
    ),
    "not_met": keys(2),
    "earlier": 0,
    "unnamed": 2,
    "cases": worst(2),
    "channels": (Share("email", 2, 3),),
    "hours": (Share(9, 2, 3),),
}
NOTHING_BUT_EARLIER = {
    **NOTHING,
    "not_met": keys(1),
    "earlier": 1,
    "unnamed": 1,
    "cases": worst(1),
}
UNTOLD = {
    **NOTHING,
    "figures": replace(s.NONE, tickets=9, untold=9, open_waits=None, open_waits_now=None),
}
CLOSED = Verdict("missed", None, None, 900, 180.0, ("closed_late",))
OLD = datetime(2026, 11, 13, 22, 14, tzinfo=UTC)


def posted(**changes: Any) -> Callable[[str], dict[str, Any]]:
    return lambda language: daily.posted(report(language, **changes))


def preview(status: str | None, **changes: Any) -> Callable[[str], dict[str, Any]]:
    state = PostState(status, MONDAY if status else None)
    return lambda language: daily.preview(report(language, **changes), s.READERS[language], state)


def details(**changes: Any) -> Callable[[str], dict[str, Any]]:
    return lambda language: view.details(report(language, **changes), s.READERS[language])


def of_strangers(language: str) -> DailyReport:
    """Return a report of which every text from outside is hostile."""
    text = {"external_id": s.HOSTILE, "subject": s.HOSTILE, "channel": s.HOSTILE}
    several = worst(1, **text, tier=s.HOSTILE) + worst(1, external_id="<!here>", subject=s.HOSTILE)
    team = replace(s.TEAMS[language], name=s.HOSTILE)
    bad = {**BAD_DAY, "channels": (Share(s.HOSTILE, 19, 24), *BAD_DAY["channels"][1:])}
    return report(language, **{**bad, "team": team, "cases": several})


def hostile(language: str) -> dict[str, Any]:
    return daily.posted(of_strangers(language))


def hostile_details(language: str) -> dict[str, Any]:
    return view.details(of_strangers(language), s.READERS[language])


def all_cases(**changes: Any) -> Callable[[str], dict[str, Any]]:
    def draw(language: str) -> dict[str, Any]:
        made = CaseList(
            team=s.TEAMS[language],
            period=between(FIRST, LAST, s.SHANGHAI),
            as_of=MONDAY,
            before=None,
            clock="business",
            total=23,
            unnamed=14,
            page=2,
            pages=3,
            cases=worst(10, agent="Emma"),
            may_name=True,
        )
        return cases.all_cases(replace(made, **changes), s.READERS[language])

    return draw


GROUPS = (
    GroupLine(Slice(_BY, "email", 11, "Second line", "Billing"), 19, 19, ()),
    GroupLine(Slice(_BY, "WhatsApp", 9, None, "Parcels"), 7, 2, (("staffing", 4), ("system", 1))),
    GroupLine(Slice(_BY, "phone", 22, "Second line", None), 4, 0, (("process", 4),)),
    GroupLine(Slice(_BY, "chat", 14, None, None), 3, 0, (("process", 2), ("other", 1))),
)


def all_groups(done: GroupNamed | None = None, **changes: Any) -> Callable[[str], dict[str, Any]]:
    def draw(language: str) -> dict[str, Any]:
        made = GroupList(
            team=s.TEAMS[language],
            period=between(FIRST, LAST, s.SHANGHAI),
            as_of=MONDAY,
            before=None,
            clock="business",
            total=41,
            unnamed=26,
            page=1,
            pages=1,
            groups=GROUPS,
            others=8,
            others_unnamed=5,
            may_name=True,
        )
        return groups.all_groups(replace(made, **changes), s.READERS[language], done)

    return draw


def hostile_groups(language: str) -> dict[str, Any]:
    """Return as many groups as there can be, of the longest and worst texts."""
    text = s.HOSTILE + "x" * 500
    many = tuple(
        GroupLine(Slice(_BY, text, n % 24, text, f"{text}{n}"), 19_000, 18_999, (("skill", 1),))
        for n in range(MOST)
    )
    done = GroupNamed(many[0].slice, 19_000, AllNamed("system", 18_000, 500, 0, 500, ()))
    return all_groups(done, groups=many)(language)


def named_group(changed: int, kept: int, gone: int = 0) -> GroupNamed:
    return GroupNamed(GROUPS[0].slice, 19, AllNamed("staffing", changed, kept, 0, gone, ()))


def changed_tickets() -> tuple[Revised, Revised]:
    facts = TicketFacts("zendesk", "E-1021", 0, 0, subject="Refund")
    odd = facts._replace(external_id=s.HOSTILE, subject=s.HOSTILE)
    late, met = s.VERDICTS[0], Verdict("met", 420.0, None, 900, None, ("answered_in_time",))
    return Revised(facts, facts, late, met), Revised(odd, odd, late, met)


def revised(**changes: Any) -> Callable[[str], dict[str, Any]]:
    def draw(language: str) -> dict[str, Any]:
        plain, odd = changed_tickets()
        moved = ("2026-11-12T01:40:00+00:00", "2026-11-12T01:12:00+00:00")
        changed = (Change("first_response_at", *moved, 7, 4),)
        renamed = (Change("excluded", "", "spam", 7, 4), Change("subject", s.HOSTILE, None, 7, 4))
        made = RevisedList(
            team=s.TEAMS[language],
            before=datetime(2026, 11, 13, 1, tzinfo=UTC),
            as_of=MONDAY,
            clock="business",
            total=12,
            page=1,
            pages=2,
            tickets=(
                RevisedTicket(plain, changed, "tickets.csv"),
                RevisedTicket(odd, renamed, s.HOSTILE),
            ),
        )
        return revised_view.all_revised(replace(made, **changes), s.READERS[language])

    return draw


CASES: dict[str, Callable[[str], dict[str, Any]]] = {
    "daily": posted(),
    "daily_pattern": posted(**BAD_DAY),
    "daily_plan": posted(targets=PLANNED, now=NOW_SLOW, figures=SLOW),
    "daily_reached": posted(targets={**TARGETS, **GOAL_REACHED}, unnamed=0),
    "daily_few": posted(**FEW),
    "daily_earlier": posted(**NOTHING_BUT_EARLIER),
    "daily_closed": posted(cases=worst(3, verdict=CLOSED)),
    "daily_no_mean": posted(usual=None, day_before=None),
    "daily_caught_up": posted(span=Span(FIRST, LAST, "caught_up")),
    "daily_cut": posted(span=Span(FIRST, LAST, "cut")),
    "daily_continued": posted(span=Span(FIRST, LAST, "continued")),
    "daily_good": posted(**NO_MISS),
    "daily_pending": posted(
        **{**NO_MISS, "figures": replace(NO_MISS["figures"], pending=2, open_waits_now=2)}
    ),
    "daily_quiet": posted(**NOTHING),
    "daily_untold": posted(**UNTOLD),
    "daily_old_data": posted(data=Freshness(to_micros(OLD), is_live=False)),
    "daily_unknown_years": posted(unknown_years=(2027,), revised=2),
    "daily_stale": posted(**NOTHING, covered_until=datetime(2026, 11, 9, 3, tzinfo=UTC)),
    "daily_never": posted(**NOTHING, covered_until=None),
    "daily_hostile": hostile,
    "daily_linked": lambda language: daily.posted(
        report(language, team=replace(s.TEAMS[language], addresses=Addresses(ADDRESS)))
    ),
    "daily_p90": lambda language: daily.posted(
        report(language, team=replace(s.TEAMS[language], statistic="p90"))
    ),
    "daily_mentions": lambda language: mentions.with_mentions(
        language, daily.posted(report(language)), ("U0EMMA", "U0QUINN")
    ),
    "daily_direct": lambda language: mentions.direct(
        report(language), "https://acme.slack.com/archives/C01/p1"
    ),
    "daily_direct_unlinked": lambda language: mentions.direct(report(language), None),
    "daily_preview": preview(None),
    "daily_preview_posted": preview("posted", **NO_MISS),
    "daily_preview_skipped": preview("skipped"),
    "daily_revised": posted(**NO_MISS, revised=2),
    "details": details(revised=2),
    "details_all_hours": details(
        hours=tuple(Share(hour, hour % 3, 24 - hour) for hour in range(24))
    ),
    "details_one_hour": details(hours=HOURS[:1]),
    "details_good": details(**NO_MISS),
    "details_quiet": details(**NOTHING),
    "details_plan": details(targets=PLANNED, now=NOW_SLOW, figures=SLOW),
    "details_no_mean": details(usual=None, day_before=None),
    "details_hostile": hostile_details,
    "revised": revised(),
    "revised_none": revised(total=0, pages=1, tickets=()),
    "cases": all_cases(),
    "cases_read_only": all_cases(may_name=False, page=1, pages=1, cases=worst(3, agent=None)),
    "cases_of_group": all_cases(
        page=1, pages=1, total=3, unnamed=2, cases=worst(3), group="abc", slice=GROUPS[1].slice
    ),
    "cases_of_others": all_cases(page=1, pages=1, total=1, cases=worst(1), group="others"),
    "groups": all_groups(),
    "groups_done": all_groups(named_group(14, 5, 1)),
    "groups_unchanged": all_groups(named_group(0, 19)),
    "groups_read_only": all_groups(may_name=False),
    "groups_hostile": hostile_groups,
    "cases_none": all_cases(total=0, unnamed=0, page=1, pages=1, cases=()),
}
