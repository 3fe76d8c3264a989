"""What the figures of a report are held against: the plan's goal, the team's own, its limit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.models import Plan, WarningRule
from tests.daily.world import World, cells

MADE = datetime(2026, 11, 2, tzinfo=UTC)


async def plan(world: World, **changes: Any) -> None:
    values = {
        "team_id": 1,
        "number": 1,
        "metric": "frt_median",
        "comparison": "at_most",
        "value": 600.0,
        "first_on": date(2026, 11, 2),
        "last_on": date(2026, 12, 31),
        "lead_id": "U01EMMA",
        "created_by": "U01EMMA",
        "created_at": MADE,
    }
    async with world.office.database.write() as session:
        session.add(Plan(**{**values, **changes}))


async def rule(world: World, metric: str, target: float) -> None:
    async with world.office.database.write() as session:
        session.add(
            WarningRule(
                team_id=1, metric=metric, target=target, warning_value=1300.0, limit_value=1500.0
            )
        )


async def told(world: World) -> dict[str, list[str]]:
    """Return the rows of a report of five tickets, each answered after 10 min 36 s."""
    await world.since("2026-11-18 12:00")
    for at in range(5):
        await world.ticket(f"N{at}", f"2026-11-18 10:0{at}", 10.6)
    await world.ticket("late", "2026-11-18 11:00", 25)
    await world.at("2026-11-19 09:00")
    return cells(await world.details(await world.post()))


async def test_a_goal_comes_first_and_leaves_limits_and_attainment_alone(world: World):
    await plan(world)
    await rule(world, "frt_median", 480.0)
    rows = await told(world)
    assert rows["FRT, median"][:2] == ["10 min 36 s", "✗ plan: ≤ 10 min"]
    assert rows["In time"][:2] == ["83%", "✗ team: ≥ 90%"]


async def test_a_goal_of_another_metric_leaves_the_headline_to_the_limit(world: World):
    await plan(world, metric="attainment", comparison="at_least", value=0.8)
    rows = await told(world)
    assert rows["FRT, median"][1] == "✓ default limit 15 min"
    assert rows["In time"][1] == "✓ plan: ≥ 80%"


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "closed", "closed_at": datetime(2026, 11, 18, tzinfo=UTC)},
        {"first_on": date(2026, 11, 20)},
        {"created_at": datetime(2026, 11, 19, 12, tzinfo=UTC)},
    ],
)
async def test_a_plan_that_was_closed_or_has_not_begun_counts_for_nothing(
    world: World, changes: dict[str, Any]
):
    await plan(world, **changes)
    await rule(world, "frt_median", 540.0)
    assert (await told(world))["FRT, median"][1] == "✗ team: ≤ 9 min"


async def test_an_answer_is_held_against_the_same_goal_from_the_moment_it_is_set(world: World):
    await world.since("2026-11-18 12:00")
    for at in range(6):
        await world.ticket(f"N{at}", f"2026-11-19 09:0{at}", 5 if at else 25)
    await world.at("2026-11-19 12:00")
    asked = world.office.type
    assert "7 points under the target of 90%" in (await asked("emma", "today"))["text"]
    await plan(world, metric="attainment", comparison="at_least", value=0.8)
    assert "the plan’s target of 80% is reached" in (await asked("emma", "today"))["text"]
