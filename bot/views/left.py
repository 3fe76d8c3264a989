"""What somebody who left the workspace leaves behind, offered to a lead to be handed over."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slackblocks import Block

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.plans import ItemFacts
from bot.text import t
from bot.views.action import line
from bot.views.action_list import reminder_text
from bot.views.outside import markup
from bot.views.parts import Payload, button, context, message, section
from bot.views.plan_words import MARKS, due_words, item_name

_MOST_LINES = 10


def left(
    owner_id: str,
    of_team: tuple[str, ZoneInfo],
    work: tuple[Sequence[ActionFacts], Sequence[ItemFacts]],
    language: str,
    now: datetime,
) -> Payload:
    """Return what a lead is offered: open actions and items, each with *Hand over*.

    `of_team` is the team's name and its zone.
    """
    (team_name, zone), (found, items) = of_team, work
    kept = [one for one in found if one.is_open and one.owner_id == owner_id]
    owner, team = f"<@{owner_id}>", markup(team_name, 40)
    key = "action.left" if kept else "action.left.items" if items else "action.left.none"
    text = t(language, key, n=len(kept) or len(items), owner=owner, team=team)
    blocks: list[Block | None] = [section(f"*{text}*", "title")]
    for one in kept[:_MOST_LINES]:
        blocks += line(one, language, None, may_change=True)
    if items and kept:
        blocks.append(section(t(language, "action.left.too", n=len(items)), "items"))
    today = now.astimezone(zone).date()
    for item in items[:_MOST_LINES]:
        words = f"{MARKS[item.status]} *{item_name(item, language)}*\n"
        hand_over = button(
            t(language, "action.button.reassign"),
            ids.ITEM_OPEN,
            ids.ItemValue(
                team=item.team_id, plan=item.plan, item=item.number, version=item.version
            ),
        )
        words += due_words(item, language, today)
        blocks.append(section(words, f"item_{item.plan}_{item.number}", hand_over))
    over = max(len(kept) - _MOST_LINES, 0) + max(len(items) - _MOST_LINES, 0)
    more = t(language, "action.left.more", n=over) if over else None
    return message(reminder_text(text, kept, language, now), [*blocks, context(more, "more")])
