"""How a file is to be read: what the user says, what is remembered, what the header tells."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import BotError
from bot.services.imports.types import ImportRequest, Reading
from bot.sources.columns import DURATIONS, FIELDS, REQUIRED, ColumnMap, recognise
from bot.sources.values.date_order import ORDERS


def parse_columns(items: Iterable[str]) -> dict[str, str]:
    """Return `field=column` items as a mapping; raises BotError for one that is not of that form.

    The last item for a field counts.
    """
    columns: dict[str, str] = {}
    for item in items:
        field, equals, column = item.partition("=")
        if not equals:
            raise BotError("import.bad_map", item=item)
        columns[_known(field.strip())] = column.strip()
    return columns


def header_sha256(header: Sequence[str]) -> str:
    """Return what a header is remembered by."""
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()


def resolve(request: ImportRequest, header: Sequence[str], remembered: str | None) -> Reading:
    """Return the reading of a file with this header.

    What the options say goes before what is remembered, and that before what the names tell. A
    remembered mapping is used only while the header still has its columns.
    """
    options = request.options
    known = load_reading(remembered) if remembered else None
    if known and all(name in header for names in known.mapping.values() for name in names):
        mapping = dict(known.mapping)
    else:
        mapping = recognise(header)
    _override(mapping, options.columns, header)
    for field in REQUIRED:
        if field not in mapping:
            raise BotError("import.missing_column", field=field, columns=_listed(header))
    order = options.date_order
    if order is not None and order not in ORDERS:
        raise BotError("import.unknown_order", value=order)
    zone = options.zone or (known.zone if known else "") or request.team_zone
    return Reading(
        mapping, order or (known.date_order if known else None), _zone(zone), options.source
    )


def dump_reading(reading: Reading) -> str:
    """Return the reading as JSON with sorted keys."""
    return json.dumps(
        {
            "mapping": {field: list(names) for field, names in reading.mapping.items()},
            "date_order": reading.date_order,
            "zone": reading.zone,
            "source": reading.source,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def load_reading(text: str) -> Reading:
    """Return the reading that `dump_reading` wrote."""
    raw = json.loads(text)
    mapping = {field: tuple(raw["mapping"][field]) for field in FIELDS if field in raw["mapping"]}
    return Reading(mapping, raw["date_order"], raw["zone"], raw["source"])


def _override(mapping: ColumnMap, columns: Mapping[str, str], header: Sequence[str]) -> None:
    for field, column in columns.items():
        moment, _ = DURATIONS.get(_known(field), (field, 0))
        for rival in (moment, *(name for name, (at, _) in DURATIONS.items() if at == moment)):
            if rival not in columns:
                mapping.pop(rival, None)
        mapping.pop(field, None)
        if column:
            mapping[field] = _columns(column, header)


def _columns(text: str, header: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of `Date+Time`; a column whose own name has a plus goes first."""
    if text in header:
        return (text,)
    by_name = {" ".join(name.split()).casefold(): name for name in reversed(header)}
    whole = by_name.get(" ".join(text.split()).casefold())
    if whole:
        return (whole,)
    parts = [" ".join(part.split()) for part in text.split("+")]
    for part in parts:
        if part.casefold() not in by_name:
            raise BotError("import.unknown_column", column=part, columns=_listed(header))
    return tuple(by_name[part.casefold()] for part in parts)


def _known(field: str) -> str:
    if field not in FIELDS:
        raise BotError("import.unknown_field", field=field, fields=", ".join(FIELDS))
    return field


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in header[:40])
    return shown + (" …" if len(header) > 40 else "")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BotError("import.unknown_zone", value=name) from error
    return name
