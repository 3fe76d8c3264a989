"""The form in which columns, times and the place of the table are corrected."""

import json
from collections.abc import Iterator, Sequence

from slackblocks import Block

from bot import ids
from bot.metrics.imports import (
    CHOSEN,
    ELAPSED,
    JOINED,
    MOST_COLUMNS,
    NO_COLUMN,
    UNITS,
    WHOLE_ROW,
    Columns,
    Glimpse,
    fields_of,
)
from bot.text import t
from bot.views.blocks import Fields, Payload, context, inputs, literal, markup, section
from bot.views.imports.words import field_words

_MOST_JOINED = 4
_OFFERED = (MOST_COLUMNS, 60, 40, 20)
_MOST_TEXT = 95_000
_NAME, _SAMPLE, _FEW = 45, 27, 40


def columns(seen: Glimpse, value: ids.ImportValue, file: str, language: str) -> Payload:
    """Return the form, filled with how the file is read as far as that is known.

    Of a file with very many columns it offers as many of the first as a form holds, and says so.
    """
    made: Payload = {}
    for most in _OFFERED:
        made = _form(seen, value, file, most, language)
        if len(json.dumps(made)) < _MOST_TEXT:
            break
    return made


def _form(seen: Glimpse, value: ids.ImportValue, file: str, most: int, language: str) -> Payload:
    told = {name: _told(seen.columns, name) for name in CHOSEN}
    texts = {
        "order": value.order or "",
        "zone": value.zone or "",
        "sheet": value.sheet or "",
        "header_row": str(value.header_row or ""),
        **{name: _held(seen.columns.get(field, ())[:_MOST_JOINED]) for name, field in told.items()},
        **{f"{name}_unit": _unit(told[name]) for name in ELAPSED},
    }
    made = Fields("imports", {"zone": 60, "sheet": 100, "header_row": 6}, language, texts, 0)
    orders = [(t(language, f"intake.order.{one}"), one) for one in ("dmy", "mdy", "ymd")]
    blocks: list[Block | None] = [
        section(t(language, "intake.columns.above", file=markup(file, 80)), "above"),
        context(_left_out(seen, most, language), "left_out"),
        *_fields(seen, texts, made, language, most),
        made.chosen("order", orders, needed=False, label=t(language, "intake.label.order")),
        *(
            made.written(
                name,
                label=t(language, f"intake.label.{name}"),
                placeholder=t(language, f"intake.placeholder.{name}", zone=seen.zone),
            )
            for name in ("zone", "header_row", "sheet")
        ),
    ]
    stood = {field: seen.columns[field] for field in told.values() if field in seen.columns}
    value = value.model_copy(update={"stood": stood})
    return inputs.form(
        t(language, "intake.columns.title"),
        blocks,
        language,
        ids.IMPORT_SET,
        value,
        submit=t(language, "intake.button.look"),
    )


def _left_out(seen: Glimpse, most: int, language: str) -> str | None:
    has = len(seen.header)
    return t(language, "intake.columns.left_out", most=most, n=has) if has > most else None


def _fields(
    seen: Glimpse, texts: dict[str, str], made: Fields, language: str, most: int
) -> Iterator[Block]:
    for name in CHOSEN:
        options = list(_options(seen, texts.get(name, ""), most))
        label = field_words(language, name)
        if name == "external_id":
            options.append((t(language, "intake.columns.whole_row"), str(WHOLE_ROW)))
        if name in JOINED:
            needed = name in {"external_id", "opened_at"}
            yield made.several(name, options, needed=needed, label=label, most=_MOST_JOINED)
        else:
            none = (t(language, "intake.columns.none"), NO_COLUMN)
            yield made.chosen(name, [none, *options], label=label)
        if name in ELAPSED:
            units = [(t(language, f"intake.told.{unit}"), unit) for unit in ("at", *UNITS)]
            told = t(language, "intake.label.told", field=label)
            yield made.chosen(f"{name}_unit", units, label=told)


def _options(seen: Glimpse, held: str, most: int) -> Iterator[tuple[str, str]]:
    """Yield the columns to choose from: what is chosen, and as many more as there can be."""
    chosen = [int(one) for one in held.split(",") if one and int(one) >= 0]
    others = [place for place in range(len(seen.header)) if place not in chosen]
    for place in sorted((*chosen, *others[: most - len(chosen)])):
        name, sample = literal(seen.header[place], _NAME), seen.samples[place]
        shows = sample and len(seen.header) <= _FEW
        yield f"{name} · {literal(sample, _SAMPLE)}" if shows else name, str(place)


def _told(columns: Columns, name: str) -> str:
    """Return the field that is read of those that tell the same."""
    return next((one for one in fields_of(name) if columns.get(one)), name)


def _unit(field: str) -> str:
    unit = field.rpartition("_")[2]
    return unit if unit in UNITS else "at"


def _held(places: Sequence[int]) -> str:
    return ",".join(map(str, places))
