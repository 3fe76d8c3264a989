"""Problems to draw, as they stand on Friday 20 November 2026, 14:05 in Shanghai."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.metrics.complaints.complaints import Progress
from bot.metrics.history import Edit
from bot.metrics.problems import WHYS
from bot.metrics.problems.lists import (
    PostedReport,
    ProblemCard,
    ProblemForm,
    ProblemList,
    Recurring,
    ReportPlace,
)
from bot.metrics.problems.problems import ProblemFacts
from bot.metrics.problems.report import ProblemReportFacts, ReportedAction, TicketEvent, TicketTimes
from bot.metrics.registers import AnyEntry, Entry
from bot.metrics.tickets import TicketKey
from bot.metrics.tickets.verdicts import Verdict
from bot.models import Problem
from bot.registers.problems import PROBLEM, PROBLEMS
from bot.text import t
from bot.views.blocks.inputs import NEW, Late
from bot.views.home import leaving as left
from bot.views.problems import card as problem
from bot.views.problems import forms as problem_forms
from bot.views.problems import listed as problem_list
from bot.views.problems import report as problem_report
from bot.views.registers import step_form
from tests.views import action_samples as made_actions
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
MADE = datetime(2026, 11, 18, 2, 30, tzinfo=UTC)
STARTED = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
SAID = {
    "en": {
        "seen": "On Mondays chats wait for more than 30 minutes between 9 and 11",
        "whys": (
            "Three times as many chats come in as on other days",
            "The weekend’s orders are all shipped on Monday morning",
            "The roster is the same for every day of the week",
        ),
        "root_cause": "The roster does not follow the demand",
        "direction": "Plan Mondays by the forecast",
        "verification": "No chat waits for more than 30 min on four Mondays",
    },
    "zh": {
        "seen": "每周一 9 点到 11 点，在线咨询等待超过 30 分钟",
        "whys": ("周一的咨询量是平时的三倍", "周末的订单都在周一上午发货", "排班每天都一样"),
        "root_cause": "排班没有跟着咨询量走",
        "direction": "周一按预测排班",
        "verification": "连续四个周一没有咨询等待超过 30 分钟",
    },
}


def facts(language: str, **changes: Any) -> ProblemFacts:
    made = ProblemFacts(
        team_id=1,
        team_name=s.TEAMS[language].name,
        addresses=s.TEAM.addresses,
        channel_id="C0NORTH",
        zone=s.SHANGHAI,
        language=language,
        number=7,
        kind="delay",
        metric="frt_median",
        cause="staffing",
        owner_id="U0SOFIA",
        due_on=date(2026, 12, 18),
        origin="case",
        origin_ref="file/4711",
        status="analysed",
        analysis_started_by="U0NOAH",
        analysis_started_at=STARTED,
        closed_by=None,
        closed_at=None,
        closed_why=None,
        created_by="U0EMMA",
        created_at=MADE,
        version=3,
        tickets=(("file", "4711"), ("file", "4720")),
        **SAID[language],
    )
    return replace(made, **changes)


def new(language: str, **changes: Any) -> ProblemFacts:
    """Return a problem of which nothing is known but what was seen."""
    nothing = {
        **dict.fromkeys(("metric", "cause", "root_cause", "direction", "owner_id", "due_on")),
        **dict.fromkeys(("verification", "analysis_started_by", "analysis_started_at")),
    }
    bare = {"status": "open", "whys": (), "tickets": (), "origin": "command", "origin_ref": None}
    return facts(language, **{**nothing, **bare, "version": 1, **changes})


def shown(language: str, **changes: Any) -> ProblemCard:
    actions = (
        made_actions.facts(language, number=3, origin="problem", origin_ref="7"),
        made_actions.facts(
            language, number=5, origin="problem", origin_ref="7", **made_actions.DONE
        ),
    )
    places = (
        ReportPlace("C0NORTH", "posted", None, "1.1"),
        ReportPlace("C0SHIP", "planned", "ratelimited"),
        ReportPlace("C0OLD", "skipped", "is_archived"),
    )
    return ProblemCard(
        facts(language, **changes), actions, (PostedReport(1, "U0EMMA", LATER, places),)
    )


def card(**changes: Any) -> Case:
    return lambda language: problem.card(shown(language, **changes), language, s.NOW)


def closed(language: str) -> dict[str, Any]:
    verified = {**made_actions.DONE, "status": "verified"}
    why = {"en": "The new roster holds", "zh": "新排班稳定运行"}[language]
    ended = {"closed_by": "U0EMMA", "closed_at": LATER, "closed_why": why}
    actions = (made_actions.facts(language, origin="problem", origin_ref="7", **verified),)
    made = ProblemCard(facts(language, status="closed", **ended), actions)
    return problem.card(made, language, s.NOW)


def modal(language: str) -> dict[str, Any]:
    return problem.card_modal(shown(language), language, s.NOW)


def leaving(*, with_action: bool) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        late = facts(language, due_on=date(2026, 11, 18))
        work = (
            (made_actions.facts(language),) if with_action else (),
            (),
            (late, new(language, number=9, seen=s.HOSTILE, owner_id="U0SOFIA")),
        )
        of_team = (s.TEAMS[language].name, s.TEAMS[language].zone)
        return left.left("U0SOFIA", of_team, work, language, s.NOW)

    return drawn


def hostile_problem(language: str, **changes: Any) -> ProblemFacts:
    texts = dict.fromkeys(("seen", "root_cause", "direction", "verification"), s.HOSTILE)
    return facts(
        language,
        **texts,
        whys=(s.HOSTILE,) * 5,
        team_name=s.HOSTILE,
        tickets=(("file", s.HOSTILE),) * 20,
        closed_why=s.HOSTILE,
        **changes,
    )


def hostile(language: str) -> dict[str, Any]:
    made = hostile_problem(language, status="closed", closed_by="U0EMMA", closed_at=LATER)
    return problem.card(ProblemCard(made), language, s.NOW)


def value(language: str, **changes: Any) -> ids.ProblemFormValue:
    made = ids.ProblemFormValue(team_id=1, number=7, version=3)
    return made.model_copy(update=changes)


def entry(made: ProblemFacts, *states: str) -> AnyEntry:
    """Return a problem as its register's entry, with the states of the actions made from it."""
    names = Problem.model_fields.keys() & set(ProblemFacts.__slots__)
    row = {name: getattr(made, name) for name in names}
    record = ("team_id", "team_name", "channel_id", "zone", "language", "number")
    return Entry(
        **{name: getattr(made, name) for name in record},
        register=PROBLEMS,
        row=Problem(team_id=made.team_id, number=made.number, **row),
        parts={
            **dict(zip(WHYS, made.whys, strict=False)),
            "tickets": tuple(TicketKey(*one) for one in made.tickets),
            "actions": states,
        },
    )


