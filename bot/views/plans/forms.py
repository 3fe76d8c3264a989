"""The modals in which a plan is started, changed, shared out, dated and closed."""

from collections.abc import Mapping, Sequence

from slackblocks import Block

from bot import ids
from bot.metrics.figures import COMPARISONS, METRICS
from bot.metrics.plans.plans import LIMITS, NewDate, PlanFacts, phase_name
from bot.metrics.team import Reader
from bot.text import formats, t
from bot.views.blocks import NEW, Fields, Late, Payload, above, form, literal, metric_title, section
from bot.views.plans.words import item_name

BUILT_IN = "-"
"""The value of the built-in template in its select, which can't be empty."""
_MOST_TEMPLATES = 99
_MOST_DATES = 60


def start(
    texts: Mapping[str, str], templates: Sequence[str], value: ids.PlanFormValue, language: str
) -> Payload:
    """Return the form of a new plan."""
    options = [(t(language, "plan.template.built_in"), BUILT_IN)]
    options += [(name, name) for name in templates[:_MOST_TEMPLATES]]
    fields = Fields("plan", LIMITS, language, texts, value.turn)
    blocks = [*_goal(fields, language), *_people(fields), fields.chosen("template", options)]
    submit = t(language, "plan.form.start.submit")
    title = t(language, "plan.form.start")
    return form(title, blocks, language, ids.PLAN_FORM, value, submit=submit)


def change(
    texts: Mapping[str, str], value: ids.PlanFormValue, reader: Reader, late: Late = NEW
) -> Payload:
    """Return the form of a plan."""
    language = reader.language
    fields = Fields("plan", LIMITS, language, {**texts, **late.texts}, value.turn)
    blocks = [*above(late, reader, "plan"), *_goal(fields, language), *_people(fields)]
    title = t(language, "plan.form.change")
    submit = t(language, "plan.form.save")
    return form(title, blocks, language, ids.PLAN_FORM, value, submit=submit)


def duties(
    plan: PlanFacts,
    names: Mapping[str, str],
    value: ids.PlanFormValue,
    reader: Reader,
    late: Late = NEW,
) -> Payload:
    """Return the form in which each member gets a duty."""
    language = reader.language
    texts = {one.user_id: one.duty or "" for one in plan.members} | dict(late.texts)
    fields = Fields("plan", LIMITS, language, texts, value.turn)
    blocks = above(late, reader, "plan")
    blocks += [
        fields.written(
            one.user_id, label=literal(names.get(one.user_id, one.user_id), 60), limit="duty"
        )
        for one in plan.members
    ]
    title, submit = t(language, "plan.form.duties"), t(language, "plan.form.save")
    return form(title, blocks, language, ids.PLAN_DUTIES_FORM, value, submit=submit)


def close(plan: PlanFacts, value: ids.PlanFormValue, reader: Reader, late: Late = NEW) -> Payload:
    """Return the form in which a plan is closed with a reason."""
    language = reader.language
    fields = Fields("plan", LIMITS, language, late.texts, value.turn)
    text = t(language, "plan.form.close.what", n=plan.number)
    blocks = [
        *above(late, reader, "plan"),
        section(text, "what"),
        fields.written("why", needed=True, multiline=True),
    ]
    title, submit = t(language, "plan.form.close"), t(language, "plan.form.close.submit")
    return form(title, blocks, language, ids.PLAN_CLOSE_FORM, value, submit=submit)


def dates(
    plan: PlanFacts, days: Mapping[str, str], value: ids.PlanFormValue, language: str
) -> Payload:
    """Return the form that asks how many days after the start each phase is due."""
    start_on = formats.days(language, plan.first_on, plan.first_on, years=True)
    texts = {f"days{place}": text for place, text in enumerate(days.values())}
    fields = Fields("plan", LIMITS, language, texts, value.turn)
    blocks: list[Block | None] = [
        section(t(language, "plan.form.dates.what", day=start_on), "what")
    ]
    blocks += [
        fields.written(f"days{place}", label=literal(phase_name(phase, language), 40), limit="days")
        for place, phase in enumerate(days)
    ]
    title, submit = t(language, "plan.form.dates"), t(language, "plan.form.dates.preview")
    return form(title, blocks, language, ids.PLAN_DATES_FORM, value, submit=submit)


def preview(
    new: Sequence[NewDate], kept: int, value: ids.PlanFormValue, language: str, *, stale: bool
) -> Payload:
    """Return what the dates would become, to be confirmed; nothing to confirm when all stay."""
    title = t(language, "plan.form.dates")
    lines = [_new_date(one, language) for one in new[:_MOST_DATES]]
    said = t(language, "plan.dates.preview", n=len(new), kept=kept)
    blocks: list[Block | None] = [
        section(t(language, "plan.dates.stale"), "stale") if stale else None
    ]
    blocks.append(section(said, "said"))
    blocks += [
        section("\n".join(lines[first : first + 8]), f"dates_{first}")
        for first in range(0, len(lines), 8)
    ]
    submit = t(language, "plan.form.dates.submit") if new else None
    return form(title, blocks, language, ids.PLAN_DATES_FORM, value, submit=submit)


def _goal(fields: Fields, language: str) -> list[Block]:
    metrics = [(metric_title(language, metric), metric) for metric in METRICS]
    comparisons = [(t(language, f"plan.comparison.{one}"), one) for one in COMPARISONS]
    return [
        fields.chosen("metric", metrics),
        fields.chosen("comparison", comparisons),
        fields.written("value", needed=True),
        fields.day("first", needed=True),
        fields.day("last", needed=True),
    ]


def _people(fields: Fields) -> list[Block]:
    return [fields.person("lead", needed=True), fields.people("members")]


def _new_date(one: NewDate, language: str) -> str:
    new = formats.days(language, one.due_on, one.due_on, years=True)
    was = one.item.due_on
    if was is None:
        return f"{item_name(one.item, language)}: *{new}*"
    before = formats.days(language, was, was, years=True)
    return f"{item_name(one.item, language)}: {before} → *{new}*"
