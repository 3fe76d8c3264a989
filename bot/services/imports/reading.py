"""How a file is to be read: what the user says, what is remembered, what the header tells."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import BotError
from bot.services.imports.types import ImportRequest, Reading
from bot.sources.columns import DURATIONS, FIELDS, REQUIRED, ColumnMap, recognise, resembling
from bot.sources.values.date_order import ORDERS, Order


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


@dataclass(frozen=True, slots=True)
class Habit:
    """What was said of files with a header: columns by field (none for ()), order, zone.

    `at` is when it was said last. `whole` is a mapping as earlier versions kept it, of all fields.
    """

    columns: ColumnMap
    date_order: Order | None = None
    zone: str = ""
    at: datetime | None = None
    whole: ColumnMap | None = None

    def fits(self, header: Sequence[str]) -> bool:
        """Tell whether the header has all of its columns."""
        known = [*self.columns.values(), *(self.whole or {}).values()]
        return all(name in header for names in known for name in names)

    def dump(self) -> str:
        """Return it as JSON."""
        columns = {field: list(names) for field, names in self.columns.items()}
        told = {"columns": columns, "date_order": self.date_order, "zone": self.zone}
        if self.whole is not None:
            told["mapping"] = {field: list(names) for field, names in self.whole.items()}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def load_habit(text: str, at: datetime) -> Habit:
    """Return what `Habit.dump` wrote, or an earlier version of it."""
    raw = json.loads(text)
    columns = {field: tuple(names) for field, names in raw.get("columns", {}).items()}
    mapping = raw.get("mapping")
    whole = mapping and {field: tuple(names) for field, names in mapping.items()}
    return Habit(columns, raw["date_order"], raw["zone"], at, whole)


@dataclass(frozen=True, slots=True)
class Resolved:
    """How a file is to be read, what is to be remembered of it, and whether that is remembered."""

    reading: Reading
    habit: Habit
    remembered: datetime | None = None


def resolve(request: ImportRequest, header: Sequence[str], habit: Habit | None) -> Resolved:
    """Return the reading of a file with this header.

    What the options say goes before what is remembered, and that before what the names tell. What
    is remembered is used only while the header still has its columns.
    """
    options = request.options
    known = habit if habit and habit.fits(header) else Habit({})
    mapping = recognise(header)
    plain = dict(mapping)
    if known.whole is not None:
        mapping = dict(known.whole)
    told = dict(known.columns)
    _override(mapping, told)
    remembered = known.at if mapping != plain else None
    named = {field: _columns(column, header) for field, column in options.columns.items()}
    _override(mapping, named)
    told |= named
    missing = [field for field in REQUIRED if field not in mapping]
    if missing:
        raise _missing(missing, named, header)
    order = options.date_order
    if order is not None and order not in ORDERS:
        raise BotError("import.unknown_order", value=order)
    order, zone = order or known.date_order, options.zone or known.zone
    reading = Reading(mapping, order, _zone(zone or request.team_zone), options.source)
    return Resolved(reading, Habit(told, order, zone, whole=known.whole), remembered)


def _missing(fields: Sequence[str], named: Collection[str], header: Sequence[str]) -> BotError:
    """Return the refusal of a file that lacks fields, with the columns whose names come near."""
    near = [(field, None if field in named else resembling(field, header)) for field in fields]
    hint = " ".join(f'--map {field}="{column or "COLUMN"}"' for field, column in near)
    key = "import.missing_like" if any(column for _, column in near) else "import.missing_column"
    return BotError(key, fields=", ".join(fields), hint=hint, columns=_listed(header))


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
    parts = [" ".join(part.split()) for part in text.split("+")]
    for part in parts:
        if part.casefold() not in by_name:
            raise _no_column(part, header)
    return tuple(by_name[part.casefold()] for part in parts)


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
