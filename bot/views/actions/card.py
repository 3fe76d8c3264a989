"""An action: its card, its line in a list, and what is said when it may not be changed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.actions.actions import ActionFacts
from bot.registers.actions import ACTION, ACTIONS, entry_of
from bot.text import formats, t
from bot.views.actions.standards import judged_words, standard_words
from bot.views.blocks import (
    Payload,
    actions,
    button,
    capital,
    context,
    fields,
    history_button,
    made_from,
    markup,
    message,
    modal,
    notice,
    section,
)

_SHORT = 120
_MARKS = {"done": "✓", "verified": "✓", "overdue": "✗"}
_LIKELY = {"not_met": "reopen", "not_enough": "extend", "unclear": "extend"}
_ASKS_FOR = {"done": "verify", "drop_asked": "drop"}
"""The step that a change waits for."""
_NOT_IN_LINES = frozenset({"note", "edit", "aim"})


def make_button(
    language: str, origin: ids.Origin, ref: str | None = None, team_id: int | None = None
) -> Element:
    """Return *Make an action*; only `commands/actions/lists.py` answers it."""
    value = ids.MakeAction(origin=origin, ref=ref, team_id=team_id)
    return button(t(language, "action.button.make"), ids.ACTION_MAKE, value)


def card(action: ActionFacts, language: str, now: datetime, above: str | None = None) -> Payload:
    """Return the card, with its buttons while it is open; `above` is a `mrkdwn` sentence.

    It stands for weeks, so it names the due date and not how far off that is.
    """
    made = [section(above, "above") if above else None, *_blocks(action, language, now)]
    made.append(actions(buttons(action, language), "buttons"))
    return message(summary(action, language, now), made)


def opened(
    action: ActionFacts,
    steps: Collection[str],
    value: ids.OpenedValue,
    language: str,
    now: datetime,
) -> Payload:
    """Return an action in a modal, with the steps that its reader may take."""
    return modal(
        t(language, "action.modal", number=action.number),
        [
            *_blocks(action, language, now),
            actions(buttons(action, language, only=steps), "buttons"),
        ],
        close=t(language, "notice.close"),
        callback_id=ids.REGISTER_OPEN,
        metadata=value,
    )


def _blocks(action: ActionFacts, language: str, now: datetime) -> list[Block | None]:
    return [
        context(f"{title(action, language)} · {status_words(action, language)}", "title"),
        section(f"*{markup(action.measure, ACTIONS.most('measure'))}*", "measure"),
        fields(_facts(action, language, now), "facts"),
        _standard(action, language),
        _text(action.verification, language, "verification"),
        _text(action.resources, language, "resources"),
        _progress(action, language),
        _text(action.result, language, "result"),
        _asked(action, language),
        context(_small_print(action, language), "origin"),
    ]


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
    text = _line_words(action, language, now, with_team=with_team)
    if not may_change:
        return [section(text, f"line_{key}", _history(action, language))]
    return [
        section(text, f"line_{key}", open_button(action, language, listed)),
        actions(buttons(action, language, listed, in_line=True), f"buttons_{key}"),
    ]


def brief(
    action: ActionFacts, language: str, now: datetime, name: str, *, with_team: bool = False
) -> list[Block | None]:
    """Return an open action of one's own as a paragraph with *Mark done* and *Open*."""
    key = f"{action.team_id}_{action.number}"
    text = _line_words(action, language, now, with_team=with_team, own=name)
    done, *_ = buttons(action, language, in_line=True, only={"done"})
    return [
        section(text, f"line_{key}"),
        actions([done, open_button(action, language, None)], f"buttons_{key}"),
    ]


def _line_words(
    action: ActionFacts,
    language: str,
    now: datetime | None,
    *,
    with_team: bool,
    own: str | None = None,
) -> str:
    """Return an action in two lines: one's `own` by its name, others by number with their owner."""
    if not action.is_open:
        details = [ended_words(action, language), judged_words(action, language) or ""]
    else:
        state = state_words(action, language, now) if now else status_words(action, language)
        due = due_words(action, language, now or action.created_at)
        details = ["" if own else _person(action.owner_id), due, state]
    if with_team:
        details.append(markup(action.team_name, 40))
    measure = f"*{own or action.number}* · {markup(action.measure, _SHORT)}"
    return f"{measure}\n{' · '.join(filter(None, details))}"


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
    if state == "open":
        return status_words(action, language)
    words = t(language, f"action.state.{state}", n=action.days_late(now))
    return f"{_MARKS[state]} {words}" if state in _MARKS else words


def status_words(action: ActionFacts, language: str) -> str:
    """Return an action's status, as suits what stands for weeks."""
    if action.is_open:
        return t(language, "action.state.reopened" if action.settled_at else "action.state.open")
    words = t(language, f"action.state.{action.status}")
    return f"{_MARKS[action.status]} {words}" if action.status in _MARKS else words


def due_words(action: ActionFacts, language: str, now: datetime) -> str:
    """Return the due date with its weekday, or with its year when that is not the present one."""
    return formats.near_day(language, action.due_on, action.today(now))


def already_done(action: ActionFacts, language: str) -> str:
    """Return that its state leaves no such change, and who brought it there when."""
    if action.is_open:
        return t(language, "action.already_open", number=action.number)
    ended = ended_words(action, language)
    return t(language, "action.already_done", number=action.number, done=ended)


