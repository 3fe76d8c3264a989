"""What somebody who left the workspace leaves behind, offered to a lead to be handed over."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from slackblocks import Block

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.plans import ItemFacts
from bot.metrics.problems import ProblemFacts
from bot.metrics.registers import AnyEntry
from bot.text import t
from bot.views.actions import line, reminder_text
from bot.views.blocks import Payload, button, context, markup, message, section
from bot.views.plans import MARKS, due_words, item_name
from bot.views.problems import line_words, value_of
from bot.views.registers import line as entry_line

_MOST_LINES = 10


def left(
    owner_id: str,
    of_team: tuple[str, ZoneInfo],
    work: tuple[Sequence[ActionFacts], Sequence[ItemFacts], Sequence[ProblemFacts]],
    language: str,
    now: datetime,
    entries: Sequence[AnyEntry] = (),
) -> Payload:
    """Return what a lead is offered: open actions, items and problems, each with *Hand over*.

    Entries of registers are opened instead. `of_team` is the team's name and its zone.
    """
    (team_name, zone), (found, items, problems) = of_team, work
    kept = [one for one in found if one.is_open and one.owner_id == owner_id]
    today = now.astimezone(zone).date()
    actions = [line(one, language, None, may_change=True) for one in kept[:_MOST_LINES]]
    parts: list[tuple[str, int, list[Block | None]]] = [
        ("", len(kept), [block for lines in actions for block in lines]),
        ("items", len(items), [_item(one, language, today) for one in items[:_MOST_LINES]]),
        (
            "problems",
            len(problems),
            [_problem(one, language, now) for one in problems[:_MOST_LINES]],
        ),
        (
            "entries",
            len(entries),
            [entry_line(one, language, None, is_named=True) for one in entries[:_MOST_LINES]],
        ),
    ]
    offered = [part for part in parts if part[1]]
    first, count = (offered[0][0], offered[0][1]) if offered else ("none", 0)
    key = f"action.left.{first}" if first else "action.left"
    owner, team = f"<@{owner_id}>", markup(team_name, 40)
    text = t(language, key, n=count, owner=owner, team=team)
    blocks: list[Block | None] = [section(f"*{text}*", "title")]
    for name, n, lines in offered:
        if name != first:
            blocks.append(section(t(language, f"action.left.too.{name}", n=n), f"too_{name}"))
        blocks += lines
    over = sum(max(n - _MOST_LINES, 0) for _, n, _ in offered)
    more = t(language, "action.left.more", n=over) if over else None
    return message(reminder_text(text, kept, language, now), [*blocks, context(more, "more")])


def _item(item: ItemFacts, language: str, today: date) -> Block:
    value = ids.ItemValue(team=item.team_id, plan=item.plan, item=item.number, version=item.version)
    words = f"{MARKS[item.status]} *{item_name(item, language)}*\n"
    words += due_words(item, language, today)
    hand_over = button(t(language, "action.step.reassign"), ids.ITEM_OPEN, value)
    return section(words, f"item_{item.plan}_{item.number}", hand_over)


def _problem(problem: ProblemFacts, language: str, now: datetime) -> Block:
    value = value_of(problem)
    hand_over = button(t(language, "action.step.reassign"), ids.PROBLEM_CHANGE, value)
    return section(line_words(problem, language, now), f"problem_{problem.number}", hand_over)
