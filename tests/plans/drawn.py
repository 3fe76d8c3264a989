"""Plans and checklists to draw, as they stand on Friday 20 November 2026, 14:05 in Shanghai."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.metrics.plans import (
    Checklist,
    Duty,
    Edit,
    Goal,
    ItemFacts,
    NewDate,
    PhaseProgress,
    PlanFacts,
    PlanProgress,
    PlanView,
    Reading,
    Sighting,
    by_phase,
    counted,
)
from bot.services.plan_template import BUILT_IN
from bot.views import checklist, item_forms, plan, plan_forms
from bot.views.plan_fields import Late
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
TODAY = date(2026, 11, 20)
SEEN = {
    7: {"posted": 7, "n": 7, "missed": 12, "named": 12},
    8: {"done": 1, "n": 2},
}
REMARKS = {"en": "No benchmark of the industry yet", "zh": "还没有行业参考值"}
TITLES = {"en": "Buy headsets", "zh": "采购耳机"}


def facts(language: str, **changes: Any) -> PlanFacts:
    made = PlanFacts(
        team_id=1,
        team_name=s.TEAMS[language].name,
        channel_id="C0NORTH",
        zone=s.SHANGHAI,
        language=language,
        number=2,
        goal=Goal("frt_median", "at_most", 600.0),
        first_on=date(2026, 11, 2),
        last_on=date(2027, 1, 29),
        lead_id="U0EMMA",
        status="current",
        template=None,
        created_by="U0EMMA",
        created_at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
        closed_by=None,
        closed_at=None,
        closed_why=None,
        version=3,
        members=(Duty("U0SOFIA", "Quality · 质检"), Duty("U0NOAH")),
    )
    return replace(made, **changes)


def items(language: str) -> tuple[ItemFacts, ...]:
    """Return the built-in items, some moved, one of the team's own at the end of a phase."""
    rows = [*enumerate(BUILT_IN, 1)]
    made = [
        ItemFacts(
            team_id=1,
            plan=2,
            number=number,
            phase=one.phase,
            key=one.key,
            title=None,
            standard=None,
            role=one.role,
            owner_id=None if one.role == "it" else "U0EMMA",
            due_on=date(2026, 11, 16 + number) if number < 8 else date(2027, 1, 8),
            status="open",
            remark=None,
            evidence=None,
            position=number,
            is_retired=False,
            version=1,
        )
        for number, one in rows
    ]
    made[0] = replace(made[0], status="met", evidence="https://files.example/F1?a=1&b=2")
    made[1] = replace(made[1], status="not_met", remark=REMARKS[language], version=2)
    made[4] = replace(made[4], status="in_progress", due_on=None)
    own = replace(made[10], number=18, key=None, title=TITLES[language], role=None, owner_id=None)
    return (*made, replace(own, due_on=None))


def progress(language: str, **changes: Any) -> PlanProgress:
    found = items(language)
    phases = [PhaseProgress(one, counted(own, TODAY)) for one, own in by_phase(found).items()]
    return PlanProgress(facts(language, **changes), counted(found, TODAY), tuple(phases))


def listed(language: str, **changes: Any) -> Checklist:
    shown = tuple(one for phase in by_phase(items(language)).values() for one in phase)
    sightings = {
        7: Sighting("daily_monitored", True, "some", SEEN[7], True),
        8: Sighting("weekly_review", False, "some", SEEN[8], True),
    }
    made = Checklist(
        progress=progress(language),
        scope="all",
        items=shown,
        counts={"all": 18, "mine": 16, "overdue": 3, "not_met": 1},
        page=1,
        pages=1,
        reader_id="U0EMMA",
        may_edit=True,
        movable=frozenset(one.number for one in shown),
        sightings=sightings,
    )
    return replace(made, **changes)


