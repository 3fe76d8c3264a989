"""Words about verification standards and how an action stands against its own."""

from bot.metrics.actions.actions import ActionFacts
from bot.metrics.actions.verification import NIGHT, Standard, Visible
from bot.metrics.figures import FEWEST_DAYS, FEWEST_SAMPLES, room, unit
from bot.text import formats, t
from bot.views.blocks import goal_words, short_value


def standard_words(standard: Standard, language: str) -> str:
    """Return a standard in words: `at night, median first response at most 1 h over 30 days`."""
    start, end = (f"{hour:02}:00" for hour in NIGHT)
    which = "night" if standard.hours == "night" else "all"
    return t(
        language,
        f"verify.standard.{which}",
        goal=goal_words(standard.goal, language),
        n=standard.days,
        start=start,
        end=end,
    )


def visible_words(standard: Standard, visible: Visible, language: str) -> str:
    """Return how small a change a standard's window shows, or that it can't be told yet."""
    seen, metric = visible.seen, standard.goal.metric
    if visible.size is None or seen.value is None:
        return t(
            language,
            "verify.visible.none",
            seen=formats.number(language, seen.samples),
            days=visible.days,
            fewest=FEWEST_SAMPLES,
            working=FEWEST_DAYS,
        )
    return t(
        language,
        "verify.visible" if visible.size < room(metric, seen.value) else "verify.visible.too_short",
        n=standard.days,
        size=change_size(language, metric, visible.size, seen.value),
        value=short_value(language, metric, seen.value),
        days=visible.days,
        seen=formats.number(language, seen.samples),
    )


def change_size(language: str, metric: str, change: float, before: float) -> str:
    """Return the size of a change: points of a share, a share of how long it took before."""
    counted = unit(metric)
    if counted == "share":
        return t(language, "verify.change.points", n=round(100 * abs(change)))
    if counted == "duration" and before:
        return formats.share(language, abs(change) / before)
    return short_value(language, metric, abs(change))


def judged_words(action: ActionFacts, language: str) -> str | None:
    """Return the verdict of the data, or when they will give it; None where they give none."""
    if action.verdict is not None and not action.is_open:
        return t(language, f"verify.verdict.{action.verdict}")
    if action.status != "done" or action.measured_on is None:
        return None
    day = formats.days(language, action.measured_on, action.measured_on)
    return t(language, "verify.waits", day=day)
