"""Training records: who takes which course, and how it ended."""

from datetime import date
from typing import Annotated

from bot.metrics.registers import HOLDER, Choice, Day, Number, Person, Register, Step, Text
from bot.models.registers import EntryRow


class Training(EntryRow, table=True):
    """A course that somebody takes."""

    __tablename__ = "trainings"

    course: Annotated[str, Text(needed=True, most=120)]
    person_id: Annotated[str, Person(needed=True, listed=True)]
    kind: Annotated[str, Choice(needed=True, of=("skill", "process", "tool", "product"))]
    due_on: Annotated[date | None, Day(ahead=True, listed=True)] = None
    held_on: Annotated[date | None, Day(past=True, late=True)] = None
    hours: Annotated[float | None, Number(most=1000, listed=True)] = None
    score: Annotated[float | None, Number(most=100, late=True)] = None
    remark: Annotated[str | None, Text(lines=True)] = None


_KEEPS = frozenset({"lead", "quality", "admin"})
_TOLD = frozenset({HOLDER})
TRAINING = Register[Training](
    name="training",
    model=Training,
    title="course",
    holder="person_id",
    due="due_on",
    sees=_KEEPS,
    makes=_KEEPS,
    states={"planned": "○", "passed": "✓", "failed": "✗", "withdrawn": "–"},
    open=frozenset({"planned", "failed"}),
    steps=(
        Step(name="pass", of=("planned", "failed"), to="passed", may=_KEEPS, is_likely=True,
             asks=("held_on", "hours", "score"), needs=("held_on",), tells=_TOLD),
        Step(name="fail", of=("planned",), to="failed", may=_KEEPS,
             asks=("held_on", "score", "why"), needs=("held_on", "why"), tells=_TOLD),
        Step(name="change", of=("planned", "failed"), may=_KEEPS,
             asks=("course", "person_id", "kind", "due_on", "hours", "remark"),
             needs=("course", "person_id", "kind")),
        Step(name="note", of=("planned", "passed", "failed"), may=_KEEPS | {HOLDER},
             asks=("remark",)),
        Step(name="withdraw", of=("planned", "failed"), to="withdrawn", may=_KEEPS,
             asks=("why",), needs=("why",), tells=_TOLD),
    ),
    words={"en": ("training", "trainings", "courses"), "zh": ("培训", "培训记录", "课程")},
)  # fmt: skip
