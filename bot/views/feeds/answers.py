"""What a helpdesk answered when it was tried, and what came of connecting it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slackblocks import Block, ModalView, PlainText

from bot import ids
from bot.metrics.feeds import Tried
from bot.text import catalogue, formats, t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    context,
    inputs,
    literal,
    markup,
    notice_modal,
    section,
)
from bot.views.feeds.words import instant_words

_LONGEST = 2_900


def asking(language: str, name: str) -> Payload:
    """Return the modal that stands while a helpdesk is asked; whoever closes it has it left be."""
    return notice_modal(
        language, t(language, "feeds.asking", name=markup(name, 100)), "feeds.title"
    )


def found(
    seen: Tried, value: ids.FeedValue, name: str, team: str, language: str, zone: ZoneInfo
) -> Payload:
    """Return the modal that shows what was answered, and offers to connect the helpdesk."""
    title = t(language, _verdict(seen), name=markup(name, 100), team=markup(team, 60))
    # What is asked in a channel is known by its words; its number is Slack's.
    known_by = "subject" if seen.name else "external_id"
    lines = [" · ".join(_facts(one, language, zone, known_by))[:500] for one in seen.tickets]
    late = None
    if seen.is_warned_late and seen.shortest is not None:
        late = t(
            language,
            "feeds.found.late",
            every=formats.duration(language, seen.every.total_seconds()),
            least=formats.duration(language, seen.warned_from.total_seconds()),
            shortest=formats.duration(language, seen.shortest.total_seconds()),
        )
    blocks: list[Block | None] = [
        section(title, "verdict"),
        section("\n".join(lines)[:_LONGEST], "tickets") if lines else None,
        _section(_known(seen, language), "known"),
        context(late, "late"),
        context(t(language, "feeds.found.next"), "next"),
    ]
    made = inputs.form(
        t(language, "feeds.title"),
        blocks,
        language,
        ids.FEED_CONNECT,
        value,
        submit=t(language, "feeds.button.connect"),
    )
    return {**made, "notify_on_close": True}


def _verdict(seen: Tried) -> str:
    """Return the key of what is said of an answer; one that knows its own name is a channel."""
    if seen.name:
        return "feeds.found.channel" if seen.tickets else "feeds.found.none.channel"
    return "feeds.found" if seen.tickets else "feeds.found.none"


def refused(why: str, name: str, value: ids.FeedFormValue, language: str) -> Payload:
    """Return the modal that says why a helpdesk can't be asked; `why` is `mrkdwn`."""
    title = t(language, "feeds.refused", name=markup(name, 100))
    back = button(t(language, "feeds.button.back"), ids.FEED_BACK, value)
    blocks = [section(title, "name"), section(why[:_LONGEST], "why"), actions([back], "back")]
    view = ModalView(
        PlainText(t(language, "feeds.title")),
        [block for block in blocks if block is not None],
        close=PlainText(t(language, "notice.close")),
    )
    return view.to_dict()


def connected(language: str, name: str, team: str) -> Payload:
    """Return the modal that says that tickets come in now."""
    named = {"name": markup(name, 100), "team": markup(team, 60)}
    return notice_modal(language, t(language, "feeds.connected", **named), "feeds.title")


def made(language: str, name: str, url: str, secret: str, *, is_new: bool) -> Payload:
    """Return the modal that shows the address and the secret of a hook, which is shown once."""
    key = "feeds.hook.made" if is_new else "feeds.hook.rotated"
    blocks = [
        section(t(language, key, name=markup(name, 100)), "made"),
        section(t(language, "feeds.hook.address", url=literal(url, 200)), "address"),
        section(t(language, "feeds.hook.secret", secret=literal(secret, 100)), "secret"),
        context(t(language, "feeds.hook.how"), "how"),
    ]
    view = ModalView(
        PlainText(t(language, "feeds.title")),
        [block for block in blocks if block is not None],
        close=PlainText(t(language, "notice.close")),
    )
    return view.to_dict()


def renewed(language: str, name: str) -> Payload:
    """Return the modal that says that other credentials hold."""
    return notice_modal(
        language, t(language, "feeds.renewed", name=markup(name, 100)), "feeds.title"
    )


def _facts(
    ticket: Mapping[str, object], language: str, zone: ZoneInfo, known_by: str
) -> Iterator[str]:
    yield f"*{markup(str(ticket.get(known_by) or ticket.get('external_id')), 60)}*"
    opened, answered = _instant(ticket, "opened_at"), _instant(ticket, "first_response_at")
    if opened is not None:
        yield t(language, "feeds.found.opened", at=instant_words(language, opened, zone))
        if answered is not None:
            waited = formats.duration(language, max((answered - opened) / timedelta(seconds=1), 0))
            yield t(language, "feeds.found.answered", waited=waited)
        elif "first_response_at" in ticket:
            yield t(language, "feeds.found.unanswered")
    if status := ticket.get("status"):
        key = f"feeds.status.{status}"
        yield t(language, key) if key in catalogue(language) else markup(str(status), 40)
    if agent := ticket.get("agent"):
        yield markup(str(agent), 40)


def _known(seen: Tried, language: str) -> str | None:
    """Return how what was seen goes together with what the team has."""
    if not seen.held or not seen.seen:
        return None
    key = "feeds.found.known" if seen.known else "feeds.found.unknown"
    counts = {"known": seen.known, "seen": seen.seen}
    return t(language, key, n=seen.held, held=formats.number(language, seen.held), **counts)


def _instant(ticket: Mapping[str, object], name: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(ticket.get(name)))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _section(text: str | None, block_id: str) -> Block | None:
    return section(text, block_id) if text else None
