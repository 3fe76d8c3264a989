"""What a file changed of a ticket, in words of the reader's language."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.metrics.tickets import INSTANT_FIELDS
from bot.text import t
from bot.text.formats import instant
from bot.views.blocks.outside import markup

_LONGEST = 200


def revision_words(
    place: tuple[str, ZoneInfo],
    field: str,
    before: object,
    after: object,
    write: Callable[[str, int], str] = markup,
) -> str:
    """Return a value of a ticket before and after: `Status: open → closed`.

    `place` is the reader's language and zone; `write` makes text harmless where it is to stand.
    """
    language = place[0]
    return t(
        language,
        "history.changed",
        field=t(language, f"history.ticket.field.{field}"),
        before=_value(place, field, before, write),
        after=_value(place, field, after, write),
    )


def _value(
    place: tuple[str, ZoneInfo], field: str, value: object, write: Callable[[str, int], str]
) -> str:
    if value is None or value == "":
        return "–"
    if field in INSTANT_FIELDS:
        language, zone = place
        return instant(language, datetime.fromisoformat(str(value)), zone)
    return write(str(value), _LONGEST)
