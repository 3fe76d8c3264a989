"""What waits for a lead on App Home, and where the weekly review stands."""

from slackblocks import Block

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.home import HomePage, Proposal, ReviewLine
from bot.metrics.team import TeamView
from bot.registers.actions import ACTIONS
from bot.text import formats, t
from bot.views.actions import line
from bot.views.blocks import button, context, header, markup, section
from bot.views.plans import item_name, sighting_words


def waiting_blocks(page: HomePage) -> list[Block | None]:
    """Return what waits for the reader's word, each with the buttons of its card; or nothing."""
    found, language = page.waiting, page.reader.language
    if not found.count:
        return []
    several = len([team for team in page.teams if team.manages]) > 1
    blocks: list[Block | None] = [header(t(language, "home.waiting", n=found.count), "waiting")]
    for action in found.actions:
        words, *buttons = line(action, language, page.as_of, may_change=True, with_team=several)
        blocks += [words, _drop(action, language), *buttons]
    blocks += [_proposal(one, language, with_team=several) for one in found.proposals]
    more = t(language, "home.waiting.more", n=found.more) if found.more else None
    return [*blocks, context(more, "more_waiting")]


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
