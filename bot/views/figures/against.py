"""How far a share answered in time is from what it is to reach, in words."""

from math import floor

from bot.metrics.figures import Target
from bot.text import t
from bot.text.formats import number, share


def against_words(language: str, found: float, goal: Target, value: str | None = None) -> str:
    """Return whether a share of 1 reaches its target, or by how many points it lies below.

    What is shown of both agrees with the points. Where the target is the plan's it says so. `value`
    is what is shown of the share, if not it alone.
    """
    wanted = goal.goal.value
    digits = 0 if abs(100 * wanted - round(100 * wanted)) < 0.05 else 1
    key = "report.target.plan" if goal.origin == "plan" else "report.target.team"
    target = t(language, key, value=share(language, wanted, digits))
    if found >= wanted:
        shown = value or share(language, found)
        return t(language, "report.verdict.reached", value=shown, target=target)
    points = round(round(100 * wanted, digits) - round(100 * found, digits), 1)
    if points <= 0:
        shown = share(language, floor(1_000 * found) / 1_000, 1)
        return t(language, "report.verdict.just_short", value=shown, target=target)
    return t(
        language,
        "report.verdict.short",
        value=value or share(language, found, digits),
        target=target,
        points=number(language, points, digits),
        n=1 if points == 1 else 2,
    )