def step(name: str, made: AnyEntry, language: str, late: Late = NEW, turn: int = 0) -> Any:
    """Return the form of a step as the bot draws it."""
    carried = ids.EntryFormValue(
        of=PROBLEM, team_id=1, number=made.number, version=3, step=name, turn=turn
    )
    said = replace(late, basis=problem_forms.basis(made, PROBLEMS.step(name), language))
    return step_form(made, carried, s.READERS[language], s.NOW, said)


def form(name: str, **changes: Any) -> Case:
    return lambda language: step(name, entry(facts(language, **changes)), language)


def stale(language: str) -> dict[str, Any]:
    before = {"root_cause": "", "cause": "", "status": "open"}
    after = {"root_cause": SAID[language]["root_cause"], "cause": "process", "status": "analysed"}
    late = Late(
        {"direction": SAID[language]["direction"]},
        (Edit("analysed", "U0NOAH", LATER, before, after, None),),
    )
    return step("whys", entry(facts(language)), language, late, turn=1)


def proposing(made: ProblemForm, language: str) -> dict[str, Any]:
    carried = ids.EntryFormValue(of=PROBLEM, team_id=0, step="make", origin="command")
    cut = t(language, "problem.form.cut", most=PROBLEMS.most("seen"))
    late = Late(problem_forms.proposed(made, language), said=cut if made.is_cut else None)
    return step_form(None, carried, s.READERS[language], s.NOW, late, made.teams)


def make(**changes: Any) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        made = replace(ProblemForm((s.TEAMS[language],)), **changes)
        return proposing(made, language)

    return drawn


def close(*states: str) -> Case:
    return lambda language: step("close", entry(facts(language), *states), language)


def report(language: str, **changes: Any) -> ProblemReportFacts:
    one = shown(language).actions[1]
    said = SAID[language]
    opened, answered, solved = (
        datetime(2026, 11, 16, *at, tzinfo=UTC) for at in ((1, 5), (1, 47), (3, 30))
    )
    times = (
        TicketTimes(
            "file",
            "4711",
            (
                TicketEvent(opened, "opened"),
                TicketEvent(answered, "first_response", 2520.0, 900.0),
                TicketEvent(datetime(2026, 11, 16, 2, 10, tzinfo=UTC), "asked"),
                TicketEvent(datetime(2026, 11, 16, 2, 15, tzinfo=UTC), "replied"),
                TicketEvent(solved, "solved"),
            ),
            left=4,
        ),
        TicketTimes(
            "file",
            "4720",
            (TicketEvent(opened, "opened"), TicketEvent(LATER, "waiting", 5_400.0, 900.0)),
        ),
        TicketTimes("file", "4699"),
    )
    made = ProblemReportFacts(
        team_name=s.TEAMS[language].name,
        ticket_address=s.TEAM.addresses.own,
        zone="Asia/Shanghai",
        number=7,
        kind="delay",
        seen=said["seen"],
        metric="frt_median",
        status="analysed",
        tickets=times,
        more_tickets=2,
        whys=said["whys"],
        cause="staffing",
        root_cause=said["root_cause"],
        direction=said["direction"],
        owner_id="U0SOFIA",
        due_on=date(2026, 12, 18),
        verification=said["verification"],
        actions=(ReportedAction(one.number, one.measure, one.owner_id, one.due_on, "done", None),),
        more_actions=1,
        made_by="U0EMMA",
        made_at=LATER,
    )
    return replace(made, **changes)


