"""Every view that has a golden file, by name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

from bot.commands.words import VOCABULARY
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.figures import FILTERS, Filter
from bot.metrics.figures.report import Ask
from bot.metrics.figures.survival import Expected
from bot.metrics.team import Duty
from bot.metrics.tickets import Addresses, Silence
from bot.text import t
from bot.views import help as helping
from bot.views.blocks import notices as notice
from bot.views.figures import report, silence, waiting
from bot.views.team import choosing as team
from tests.views import samples as s
from tests.views.action_samples import ACTION_CASES
from tests.views.complaint_samples import COMPLAINT_CASES
from tests.views.delivery_samples import DELIVERY_CASES
from tests.views.feed_samples import FEED_CASES
from tests.views.import_samples import IMPORT_CASES
from tests.views.problem_samples import PROBLEM_CASES
from tests.views.register_samples import REGISTER_CASES
from tests.views.review_samples import REVIEW_CASES
from tests.views.warning_samples import WARNING_CASES

Case = Callable[[str], dict[str, Any]]


def answer(**changes: Any) -> Case:
    return lambda language: report.answer(s.report(language, **changes), s.READERS[language])


def answer_for_agent(**changes: Any) -> Case:
    return lambda language: report.answer(
        s.report(language, **changes), replace(s.READERS[language], role="agent")
    )


def chart(**changes: Any) -> Case:
    return lambda language: report.chart(s.report(language, **changes), s.READERS[language])


def hostile_answer(language: str) -> dict[str, Any]:
    team_view = replace(s.TEAMS[language], name=s.HOSTILE, leaderboard_open=True)
    groups = s.groups(s.HOSTILE, "<@U0BOSS>", None)
    made = s.report(
        language, Ask("week", by="agent"), team=team_view, person=s.HOSTILE, groups=groups
    )
    return report.answer(made, s.READERS[language])


def hostile_why(language: str) -> dict[str, Any]:
    hostile = tuple(
        replace(line, external_id=s.HOSTILE, channel=s.HOSTILE, tier=s.HOSTILE)
        for line in s.lines(s.VERDICTS[:2], subject=s.HOSTILE, agent=s.HOSTILE)
    )
    return report.why(s.ticket_list(language, lines=hostile), s.READERS[language])


def waiting_for(**changes: Any) -> Case:
    return lambda language: waiting.answer(s.waiting_list(language, **changes), s.READERS[language])


def silent(language: str) -> dict[str, Any]:
    since = to_micros(s.NOW - timedelta(hours=29))
    found = Silence(s.TEAMS[language].name, language, s.SHANGHAI, since)
    return silence.silent(found, s.NOW)


QUALITY = {
    "unknown_years": (2027,),
    "hidden_groups": 0,
    "covered_until": None,
}

BETTER = {"frt_median": "better", "attainment": "better"}
WORSE = {"frt_median": "worse", "attainment": "worse"}
UNCLEAR = {"frt_median": "unclear", "attainment": "unclear"}

SOME = (Filter("channel", "email"), Filter("tier", "gold"), Filter("hours", "night"))
HOSTILE_SOME = tuple(Filter(column, s.HOSTILE[:40]) for column in FILTERS[:4])


def asking(language: str, duty: Duty) -> tuple[str, helping.Examples, Duty]:
    return language, VOCABULARY.examples(language), duty


CASES: dict[str, Case] = {
    "report_today": answer(),
    "report_other_clock": answer(
        ask=Ask(clock="calendar"), clock="calendar", other_clock="business"
    ),
    "report_without_hours": answer(clock="calendar", other_clock=None),
    "report_better": answer(ask=Ask(period="last 28 days"), told=BETTER),
    "report_worse": answer(
        ask=Ask(period="last 28 days"), figures=s.BEFORE, before=s.FIGURES, told=WORSE
    ),
    "report_unclear": answer(ask=Ask(period="last 28 days"), told=UNCLEAR),
    "report_target_reached": answer(
        figures=replace(
            s.FIGURES,
            met=41,
            missed=0,
            attainment=1.0,
            open_waits_now=0,
            oldest_wait_seconds=None,
            excluded=0,
            excluded_reasons={},
            data_issues=0,
        ),
        before=replace(s.BEFORE, frt_median_seconds=200.0),
    ),
    "report_untold": answer(figures=s.UNTOLD, before=s.NONE, data=s.LIVE),
    "report_stale": answer(data=s.STALE),
    "report_no_tickets_stale": answer(figures=s.NONE, data=s.STALE),
    "report_closed_late": answer(
        figures=replace(s.FIGURES, no_response=4, closed_late=2, untold=3), data=s.LIVE
    ),
    "report_nothing_before": answer(ask=Ask("yesterday"), before=s.NONE),
    "report_no_tickets_begun": answer(
        figures=replace(s.NONE, open_waits_now=3, oldest_wait_seconds=0.0)
    ),
    "report_no_tickets": answer(
        figures=replace(s.NONE, open_waits_now=1, oldest_wait_seconds=90_000.0)
    ),
    "report_no_data_at_all": answer(figures=s.NONE, before=s.NONE, covered_until=None),
    "report_unanswered": answer(figures=s.UNANSWERED, before=s.NONE),
    "report_unknown_years": answer(ask=Ask("last 30 days"), **QUALITY),
    "report_early": answer(figures=s.EARLY, before=s.BEFORE_FEW),
    "report_early_some_pending": answer(figures=replace(s.EARLY, tickets=5, pending=2)),
    "report_few_yesterday": answer(ask=Ask("yesterday"), figures=s.EARLY),
    "report_few_judged": answer(ask=Ask("yesterday"), figures=replace(s.EARLY, tickets=5)),
    "report_none_judged": answer(ask=Ask("yesterday"), figures=s.UNANSWERED),
    "report_just_short": answer(figures=replace(s.FIGURES, met=896, missed=104, attainment=0.896)),
    "report_many_wait": answer(figures=replace(s.FIGURES, open_waits=9, answered=36)),
    "report_many_wait_alike": answer(
        figures=replace(s.FIGURES, open_waits=9, answered=36, expected_median=Expected(260.2))
    ),
    "report_many_wait_longer": answer(
        figures=replace(
            s.FIGURES, open_waits=30, answered=15, expected_median=Expected(7_500.0, is_more=True)
        )
    ),
    "chart_days": chart(trend=s.trend()),
    "chart_days_missing": chart(
        ask=Ask("last 30 days"), trend=s.trend(30, gaps=(12, 13, 14, 20, 26, 27))
    ),
    "chart_days_off": chart(trend=replace(s.trend(), off=(date(2026, 11, 14), date(2026, 11, 15)))),
    "chart_days_too_few": chart(trend=s.trend(1)),
    "chart_by_channel": chart(
        ask=Ask("week", by="channel"), groups=s.groups("email", "chat", "微信", "phone", None)
    ),
    "chart_by_agent": chart(ask=Ask("month", by="agent"), groups=s.groups("Emma", "Li Wei")),
    "chart_by_hour_too_few": chart(ask=Ask("today", by="hour"), groups=s.groups("9")),
    "report_by_channel": answer(
        ask=Ask("week", by="channel"), groups=s.groups("email", "chat", "微信", "phone", None)
    ),
    "report_by_hour": answer(
        ask=Ask("2026-11-01..2026-11-15", by="hour"), groups=s.groups("9", "10", "13", "23")
    ),
    "report_by_tier_nobody_behind": answer(
        ask=Ask("week", by="tier"), groups=s.few(s.groups("gold", "silver"))
    ),
    "report_by_agent": answer(
        ask=Ask("month", by="agent"), groups=s.groups("Emma", "Li Wei", None)
    ),
    "report_by_agent_as_agent": answer_for_agent(
        ask=Ask("month", by="agent"), groups=s.groups("Emma"), hidden_groups=5
    ),
    "report_by_agent_as_agent_few": answer_for_agent(
        ask=Ask("week", by="agent"), groups=s.few(s.groups("Emma")), hidden_groups=5
    ),
    "report_by_agent_without_own": answer_for_agent(ask=Ask("week", by="agent"), hidden_groups=6),
    "report_some": answer(ask=Ask("last month", where=SOME), told=BETTER),
    "report_some_by_weekday": answer(
        ask=Ask("last 3 months", by="weekday", where=SOME[:1]), groups=s.groups("1", "2", "6", "7")
    ),
    "report_by_kind": answer(
        ask=Ask("2026-09", by="kind"), groups=s.groups("enquiry", "complaint", "other", None)
    ),
    "report_quarter": answer(ask=Ask("quarter")),
    "report_last_quarter": answer(ask=Ask("last quarter")),
    "report_data_since": answer(ask=Ask("last month"), before=s.NONE, data_since=date(2026, 9, 14)),
    "report_some_hostile": answer(ask=Ask("week", where=HOSTILE_SOME)),
    "report_person": answer(ask=Ask("week", person="U0LI"), person="Li Wei"),
    "report_hostile": hostile_answer,
    "report_shared": lambda language: report.shared(s.report(language), "U0EMMA"),
    "why": lambda language: report.why(s.ticket_list(language), s.READERS[language]),
    "why_filtered_empty": lambda language: report.why(
        s.ticket_list(language, outcome="no_response", page=1, pages=1, lines=()),
        s.READERS[language],
    ),
    "why_hostile": hostile_why,
    "why_some": lambda language: report.why(
        s.ticket_list(language, ask=Ask("last month", where=SOME), period=s.period("last month")),
        s.READERS[language],
    ),
    "waiting": waiting_for(),
    "waiting_mine": waiting_for(scope="mine", **s.waits_of("mine")),
    "waiting_none_of_mine": waiting_for(
        scope="mine", counts={"mine": 0, "unassigned": 2, "all": 4}, **s.waits_of()
    ),
    "waiting_unassigned": waiting_for(scope="unassigned", **s.waits_of("unassigned")),
    "waiting_all_assigned": waiting_for(
        scope="unassigned", counts={"mine": 2, "unassigned": 0, "all": 2}, **s.waits_of()
    ),
    "waiting_to_take": waiting_for(
        counts={"mine": 0, "unassigned": 2, "all": 4}, **s.waits_of("unassigned", "others")
    ),
    "waiting_with_others": waiting_for(
        counts={"mine": 0, "unassigned": 0, "all": 2}, **s.waits_of("others")
    ),
    "waiting_others_late": waiting_for(
        counts={"mine": 0, "unassigned": 0, "all": 2}, **s.waits_of("others", over_limit=2)
    ),
    "waiting_of_nobody_known": waiting_for(
        counts={"unassigned": 2, "all": 4}, **s.waits_of("unassigned", "others")
    ),
    "waiting_others_of_nobody_known": waiting_for(
        counts={"unassigned": 0, "all": 2}, **s.waits_of("others")
    ),
    "waiting_unshared": waiting_for(
        counts={"unassigned": 2, "all": 2}, shared_out=False, **s.waits_of("unassigned")
    ),
    "waiting_of_somebody": waiting_for(
        person="U0LI",
        shown="Li Wei",
        counts={"mine": 0, "unassigned": 0, "all": 2},
        **s.waits_of("others"),
    ),
    "waiting_no_hours": waiting_for(
        lines=(replace(s.WAITS[0], verdict=s.VERDICTS[7]),),
        uncounted=1,
        total=1,
        over_limit=0,
        first=replace(s.WAITS[0], verdict=s.VERDICTS[7]),
        counts={"mine": 1, "unassigned": 0, "all": 1},
    ),
    "waiting_no_address": lambda language: waiting.answer(
        s.waiting_list(language, team=replace(s.TEAMS[language], addresses=Addresses())),
        s.READERS[language],
    ),
    "waiting_untold": waiting_for(untold=True, counts={"unassigned": 0, "all": 0}, **s.waits_of()),
    "waiting_also_untold": waiting_for(untold=True),
    "waiting_stale": waiting_for(data=s.STALE, as_of=from_micros(s.STALE.until), asked=s.NOW),
    "waiting_stale_nobody": waiting_for(
        data=s.STALE,
        as_of=from_micros(s.STALE.until),
        asked=s.NOW,
        counts={"unassigned": 0, "all": 0},
        **s.waits_of(),
    ),
    "waiting_some": waiting_for(where=SOME[:2]),
    "waiting_nobody": waiting_for(counts={"unassigned": 0, "all": 0}, **s.waits_of()),
    "waiting_many": waiting_for(
        total=130,
        over_limit=90,
        page=2,
        pages=17,
        start=8,
        lines=s.WAITS[2:4] + s.WAITS[4:] * 3,
        counts={"mine": 9, "unassigned": 2, "all": 130},
    ),
    "silent": silent,
    **{
        f"help_{duty}": lambda language, duty=duty: helping.answer(*asking(language, duty))
        for duty in get_args(Duty)
    },
    "help_rest": lambda language: helping.rest(*asking(language, "agent")),
    "help_everything": lambda language: helping.everything(*asking(language, "lead")),
    "help_suggestion": lambda language: helping.not_understood(
        "todya <!channel>",
        VOCABULARY.examples(language)["today"],
        s.READERS[language],
        "lead",
    ),
    "help_not_understood": lambda language: helping.not_understood(
        s.HOSTILE, None, s.READERS[language], "agent"
    ),
    "help_to_open": lambda language: helping.to_open(s.READERS[language], s.HOSTILE),
    "team_choose": lambda language: team.choose(
        Ask("2026-11-01..2026-11-15", by="category", person="U0123456789"),
        [s.TEAM, replace(s.TEAM, id=2, name=s.HOSTILE)],
        s.READERS[language],
    ),
    "team_choose_too_long": lambda language: team.choose(
        Ask("last 3 months", where=(Filter("", "a value of some length"),) * 5),
        [s.TEAM, replace(s.TEAM, id=2)],
        s.READERS[language],
    ),
    "team_none": lambda language: team.choose(Ask(), [], s.READERS[language]),
    "notice": lambda language: notice.notice(t(language, "report.none")),
    **ACTION_CASES,
    **WARNING_CASES,
    **REVIEW_CASES,
    **PROBLEM_CASES,
    **REGISTER_CASES,
    **DELIVERY_CASES,
    **COMPLAINT_CASES,
    **IMPORT_CASES,
    **FEED_CASES,
}
