"""An action: its card, its line in a list, and what is said when it may not be changed."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.actions import LIMITS, ActionFacts
from bot.text import formats, t
from bot.views.notice import notice
from bot.views.outside import markup
from bot.views.parts import Payload, actions, button, context, fields, message, section

_SHORT = 120
_MARKS = {"done": "✓", "overdue": "✗"}


def make_button(
    language: str, origin: ids.Origin, ref: str | None = None, team_id: int | None = None
) -> Element:
    """Return *Make an action*; only `commands/actions.py` answers it."""
    value = ids.MakeAction(origin=origin, ref=ref, team_id=team_id)
    return button(t(language, "action.button.make"), ids.ACTION_MAKE, value)


def card(action: ActionFacts, language: str, now: datetime, above: str | None = None) -> Payload:
    """Return the card, with its buttons while it is open; `above` is a `mrkdwn` sentence.

    It stands for weeks, so it names the due date and not how far off that is.
    """
    blocks: list[Block | None] = [
        section(above, "above") if above else None,
        context(f"{title(action, language)} · {_status(action, language)}", "title"),
        section(f"*{markup(action.measure, LIMITS['measure'])}*", "measure"),
        fields(_facts(action, language, now), "facts"),
        _text(action.verification, language, "verification"),
        _text(action.resources, language, "resources"),
        _text(action.result, language, "result"),
        context(_small_print(action, language), "origin"),
        actions(_buttons(action, language), "buttons"),
    ]
    return message(summary(action, language, now), blocks)


def line(
    action: ActionFacts,
    language: str,
    now: datetime | None,
    *,
    may_change: bool,
    listed: ids.ActionListValue | None = None,
    with_team: bool = False,
) -> list[Block | None]:
    """Return an action as a paragraph with its buttons: all while the reader may change it.

    With `now` it says how far off the due date is, as suits an answer but not what stands for days.
    """
    key = f"{action.team_id}_{action.number}"
    if action.is_done:
        details = [_done_words(action, language)]
    else:
        state = state_words(action, language, now) if now else _status(action, language)
        due = due_words(action, language, now or action.created_at)
        details = [_person(action.owner_id), due, state]
    if with_team:
        details.append(markup(action.team_name, 40))
    measure = f"*{action.number}* · {markup(action.measure, _SHORT)}"
    text = f"{measure}\n{' · '.join(details)}"
    if action.is_done or not may_change:
        return [section(text, f"line_{key}", _history(action, language, listed))]
    return [
        section(text, f"line_{key}"),
        actions(_buttons(action, language, listed, style=None), f"buttons_{key}"),
    ]


def title(action: ActionFacts, language: str) -> str:
    """Return what an action is called, with its team, as `mrkdwn`."""
    return t(language, "action.title", number=action.number, team=markup(action.team_name, 40))


def summary(action: ActionFacts, language: str, now: datetime) -> str:
    """Return an action in one sentence of `mrkdwn`, for notifications and screen readers."""
    return t(
        language,
        "action.text",
        number=action.number,
        state=state_words(action, language, now),
        owner=_person(action.owner_id),
        due=due_words(action, language, now),
        measure=markup(action.measure, _SHORT),
    )


def state_words(action: ActionFacts, language: str, now: datetime) -> str:
    """Return how an action stands, with a mark: `✗ overdue by 2 days`."""
    state = action.state(now)
    words = t(language, f"action.state.{state}", n=action.days_late(now))
    return f"{_MARKS[state]} {words}" if state in _MARKS else words


def _status(action: ActionFacts, language: str) -> str:
    return (
        f"{_MARKS['done']} {t(language, 'action.state.done')}"
        if action.is_done
        else t(language, "action.state.open")
    )


def due_words(action: ActionFacts, language: str, now: datetime) -> str:
    """Return the due date with its weekday, or with its year when that is not the present one."""
    if action.due_on.year == action.today(now).year:
        return formats.day(language, action.due_on)
    return formats.days(language, action.due_on, action.due_on, years=True)


def refusal(language: str, action: ActionFacts, leading: Sequence[str]) -> str:
    """Return the polite no to somebody who may not change an action, naming who may."""
    others = [user_id for user_id in leading if user_id != action.owner_id]
    key = "action.refusal.or" if others else "action.refusal"
    comma = t(language, "action.comma")
    return t(
        language,
        key,
        number=action.number,
        owner=_person(action.owner_id),
        leading=comma.join(map(_person, others)),
    )


def already_done(language: str, action: ActionFacts) -> str:
    """Return that there is nothing left to change, and who marked it done when."""
    return t(
        language, "action.already_done", number=action.number, done=_done_words(action, language)
    )


def done_notice(action: ActionFacts, language: str, leads: Sequence[str]) -> Payload:
    """Return what the leads are told when an action was done."""
    key = "action.told.done.to" if leads else "action.told.done"
    text = t(
        language,
        key,
        number=action.number,
        who=_person(action.done_by or ""),
        result=markup(action.result or "", LIMITS["result"]),
        leads=" ".join(map(_person, leads)),
    )
    return notice(text)


def _facts(action: ActionFacts, language: str, now: datetime) -> list[str]:
    shown = [
        ("owner", _person(action.owner_id)),
        ("due", due_words(action, language, now)),
    ]
    if action.department:
        shown.append(("department", markup(action.department, LIMITS["department"])))
    return [f"*{t(language, f'action.label.{name}')}*\n{value}" for name, value in shown]


def _text(text: str | None, language: str, name: str) -> Block | None:
    if not text:
        return None
    return section(f"*{t(language, f'action.label.{name}')}*\n{markup(text, LIMITS[name])}", name)


def _small_print(action: ActionFacts, language: str) -> str:
    at = formats.instant(language, action.created_at, action.zone)
    made = t(language, "action.made", who=_person(action.created_by), at=at)
    if action.origin == "command":
        made = made[:1].upper() + made[1:]
    else:
        made = f"{_origin(action, language)} · {made}"
    return f"{made}\n{_done_words(action, language)}" if action.is_done else made


def _origin(action: ActionFacts, language: str) -> str:
    words = t(language, f"action.origin.{action.origin}")
    if action.origin_ref and action.origin_ref.startswith(("https://", "http://")):
        return f"<{action.origin_ref}|{words}>"
    return words


def _done_words(action: ActionFacts, language: str) -> str:
    if action.done_at is None:
        return ""
    at = formats.instant(language, action.done_at, action.zone)
    return t(language, "action.done_by", who=_person(action.done_by or ""), at=at)


def _buttons(
    action: ActionFacts,
    language: str,
    listed: ids.ActionListValue | None = None,
    style: str | None = "primary",
) -> list[Element]:
    history = _history(action, language, listed)
    if action.is_done:
        return [history]
    value = _value(action, listed)
    return [
        button(
            t(language, "action.button.done"),
            ids.ACTION_DONE,
            value,
            "primary" if style else None,
        ),
        button(t(language, "action.button.reassign"), ids.ACTION_REASSIGN, value),
        button(t(language, "action.button.new_date"), ids.ACTION_NEW_DATE, value),
        history,
    ]


def _history(
    action: ActionFacts, language: str, listed: ids.ActionListValue | None = None
) -> Element:
    return button(t(language, "action.button.history"), ids.ACTION_HISTORY, _value(action, listed))


def _value(action: ActionFacts, listed: ids.ActionListValue | None) -> ids.ActionValue:
    return ids.ActionValue(
        team_id=action.team_id, number=action.number, version=action.version, listed=listed
    )


def _person(user_id: str) -> str:
    return f"<@{user_id}>"
