"""What was found in a file, before anything is taken in."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from slackblocks import Block, ModalView, PlainText

from bot import ids
from bot.metrics.imports import Found
from bot.text import formats, t
from bot.views.blocks import Payload, actions, button, context, inputs, markup, section
from bot.views.imports.words import aside, counts, field_words, note_words, opened_words

_NOTES, _UNUSED = 4, 12
_LONGEST = 2_900


def found(
    seen: Found, value: ids.ImportValue, file: str, team: str, language: str, zone: ZoneInfo
) -> Payload:
    """Return the modal that says what would come in, how it is read, and offers to take it in."""
    blocks = [
        section(_verdict(seen, file, team, language), "verdict"),
        _section(aside(language, seen), "aside"),
        _section(_tickets(seen, language, ZoneInfo(seen.zone)), "tickets"),
        section(_reading(seen, language, zone), "reading"),
        actions([_change(value, language)], "change"),
        *_notes(seen, language, zone),
    ]
    is_new = bool(seen.created + seen.updated)
    return inputs.form(
        t(language, "intake.title"),
        blocks,
        language,
        ids.IMPORT_TAKE,
        value,
        submit=t(language, "intake.button.take") if is_new else None,
    )


def refused(why: str, value: ids.ImportValue | None, file: str, language: str) -> Payload:
    """Return the modal that says why a file cannot be read so; with a `value` how else it might.

    `why` is `mrkdwn`.
    """
    title = t(language, "intake.refused", file=markup(file, 80))
    blocks: list[Block | None] = [section(title, "file"), section(why[:_LONGEST], "refused")]
    if value is not None:
        offer = t(language, "intake.refused.next")
        blocks.append(section(offer, "next", _change(value, language)))
    view = ModalView(
        PlainText(t(language, "intake.title")),
        [block for block in blocks if block is not None],
        close=PlainText(t(language, "notice.close")),
    )
    return view.to_dict()


def _verdict(seen: Found, file: str, team: str, language: str) -> str:
    named = {"file": markup(file, 80), "team": markup(team, 60)}
    if seen.status == "already":
        return t(language, "intake.found.already", number=seen.number, **named)
    n = seen.created + seen.updated
    if not seen.taken_in:
        return t(language, "intake.found.nothing", n=seen.rows, **named)
    key = "intake.found.same" if not n else "intake.found"
    lines = [t(language, key, n=n, count=formats.number(language, n), **named)]
    told = {"counts": counts(language, seen), "days": opened_words(language, seen)}
    lines.append(t(language, "intake.counts", **told))
    if seen.turned:
        lines.append(t(language, "intake.found.turned", n=seen.turned))
    return "\n".join(lines)


def _tickets(seen: Found, language: str, zone: ZoneInfo) -> str | None:
    if not seen.tickets:
        return None
    lines = (_ticket(one, language, zone) for one in seen.tickets)
    return "\n".join((t(language, "intake.found.first"), *lines))


def _ticket(ticket: Mapping[str, object], language: str, zone: ZoneInfo) -> str:
    return " · ".join(_facts(ticket, language, zone))[:900]


def _facts(ticket: Mapping[str, object], language: str, zone: ZoneInfo) -> Iterator[str]:
    yield f"*{markup(str(ticket.get('external_id')), 40)}*"
    opened, answered = ticket.get("opened_at"), ticket.get("first_response_at")
    if isinstance(opened, datetime):
        day, time = opened.astimezone(zone).date(), formats.clock_time(opened, zone)
        at = f"{formats.days(language, day, day, years=True)} {time}"
        yield t(language, "intake.found.opened", at=at)
        if isinstance(answered, datetime):
            waited = formats.duration(language, (answered - opened).total_seconds())
            yield t(language, "intake.found.answered", waited=waited)
        else:
            yield t(language, "intake.found.unanswered")
    for name in ("channel", "agent", "subject"):
        if value := ticket.get(name):
            yield markup(str(value), 40)


def _reading(seen: Found, language: str, zone: ZoneInfo) -> str:
    pairs = [
        t(
            language,
            "intake.found.column",
            field=field_words(language, field),
            column=" + ".join(markup(name, 40) for name in names[:4]),
        )
        for field, names in seen.read.items()
    ]
    where = formats.zone_name(language, seen.zone)
    key = f"intake.order.{seen.date_order}" if seen.date_order else "intake.order.none"
    lines = [
        t(language, "intake.found.reading"),
        " · ".join(pairs),
        t(language, "intake.found.times", zone=where, order=t(language, key)),
    ]
    if seen.remembered:
        at = formats.instant(language, seen.remembered, zone)
        lines.append(t(language, "intake.found.remembered", at=at))
    return "\n".join(lines)[:_LONGEST]


def _change(value: ids.ImportValue, language: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return button(t(language, "intake.button.columns"), ids.IMPORT_COLUMNS, value)


def _notes(seen: Found, language: str, zone: ZoneInfo) -> Iterator[Block | None]:
    told = [note_words(language, note, zone) for note in seen.notes]
    told += [t(language, f"intake.untold.{what}") for what in seen.untold]
    for at, sentence in enumerate(told[:_NOTES]):
        yield context(sentence[:_LONGEST], f"note_{at}")
    if seen.unused:
        names = ", ".join(markup(name, 40) for name in seen.unused[:_UNUSED])
        left = len(seen.unused) - _UNUSED
        more = t(language, "intake.unused.more", n=left) if left > 0 else ""
        yield context(t(language, "intake.unused", columns=names, more=more), "unused")


def _section(text: str | None, block_id: str) -> Block | None:
    return section(text[:_LONGEST], block_id) if text else None
