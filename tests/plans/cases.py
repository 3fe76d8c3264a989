"""Every view of plans and checklists, by name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot import ids
from bot.metrics.actions import Side, Visible
from bot.metrics.files import SlackFile
from bot.metrics.history import Edit
from bot.metrics.plans.plans import ItemFacts, NewDate, PlanFacts, PlanView
from bot.views.blocks.inputs import Late
from bot.views.plans import checklist, item_forms, plan
from bot.views.plans import forms as plan_forms
from tests.plans.drawn import ROOM, every_sighting, facts, hostile, items, listed, progress
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
TWO_TEAMS = [s.TEAM, replace(s.TEAMS["zh"], id=2)]


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


def file_edits() -> tuple[Edit, ...]:
    at = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
    old, new = (SlackFile(name, f"*{name}*.csv", f"{ROOM}/{name}/a&b") for name in ("F3", "F4"))
    return (
        Edit("changed", "U0NOAH", at, {"file": ""}, {"file": old.text}, None),
        Edit("changed", "U0EMMA", at, {"file": old.text}, {"file": new.text}, None),
        Edit("changed", "U0EMMA", at, {"file": new.text}, {"file": ""}, None),
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
    "plan_visible": plan_view(visible=Visible(95.0, Side(640.0, 1_204), 28)),
    "plan_visible_too_short": plan_view(visible=Visible(700.0, Side(640.0, 1_204), 28)),
    "plan_visible_none": plan_view(visible=Visible(None, Side(None, 0), 28)),
    "plan_resources": plan_view(
        resources={
            "approved": {"CNY": Decimal(5000), "EUR": Decimal("12.5")},
            "asked": {"CNY": Decimal(800)},
        }
    ),
    "plan_read_only": plan_view(may_edit=False, earlier=()),
    "plan_none": plan_view(plan=None),
    "plan_none_read_only": plan_view(plan=None, earlier=(), may_edit=False),
    "plan_choose": lambda language: plan.choose(TWO_TEAMS, language),
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
    "checklist_choose": lambda language: checklist.choose("not_met", TWO_TEAMS, language),
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
    "item_met_late": lambda language: item_forms.own(
        item(language, 1),
        form("met").model_copy(update={"turn": 1}),
        s.READERS[language],
        Late({"file": SlackFile("F2", "<!here> new.pdf", f"{ROOM}/F2/n").text}, file_edits()),
    ),
    "item_not_met": lambda language: item_forms.own(
        item(language), form("not_met"), s.READERS[language]
    ),
    "item_read_only": lambda language: item_forms.read_only(
        item(language), form(), language, plan.refusal(language, ["U0EMMA", "U0LI"])
    ),
    "item_add": lambda language: item_forms.add({}, ["prepare", "Own"], PLAN, language),
}
