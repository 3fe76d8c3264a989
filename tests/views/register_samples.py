"""Entries of registers to draw, as they stand on Friday 20 November 2026, 14:05 in Shanghai."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.metrics.history import Edit
from bot.metrics.registers import (
    AnyEntry,
    AnyRegister,
    Choice,
    Day,
    Entry,
    EntryPage,
    Kind,
    Link,
    Measured,
    Money,
    Number,
    Person,
    Reached,
    sums_of,
)
from bot.registers import REGISTERS
from bot.views.blocks import Late
from bot.views.registers import card, forms, listed
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
MADE = datetime(2026, 11, 12, 6, 30, tzinfo=UTC)
COURSES = {"en": "Calm answers", "zh": "投诉安抚话术"}


def entry(language: str, name: str = "training", number: int = 3, **held: Any) -> AnyEntry:
    kind = REGISTERS[name]
    row = {"team_id": 1, "number": number, "created_by": "U0EMMA", "created_at": MADE, "version": 2}
    team = s.TEAMS[language]
    return Entry(
        team_id=1,
        team_name=team.name,
        channel_id="C0NORTH",
        zone=s.SHANGHAI,
        language=language,
        number=number,
        register=kind,
        row=kind.model(**row, **{"status": next(iter(kind.states)), **held}),
    )


def training(language: str, **held: Any) -> AnyEntry:
    common = {"course": COURSES[language], "person_id": "U0SOFIA", "kind": "skill"}
    common["remark"] = COURSES[language]
    return entry(language, **{**common, "due_on": date(2026, 11, 18), "hours": 2.5, **held})


def resource(language: str, number: int = 3, **held: Any) -> AnyEntry:
    common = {"what": COURSES[language], "kind": "budget", "asked_by": "U0SOFIA"}
    return entry(language, "resources", number, **{**common, "cost": "12000 CNY", **held})


def shown(**held: Any) -> Case:
    return lambda language: card.card(training(language, **held), language, s.NOW)


def asked(language: str) -> dict[str, Any]:
    decided = {"decided_by": "U0EMMA", "decided_on": date(2026, 11, 20)}
    why = {"reason": s.HOSTILE, "decided_why": s.HOSTILE, "unit": s.HOSTILE}
    made = resource(language, what=s.HOSTILE, amount=1200.5, status="approved", **decided, **why)
    return card.card(made, language, s.NOW)


def measured(language: str) -> dict[str, Any]:
    held = {"metric": "frt_median", "value": "10m", "source": s.HOSTILE}
    more = {"link": "https://example.com/a?b=1&c=2", "published_on": date(2026, 3, 1)}
    more |= {"industry": "Retail", "remark": "From 40 firms"}
    made = entry(language, "benchmarks", **held, **more)
    steps, back = made.steps(), ids.EntryListValue(of="benchmarks", team_id=1)
    return card.answer(made, steps, language, s.NOW, back)


def modal(language: str) -> dict[str, Any]:
    made = training(language)
    return card.card_modal(made, made.steps()[:1], language)


def told(step: str) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        made = training(language, course=s.HOSTILE, person_id="U0SOFIA")
        return card.told(made, made.register.step(step), "U0EMMA", ("U0SOFIA", "U0LI"), language)

    return drawn


def choose(language: str) -> dict[str, Any]:
    teams = [s.TEAMS[language], replace(s.TEAM, id=2, name=s.HOSTILE)]
    value = ids.EntryListValue(of="training")
    return listed.choose(REGISTERS["training"], teams, value, language)


def filled(name: str, held: Kind) -> Any:
    """Return what may stand in a field of some kind."""
    known = {Day: date(2026, 12, 1), Link: "https://example.com/a", Number: 2.5, Reached: 600.0}
    known |= {Money: "10 CNY", Measured: "10m", Person: "U0SOFIA"}
    return held.of[0] if isinstance(held, Choice) else known.get(type(held), name)


def whole(name: str) -> Case:
    """Return the card of an entry of a register with every field filled."""
    values = {field: filled(field, held) for field, held in REGISTERS[name].fields.items()}
    return lambda language: card.card(entry(language, name, **values), language, s.NOW)


def page(name: str, *entries: Callable[[str], AnyEntry], **changes: Any) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        kind: AnyRegister = REGISTERS[name]
        amounts = [("asked", "12000 CNY"), ("asked", "99.5 USD"), ("approved", "800 CNY")]
        made = EntryPage(
            **{
                "register": kind,
                "team": s.TEAMS[language],
                "scope": "open",
                "entries": tuple(one(language) for one in entries),
                "counts": {"open": len(entries), "mine": 1, "overdue": 1, "all": len(entries)},
                "page": 1,
                "pages": 1,
                "may_make": True,
                "is_own": False,
                "sums": sums_of(amounts) if kind.sums else {},
                **changes,
            }
        )
        return listed.answer(made, s.READERS[language], s.NOW)

    return drawn


def form(step: str, late: Late | None = None) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        made = training(language)
        value = ids.EntryFormValue(of="training", team_id=1, number=3, version=2, step=step)
        held = None if step == "make" else made
        more = (late,) if late else ()
        return forms.step_form(held, value, s.READERS[language], s.NOW, *more)

    return drawn


EDIT = Edit("change", "U0LIWEI", MADE, {"hours": "2"}, {"hours": "2.5"}, None)
REGISTER_CASES: dict[str, Case] = {
    "register_card": shown(),
    "register_card_ended": shown(status="passed", held_on=date(2026, 11, 18), score=91.0),
    "register_card_hostile": asked,
    "register_answer_measured": measured,
    "register_modal": modal,
    "register_told_made": told("make"),
    "register_told": told("pass"),
    "register_no_longer": lambda language: card.no_longer(training(language), language),
    "register_choose": choose,
    "register_list": page("training", training, page=2, pages=3),
    "register_list_own": page("training", training, is_own=True, may_make=False),
    "register_list_none": page("benchmarks"),
    "register_list_sums": page("resources", resource),
    "register_form_make": form("make"),
    "register_form_step": form("pass"),
    "register_form_late": form("change", Late({"hours": "3"}, (EDIT,))),
}
