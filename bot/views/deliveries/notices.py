"""What is said about posts themselves: that one needs a person, and what was left out."""

from datetime import date

from bot.metrics.deliveries.posts import Missed, Notice, PostLine
from bot.text import catalogue, formats, t
from bot.views.blocks import MOST_BLOCKS, Payload, markup, message, section

_WORKSPACE = "*"


def notice(made: Notice) -> Payload:
    """Return the direct message for a lead or admin."""
    language = made.language
    params = {
        "team": markup(made.team_name),
        "since": formats.instant(language, made.since, made.zone),
        "reason": reason_words(language, made.reason),
        "where": where_words(language, made.channel_id),
        "what": _what_words(language, made),
    }
    title = t(language, f"delivery.notice.{made.what}", **params)
    advice = t(language, _advice_key(language, made))
    return message(title, [section(f"{title}\n{advice}", "notice")])


def _what_words(language: str, made: Notice) -> str:
    if made.about:
        return post_words(language, made.about)
    return t(language, f"delivery.kind.{made.kind}") if made.kind else ""


def with_missed(language: str, made: Payload, kind: str, missed: Missed | None) -> Payload:
    """Return a message with a line about what was left out before it, where there is room."""
    if missed is None or len(made["blocks"]) >= MOST_BLOCKS:
        return made
    days = [date.fromisoformat(slot) for slot in missed.slots]
    text = t(
        language,
        f"delivery.missed.{kind}",
        n=len(days),
        days=formats.days(language, days[0], days[-1]),
        reason=reason_words(language, missed.reason),
    )
    note = {
        "type": "context",
        "block_id": "missed",
        "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}],
    }
    return {**made, "blocks": [*made["blocks"], note]}


def post_words(language: str, line: PostLine) -> str:
    """Return what a post is: its kind, and the day of its slot where it has one."""
    kind = t(language, f"delivery.kind.{line.kind}")
    day = _day(line.slot)
    if day is None:
        return kind
    return t(language, "delivery.post", kind=kind, day=formats.days(language, day, day))


def reason_words(language: str, reason: str) -> str:
    """Return a named reason as words; a word of Slack's that has none stays as it is."""
    name, _, detail = reason.partition(":")
    key = f"delivery.reason.{name}"
    if name == "overtaken" and detail:
        return reason_words(language, detail)
    return t(language, key) if key in catalogue(language) else f"`{markup(reason)}`"


def where_words(language: str, channel_id: str) -> str:
    """Return where something is posted: a channel, with a person, everywhere for `*`."""
    if channel_id == _WORKSPACE:
        return t(language, "delivery.where.everywhere")
    if channel_id[:1] in "UW":
        return t(language, "delivery.where.person", person=f"<@{channel_id}>")
    return t(language, "delivery.where.channel", channel=f"<#{channel_id}>")


def _advice_key(language: str, made: Notice) -> str:
    key = f"delivery.advice.{made.reason.partition(':')[0]}"
    return key if key in catalogue(language) else f"delivery.advice.{made.what}"


def _day(slot: str) -> date | None:
    for part in slot.split(":"):
        try:
            return date.fromisoformat(part)
        except ValueError:
            continue
    return None
