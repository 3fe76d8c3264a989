"""What one person is told of weekly reviews: `/frt review`, the form of a decision, refusals."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from slackblocks import InputBlock, PlainText, PlainTextInput

from bot import ids
from bot.metrics.deliveries import refusal
from bot.metrics.review.review import LONGEST_DECISION, Found, Present, ReviewState
from bot.text import t
from bot.text.formats import clock_time, day, instant
from bot.views.blocks import INPUT, Payload, actions, button, form, markup, message, section
from bot.views.deliveries import reason_words
from bot.views.review.week_card import week_of

FIELD = "decision"
"""The block_id of the only field."""

Place = tuple[str, str]
Links = Mapping[Place, str]


def places(present: Present) -> list[Place]:
    """Return the (channel, ts) of every message that the answer points to."""
    found = (present.review, present.unfinished)
    return [place for one in found if one for place in _places(one).values()]


def places_of(found: Found) -> list[Place]:
    """Return the (channel, ts) of a review's message and of its minutes."""
    return list(_places(found).values())


def link_words(found: Found, links: Links, language: str) -> str:
    """Return the way to a review's message and to its minutes, as far as Slack gave it."""
    addresses = {name: links.get(place) for name, place in _places(found).items()}
    return " · ".join(
        f"<{address}|{t(language, f'review.answer.link.{name}')}>"
        for name, address in addresses.items()
        if address
    )


def answer(present: Present, links: Links) -> Payload:
    """Return what `/frt review` says, with *Open it now* for those who may.

    `links` are the addresses of messages by (channel, ts), as far as Slack gave them.
    """
    language = present.reader.language
    title = t(language, "review.answer.title", team=markup(present.team.name, 40))
    lines = _present(present, links)
    if present.unfinished:
        lines += _found(present.unfinished, present, links)
    row = None
    if present.may_open:
        value = ids.ReviewValue(team=present.team.id, week=present.week)
        label = t(language, "review.button.post" if present.failed else "review.button.open")
        row = actions([button(label, ids.REVIEW_OPEN, value)], "open")
    body = "\n".join((f"*{title}*", *lines))
    return message(f"{title}: {' '.join(lines)}", [section(body, "review"), row])


def decision_form(language: str, value: ids.ReviewValue) -> Payload:
    """Return the modal in which a decision is written."""
    field = PlainTextInput(
        INPUT,
        multiline=True,
        max_length=LONGEST_DECISION,
        placeholder=PlainText(t(language, "review.form.placeholder")),
    )
    blocks = [
        section(t(language, "review.form.week", week=week_of(language, value.week)), "week"),
        InputBlock(PlainText(t(language, "review.form.label")), field, block_id=FIELD),
    ]
    title, submit = t(language, "review.form.title"), t(language, "review.form.submit")
    return form(title, blocks, language, ids.REVIEW_DECIDE_FORM, value, submit=submit)


def finish_form(
    language: str, value: ids.ReviewValue, unnamed: int, cases: ids.CasesValue
) -> Payload:
    """Return the modal that asks whether to finish a review with so many tickets unnamed."""
    name = button(t(language, "review.finish.name"), ids.CASES_OPEN, cases, "primary")
    blocks = [
        section(t(language, "review.finish.unnamed", n=unnamed), "unnamed"),
        actions([name], "choices"),
    ]
    title, anyway = t(language, "review.finish.title"), t(language, "review.finish.anyway")
    return form(title, blocks, language, ids.REVIEW_FINISH_FORM, value, submit=anyway)


def decided(language: str, who: str, text: str) -> str:
    """Return what the thread of a review is told of a decision."""
    said = t(language, "review.thread.decided", who=f"<@{who}>")
    return f"{said}\n>{markup(text, LONGEST_DECISION)}"


def may_not_choose(language: str, leading: Sequence[str]) -> str:
    """Return the polite no to somebody who may not change a case, naming who may."""
    if not leading:
        return t(language, "review.case.refusal")
    listed = t(language, "action.comma").join(f"<@{user_id}>" for user_id in leading)
    return t(language, "review.case.refusal.ask", leading=listed)


def already_finished(language: str, state: ReviewState, zone: ZoneInfo) -> str:
    """Return that nothing can be added to a review any more, and who finished it when."""
    return t(
        language,
        "review.already",
        week=week_of(language, state.week),
        who=f"<@{state.finished_by}>",
        at=instant(language, state.finished_at or state.opened_at, zone),
    )


def already_finished_plain(language: str, state: ReviewState, zone: ZoneInfo) -> str:
    """Return the same below a field of a form, where nobody can be mentioned."""
    at = instant(language, state.finished_at or state.opened_at, zone)
    return t(language, "review.error.finished", at=at)


def may_not_finish(language: str, leading: Sequence[str]) -> str:
    """Return the polite no to somebody who may not finish a review, naming who may."""
    if not leading:
        return t(language, "review.refusal")
    listed = t(language, "action.comma").join(f"<@{user_id}>" for user_id in leading)
    return t(language, "review.refusal.ask", leading=listed)


def minutes_not_posted(language: str, channel_id: str, reason: str) -> str:
    """Return that a review is finished, but its minutes are not in the channel, and why."""
    why = t(language, f"error.post.{refusal(reason)}", reason=markup(reason))
    return t(language, "review.not_posted", channel=channel_id, why=why)


def _present(present: Present, links: Links) -> list[str]:
    language = present.reader.language
    lines = _found(present.review, present, links) if present.review else []
    if present.failed and not (present.review and present.review.message_ts):
        lines.append(
            t(language, "review.answer.failed", reason=reason_words(language, present.failed))
        )
    if lines:
        return lines
    if present.team.channel_id is None:
        return [t(language, "review.answer.no_channel")]
    if present.due_at is None:
        return [t(language, "review.answer.week_off")]
    zone = present.team.zone
    return [
        t(
            language,
            "review.answer.due",
            day=day(language, present.due_at.astimezone(zone).date()),
            time=clock_time(present.due_at, zone),
            zone=zone.key,
        )
    ]


def _found(found: Found, present: Present, links: Links) -> list[str]:
    language, state = present.reader.language, found.state
    counts = " · ".join(
        (
            t(language, "review.count.decisions", n=found.decisions),
            t(language, "review.count.measures", n=found.measures),
        )
    )
    key = "finished" if state.is_finished else "open"
    words = t(
        language,
        f"review.answer.{key}",
        week=week_of(language, state.week),
        who=f"<@{state.finished_by}>",
        at=instant(language, state.finished_at or state.opened_at, present.reader.zone),
        counts=counts,
    )
    shown = link_words(found, links, language)
    return [words, shown] if shown else [words]


def _places(found: Found) -> dict[str, Place]:
    named = {"review": found.message_ts, "minutes": found.minutes_ts}
    channel_id = found.channel_id or ""
    return {name: (channel_id, ts) for name, ts in named.items() if ts}
