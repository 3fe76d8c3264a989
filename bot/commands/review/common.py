"""What every button of a weekly review does: redraw it, tell its thread, say why not."""

import structlog

from bot.deps import Deps
from bot.ids import ReviewValue
from bot.metrics.review.review import ReviewState
from bot.services.people import Profile
from bot.services.review import week as service
from bot.services.review.week import SUBJECT
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.blocks import notice
from bot.views.review import asking as view

log = structlog.get_logger()


async def redraw(deps: Deps, value: ReviewValue) -> None:
    """Bring the message of a review up to date."""
    await deps.cards.redraw(value.team, SUBJECT, value.week.isoformat())


async def tell_thread(deps: Deps, value: ReviewValue, text: str) -> None:
    """Write a `mrkdwn` sentence into the thread of a review, if its message stands somewhere."""
    place = await service.prompt_place(deps.database, value.team, value.week)
    if place is None:
        return
    try:
        await deps.slack.post(place.channel_id, notice(text), thread_ts=place.message_ts)
    except PostFailed as error:
        log.warning("thread not told", channel=place.channel_id, reason=error.reason)


def ended(state: ReviewState | None, profile: Profile) -> str:
    """Return that a review is not there, or can't be changed any more."""
    if state is None:
        return t(profile.language, "review.error.gone")
    return view.already_finished(profile.language, state, profile.zone)
