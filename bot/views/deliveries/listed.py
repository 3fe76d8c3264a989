"""What was posted and what was not: the answer to `/frt deliveries`, with what may be done."""

import re
from collections.abc import Sequence

from slackblocks import Block, ConfirmationDialogue, Element, PlainText

from bot import ids
from bot.metrics.deliveries.posts import TROUBLED, PostHold, PostPage, PostRow, PostState
from bot.text import formats, t
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
from bot.views.deliveries.notices import post_words, reason_words, where_words

_MOST_HOLDS = 5
_MAY_STAND_TWICE = frozenset({"ambiguous"})
_UNCERTAIN_REASON = "restored"
_OTHERS: tuple[PostState, ...] = ("posted", "overtaken", "planned", "sending", "quiet")


def answer(page: PostPage, language: str, said: str | None = None) -> Payload:
    """Return a page of deliveries, with buttons where somebody may do something.

    `said` is a `mrkdwn` sentence about what was just done.
    """
    heading = t(language, "deliveries.title", team=literal(page.team_name, 60), n=page.days)
    counted = counts_words(page, language)
    blocks: list[Block | None] = [
        header(heading, "title"),
        section(said, "said") if said else None,
        section(counted, "counts"),
        *(_hold(hold, page, language, at) for at, hold in enumerate(page.holds[:_MOST_HOLDS])),
    ]
    for row in page.rows:
        blocks += _row(row, page, language)
    here = ids.DeliveriesValue(team_id=page.team_id, page=page.page)
    blocks += [
        turns(language, (page.page, page.pages), ids.DELIVERIES_TURN, here),
        context(_hint(page, language), "hint"),
    ]
    title = markup(heading, len(heading))
    return message(t(language, "deliveries.text", title=title, said=said or counted), blocks)


def choose(teams: Sequence[tuple[int, str]], language: str) -> Payload:
    """Return a select of the teams whose deliveries somebody may see."""
    options = [(name, ids.DeliveriesValue(team_id=team_id)) for team_id, name in teams]
    return choosing(language, "deliveries.choose", ids.DELIVERIES_TEAM, options)


def counts_words(page: PostPage, language: str) -> str:
    """Return how many posts need somebody, and what became of the others."""
    if not page.counts:
        return t(language, "deliveries.count.none")
    troubled = [state for state in TROUBLED if page.counts.get(state)]
    first = [
        t(language, f"deliveries.count.{state}", n=page.counts[state]) for state in troubled
    ] or [t(language, "deliveries.count.fine")]
    others = [
        t(language, f"deliveries.count.{state}", n=page.counts[state])
        for state in _OTHERS
        if page.counts.get(state)
    ]
    mark = "✗" if troubled else "✓"
    semicolon = t(language, "deliveries.semicolon")
    comma = t(language, "report.comma")
    return f"{mark} " + semicolon.join(comma.join(part) for part in (first, others) if part)


def state_words(row: PostRow, language: str) -> str:
    """Return how a post stands, and why where that says more: `skipped: the bot was not running`.

    Named reasons only; what Slack alone has a word for stays Slack's word.
    """
    state = t(language, f"deliveries.state.{row.state}")
    if row.line.reason == "marked":
        return t(language, "deliveries.state.marked")
    if row.state == "posted" or not row.line.reason:
        return state
    reason = reason_words(language, row.line.reason)
    return t(language, "deliveries.state.why", state=state, reason=reason)


def hold_words(hold: PostHold, page: PostPage, language: str) -> str:
    """Return that nothing is posted in a channel, since when and why."""
    return t(
        language,
        "deliveries.hold",
        where=where_words(language, hold.channel_id),
        since=formats.instant(language, hold.since, page.zone),
        reason=reason_words(language, hold.reason),
    )


def done_words(step: str, deed: str, row: PostRow, language: str) -> str:
    """Return what became of a click, as a `mrkdwn` sentence; `step` is done, or changed before."""
    what = post_words(language, row.line)
    if step != "done":
        return t(language, "deliveries.done.changed", what=what, state=state_words(row, language))
    if deed == "mark":
        return t(language, "deliveries.done.mark", what=what)
    key = "post" if row.state == "posted" else "not_posted"
    return t(language, f"deliveries.done.{key}", what=what, state=state_words(row, language))


def plain(text: str) -> str:
    """Return `mrkdwn` of this view as a shell shows it: channels by their id, nothing bold."""
    return re.sub(r"<#(\w+)>|<@(\w+)>", r"\1\2", text).replace("*", "").replace("`", "")


def _hold(hold: PostHold, page: PostPage, language: str, at: int) -> Block:
    return section(f"✗ {hold_words(hold, page, language)}", f"hold_{at}")


def _row(row: PostRow, page: PostPage, language: str) -> list[Block | None]:
    line = row.line
    mark = "✗ " if row.state in TROUBLED else "✓ " if row.state == "posted" else ""
    text = t(
        language,
        "deliveries.row",
        what=f"{mark}*{post_words(language, line)}*",
        where=where_words(language, line.channel_id),
        due=formats.instant(language, line.due_at, page.zone),
        state=state_words(row, language),
    )
    if row.by:
        who = f"<@{row.by}>" if row.by[:1] in "UW" and row.by.isupper() else markup(row.by)
        text += t(language, "deliveries.by", who=who)
    elements = [_button(deed, row, page, language) for deed in row.deeds]
    return [section(text, f"row_{line.id}"), actions(elements, f"do_{line.id}")]


def _button(deed: str, row: PostRow, page: PostPage, language: str) -> Element:
    value = ids.DeliveryValue(id=row.line.id, team_id=page.team_id, asked=row.asked, page=page.page)
    text, of = t(language, f"deliveries.button.{deed}"), post_words(language, row.line)
    if deed == "mark":
        return button(text, ids.DELIVERY_MARK, value, of=of)
    twice = row.state in _MAY_STAND_TWICE or row.line.reason == _UNCERTAIN_REASON
    asked = _confirm(language) if twice else None
    return button(text, ids.DELIVERY_POST, value, confirm=asked, of=of)


def _confirm(language: str) -> ConfirmationDialogue:
    return ConfirmationDialogue(
        PlainText(t(language, "deliveries.confirm.title")),
        PlainText(t(language, "deliveries.confirm.text")),
        PlainText(t(language, "deliveries.button.post")),
        PlainText(t(language, "deliveries.confirm.deny")),
    )


def _hint(page: PostPage, language: str) -> str:
    zone = t(language, "deliveries.hint", zone=page.zone.key)
    return with_page(language, (page.page, page.pages), zone)
