"""The reminder that a weekly review is still open."""

from bot import ids
from bot.metrics.review.review import Review
from bot.text import t
from bot.text.formats import instant
from bot.views.blocks import Payload, actions, button, context, markup, message, section
from bot.views.review.week_card import week_of


def reminder(review: Review, language: str, link: str | None) -> Payload:
    """Return the direct message for a lead, without *Finish* once it is finished.

    `link` is the address of the review's message, if Slack gave it.
    """
    state, zone = review.state, review.team.zone
    team = markup(review.team.name, 40)
    week = week_of(language, state.week)
    title = t(language, "review.reminder", team=team, week=week)
    lines = [f"*{title}*", _so_far(review, language)]
    if link:
        lines.append(f"<{link}|{t(language, 'review.answer.link.review')}>")
    if state.is_finished:
        at = instant(language, state.finished_at or review.now, zone)
        title = t(language, "review.reminder.finished", team=team, week=week)
        done = t(language, "review.minutes.by", who=f"<@{state.finished_by}>", at=at)
        return message(title, [section(f"*{title}*\n{done}", "reminder")])
    value = ids.ReviewFinishValue(team=review.team.id, week=state.week, asks=True)
    finish = button(t(language, "review.button.finish"), ids.REVIEW_FINISH, value, "primary")
    return message(
        title,
        [
            section("\n".join(lines), "reminder"),
            actions([finish], "review"),
            context(t(language, "review.reminder.once"), "once"),
        ],
    )


def _so_far(review: Review, language: str) -> str:
    opened = instant(language, review.state.opened_at, review.team.zone)
    counts = [
        t(language, "review.count.decisions", n=len(review.decisions)),
        t(language, "review.count.measures", n=len(review.actions.measures)),
    ]
    if review.cases.unnamed:
        counts.append(t(language, "review.reminder.unnamed", n=review.cases.unnamed))
    return t(language, "review.reminder.so_far", at=opened, counts=" · ".join(counts))
