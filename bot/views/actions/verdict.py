"""The verdict on an action: its metric before and after, and what may be done now."""

from bot.metrics.actions.actions import ActionFacts
from bot.metrics.actions.verification import FEWEST, Measurement, Side, Standard, change
from bot.registers.actions import ACTIONS
from bot.text import formats, t
from bot.views.actions.card import buttons, status_words, title
from bot.views.actions.standards import standard_words
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
        said = t(language, "verify.few", verdict=said, n=measurement.after.samples, fewest=FEWEST)
    blocks = [
        context(f"{title(action, language)} · {status_words(action, language)}", "title"),
        section(f"*{markup(action.measure, ACTIONS.most('measure'))}*", "measure"),
        section(f"*{said}*", "verdict"),
        section(_standard(standard, language), "standard") if standard else None,
        fields(_sides(action, measurement, language), "sides"),
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
    size = change(found.before, found.after)
    if size is not None:
        sign = "−" if size < 0 else "+"
        changed = f"{sign}{formats.share(language, abs(size))}"
        shown.append(f"*{t(language, 'verify.change')}*\n{changed}")
    return shown


def _side(action: ActionFacts, side: Side, language: str) -> str:
    if side.value is None or action.standard is None:
        return t(language, "verify.none")
    value = short_value(language, action.standard.goal.metric, side.value)
    return t(language, "verify.side", value=value, n=side.samples)
