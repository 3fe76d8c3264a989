"""A register that nothing knows of, put in before what lists registers is imported.

Only in a process of its own: a table that is made stays in the models of its process.
"""

from datetime import date
from typing import Annotated

from bot import text
from bot.metrics.registers import (
    MEMBER,
    Day,
    File,
    People,
    Person,
    Register,
    Step,
    Text,
)
from bot.models.registers import EntryRow
from bot.registers import REGISTERS


class Pilot(EntryRow, table=True):
    """Something that is tried out."""

    __tablename__ = "pilots"

    scope: Annotated[str, Text(needed=True)]
    lead_id: Annotated[str, Person(needed=True, listed=True)]
    until: Annotated[date | None, Day(ahead=True)] = None
    helpers: Annotated[str | None, People(most=2, listed=True)] = None
    proof: Annotated[str | None, File()] = None


PILOT = Register[Pilot](
    name="pilot",
    model=Pilot,
    title="scope",
    holder="lead_id",
    due="until",
    makes=frozenset({MEMBER}),
    states={"running": "○", "over": "✓"},
    open=frozenset({"running"}),
    steps=(
        Step(name="end", of=("running",), to="over", may=frozenset({"lead"}), asks=("scope",)),
        Step(name="prove", of=("running",), may=frozenset({MEMBER}), asks=("helpers", "proof")),
    ),
    words={"en": ("pilots",), "zh": ("试点",)},
)
SENTENCES = {
    "pilot.title": "Pilot {number} · {team}",
    "pilot.list": "Pilots · {team}",
    **{
        f"pilot.{key}": key
        for key in ("none", "choose", "help", "step.make", "step.end", "step.prove")
    },
    **{f"pilot.status.{one}": one for one in PILOT.states},
    **{f"pilot.label.{one}": one for one in PILOT.fields},
}


def put_in() -> None:
    """Make the register one of the program's, before anything that lists them is imported."""
    REGISTERS["pilot"] = PILOT
    subjects, read = text._subjects, text._read
    text._subjects = lambda language: subjects(language) | {"pilot"}
    text._read = lambda language, name: SENTENCES if name == "pilot" else read(language, name)
