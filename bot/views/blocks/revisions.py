"""What a file changed of a ticket, in words of the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.metrics.tickets import INSTANT_FIELDS
from bot.text import t
from bot.text.formats import instant
from bot.views.blocks.outside import markup

_LONGEST = 200


def revision_words(language: str, zone: ZoneInfo, field: str, before: object, after: object) -> str:
    """Return a value of a ticket before and after: `First response: 18 Nov, 09:40 → 09:12`."""
    return t(
        language,
        "history.changed",
        field=t(language, f"history.ticket.field.{field}"),
        before=_value(language, zone, field, before),
        after=_value(language, zone, field, after),
    )


def _value(language: str, zone: ZoneInfo, field: str, value: object) -> str:
    if value is None or value == "":
        return "–"
    if field in INSTANT_FIELDS:
        return instant(language, datetime.fromisoformat(str(value)), zone)
    return markup(str(value), _LONGEST)
