"""An entry of any register in any state, and what is typed into the form of any step."""

from datetime import UTC, date, datetime
from typing import Any

from bot.metrics.registers import (
    AnyRegister,
    AnyStep,
    Choice,
    Day,
    Kind,
    Link,
    Measured,
    Metric,
    Money,
    Number,
    Person,
)

AT = datetime(2026, 11, 19, 9, tzinfo=UTC)


_TYPED: dict[type[Kind], str] = {
    Metric: "attainment",
    Measured: "91%",
    Link: "https://example.com/report",
    Money: "1200 CNY",
    Number: "12",
}


def typed(kind: Kind, person: str = "U01BOTH") -> str:
    """Return something that a field of a kind takes."""
    if isinstance(kind, Person):
        return person
    if isinstance(kind, Day):
        return "2026-12-01" if kind.ahead else "2026-11-18"
    if type(kind) is Choice:
        return kind.of[-1]
    return _TYPED.get(type(kind), "Something else")


def form_of(register: AnyRegister, step: AnyStep) -> dict[str, str]:
    """Return what is typed into the form of a step."""
    return {name: typed(register.kind(name)) for name in step.asks}


def number_of(register: AnyRegister, status: str) -> int:
    """Return the number of the entry in a state, where there is one in each."""
    return list(register.states).index(status) + 1


def rows(register: AnyRegister, holder: str, maker: str = "U01EMMA") -> list[Any]:
    """Return an entry in each state, all of somebody's where the register has holders."""
    held = {
        register.column(name): _stored(kind, holder)
        for name, kind in register.fields.items()
        if kind.needed
    }
    if "origin" in register.model.model_fields:
        held["origin"] = "command"
    common = {"team_id": 1, "created_by": maker, "created_at": AT, "version": 1}
    return [
        register.model(number=number_of(register, status), status=status, **common, **held)
        for status in register.states
    ]


def _stored(kind: Kind, holder: str) -> object:
    text = typed(kind, holder)
    if isinstance(kind, Day):
        return date.fromisoformat(text)
    return float(text) if isinstance(kind, Number) else text
