"""The modals in which an action is made, marked done, handed on, given a new date."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

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
from bot.metrics.actions.actions import LEVELS, LIMITS, ActionFacts, Change, Form, Kind
from bot.metrics.actions.verification import NIGHT
from bot.metrics.figures import COMPARISONS, METRICS
from bot.metrics.team import TeamView
from bot.text import t
from bot.views.actions.card import due_words, title
from bot.views.blocks import INPUT, Payload, capital, context, form, literal, markup, section

"""The action_id of every input; the block_id is the field's name."""
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
    return _modal("make", blocks, language, ids.ACTION_MAKE_FORM, value)


def change(  # noqa: PLR0913  what is drawn, and for whom
    action: ActionFacts,
    kind: Kind,
    value: ids.ActionFormValue,
    language: str,
    now: datetime,
    typed: Change | None = None,
    *,
    decides: bool = True,
) -> Payload:
    """Return the form for a change; with `typed`, begun again because the action has changed.

    Who does not decide on dropping it is told that the lead does.
    """
    stale = section(t(language, "action.form.stale"), "stale") if typed else None
    inputs = _INPUTS[kind](action, typed or _nothing_typed(action, kind, now), language)
    asks = None if decides or kind != "drop" else t(language, "action.form.asks")
    present = section(_present(action, language, now), "present")
    blocks = [stale, present, context(asks, "asks"), *inputs]
    return _modal(kind, blocks, language, ids.ACTION_CHANGE_FORM, value)


def _nothing_typed(action: ActionFacts, kind: Kind, now: datetime) -> Change:
    return Change(
        kind=kind,
        team_id=action.team_id,
        number=action.number,
        version=action.version,
        who="",
        owner_id=action.owner_id,
        due_on=max(action.due_on, action.today(now)),
        text=action.drop_why if kind == "drop" else None,
        days=str(action.standard.days) if action.standard else None,
    )


def _result(_action: ActionFacts, typed: Change, language: str) -> list[Block]:
    return [_written("result", language, typed.text, needed=True)]


def _new_owner(action: ActionFacts, typed: Change, language: str) -> list[Block]:
    owner = _owner(language, typed.owner_id or action.owner_id)
    return [owner, _written("why", language, typed.text)]


def _new_date(action: ActionFacts, typed: Change, language: str) -> list[Block]:
    due = _due(language, typed.due_on or action.due_on)
    return [due, _written("why", language, typed.text, needed=True)]


def _why_needed(_action: ActionFacts, typed: Change, language: str) -> list[Block]:
    return [_written("why", language, typed.text, needed=True)]


def _remark(_action: ActionFacts, typed: Change, language: str) -> list[Block]:
    return [_written("why", language, typed.text)]


def _new_window(_action: ActionFacts, typed: Change, language: str) -> list[Block]:
    days = _written("days", language, typed.days, needed=True, multiline=False)
    return [days, _written("why", language, typed.text, needed=True)]


_INPUTS: Mapping[Kind, Callable[[ActionFacts, Change, str], list[Block]]] = {
    "done": _result,
    "reassign": _new_owner,
    "new_date": _new_date,
    "drop": _why_needed,
    "verify": _remark,
    "reopen": _new_date,
    "extend": _new_window,
}


def _present(action: ActionFacts, language: str, now: datetime) -> str:
    return t(
        language,
        "action.form.present",
        title=title(action, language),
        measure=markup(action.measure, LIMITS["measure"]),
        owner=f"<@{action.owner_id}>",
        due=due_words(action, language, now),
    )


def _modal(
    name: str,
    blocks: Sequence[Block | None],
    language: str,
    callback_id: str,
    metadata: ids.Value,
) -> Payload:
    heading, submit = (t(language, f"action.form.{key}") for key in (name, f"{name}.submit"))
    return form(heading, blocks, language, callback_id, metadata, submit=submit)


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
