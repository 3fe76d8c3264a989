"""That no tickets come in any more, and what to do about it."""

from datetime import datetime

from bot.metrics.clocks import SECOND, from_micros, to_micros
from bot.metrics.tickets import Silence
from bot.text import t
from bot.text.formats import duration, instant
from bot.views.blocks import Payload, markup, message, section

_SHORT = 40


def silent(found: Silence, now: datetime) -> Payload:
    """Return the notice for a lead or an operations specialist."""
    language = found.language
    said = t(
        language,
        "report.silence.since",
        team=markup(found.team_name, _SHORT),
        at=instant(language, from_micros(found.since), found.zone),
        ago=duration(language, (to_micros(now) - found.since) / SECOND),
    )
    means = "\n".join((t(language, "report.silence.means"), t(language, "report.silence.next")))
    return message(said, [section(f"*{said}*", "since"), section(means, "means")])
