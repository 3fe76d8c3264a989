"""The form in which a lead sets what the team watches."""

from slackblocks import Block

from bot import ids
from bot.metrics.figures import METRICS
from bot.metrics.history import Edit
from bot.metrics.team import Reader
from bot.metrics.warnings.near_threshold import NEAR_DAYS_TO_WARN
from bot.metrics.warnings.watched import RuleForm
from bot.text import formats, t
from bot.views.blocks import (
    NEW,
    Fields,
    Late,
    Payload,
    changed_by_others,
    context,
    form,
    markup,
    metric_title,
    section,
    value_words,
    who_words,
)

_SHORT = 30
_VALUES = ("limit", "warning", "target")
_COLUMNS = {"limit": "limit_value", "warning_value": "warning_value", "target": "target"}


def rule_form(
    made: RuleForm, value: ids.WarningRuleFormValue, reader: Reader, late: Late = NEW
) -> Payload:
    """Return the form: a metric to choose unless one is given, limit, warning value and target."""
    language = reader.language
    texts = {**made.texts, **late.texts}
    fields = Fields("warning", dict.fromkeys(_VALUES, _SHORT), language, texts, value.turn)
    unit = METRICS[made.metric].unit if made.metric else "any"
    blocks: list[Block | None] = [
        *changed_by_others(late, reader, _edit_words),
        section(_heading(made, language), "about"),
        _metric(made, fields, language) if made.metric is None else None,
        *(_value(fields, name, unit, language) for name in _VALUES),
        _stop(fields, made, language) if made.may_stop else None,
        context(t(language, "warning.rule.hint", n=NEAR_DAYS_TO_WARN), "hint"),
    ]
    title, submit = t(language, "warning.rule.title"), t(language, "warning.rule.submit")
    return form(title, blocks, language, ids.WARNING_RULE_FORM, value, submit=submit)


def _heading(made: RuleForm, language: str) -> str:
    team = markup(made.team.name, 60)
    if made.metric is None:
        return t(language, "warning.rule.about.another", team=team)
    return t(language, "warning.rule.about", team=team, metric=metric_title(language, made.metric))


def _metric(made: RuleForm, fields: Fields, language: str) -> Block:
    options = [(metric_title(language, one), one) for one in made.others]
    return fields.chosen("metric", options, label=t(language, "warning.rule.label.metric"))


def _value(fields: Fields, name: str, unit: str, language: str) -> Block:
    return fields.written(
        name,
        needed=name == "limit",
        label=t(language, f"warning.rule.label.{name}"),
        placeholder=t(language, f"warning.rule.{name}.{unit}"),
    )


def _stop(fields: Fields, made: RuleForm, language: str) -> Block:
    metric = metric_title(language, made.metric or "")
    text = t(language, "warning.rule.stop", metric=metric)
    return fields.ticked("stop", text, held=False, label=t(language, "warning.rule.label.stop"))


def _edit_words(edit: Edit, reader: Reader) -> str:
    at = formats.instant(reader.language, edit.at, reader.zone)
    said = t(reader.language, f"warning.rule.event.{edit.event}", who=who_words(edit.who))
    metric = str(edit.after.get("metric") or "")
    values = [
        t(
            reader.language,
            f"warning.value.{name}",
            value=value_words(reader.language, metric, value),
        )
        for name, column in _COLUMNS.items()
        if isinstance(value := edit.after.get(column), int | float)
    ]
    return " · ".join((at, said, *values))