def every_sighting(language: str) -> dict[str, Any]:
    before, after = Reading("frt_median", 720.0), Reading("frt_median", 480.0)
    none = Reading("art_mean", None)
    params: dict[str, dict[str, Any]] = {
        "data_analysed": {
            "n": 2_345,
            "answered": 2_300,
            "solved": 2_100,
            "first": date(2026, 8, 3),
        },
        "goals_set": {"goal": Goal("attainment", "at_least", 0.9)},
        "team_formed": {"n": 5, "duties": 4},
        "plan_confirmed": {"n": 17, "owned": 15, "dated": 17},
        "effect_measured": {
            "frt_before": before,
            "frt_after": after,
            "art_before": none,
            "art_after": none,
            "csat_before": Reading("csat_mean", 4.1),
            "csat_after": Reading("csat_mean", 4.5),
            "n_before": 800,
            "n_after": 790,
        },
        "warning_in_force": {"days": 5, "n": 5, "leads": 1, "operations": 1},
    }
    numbers = {one.key: one.number for one in items(language)}
    unseen = {"data_analysed", "goals_set", "plan_confirmed", "effect_measured"}
    found = {
        numbers[key]: Sighting(key, key != "team_formed", "some", held, key in unseen)
        for key, held in params.items()
    }
    return checklist.answer(listed(language, sightings=found), s.READERS[language], s.NOW)


def hostile(language: str) -> dict[str, Any]:
    one = replace(
        items(language)[1],
        title=s.HOSTILE,
        standard=s.HOSTILE,
        remark=s.HOSTILE,
        phase=s.HOSTILE[:40],
    )
    stands = replace(
        progress(language, team_name=s.HOSTILE),
        phases=(PhaseProgress(one.phase, counted([one], TODAY)),),
    )
    found = listed(language, items=(one,), sightings={}, progress=stands)
    return checklist.answer(found, s.READERS[language], s.NOW)


def item(language: str, number: int = 2) -> tuple[PlanFacts, ItemFacts]:
    return facts(language), items(language)[number - 1]


def form(kind: str = "edit") -> ids.ItemFormValue:
    return ids.ItemFormValue(team=1, plan=2, item=2, version=2, kind=kind)


def edits() -> tuple[Edit, ...]:
    at = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
    return (
        Edit("created", "U0EMMA", at, {}, {"owner": "U0EMMA"}, None),
        Edit("status", "U0NOAH", at, {"status": "open"}, {"status": "in_progress"}, None),
        Edit(
            "changed",
            "U0EMMA",
            at,
            {"due": "", "owner": "U0EMMA", "phase": "prepare"},
            {"due": "2026-11-27", "owner": "", "phase": "review"},
            None,
        ),
        Edit(
            "confirmed", "U0EMMA", at, {"status": "in_progress"}, {"status": "met", "n": "7"}, None
        ),
    )


def plan_edits() -> tuple[Edit, ...]:
    at = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
    was = {"value": "10m", "metric": "frt_median", "last": "2027-01-29", "members": "U0NOAH"}
    becomes = {"value": "90%", "metric": "attainment", "last": "2027-02-28", "members": ""}
    return (
        Edit("started", "shell", at, {}, {"items": 17}, None),
        Edit("changed", "U0EMMA", at, was, becomes, None),
        Edit("duties", "U0EMMA", at, {"U0NOAH": None}, {"U0NOAH": "Reads <!here>"}, None),
        Edit("closed", "U0EMMA", at, {"status": "current"}, {"status": "closed"}, "Reached"),
    )


def plan_view(**changes: Any) -> Case:
    def draw(language: str) -> dict[str, Any]:
        closed = {"number": 1, "status": "closed", "closed_by": "U0EMMA", "closed_at": s.NOW}
        found = PlanView(
            s.TEAMS[language], progress(language), (progress(language, **closed),), may_edit=True
        )
        return plan.answer(replace(found, **changes), s.READERS[language], s.NOW)

    return draw


