"""Actions to draw, as they stand on Friday 20 November 2026, 14:05 in Shanghai."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.metrics.actions.actions import ActionFacts, ActionList, Scope, matrix
from bot.metrics.actions.slipping import Slipped
from bot.metrics.actions.verification import Measurement, Side, Standard, Windows
from bot.metrics.daily import About, OfGroup, OfTicket, Slice
from bot.metrics.figures.evidence import Interval
from bot.metrics.figures.goals import Goal
from bot.metrics.history import Edit
from bot.metrics.team import TeamView
from bot.metrics.tickets import Addresses, TicketKey
from bot.registers.actions import entry_of
from bot.text import t
from bot.views.actions import card as action
from bot.views.actions import listed as action_list
from bot.views.actions import matrix as action_matrix
from bot.views.actions import slipping
from bot.views.actions import verdict as verdicts
from bot.views.actions.suggested import suggested
from bot.views.blocks import Late, made_from
from bot.views.home import leaving as left
from bot.views.registers.forms import step_form, with_all
from tests.plans import drawn as plans
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
MADE = datetime(2026, 11, 12, 6, 30, tzinfo=UTC)
DONE = {
    "status": "done",
    "result": "Median of the night shift down from 14 to 9 minutes",
    "done_by": "U0SOFIA",
    "done_at": datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
    "version": 2,
}
MEASURES = {
    "en": "Put a second person on the night desk from 21:00 to 08:00",
    "zh": "夜班 21:00–08:00 增加一名客服",
}
VERIFIED = {"en": "night FRT at most 1 h over 30 days", "zh": "30 天内夜间首次响应不超过 1 小时"}


def facts(language: str, **changes: Any) -> ActionFacts:
    made = ActionFacts(
        team_id=1,
        team_name=s.TEAMS[language].name,
        addresses=s.TEAM.addresses,
        channel_id="C0NORTH",
        zone=s.SHANGHAI,
        language=language,
        number=3,
        measure=MEASURES[language],
        owner_id="U0SOFIA",
        due_on=date(2026, 11, 27),
        created_by="U0EMMA",
        created_at=MADE,
        department={"en": "Customer service", "zh": "客服部"}[language],
        resources={"en": "One part-time agent", "zh": "一名兼职客服"}[language],
        verification=VERIFIED[language],
        origin="warning",
    )
    return replace(made, **changes)


def card(above: str | None = None, **changes: Any) -> Case:
    return lambda language: action.card(facts(language, **changes), language, s.NOW, above)


def hostile(language: str) -> dict[str, Any]:
    texts = dict.fromkeys(("measure", "department", "resources", "verification"), s.HOSTILE)
    return action.card(
        facts(language, **texts, team_name=s.HOSTILE, **{**DONE, "result": s.HOSTILE}),
        language,
        s.NOW,
    )


def opened(language: str) -> dict[str, Any]:
    value = ids.OpenedValue(of="action", team_id=1, number=3, version=1)
    return action.opened(facts(language), ("done", "note"), value, language, s.NOW)


def form(said: bool = False, teams: tuple[TeamView, ...] = (), **texts: str) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        link = "https://local.slack.com/archives/C0NORTH/p1763620000000100"
        value = ids.EntryFormValue(
            of="action", team_id=0 if teams else 1, step="make", origin="message", ref=link
        )
        held = {"measure": MEASURES[language], "owner": "U0EMMA", "due": "2026-11-27", **texts}
        cut = t(language, "action.form.cut", most=500) if said else None
        return step_form(None, value, s.READERS[language], s.NOW, Late(held, said=cut), teams)

    return drawn


ADDRESSES = Addresses("https://desk.example/t/{id}?a=1&b=2")
_SLICE = Slice(("channel", "hour", "category"), "email", 11, None, "Billing")
LATE = About(OfTicket(TicketKey("file", "4711"), s.VERDICTS[1]), _SLICE, "staffing")
GROUP = About(OfGroup(19, _SLICE), _SLICE, "process")


def form_about(about: About, *, wide: bool = False) -> Case:
    """Return the form of an action that is made from a ticket or a group of them."""

    def drawn(language: str) -> dict[str, Any]:
        ref = about.origin.ref
        value = ids.EntryFormValue(of="action", team_id=1, step="make", origin="report", ref=ref)
        measure = suggested(language, about)
        held = {"measure": measure, "owner": "U0EMMA", "due": "2026-11-27"}
        basis = made_from("action", "report", ref, language, ADDRESSES)
        late = Late(held, basis=basis)
        made = step_form(None, value, s.READERS[language], s.NOW, late)
        return with_all(made, value, language) if wide else made

    return drawn


def change(step: str, late: Late | None = None, **changes: Any) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        value = ids.EntryFormValue(of="action", team_id=1, number=3, version=1, step=step)
        more = (late,) if late else ()
        held = entry_of(facts(language, **changes))
        return step_form(held, value, s.READERS[language], s.NOW, *more)

    return drawn


def listed(scope: Scope, page: int = 1, pages: int = 1, none: bool = False) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        rows = (
            facts(language, number=1, due_on=date(2026, 11, 18)),
            facts(language, number=2, due_on=date(2026, 11, 20), owner_id="U0NOAH"),
            facts(language),
            facts(language, number=4, due_on=date(2027, 1, 8)),
            facts(language, number=5, **DONE),
        )
        found = ActionList(
            team=s.TEAMS[language],
            scope=scope,
            actions=() if none else rows,
            counts={"open": 4, "mine": 1, "overdue": 1, "all": 5},
            page=page,
            pages=pages,
            may_change=frozenset({(1, 1), (1, 3), (1, 4)}),
        )
        return action_list.answer(found, s.READERS[language], s.NOW)

    return drawn


def mine_everywhere(language: str) -> dict[str, Any]:
    counts: dict[Scope, int] = {"open": 0, "mine": 1, "overdue": 0, "all": 0}
    one = facts(language)
    found = ActionList(None, "mine", (one,), counts, 1, 1, frozenset({(1, 3)}))
    return action_list.answer(found, s.READERS[language], s.NOW)


def reminded(**changes: Any) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        rows = (
            facts(language, number=2, due_on=date(2026, 11, 20)),
            facts(language, due_on=date(2026, 11, 21), **changes),
        )
        if changes:
            rows = (replace(rows[0], **changes), rows[1])
        return action_list.reminder(rows[0].team_name, rows, language, s.NOW)

    return drawn


def leaving(owner_id: str, items: int = 0) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        of_team = (s.TEAMS[language].name, s.TEAMS[language].zone)
        kept = plans.items(language)[1 : 1 + items]
        return left.left(owner_id, of_team, ((facts(language),), kept, ()), language, s.NOW)

    return drawn


MEASURED: dict[str, Any] = {
    "standard": Standard(Goal("frt_median", "at_most", 3_600.0), 30, "night"),
    "verify_from": date(2026, 11, 21),
}


def settled(status: str) -> dict[str, Any]:
    return {
        "status": status,
        "settled_by": "U0EMMA",
        "settled_at": datetime(2026, 11, 20, 5, 0, tzinfo=UTC),
        "settled_why": "<!here> seen in the *night* figures",
    }


def told(event: str, text: str) -> Case:
    return lambda language: action.told(
        facts(language, **DONE), language, event, ("U0SOFIA", text), ["U0EMMA", "U0LI"]
    )


def judged(
    verdict: Any,
    value: float | None,
    n: int,
    interval: tuple[float, float] | None = None,
    was: float = 4_410.0,
) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        spans = Windows(
            (date(2026, 10, 21), date(2026, 11, 19)), (date(2026, 11, 21), date(2026, 12, 20))
        )
        change = Interval(*interval) if interval else None
        found = Measurement(spans, Side(was, 41), Side(value, n), verdict, change, 21)
        one = facts(language, **{**DONE, **MEASURED, "verdict": verdict})
        return verdicts.verdict(one, found, "business", language)

    return drawn


def four_fields(language: str) -> dict[str, Any]:
    rows = (
        facts(language, number=1, impact="high", ease="high", due_on=date(2026, 11, 18)),
        facts(language, number=2, impact="low", ease="high", measure=s.HOSTILE),
        facts(language, number=4),
    )
    found = matrix(s.TEAMS[language], rows)
    return action_matrix.matrix(found, s.READERS[language], s.NOW)


def slid(language: str) -> dict[str, Any]:
    found = (
        Slipped(facts(language, due_on=date(2026, 12, 4)), 2, date(2026, 11, 20)),
        Slipped(
            facts(language, number=4, measure=s.HOSTILE, due_on=date(2026, 11, 18)),
            0,
            date(2026, 11, 18),
        ),
    )
    return slipping.slipped(s.TEAMS[language].name, found, language, s.NOW)


MOVED = Edit("due_moved", "U0EMMA", MADE, {"due": "2026-11-20"}, {"due": "2026-11-27"}, s.HOSTILE)
TYPED = Late({"due": "2026-12-04", "why": "Holiday"}, (MOVED,))
PROGRESS = {
    "progress": "Two people asked, one said yes <!channel>",
    "progress_by": "U0SOFIA",
    "progress_at": datetime(2026, 11, 19, 8, 30, tzinfo=UTC),
}
ACTION_CASES: dict[str, Case] = {
    "action_card": card(),
    "action_card_bare": card(department=None, resources=None, verification=None, origin="command"),
    "action_card_overdue": card(due_on=date(2026, 11, 18)),
    "action_card_done": card(**DONE),
    "action_card_told": card("<@U0EMMA> …"),
    "action_card_hostile": hostile,
    "action_opened": opened,
    "action_form": form(),
    "action_form_cut": form(said=True, measure=""),
    "action_form_teams": form(teams=(s.TEAM, replace(s.TEAM, id=2, name=s.HOSTILE))),
    "action_form_ticket": form_about(LATE),
    "action_form_ticket_more": form_about(LATE, wide=True),
    "action_form_group": form_about(GROUP),
    "action_form_uncaused": form_about(GROUP._replace(cause=None)),
    "action_form_done": change("done"),
    "action_form_reassign": change("reassign"),
    "action_form_new_date": change("new_date"),
    "action_form_stale": change("new_date", TYPED),
    "action_list": listed("open"),
    "action_list_none": listed("overdue", none=True),
    "action_list_paged": listed("all", 2, 3),
    "action_list_mine": mine_everywhere,
    "action_list_choose": lambda language: action_list.choose(
        "overdue", [s.TEAM, replace(s.TEAM, id=2, name=s.HOSTILE)], language
    ),
    "action_reminder": reminded(),
    "action_reminder_done": reminded(**DONE),
    "action_told_done": told("done", "Median down to 9 min"),
    "action_told_reopened": told("reopened", s.HOSTILE),
    "action_told_drop_asked": told("drop_asked", s.HOSTILE),
    "action_told_verified": told("verified", ""),
    "action_card_standard": card(**MEASURED, status="open", impact="high", ease="low"),
    "action_card_waits": card(**{**DONE, **MEASURED}),
    "action_card_verified": card(**{**DONE, **MEASURED, **settled("verified"), "verdict": "met"}),
    "action_card_dropped": card(**settled("dropped")),
    "action_card_reopened": card(**settled("open")),
    "action_card_drop_asked": card(drop_why=s.HOSTILE),
    "action_form_drop": change("drop"),
    "action_form_verify": change("verify"),
    "action_form_reopen": change("reopen"),
    "action_form_ask_drop": change("ask_drop", drop_why="Nobody free"),
    "action_form_extend": change("extend", **{**DONE, **MEASURED}),
    "action_form_aim": change("aim", **DONE),
    "action_form_note": change("note", **PROGRESS),
    "action_form_edit": change("edit", **MEASURED, impact="high"),
    "action_form_overdue": change("new_date", due_on=date(2026, 11, 18)),
    "action_card_progress": card(**PROGRESS),
    "action_card_from_ticket": card(origin="report", origin_ref=f"file/{s.HOSTILE}"),
    "action_card_from_late": card(origin="report", origin_ref=LATE.origin.ref, addresses=ADDRESSES),
    "action_card_from_group": card(origin="report", origin_ref=GROUP.origin.ref),
    "action_card_from_a_number": card(origin="report", origin_ref="file/4711"),
    "action_card_from_warning": card(origin="warning", origin_ref="csat_mean:2026-11-19"),
    "action_card_from_review": card(origin="review", origin_ref="2026-11-16"),
    "action_card_from_odd": card(origin="warning", origin_ref=s.HOSTILE),
    "action_told_noted": told("noted", s.HOSTILE),
    "action_told_edited": told("edited", ""),
    "action_verdict_met": judged("met", 2_940.0, 38, (-2_300.0, -610.0)),
    "action_verdict_met_before": judged("met_before", 2_940.0, 38, (-700.0, 600.0), 3_000.0),
    "action_verdict_unclear": judged("unclear", 3_500.0, 38, (-2_300.0, 610.0)),
    "action_verdict_not_met": judged("not_met", 7_320.5, 38, (300.0, 5_200.0)),
    "action_verdict_not_yet": judged("not_met", 3_900.0, 38, (-2_000.0, 1_200.0)),
    "action_verdict_of_before": judged("met", 2_940.0, 38),
    "action_verdict_few": judged("not_enough", None, 3),
    "action_matrix": four_fields,
    "action_slipped": slid,
    "action_left": leaving("U0SOFIA"),
    "action_left_both": leaving("U0SOFIA", items=2),
    "action_left_items": leaving("U0NOAH", items=1),
    "action_left_none": leaving("U0NOAH"),
}
