"""What is said in a direct message of a helpdesk that fails, answers again, or is new."""

from datetime import datetime

from slackblocks import Element

from bot import ids
from bot.metrics.clocks import SECOND, to_micros
from bot.metrics.feeds import FeedNotice
from bot.text import formats, t
from bot.views.blocks import Payload, actions, button, context, markup, message, section
from bot.views.feeds.words import failure_words

_SHORT = 80


def notice(made: FeedNotice, now: datetime) -> Payload:
    """Return the message for whoever looks after a team's helpdesks."""
    if made.what == "first":
        return _first(made)
    named = {**_named(made), **_since(made, now)}
    said = t(made.language, f"feeds.notice.{made.what}", **named)
    below = [failure_words(made.language, made.failure)] if made.failure else []
    below.append(t(made.language, f"feeds.notice.{made.what}.means", **named))
    blocks = [
        section(f"*{said}*", "said"),
        section("\n".join(below), "means"),
        actions([_connections(made)], "next") if made.what == "failed" else None,
    ]
    return message(said, blocks)


def _first(made: FeedNotice) -> Payload:
    language = made.language
    if not made.tickets or made.first is None or made.last is None:
        said = t(language, "feeds.notice.first.none", **_named(made))
    else:
        days = formats.days(
            language,
            *(at.astimezone(made.zone).date() for at in (made.first, made.last)),
            years=True,
        )
        count = formats.number(language, made.tickets)
        said = t(
            language, "feeds.notice.first", **_named(made), n=made.tickets, count=count, days=days
        )
    aside = t(language, "feeds.notice.first.aside", n=made.set_aside) if made.set_aside else None
    every = formats.duration(language, made.every.total_seconds())
    means = t(language, "feeds.notice.first.means", every=every)
    blocks = [
        section(said, "said"),
        section(aside, "aside") if aside else None,
        context(means, "means"),
        actions([_figures(language)], "next") if made.tickets else None,
    ]
    return message(said, blocks)


def _named(made: FeedNotice) -> dict[str, str]:
    return {"name": markup(made.name, _SHORT), "team": markup(made.team_name, _SHORT)}


def _since(made: FeedNotice, now: datetime) -> dict[str, str]:
    ago = (to_micros(now) - to_micros(made.since)) / SECOND
    return {
        "at": formats.instant(made.language, made.since, made.zone),
        "ago": formats.duration(made.language, ago),
    }


def _connections(made: FeedNotice) -> Element:
    value = ids.FeedValue(team_id=made.team_id)
    return button(t(made.language, "feeds.button.open"), ids.FEED_OPEN, value, "primary")


def _figures(language: str) -> Element:
    value = ids.RunValue(text="today" if language == "en" else "今天")
    return button(t(language, "feeds.button.today"), ids.HELP_RUN, value, "primary")
