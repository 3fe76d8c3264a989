"""Weekly reviews to draw, of Friday 20 November 2026, 16:00 in Shanghai."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import ids
from bot.metrics.actions.actions import ActionFacts
from bot.metrics.clocks.periods import Period, period_of, previous
from bot.metrics.figures.goals import Goal, Target
from bot.metrics.review.learning import Candidate
from bot.metrics.review.review import (
    CauseCounts,
    DecisionFacts,
    Found,
    LearningCase,
    NoteFacts,
    Present,
    Promises,
    Review,
    ReviewState,
    Week,
    weeks_before,
)
from bot.metrics.tickets.tickets import TicketFacts
from bot.views.blocks import notices as notice
from bot.views.review import asking as review_asking
from bot.views.review import details as review_details
from bot.views.review import learning as review_learning
from bot.views.review import minutes as review_minutes
from bot.views.review import reminder as review_reminder
from bot.views.review import week_card as review
from bot.views.review.week import cases_value
from tests.plans.drawn import progress
from tests.views import samples as s
from tests.views.action_samples import DONE, facts

Case = Callable[[str], dict[str, Any]]
AS_OF = datetime(2026, 11, 20, 8, tzinfo=UTC)
MONDAY = date(2026, 11, 16)
OPEN = ReviewState(1, MONDAY, AS_OF)
FINISHED = replace(OPEN, finished_at=AS_OF + timedelta(minutes=45), finished_by="U0EMMA")
LAST = ReviewState(
    1,
    MONDAY - timedelta(days=7),
    AS_OF - timedelta(days=7),
    AS_OF - timedelta(days=7) + timedelta(minutes=30),
    "U0EMMA",
)
PERIOD: Period = period_of("week", AS_OF, s.SHANGHAI)
CASES = CauseCounts(7, 3, (("staffing", 2), ("system", 1), ("other", 1)), LAST.opened_at, AS_OF)
DECISIONS = {
    "en": "Priority rules are changed only together with IT",
    "zh": "优先级规则只能与 IT 支持一起修改",
}
REASONS = {
    "en": ("It helped only at night", "The vendor does it from December"),
    "zh": ("只有夜间有效果", "供应商 12 月起负责"),
}
LEARNED = {
    "en": "Ask for the order number first: it saves two replies",
    "zh": "先问订单号，能少来回两次",
}
NOTES = (
    NoteFacts("17.2", "Mondays are the worst, we are two short until 10:00", "U0SOFIA"),
    NoteFacts("17.3", "周一早上最缺人", "U0LI"),
)
_VALUES = (540.0, None, 390.0, 330.0)


def weeks(values: tuple[float | None, ...] = _VALUES) -> tuple[Week, ...]:
    return tuple(
        Week(period, 40 if value else 0, value, 0.8 if value else None)
        for period, value in zip(weeks_before(PERIOD), values, strict=True)
    )


def decided(language: str, count: int = 1, text: str | None = None) -> tuple[DecisionFacts, ...]:
    words = text or DECISIONS[language]
    return tuple(DecisionFacts(at + 1, words, "U0SOFIA", AS_OF) for at in range(count))


def promises(language: str) -> Promises:
    kept = facts(language, **DONE, due_on=date(2026, 11, 18))
    late = facts(language, number=4, due_on=date(2026, 11, 17))
    new = facts(language, number=9, origin="review", origin_ref="2026-11-16")
    old = facts(language, number=2, due_on=date(2026, 11, 6))
    checked = facts(language, **{**DONE, "status": "verified"}, number=5, due_on=date(2026, 11, 17))
    vain = facts(language, **DONE, number=6, verdict="not_met", due_on=date(2026, 11, 16))
    again = facts(
        language,
        number=7,
        due_on=date(2026, 11, 27),
        settled_at=AS_OF,
        settled_by="U0EMMA",
        settled_why=REASONS[language][0],
    )
    given_up = facts(
        language,
        number=8,
        status="dropped",
        due_on=date(2026, 11, 19),
        settled_at=AS_OF,
        settled_by="U0EMMA",
        settled_why=REASONS[language][1],
    )
    promised = (vain, late, checked, kept, given_up, again)
    return Promises(promised, (new,), (old,), made=2, done=1, moves={4: 2, 7: 1})


def learning(language: str, **changes: Any) -> tuple[LearningCase, ...]:
    waited, solved = s.lines((s.VERDICTS[1], s.VERDICTS[0]), agent=None)
    address = s.TEAM.addresses.own
    complaint = LearningCase(
        "waited", "complaint", waited.external_id, waited, "complaint", ticket_address=address
    )
    hard = LearningCase(
        kind="solved",
        reason="hard",
        external_id=solved.external_id,
        line=solved,
        rating=5.0,
        replies=6,
        complexity="complex",
        handling_seconds=9_000.0,
        learned=LEARNED[language],
        learned_by="U0EMMA",
        chosen_by="frt",
        version=2,
        ticket_address=address,
    )
    return replace(complaint, **changes), hard


def candidates() -> tuple[tuple[Candidate, Any], ...]:
    verdicts = (s.VERDICTS[1], s.VERDICTS[0])
    lines = s.lines(verdicts, agent=None)
    return tuple(
        (Candidate(TicketFacts("file", line.external_id, 0, 0, csat=5.0, replies=6), verdict), line)
        for verdict, line in zip(verdicts, lines, strict=True)
    )


def case_form(kind: str, *, is_stale: bool = False) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        case = learning(language)[kind == "solved"]
        value = ids.ReviewCaseValue(team=1, week=MONDAY, kind=kind, version=case.version)
        typed = LEARNED[language] if is_stale else None
        return review_learning.form(language, value, case, candidates(), typed, is_stale=is_stale)

    return drawn


def no_candidates(language: str) -> dict[str, Any]:
    value = ids.ReviewCaseValue(team=1, week=MONDAY, kind="solved")
    return review_learning.form(language, value, None, ())


def reminder(**changes: Any) -> Case:
    return lambda language: review_reminder.reminder(
        made(language, **changes), language, "https://local/17.1"
    )


def record(**changes: Any) -> Case:
    return lambda language: review_minutes.record(
        made(language, **changes), "<https://local/17.1|→>"
    )


def made(language: str, **changes: Any) -> Review:
    before = previous(PERIOD, PERIOD.end)
    whole = Review(
        team=s.TEAMS[language],
        state=OPEN,
        as_of=AS_OF,
        now=AS_OF,
        clock="business",
        period=PERIOD,
        figures=s.FIGURES,
        before_period=before,
        before=s.BEFORE,
        weeks=weeks(),
        frt_target=300.0,
        attainment_target=Target(Goal("attainment", "at_least", 0.9), "team"),
        cases=counts(before=LAST.opened_at),
        last=LAST,
        last_decisions=decided(language),
        decisions=decided(language),
        actions=promises(language),
        unknown_years=(),
        covered_until=AS_OF,
        plan=progress(language),
        learning=learning(language),
        notes=NOTES,
    )
    return replace(whole, **changes)


def counts(**changes: Any) -> CauseCounts:
    return CASES._replace(**changes)


def prompt(**changes: Any) -> Case:
    return lambda language: review.prompt(made(language, **changes))


def details(**changes: Any) -> Case:
    return lambda language: review_details.details(made(language, **changes))


def minutes(**changes: Any) -> Case:
    return lambda language: review_minutes.minutes(made(language, state=FINISHED, **changes))


NOTHING = Promises((), (), (), 0, 0)
FIRST: dict[str, Any] = {
    "last": None,
    "last_decisions": (),
    "decisions": (),
    "actions": NOTHING,
    "frt_target": None,
    "weeks": weeks((None,) * 4),
    "cases": counts(since=PERIOD.start, before=None),
    "plan": None,
    "learning": (),
    "notes": (),
}


def hostile(language: str, state: ReviewState = OPEN) -> Review:
    action = facts(language, measure=s.HOSTILE)
    many: tuple[ActionFacts, ...] = (action,) * 60
    return made(
        language,
        state=state,
        team=replace(s.TEAMS[language], name=s.HOSTILE),
        decisions=decided(language, 60, s.HOSTILE + "&" * 2_800),
        last_decisions=decided(language, 60, s.HOSTILE),
        actions=Promises(many, many, many, 180, 0),
        learning=tuple(
            replace(one, learned=s.HOSTILE, external_id=s.HOSTILE) for one in learning(language)
        ),
        notes=tuple(NoteFacts(str(at), s.HOSTILE + "&" * 2_800, "U0LI") for at in range(60)),
    )


def present(language: str, **changes: Any) -> dict[str, Any]:
    whole = Present(
        team=s.TEAMS[language],
        reader=s.READERS[language],
        week=MONDAY,
        due_at=AS_OF,
        review=None,
        unfinished=None,
        failed=None,
        may_open=False,
    )
    asked = replace(whole, **changes)
    links = {place: f"https://local/{place[1]}" for place in review_asking.places(asked)}
    return review_asking.answer(asked, links)


def answer(**changes: Any) -> Case:
    return lambda language: present(language, **changes)


FOUND = Found(OPEN, "C0NORTH", "17.1", None, 1, 2)

REVIEW_CASES: dict[str, Case] = {
    "review_prompt": prompt(),
    "review_first": prompt(**FIRST),
    "review_last_unfinished": prompt(last=replace(LAST, finished_at=None, finished_by=None)),
    "review_good_week": prompt(
        cases=CauseCounts(0, 0, (), LAST.opened_at, LAST.opened_at),
        figures=replace(s.FIGURES, met=41, missed=0, attainment=1.0, frt_median_seconds=260.0),
    ),
    "review_no_data": prompt(
        **{**FIRST, "figures": s.NONE, "before": s.NONE, "covered_until": None},
    ),
    "review_finished": prompt(state=FINISHED),
    "review_details": details(),
    "review_details_first": details(**FIRST),
    "review_details_finished": details(state=FINISHED),
    "review_details_hostile": lambda language: review_details.details(hostile(language)),
    "review_hostile": lambda language: review.prompt(hostile(language)),
    "review_minutes": minutes(),
    "review_minutes_empty": minutes(
        decisions=(), actions=NOTHING, plan=None, learning=(), notes=None
    ),
    "review_all_named": prompt(cases=counts(unnamed=0)),
    "review_case_waited": case_form("waited"),
    "review_case_stale": case_form("solved", is_stale=True),
    "review_case_none": no_candidates,
    "review_case_told": lambda language: notice.notice(
        review_learning.told(language, "U0EMMA", learning(language)[1])
    ),
    "review_decided": lambda language: notice.notice(
        review_asking.decided(language, "U0EMMA", DECISIONS[language])
    ),
    "review_record": record(state=FINISHED),
    "review_record_open": record(notes=()),
    "review_reminder": reminder(),
    "review_reminder_finished": reminder(state=FINISHED),
    "review_minutes_whole": lambda language: review_minutes.whole(made(language, state=FINISHED)),
    "review_minutes_whole_hostile": lambda language: review_minutes.whole(
        hostile(language, FINISHED)
    ),
    "review_minutes_hostile": lambda language: review_minutes.minutes(hostile(language, FINISHED)),
    "review_answer_due": answer(may_open=True),
    "review_answer_week_off": answer(due_at=None, unfinished=FOUND),
    "review_answer_open": answer(review=FOUND),
    "review_answer_finished": answer(review=replace(FOUND, state=FINISHED, minutes_ts="18.1")),
    "review_answer_failed": answer(review=replace(FOUND, message_ts=None), failed="is_archived"),
    "review_finish_unnamed": lambda language: review_asking.finish_form(
        language,
        ids.ReviewValue(team=1, week=MONDAY),
        12,
        cases_value(s.TEAMS[language], PERIOD, counts(before=LAST.opened_at)),
    ),
    "review_form": lambda language: review_asking.decision_form(
        language, ids.ReviewValue(team=1, week=MONDAY)
    ),
}
