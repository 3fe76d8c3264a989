"""Words about verification standards and how an action stands against its own."""

from bot.metrics.actions import ActionFacts
from bot.metrics.verification import NIGHT, Standard
from bot.text import formats, t
from bot.views.metric_words import goal_words


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


def judged_words(action: ActionFacts, language: str) -> str | None:
    """Return the verdict of the data, or when they will give it; None where they give none."""
    if action.verdict is not None and not action.is_open:
        return t(language, f"verify.verdict.{action.verdict}")
    if action.status != "done" or action.measured_on is None:
        return None
    day = formats.days(language, action.measured_on, action.measured_on)
    return t(language, "verify.waits", day=day)
