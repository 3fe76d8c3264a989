"""What teams are connected with, and the choice of what to connect next."""

from datetime import datetime

from slackblocks import Block, ConfirmationDialogue, DividerBlock, Element, PlainText

from bot import ids
from bot.metrics.feeds import Connected, FeedsPage
from bot.text import t
from bot.views.blocks import (
    MOST,
    Fields,
    Payload,
    actions,
    button,
    context,
    inputs,
    literal,
    markup,
    section,
)
from bot.views.feeds.words import product_words, standing

MOST_SHOWN = 20
"""As many helpdesks are shown with their buttons: more would be a long way to scroll."""


def listed(page: FeedsPage, language: str, done: str | None = None) -> Payload:
    """Return the modal; `done` is a `mrkdwn` sentence on what was changed just now."""
    several = len(page.teams) > 1
    blocks: list[Block | None] = [section(done, "done") if done else None]
    for one in page.feeds[:MOST_SHOWN]:
        blocks += _feed(one, language, page.as_of, with_team=several)
    left = len(page.feeds) - MOST_SHOWN
    blocks.append(context(t(language, "feeds.list.more", n=left), "more") if left > 0 else None)
    if not page.feeds:
        blocks.append(section(t(language, "feeds.list.none"), "none"))
    blocks += _new(page, language)
    return inputs.form(
        t(language, "feeds.title"),
        blocks,
        language,
        ids.FEED_LIST,
        ids.FeedsValue(team_id=page.team_id),
        submit=t(language, "feeds.button.next"),
    )


def _feed(
    one: Connected, language: str, now: datetime, *, with_team: bool
) -> tuple[Block | None, ...]:
    key, name = f"{one.team_id}_{one.number}", markup(one.name, 100)
    title = f"*{name}*"
    if with_team:
        title = t(language, "feeds.list.of_team", name=title, team=markup(one.team_name, 60))
    words = f"{title}\n{standing(one, language, now)}"
    return section(words, f"feed_{key}"), actions(_buttons(one, language), f"do_{key}_{one.state}")


def _buttons(one: Connected, language: str) -> list[Element]:
    value, name = ids.FeedValue(team_id=one.team_id, number=one.number), literal(one.name, 60)

    def made(what: str, action_id: str) -> Element:
        mends = what == "renew" and one.failure in {"credentials", "sealed"}
        text = t(language, f"feeds.button.{what}")
        return button(text, action_id, value, "primary" if mends else None, of=name)

    is_on = one.state == "on"
    return [
        *([made("ask", ids.FEED_ASK)] if is_on and one.is_asked else []),
        *([made("renew", ids.FEED_RENEW)] if one.is_renewable else []),
        made("pause", ids.FEED_PAUSE) if is_on else made("resume", ids.FEED_RESUME),
        _remove(value, name, language),
    ]


def _remove(value: ids.FeedValue, name: str, language: str) -> Element:
    text = t(language, "feeds.button.remove")
    asked = ConfirmationDialogue(
        PlainText(t(language, "feeds.remove.title")),
        PlainText(t(language, "feeds.remove.text", name=name)),
        PlainText(text),
        PlainText(t(language, "feeds.remove.keep")),
    )
    return button(text, ids.FEED_REMOVE, value, confirm=asked, of=name)


def _new(page: FeedsPage, language: str) -> list[Block | None]:
    """Return the choice of a product and a team; why nothing can be connected where so."""
    rule = DividerBlock(block_id="before_new") if page.feeds else None
    no_key = None if page.may_seal else section(t(language, "feeds.error.no_key"), "no_key")
    meant = page.meant if page.team_id is None else page.team_id
    texts = {"team": str(meant)} if meant is not None else {}
    asked = Fields("feeds", {}, language, texts, 0)
    products = [(product_words(language, key, title), key) for key, title in page.products]
    label = t(language, "feeds.label.another" if page.feeds else "feeds.label.product")
    teams = [(name, str(number)) for number, name in page.teams[:MOST]]
    return [
        rule,
        no_key,
        asked.chosen("product", products, label=label),
        asked.chosen("team", teams, label=t(language, "feeds.label.team"))
        if len(teams) > 1
        else None,
    ]
