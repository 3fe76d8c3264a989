"""What waits for the reader of App Home, each with its button; and where the review stands."""

from slackblocks import Block, Element

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.home import HomePage, Proposal, Raised, ReviewLine
from bot.metrics.plans import OwnItem
from bot.metrics.team import TeamView
from bot.registers.actions import ACTIONS
from bot.text import formats, t
from bot.views.actions import brief, line
from bot.views.blocks import actions, button, context, header, markup, section
from bot.views.plans import MARKS, due_words, item_name, sighting_words
from bot.views.problems import line as problem_line
from bot.views.registers import line as entry_line
from bot.views.warnings import state_line

_DECISIONS, _ACTIONS, _PROPOSALS, _PROBLEMS, _ENTRIES, _ITEMS = 3, 3, 2, 2, 2, 2
"""How many of each are drawn; the tab is drawn anew when one of the next few changes, too."""


def waiting_blocks(page: HomePage) -> list[Block | None]:
    """Return what waits: warnings, what is done and to be judged, then what the reader promised."""
    language = page.reader.language
    if not page.count:
        return [section(t(language, "home.nothing"), "nothing")]
    several = len(page.teams) > 1
    blocks: list[Block | None] = [header(t(language, "home.waiting", n=page.count), "waiting")]
    blocks += [_raised(one, language, with_team=several) for one in page.raised]
    for action in page.waiting.actions[:_DECISIONS]:
        words, *buttons = line(action, language, page.as_of, may_change=True, with_team=several)
        blocks += [words, _drop(action, language), *buttons]
    blocks += [
        _proposal(one, language, with_team=several) for one in page.waiting.proposals[:_PROPOSALS]
    ]
    for action in page.actions[:_ACTIONS]:
        name = t(language, "home.name.action", number=action.number)
        blocks += brief(action, language, page.as_of, name, with_team=several)
    for one in page.problems[:_PROBLEMS]:
        name = t(language, "home.name.problem", number=one.number)
        blocks.append(problem_line(one, language, page.as_of, with_team=several, name=name))
    blocks += [
        entry_line(one, language, page.as_of, is_named=True) for one in page.entries[:_ENTRIES]
    ]
    blocks += [_item(one, page, with_team=several) for one in page.items[:_ITEMS]]
    return [*blocks, actions(_more(page), "more_waiting")]


def review_words(review: ReviewLine, team: TeamView, language: str) -> str:
    """Return where a team's weekly review stands, and when the next one opens."""
    parts = []
    if review.week is not None:
        week = formats.days(language, review.week, review.week)
        state = "finished" if review.finished else "open"
        parts.append(t(language, f"home.review.{state}", week=week))
    if review.next_at is not None:
        local = review.next_at.astimezone(team.zone)
        at = f"{formats.day(language, local.date())} {formats.clock_time(local, team.zone)}"
        parts.append(t(language, "home.review.next", at=at))
    if not parts:
        parts.append(t(language, "home.review.none"))
    return t(language, "home.review", words=" · ".join(parts))


def _raised(one: Raised, language: str, *, with_team: bool) -> Block:
    value = ids.WarningValue(
        team_id=one.team.id, metric=one.line.rule.metric, raised=one.since, shown=one.since
    )
    words = t(language, "home.warning", line=state_line(one.line, language))
    text = f"{words} · {markup(one.team.name, 40)}" if with_team else words
    take = button(t(language, "warning.button.acknowledge"), ids.WARNING_ACKNOWLEDGE, value)
    return section(text, f"raised_{one.team.id}_{one.line.rule.metric}", take)


def _drop(action: ActionFacts, language: str) -> Block | None:
    if not action.drop_why:
        return None
    why = markup(action.drop_why, ACTIONS.most("why"))
    words = t(language, "home.waiting.drop", owner=f"<@{action.owner_id}>", why=why)
    return context(words, f"drop_{action.team_id}_{action.number}")


def _proposal(one: Proposal, language: str, *, with_team: bool) -> Block:
    item = one.item
    value = ids.ItemValue(team=item.team_id, plan=item.plan, item=item.number, version=item.version)
    confirm = button(t(language, "checklist.button.confirm"), ids.ITEM_CONFIRM, value)
    name = f"*{item_name(item, language)}*"
    title = f"{name} · {markup(one.plan.team_name, 40)}" if with_team else name
    seen = t(language, "checklist.seen", words=sighting_words(one.sighting, language))
    return section(f"{title}\n{seen}", ids.RowValue(item=value).dump(), confirm)


def _item(one: OwnItem, page: HomePage, *, with_team: bool) -> Block:
    language, item = page.reader.language, one.item
    value = ids.ItemValue(team=item.team_id, plan=item.plan, item=item.number, version=item.version)
    due = due_words(item, language, page.as_of.astimezone(one.zone).date())
    details = [due, markup(one.team_name, 60)] if with_team else [due]
    name = t(language, "home.name.item", name=item_name(item, language))
    text = f"{MARKS[item.status]} *{name}*\n{' · '.join(details)}"
    opens = button(t(language, "register.open"), ids.ITEM_OPEN, value)
    return section(text, f"item_{item.team_id}_{item.plan}_{item.number}", opens)


def _more(page: HomePage) -> list[Element]:
    """Return doors to what there is no room for, each with how many there are."""
    left = {
        "promised": page.waiting.count
        - len(page.waiting.actions[:_DECISIONS])
        - len(page.waiting.proposals[:_PROPOSALS]),
        "actions": page.action_count - _ACTIONS,
        "problems": page.problem_count - _PROBLEMS,
        "checklist": page.item_count - _ITEMS,
    }
    language = page.reader.language
    made: list[Element] = [
        button(
            t(language, f"home.more.{name}", n=n),
            ids.help_run(at),
            ids.RunValue(text="actions all" if name == "promised" else ids.HELP_DOORS[name]),
        )
        for at, (name, n) in enumerate(left.items())
        if n > 0
    ]
    if (n := page.entry_count - _ENTRIES) > 0:
        made.append(button(t(language, "home.more.entries", n=n), ids.HELP_ALL, ids.Value()))
    return made