def told(
    action: ActionFacts,
    language: str,
    event: str,
    said: tuple[str, str],
    people: Sequence[str] = (),
) -> Payload:
    """Return what `people` are told of a change; `said` is who made it and what they wrote.

    Where it waits for somebody's word there is a button to give it.
    """
    who, text = said
    words = t(
        language,
        f"action.told.{event}",
        number=action.number,
        who=_person(who),
        measure=markup(action.measure, _SHORT),
        text=markup(text, ACTIONS.most("why")),
    )
    whole = " ".join((*map(_person, people), words)).strip()
    if (step := _ASKS_FOR.get(event)) is None:
        return notice(whole)
    label, action_id = t(language, f"action.step.{step}"), ids.register_step(ACTION, step)
    asks = button(label, action_id, _value(action, None), "primary" if step == "verify" else None)
    return message(whole, [section(whole, "notice", asks)])


def _facts(action: ActionFacts, language: str, now: datetime) -> list[str]:
    shown = [
        ("owner", _person(action.owner_id)),
        ("due", due_words(action, language, now)),
    ]
    if action.department:
        shown.append(("department", markup(action.department, ACTIONS.most("department"))))
    levels = [("impact", action.impact), ("ease", action.ease)]
    shown += [(name, t(language, f"action.level.{level}")) for name, level in levels if level]
    return [f"*{t(language, f'action.label.{name}')}*\n{value}" for name, value in shown]


def _text(text: str | None, language: str, name: str) -> Block | None:
    if not text:
        return None
    return section(
        f"*{t(language, f'action.label.{name}')}*\n{markup(text, ACTIONS.most(name))}", name
    )


def _progress(action: ActionFacts, language: str) -> Block | None:
    if not action.progress or action.progress_at is None:
        return None
    at = formats.instant(language, action.progress_at, action.zone)
    heading = t(language, "action.progress", who=_person(action.progress_by or ""), at=at)
    return section(f"{heading}\n{markup(action.progress, ACTIONS.most('result'))}", "progress")


def _small_print(action: ActionFacts, language: str) -> str:
    at = formats.instant(language, action.created_at, action.zone)
    made = t(language, "action.made", who=_person(action.created_by), at=at)
    if action.origin == "command":
        made = capital(made)
    else:
        origin = made_from("action", action.origin, action.origin_ref, language, action.addresses)
        made = f"{origin} · {made}"
    done = _done_words(action, language) if action.is_done else ""
    return "\n".join(filter(None, (made, done, _settled_words(action, language))))


def _done_words(action: ActionFacts, language: str) -> str:
    if action.done_at is None:
        return ""
    at = formats.instant(language, action.done_at, action.zone)
    return t(language, "action.done_by", who=_person(action.done_by or ""), at=at)


def ended_words(action: ActionFacts, language: str) -> str:
    """Return who verified, dropped or marked done an action, and when."""
    if action.status == "done":
        return _done_words(action, language)
    return _settled_words(action, language).partition("\n")[0]


def _settled_words(action: ActionFacts, language: str) -> str:
    if action.settled_at is None or action.status == "done":
        return ""
    status = "reopened" if action.is_open else action.status
    at = formats.instant(language, action.settled_at, action.zone)
    words = t(language, f"action.settled.{status}", who=_person(action.settled_by or ""), at=at)
    return (
        f"{words}\n{markup(action.settled_why, ACTIONS.most('why'))}"
        if action.settled_why
        else words
    )


def _standard(action: ActionFacts, language: str) -> Block | None:
    if action.standard is None:
        return None
    heading = f"*{t(language, 'verify.heading')}*"
    words = (heading, standard_words(action.standard, language), judged_words(action, language))
    return section("\n".join(filter(None, words)), "standard")


def _asked(action: ActionFacts, language: str) -> Block | None:
    if not action.drop_why:
        return None
    asked = t(language, "action.drop_asked", owner=_person(action.owner_id))
    return section(f"*{asked}*\n{markup(action.drop_why, ACTIONS.most('why'))}", "drop")


def buttons(
    action: ActionFacts,
    language: str,
    listed: ids.ActionListValue | None = None,
    *,
    in_line: bool = False,
    only: Collection[str] | None = None,
) -> list[Element]:
    """Return a button for each step that an action's state leaves, and *History*.

    Those `in_line` are fewer, and none stands out; `only` says which there may be.
    """
    value = _value(action, listed)
    likely = _LIKELY.get(action.verdict or "", "verify") if action.status == "done" else "done"
    made = [
        button(
            t(language, f"action.step.{step.name}"),
            ids.register_step(ACTION, step.name),
            value,
            "primary" if step.name == likely and not in_line else None,
        )
        for step in entry_of(action).steps()
        if not (in_line and step.name in _NOT_IN_LINES) and (only is None or step.name in only)
    ]
    return [*made, _history(action, language)]


def open_button(action: ActionFacts, language: str, listed: ids.ActionListValue | None) -> Element:
    """Return what opens an action, with everything that may become of it."""
    value = ids.EntryValue(
        of=ACTION,
        team_id=action.team_id,
        number=action.number,
        version=action.version,
        listed=listed and ids.EntryListValue(of=ACTION, **listed.model_dump()),
    )
    return button(t(language, "register.open"), ids.REGISTER_OPEN, value)


def _history(action: ActionFacts, language: str) -> Element:
    return history_button(language, action.team_id, "action", str(action.number))


def _value(action: ActionFacts, listed: ids.ActionListValue | None) -> ids.ActionValue:
    return ids.ActionValue(
        team_id=action.team_id, number=action.number, version=action.version, listed=listed
    )


def _person(user_id: str) -> str:
    return f"<@{user_id}>"
