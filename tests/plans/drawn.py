"""Plans and checklists to draw, as they stand on Friday 20 November 2026, 14:05 in Shanghai."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.metrics.figures.goals import Goal
from bot.metrics.files import SlackFile
from bot.metrics.plans.plans import (
    Checklist,
    Duty,
    ItemFacts,
    PhaseProgress,
    PlanFacts,
    PlanProgress,
    Reading,
    Sighting,
    by_phase,
    counted,
)
from bot.services.plans.template import BUILT_IN
from bot.views.plans import checklist
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
TODAY = date(2026, 11, 20)
SEEN = {
    7: {"posted": 7, "n": 7, "missed": 12, "named": 12},
    8: {"done": 1, "n": 2},
}
REMARKS = {"en": "No benchmark of the industry yet", "zh": "还没有行业参考值"}
ROOM = "https://acme.slack.com/files/U0EMMA"
TITLES = {"en": "Buy headsets", "zh": "采购耳机"}

FILES = {
    "en": SlackFile("F0REPORT", "Where we stand.pdf", f"{ROOM}/F0REPORT/where_we_stand.pdf"),
    "zh": SlackFile("F0BAOGAO", "现状分析.pdf", f"{ROOM}/F0BAOGAO/____.pdf"),
}


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
            file=None,
            position=number,
            is_retired=False,
            version=1,
        )
        for number, one in rows
    ]
    link = "https://files.example/F1?a=1&b=2"
    made[0] = replace(made[0], status="met", evidence=link, file=FILES[language])
    made[1] = replace(made[1], status="not_met", remark=REMARKS[language], version=2)
    made[4] = replace(made[4], status="in_progress", due_on=None, file=FILES[language])
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
        file=SlackFile("F1", s.HOSTILE, f"{ROOM}/F1/a&b"),
    )
    stands = replace(
        progress(language, team_name=s.HOSTILE),
        phases=(PhaseProgress(one.phase, counted([one], TODAY)),),
    )
    found = listed(language, items=(one,), sightings={}, progress=stands)
    return checklist.answer(found, s.READERS[language], s.NOW)
