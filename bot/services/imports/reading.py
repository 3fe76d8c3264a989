"""How a file is to be read: what the user says, what is remembered, what the header tells."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import BotError
from bot.services.imports.habits import Habit
from bot.services.imports.types import ImportOptions, ImportRequest, Reading
from bot.sources.cells import IdKind
from bot.sources.columns import DURATIONS, FIELDS, REQUIRED, ColumnMap, resembling
from bot.sources.dumps import understand
from bot.sources.files.outline import Outline
from bot.sources.values.date_order import ORDERS

_RARE: dict[str, Any] = {"ids": "told", "latest_per": None, "place": "", "not_replies": ()}


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


def outline(options: ImportOptions, remembered: frozenset[str]) -> Outline:
    """Return what is known of where the table stands, and of the names of its columns."""
    told = [*options.columns.values(), options.id_from or "", options.latest_per or ""]
    names = {part for text in told for part in (text, *text.split("+")) if part.strip()}
    named = frozenset(" ".join(name.split()).casefold() for name in names)
    known = frozenset() if options.forget else remembered
    return Outline(options.sheet, options.header_row, named - {"row", "id"}, known)


@dataclass(frozen=True, slots=True)
class Resolved:
    """How a file is to be read, what is to be remembered of it, and whether that is remembered."""

    reading: Reading
    habit: Habit
    remembered: datetime | None = None


def resolve(
    request: ImportRequest,
    header: Sequence[str],
    habit: Habit | None,
    needed: Collection[str] = REQUIRED,
) -> Resolved:
    """Return the reading of a file with this header.

    What the options say goes before what is remembered of this very header, and that before what
    the names tell. Raises BotError where none of them tells a field that is `needed`.
    """
    options = request.options
    known = habit or Habit({})
    mapping = understand(header)
    plain = dict(mapping)
    if known.whole is not None:
        mapping = dict(known.whole)
    told = dict(known.columns)
    _override(mapping, told)
    remembered = known.at if mapping != plain else None
    named = {field: _columns(column, header) for field, column in options.columns.items()}
    ids: IdKind = "told" if "external_id" in named else known.ids
    if options.id_from:
        named["external_id"], ids = _id_from(options.id_from, header)
    _override(mapping, named)
    told |= named
    missing = [field for field in needed if field not in mapping]
    if missing:
        raise _missing(missing, named, header)
    mapping = {field: mapping[field] for field in FIELDS if field in mapping}
    order = options.date_order
    if order is not None and order not in ORDERS:
        raise BotError("import.unknown_order", value=order)
    order, zone = order or known.date_order, options.zone or known.zone
    reading = Reading(
        mapping,
        order,
        _zone(zone or request.team_zone),
        options.source,
        ids,
        _latest_per(options.latest_per, header),
    )
    return Resolved(reading, Habit(told, order, zone, ids, whole=known.whole), remembered)


def _missing(fields: Sequence[str], named: Collection[str], header: Sequence[str]) -> BotError:
    """Return the refusal of a file that lacks fields, with the columns whose names come near."""
    near = [(field, None if field in named else resembling(field, header)) for field in fields]
    if near == [("external_id", None)]:
        return BotError("import.no_id_column", columns=_listed(header))
    hint = " ".join(f'--map {field}="{column or "COLUMN"}"' for field, column in near)
    key = "import.missing_like" if any(column for _, column in near) else "import.missing_column"
    return BotError(key, fields=", ".join(fields), hint=hint, columns=_listed(header))


def dump_reading(reading: Reading) -> str:
    """Return the reading as JSON with sorted keys."""
    raw: dict[str, object] = {
        "mapping": {field: list(names) for field, names in reading.mapping.items()},
        "date_order": reading.date_order,
        "zone": reading.zone,
        "source": reading.source,
    }
    raw |= {name: getattr(reading, name) for name in _RARE if getattr(reading, name) != _RARE[name]}
    return json.dumps(raw, ensure_ascii=False, sort_keys=True)


def load_reading(text: str) -> Reading:
    """Return the reading that `dump_reading` wrote."""
    raw = json.loads(text)
    mapping = {field: tuple(raw["mapping"][field]) for field in FIELDS if field in raw["mapping"]}
    rare = {name: raw.get(name, usual) for name, usual in _RARE.items()}
    rare["not_replies"] = tuple(rare["not_replies"])
    return Reading(mapping, raw["date_order"], raw["zone"], raw["source"], **rare)


def _override(mapping: ColumnMap, columns: Mapping[str, tuple[str, ...]]) -> None:
    for field, names in columns.items():
        moment, _ = DURATIONS.get(_known(field), (field, 0))
        for rival in (moment, *(name for name, (at, _) in DURATIONS.items() if at == moment)):
            if rival not in columns:
                mapping.pop(rival, None)
        mapping.pop(field, None)
        if names:
            mapping[field] = names


def _columns(text: str, header: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of `Date+Time`; a column whose own name has a plus goes first."""
    if not text:
        return ()
    if text in header:
        return (text,)
    by_name = {" ".join(name.split()).casefold(): name for name in reversed(header)}
    whole = by_name.get(" ".join(text.split()).casefold())
    if whole:
        return (whole,)
    return tuple(_parts([" ".join(part.split()) for part in text.split("+")], by_name, header))


def _parts(parts: list[str], by_name: Mapping[str, str], header: Sequence[str]) -> Iterator[str]:
    """Yield the columns that parts name; the longest run of parts that is one name goes first."""
    plain = {re.sub(r"\s*\+\s*", "+", name): column for name, column in by_name.items()}
    start = 0
    while start < len(parts):
        ends = range(len(parts), start, -1)
        named = ((end, plain.get("+".join(parts[start:end]).casefold())) for end in ends)
        end, column = next(((end, column) for end, column in named if column), (0, ""))
        if not end:
            raise _no_column(parts[start], header)
        yield column
        start = end


def _id_from(text: str, header: Sequence[str]) -> tuple[tuple[str, ...], IdKind]:
    """Return the columns that make an id, and how."""
    if text.strip().casefold() == "row":
        return tuple(header), "row"
    return _columns(text, header), "parts"


def _latest_per(text: str | None, header: Sequence[str]) -> str | None:
    if text is None or text.strip().casefold() == "id":
        return text and "id"
    columns = _columns(text, header)
    if len(columns) > 1:
        raise BotError("import.unknown_column", column=text, columns=_listed(header))
    return columns[0]


def _no_column(column: str, header: Sequence[str]) -> BotError:
    near = get_close_matches(column.casefold(), [name.casefold() for name in header], 1, 0.7)
    if not near:
        return BotError("import.unknown_column", column=column, columns=_listed(header))
    like = next(name for name in header if name.casefold() == near[0])
    return BotError("import.unknown_column_like", column=column, like=like)


def _known(field: str) -> str:
    if field in FIELDS:
        return field
    near = get_close_matches(field, FIELDS, 1, 0.6)
    if near:
        raise BotError("import.unknown_field_like", field=field, like=near[0])
    raise BotError("import.unknown_field", field=field, fields=", ".join(FIELDS))


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in header[:40])
    return shown + (" …" if len(header) > 40 else "")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BotError("import.unknown_zone", value=name) from error
    return name