def _start(language: str) -> dict[str, Any]:
    texts = {"metric": "frt_median", "comparison": "at_most", "first": "2026-11-20"}
    return plan_forms.start(texts, ["Ours · 自己的"], PLAN, language)


PLAN = ids.PlanFormValue(team_id=1, plan=2, version=3)
TEXTS = {"metric": "attainment", "comparison": "at_least", "value": "90%", "lead": "U0EMMA"}
CASES: dict[str, Case] = {
    "plan": plan_view(),
    "plan_read_only": plan_view(may_edit=False, earlier=()),
    "plan_none": plan_view(plan=None),
    "plan_none_read_only": plan_view(plan=None, earlier=(), may_edit=False),
    "plan_choose": lambda language: plan.choose([s.TEAM, s.TEAMS["zh"]], language),
    "plan_history": lambda language: plan.history(
        facts(language), plan_edits()[::-1], s.READERS[language]
    ),
    "plan_start": _start,
    "plan_change_late": lambda language: plan_forms.change(
        TEXTS, PLAN, s.READERS[language], Late({"value": "95%"}, plan_edits()[1:2])
    ),
    "plan_duties": lambda language: plan_forms.duties(
        facts(language), {"U0SOFIA": "Sofia"}, PLAN, s.READERS[language], Late(said="*17*")
    ),
    "plan_close": lambda language: plan_forms.close(facts(language), PLAN, s.READERS[language]),
    "plan_dates": lambda language: plan_forms.dates(
        facts(language), {"prepare": "7", "carry_out": "30", "Own": ""}, PLAN, language
    ),
    "plan_dates_preview": lambda language: plan_forms.preview(
        [NewDate(one, date(2026, 12, 4)) for one in items(language)[:5]],
        13,
        PLAN,
        language,
        stale=True,
    ),
    "checklist": lambda language: checklist.answer(listed(language), s.READERS[language], s.NOW),
    "checklist_seen": every_sighting,
    "checklist_read_only": lambda language: checklist.answer(
        listed(language, may_edit=False, movable=frozenset({3}), page=2, pages=3, scope="mine"),
        s.READERS[language],
        s.NOW,
    ),
    "checklist_empty": lambda language: checklist.answer(
        listed(language, items=(), scope="overdue", sightings={}), s.READERS[language], s.NOW
    ),
    "checklist_hostile": hostile,
    "checklist_posted": lambda language: checklist.posted(
        listed(language, reader_id=None, may_edit=False), s.NOW
    ),
    "checklist_posted_closed": lambda language: checklist.posted(
        listed(
            language,
            movable=frozenset(),
            sightings={},
            progress=progress(language, status="closed"),
        ),
        s.NOW,
    ),
    "checklist_choose": lambda language: checklist.choose(
        "not_met", [s.TEAM, s.TEAMS["zh"]], language
    ),
    "item": lambda language: item_forms.edit(
        item(language), form(), s.READERS[language], ["prepare", "carry_out", "review"]
    ),
    "item_late": lambda language: item_forms.edit(
        item(language),
        form().model_copy(update={"turn": 1}),
        s.READERS[language],
        ["prepare", "review"],
        Late({"remark": "Mine"}, edits()[1:]),
    ),
    "item_own": lambda language: item_forms.own(item(language), form("own"), s.READERS[language]),
    "item_met": lambda language: item_forms.own(
        item(language, 1), form("met"), s.READERS[language]
    ),
    "item_not_met": lambda language: item_forms.own(
        item(language), form("not_met"), s.READERS[language]
    ),
    "item_read_only": lambda language: item_forms.read_only(
        item(language), form(), language, plan.refusal(language, ["U0EMMA", "U0LI"])
    ),
    "item_add": lambda language: item_forms.add({}, ["prepare", "Own"], PLAN, language),
    "item_history": lambda language: item_forms.history(
        item(language), edits()[::-1], s.READERS[language]
    ),
}
