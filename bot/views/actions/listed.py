"""Lists of actions: the answer to `/frt actions`, an owner's reminder."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.actions.actions import SCOPES, ActionFacts, ActionList, Scope
from bot.metrics.registers import AnyEntry
from bot.metrics.team import Reader, TeamView
from bot.text import t
from bot.views.actions.card import line, state_words
from bot.views.blocks import (
    Payload,
    actions,
    button,
    choosing,
    context,
    header,
    literal,
    markup,
    message,
    section,
    turns,
    with_page,
)
from bot.views.registers import line as entry_line

_MOST_LINES = 10


def answer(found: ActionList, reader: Reader, now: datetime) -> Payload:
    """Return a page of actions with buttons on each that the reader may change."""
    language = reader.language
    listed = _turn(found, found.scope, found.page)
    name = t(language, f"action.list.{found.scope}", n=found.counts[found.scope])
    if found.team is None or found.scope == "mine":
        heading = name
    else:
        heading = t(language, "action.list", team=literal(found.team.name, 40), name=name)
    blocks: list[Block | None] = [
        header(heading, "title"),
        actions(_scopes(found, language), "scopes"),
    ]
    if not found.actions:
        blocks.append(section(t(language, f"action.list.{found.scope}.none"), "none"))
    for one in found.actions:
        may_change = (one.team_id, one.number) in found.may_change
        elsewhere = found.team is None or found.team.id != one.team_id
        blocks += line(
            one, language, now, may_change=may_change, listed=listed, with_team=elsewhere
        )
    blocks += [
        turns(language, (found.page, found.pages), ids.ACTION_LIST, listed),
        context(_hint(found, language), "hint"),
    ]
    return message(markup(heading, len(heading)), blocks)


def choose(scope: str, teams: Sequence[TeamView], language: str) -> Payload:
    """Return a select of the teams whose actions may be meant."""
    options = [(one.name, ids.ActionListValue(scope=scope, team_id=one.id)) for one in teams]
    return choosing(language, "action.list.choose", ids.ACTION_LIST_TEAM, options)


def reminder(
    team_name: str,
    found: Sequence[ActionFacts],
    language: str,
    now: datetime,
    *,
    again: bool = False,
    entries: Sequence[AnyEntry] = (),
) -> Payload:
    """Return what an owner is told of their actions and entries that are due, as they stand now.

    Drawn `again` later, it no longer speaks of today and tomorrow.
    """
    open_ones = [action for action in found if action.is_open]
    counts = (len(open_ones), sum(one.is_open for one in entries))
    done = "action.reminder.done" if found else "register.reminder.done"
    text = _reminded(counts, team_name, done, language)
    at = None if again else now
    blocks: list[Block | None] = [section(f"*{text}*", "title")]
    for one in found[:_MOST_LINES]:
        blocks += line(one, language, at, may_change=one.is_open)
    blocks += [entry_line(one, language, at, is_named=True) for one in entries[:_MOST_LINES]]
    left = len(found) - _MOST_LINES
    more = t(language, "action.reminder.more", n=left) if left > 0 else None
    below = [context(more, "more"), context(t(language, "action.reminder.off"), "off")]
    return message(reminder_text(text, open_ones, language, now), [*blocks, *below])


def _reminded(counts: tuple[int, int], team_name: str, done: str, language: str) -> str:
    """Return how many actions and how many entries are due, or that all of them are `done`."""
    team = markup(team_name, 40)
    keys = zip(("action.reminder", "register.reminder"), counts, strict=True)
    said = [t(language, key, n=n, team=team) for key, n in keys if n]
    return " ".join(said) or t(language, done, team=team)


def reminder_text(text: str, open_ones: Sequence[ActionFacts], language: str, now: datetime) -> str:
    """Return a sentence and the first actions it is of, for notifications."""
    comma = t(language, "action.semicolon")
    shown = comma.join(
        f"{markup(one.measure, 60)} ({state_words(one, language, now)})" for one in open_ones[:3]
    )
    return f"{text} {shown}".strip()


def _scopes(found: ActionList, language: str) -> list[Element]:
    if found.team is None:
        return []
    return [
        button(
            t(language, f"action.scope.{scope}", count=found.counts[scope]),
            f"{ids.ACTION_LIST}.{scope}",
            _turn(found, scope, 1),
            "primary" if scope == found.scope else None,
        )
        for scope in SCOPES
    ]


def _turn(found: ActionList, scope: Scope, page: int) -> ids.ActionListValue:
    team_id = found.team.id if found.team else None
    return ids.ActionListValue(scope=scope, page=page, team_id=team_id)


def _hint(found: ActionList, language: str) -> str:
    return with_page(language, (found.page, found.pages), t(language, "action.list.hint"))
