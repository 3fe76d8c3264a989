"""Industry benchmarks: what others reach, where it was read and when."""

from datetime import date
from typing import Annotated

from bot.metrics.registers import Day, Link, Measured, Metric, Register, Step, Text
from bot.models.registers import EntryRow


class Benchmark(EntryRow, table=True):
    """A value of a metric that somebody published."""

    __tablename__ = "benchmarks"

    metric: Annotated[str, Metric(needed=True)]
    value: Annotated[str, Measured(needed=True, listed=True, of="metric")]
    source: Annotated[str, Text(needed=True, most=200, listed=True)]
    link: Annotated[str | None, Link()] = None
    industry: Annotated[str | None, Text(most=60, listed=True)] = None
    published_on: Annotated[date | None, Day(past=True, listed=True)] = None
    remark: Annotated[str | None, Text(lines=True)] = None


_KEEPS = frozenset({"lead", "operations", "admin"})
BENCHMARKS = Register[Benchmark](
    name="benchmarks",
    model=Benchmark,
    title="metric",
    makes=_KEEPS,
    states={"current": "✓", "retired": "–"},
    open=frozenset({"current"}),
    steps=(
        Step(name="change", of=("current",), may=_KEEPS,
             asks=("metric", "value", "source", "link", "industry", "published_on", "remark"),
             needs=("metric", "value", "source")),
        Step(name="retire", of=("current",), to="retired", may=_KEEPS,
             asks=("why",), needs=("why",)),
    ),
    words={"en": ("benchmarks", "benchmark"), "zh": ("行业标杆", "标杆", "行业基准")},
)  # fmt: skip
