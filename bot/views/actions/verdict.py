"""The verdict on an action: its metric before and after, and what may be done now."""

from bot.metrics.actions.actions import ActionFacts
from bot.metrics.actions.verification import Measurement, Side, Standard
from bot.metrics.figures import FEWEST_DAYS, FEWEST_SAMPLES
from bot.registers.actions import ACTIONS
from bot.text import formats, t
from bot.views.actions.card import buttons, status_words, title
from bot.views.actions.standards import change_size, standard_words
from bot.views.blocks import (
    Payload,
    actions,
    context,
    fields,
    markup,
    message,
    section,
    short_value,
)

_SHORT = 120


def verdict(action: ActionFacts, measurement: Measurement, clock: str, language: str) -> Payload:
    """Return what owner and lead are told when the window of an action has ended."""
    standard = action.standard
    said = t(language, f"verify.verdict.{measurement.verdict}")
    if measurement.verdict == "not_enough":
        said = t(
            language,
            "verify.few",
            verdict=said,
            before=measurement.before.samples,
            after=measurement.after.samples,
            fewest=FEWEST_SAMPLES,
            days=FEWEST_DAYS,
        )
    blocks = [
        context(f"{title(action, language)} · {status_words(action, language)}", "title"),
        section(f"*{markup(action.measure, ACTIONS.most('measure'))}*", "measure"),
        section(f"*{said}*", "verdict"),
        section(_standard(standard, language), "standard") if standard else None,
        fields(_sides(action, measurement, language), "sides"),
        context(_told(standard, measurement, language), "told"),
        context(t(language, f"verify.clock.{clock}"), "clock"),
        actions(buttons(action, language), "buttons"),
    ]
    text = t(
        language,
        "verify.text",
        number=action.number,
        measure=markup(action.measure, _SHORT),
        verdict=said,
    )
    return message(text, blocks)


def _standard(standard: Standard, language: str) -> str:
    return f"*{t(language, 'verify.heading')}*\n{standard_words(standard, language)}"


def _sides(action: ActionFacts, found: Measurement, language: str) -> list[str]:
    shown = []
    for name, side in (("before", found.before), ("after", found.after)):
        first, last = getattr(found.windows, name)
        words = t(language, f"verify.{name}", days=formats.days(language, first, last))
        shown.append(f"*{words}*\n{_side(action, side, language)}")
    if action.standard is not None and (changed := _changed(action.standard, found, language)):
        shown.append(f"*{t(language, 'verify.change')}*\n{changed}")
    return shown


def _changed(standard: Standard, found: Measurement, language: str) -> str | None:
    before, after = found.before.value, found.after.value
    if before is None or after is None:
        return None
    metric = standard.goal.metric
    size = _size(language, metric, after - before, before)
    if found.change is None:
        return size
    low, high = (_size(language, metric, one, before) for one in found.change)
    return t(language, "verify.change.size", size=size, low=low, high=high)


def _size(language: str, metric: str, change: float, before: float) -> str:
    said = change_size(language, metric, change, before)
    return said if not change else f"{'−' if change < 0 else '+'}{said}"


def _told(standard: Standard | None, found: Measurement, language: str) -> str | None:
    """Return what the change alone says, where the verdict does not say it, and when it will."""
    told = found.told(standard.goal.metric) if standard else None
    if standard is None or told is None:
        return None
    said = []
    if found.verdict == "not_met" or told == "worse":
        said.append(t(language, f"verify.told.{told}"))
    if told == "unclear" and (more := found.more_days(standard.goal)):
        said.append(t(language, "verify.more", n=more))
    return " ".join(said) or None


def _side(action: ActionFacts, side: Side, language: str) -> str:
    if side.value is None or action.standard is None:
        return t(language, "verify.none")
    value = short_value(language, action.standard.goal.metric, side.value)
    return t(language, "verify.side", value=value, n=side.samples)