def bare_report(language: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("metric", "cause", "root_cause", "direction", "owner_id", "due_on"))
    none = {"tickets": (), "more_tickets": 0, "whys": (), "actions": (), "more_actions": 0}
    return problem_report.posted(
        report(language, **nothing, **none, verification=None, status="open"), language
    )


def hostile_report(language: str) -> dict[str, Any]:
    texts = dict.fromkeys(("seen", "root_cause", "direction", "verification"), s.HOSTILE)
    made = report(language, **texts, team_name=s.HOSTILE, whys=(s.HOSTILE,))
    times = tuple(replace(one, external_id=s.HOSTILE) for one in made.tickets)
    actions = tuple(replace(one, measure=s.HOSTILE) for one in made.actions)
    return problem_report.posted(replace(made, tickets=times, actions=actions), language)


def report_form(last: bool, changed: bool = True, may: bool = True) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        present = report(language)
        earlier = replace(present, status="open") if changed else present
        channels = ((1, s.TEAMS[language].name), (2, "物流 & Shipping")) if may else ()
        made = shown(language) if last else replace(shown(language), reports=())
        return problem_forms.report(
            made,
            value(language),
            s.READERS[language],
            present,
            earlier if last else None,
            channels,
        )

    return drawn


RANKING = (
    Recurring("delay", "staffing", (7, 6, 5, 4, 3, 2, 1), 9, 0.5),
    Recurring("delay", "process", (9, 8), 4, 2 / 14),
    Recurring("attitude", "skill", (10,), 1, 1 / 14),
    Recurring("system", None, (14, 13, 12, 11), 0, 4 / 14),
)


def listed(language: str, **changes: Any) -> dict[str, Any]:
    rows = (shown(language), ProblemCard(new(language, number=6)))
    made = ProblemList(
        team=s.TEAMS[language],
        scope="open",
        period=None,
        problems=rows,
        total=2,
        counts=(2, 14),
        page=1,
        pages=1,
        ranking=None,
    )
    return problem_list.answer(replace(made, **changes), s.READERS[language], s.NOW)


def several(**changes: Any) -> Case:
    return lambda language: listed(language, **changes)


def hostile_make(language: str) -> dict[str, Any]:
    verdict = Verdict("missed", 1320.0, None, 900, 420.0, ("answered_late",))
    made = ProblemForm(
        (s.TEAMS[language], replace(s.TEAMS[language], id=2, name=s.HOSTILE)),
        case=(("file", s.HOSTILE[:40]), verdict),
    )
    return proposing(made, language)


LATE_VERDICT = Verdict("missed", 1320.0, None, 900, 420.0, ("answered_late",))
PROBLEM_CASES: dict[str, Case] = {
    "problem": card(),
    "problem_new": lambda language: problem.card(
        ProblemCard(new(language)), language, s.NOW, "above"
    ),
    "problem_modal": modal,
    "problem_left": leaving(with_action=False),
    "problem_left_with_action": leaving(with_action=True),
    "problem_closed": closed,
    "problem_reopened": card(status="reopened", due_on=date(2027, 1, 8)),
    "problem_hostile": hostile,
    "problem_make": make(text="Chats wait", is_cut=True),
    "problem_make_case": make(case=(("file", "4711"), LATE_VERDICT)),
    "problem_make_warning": make(warned=("csat_mean", date(2026, 11, 19))),
    "problem_make_hostile": hostile_make,
    "problem_change": form("change"),
    "problem_whys": form("whys"),
    "problem_whys_stale": stale,
    "problem_close": close("open", "verified"),
    "problem_close_without": close("open", "done"),
    "problem_close_nothing": lambda language: step("close", entry(new(language)), language),
    "problem_reopen": form("reopen", status="closed", closed_why="Solved"),
    "problem_report": lambda language: problem_report.posted(report(language), language),
    "problem_report_bare": bare_report,
    "problem_report_hostile": hostile_report,
    "problem_report_form": report_form(last=False),
    "problem_report_form_again": report_form(last=True),
    "problem_report_form_same": report_form(last=True, changed=False),
    "problem_report_read": report_form(last=True, may=False),
    "problem_list": several(),
    "problem_list_with_clocks": several(clocks=Progress(running=2, over=1, in_time=5)),
    "problem_list_none": several(problems=(), total=0, counts=(0, 0)),
    "problem_list_period": lambda language: listed(
        language,
        scope="last 30 days",
        period=s.period("last 30 days"),
        total=14,
        page=2,
        pages=3,
        ranking=RANKING,
    ),
    "problem_list_one_cause": several(scope="all", total=2, ranking=RANKING[1:2]),
    "problem_list_no_data": several(scope="all", total=0, problems=(), ranking=()),
    "problem_choose": lambda language: problem_list.choose(
        "number:7", [s.TEAM, replace(s.TEAM, id=2, name=s.HOSTILE)], language
    ),
}
