"""The modal in which an action is made."""

from collections.abc import Sequence
from datetime import date

from slackblocks import (
    Block,
    DatePicker,
    Element,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
    UserSelectMenu,
)

from bot import ids
from bot.metrics.actions.actions import LEVELS, LIMITS, Form
from bot.metrics.actions.verification import NIGHT
from bot.metrics.figures import COMPARISONS, METRICS
from bot.metrics.team import TeamView
from bot.text import t
from bot.views.blocks import INPUT, Payload, capital, context, literal
from bot.views.blocks import form as _form

_MOST_TEAMS = 100
_SHORT_TEXT = 30


def make(form: Form, language: str) -> Payload:
    """Return the form for a new action."""
    only = form.teams[0].id if len(form.teams) == 1 else None
    blocks = [
        _teams(form.teams, language) if only is None else None,
        _written("measure", language, form.measure, needed=True),
        context(t(language, "action.form.cut", most=LIMITS["measure"]), "cut")
        if form.is_cut
        else None,
        _owner(language, form.owner_id),
        _due(language, form.due_on),
        _written("department", language, multiline=False),
        *_standard(language),
        _written("verification", language, form.verification),
        _written("resources", language),
        *(_chosen(name, language, _levels(language)) for name in ("impact", "ease")),
    ]
    value = ids.MakeAction(origin=form.origin, ref=form.origin_ref, team_id=only)
    heading, submit = t(language, "action.form.make"), t(language, "action.form.make.submit")
    return _form(heading, blocks, language, ids.ACTION_MAKE_FORM, value, submit=submit)


def _teams(teams: Sequence[TeamView], language: str) -> Block:
    options = [
        Option(PlainText(literal(team.name, 75)), str(team.id)) for team in teams[:_MOST_TEAMS]
    ]
    return _input("team", language, StaticSelectMenu(INPUT, options, initial_option=options[0]))


def _owner(language: str, owner_id: str) -> Block:
    return _input("owner", language, UserSelectMenu(INPUT, initial_user=owner_id))


def _due(language: str, due_on: date) -> Block:
    return _input("due", language, DatePicker(INPUT, initial_date=due_on.isoformat()))


def _standard(language: str) -> list[Block]:
    metrics = [(t(language, f"warning.metric.{name}"), name) for name in METRICS]
    compared = [(t(language, f"plan.comparison.{name}"), name) for name in COMPARISONS]
    start, end = (f"{hour:02}:00" for hour in NIGHT)
    hours = [(t(language, "verify.hours.night", start=start, end=end), "night")]
    return [
        _chosen("metric", language, metrics),
        _chosen("comparison", language, compared),
        _written("value", language, multiline=False),
        _written("days", language, multiline=False),
        _chosen("hours", language, hours),
    ]


def _levels(language: str) -> list[tuple[str, str]]:
    return [(t(language, f"action.level.{level}"), level) for level in LEVELS]


def _chosen(name: str, language: str, options: Sequence[tuple[str, str]]) -> Block:
    made = [Option(PlainText(capital(text)), value) for text, value in options]
    placeholder = PlainText(t(language, f"action.placeholder.{name}"))
    menu = StaticSelectMenu(INPUT, made, placeholder=placeholder)
    return _input(name, language, menu, optional=True)


def _written(
    name: str,
    language: str,
    text: str | None = None,
    *,
    needed: bool = False,
    multiline: bool = True,
) -> Block:
    field = PlainTextInput(
        INPUT,
        initial_value=text or None,
        multiline=multiline,
        max_length=LIMITS.get(name, _SHORT_TEXT),
        placeholder=PlainText(t(language, f"action.placeholder.{name}")),
    )
    return _input(name, language, field, optional=not needed)


def _input(name: str, language: str, element: Element, *, optional: bool = False) -> Block:
    label = PlainText(t(language, f"action.label.{name}"))
    return InputBlock(label, element, block_id=name, optional=optional)
