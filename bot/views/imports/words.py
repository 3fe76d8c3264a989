"""How files, fields, notes and refusals of imports are put to people in Slack."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.metrics.imports import UNITS, Found, Note
from bot.text import catalogue, formats, t
from bot.views.blocks import markup

_LONGEST = 300
_ROWS = re.compile(r"\n(?=\d+: )")
"""Each of several examples begins with its line in the file."""
_ORDER = re.compile(r"\b(dmy|mdy|ymd) (\S+?)(?=,|$)", re.MULTILINE)


def said(language: str, key: str, params: Mapping[str, object], zone: ZoneInfo) -> str:
    """Return a sentence about a file as `mrkdwn`, without the options of the command line."""
    here = f"intake.said.{key.removeprefix('import.')}"
    shown = {name: _shown(language, name, value, zone) for name, value in params.items()}
    if isinstance(fields := params.get("fields"), str):
        comma = t(language, "report.comma")
        shown["fields"] = comma.join(field_words(language, one) for one in fields.split(", "))
    if isinstance(examples := shown.get("examples"), str):
        shown["examples"] = _ORDER.sub(partial(_read_as, language), examples)
    return t(language, here if here in catalogue(language) else key, **shown)


def error_words(language: str, error: BotError, zone: ZoneInfo) -> str:
    """Return why a file is not taken in."""
    return said(language, error.key, error.params, zone)


def note_words(language: str, note: Note, zone: ZoneInfo) -> str:
    """Return what is said of something that was left out."""
    return said(language, note.key, note.params, zone)


def field_words(language: str, field: str) -> str:
    """Return the name of a field; a length of time with its unit."""
    base, _, unit = field.rpartition("_")
    if unit in UNITS:
        return t(language, f"intake.field.{base}", unit=t(language, f"intake.unit.{unit}"))
    key = f"intake.field.{field}"
    return t(language, key) if key in catalogue(language) else markup(field, 60)


def counts(language: str, found: Found) -> str:
    """Return of a file how many tickets are new, changed and as they were."""
    parts = [
        t(language, f"intake.count.{name}", n=n, count=formats.number(language, n))
        for name, n in (
            ("created", found.created),
            ("updated", found.updated),
            ("unchanged", found.unchanged),
        )
        if n
    ]
    return " · ".join(parts)


def days(found: Found) -> tuple[date, date] | None:
    """Return the days on which the first and the last of a file's tickets were opened, as read."""
    if found.opened is None:
        return None
    zone = ZoneInfo(found.zone)
    first, last = (at.astimezone(zone).date() for at in found.opened)
    return first, last


def opened_words(language: str, found: Found) -> str:
    """Return the days on which a file's tickets were opened, with the year."""
    span = days(found)
    return formats.days(language, *span, years=True) if span else ""


def aside(language: str, found: Found, most: int = 4) -> str | None:
    """Return how many rows are set aside and why, each reason with an example; None for none."""
    if not found.quarantined:
        return None
    of, n = formats.number(language, found.rows), found.quarantined
    title = t(language, "intake.aside", n=n, count=formats.number(language, n), rows=of)
    reasons = sorted(found.reasons.items(), key=lambda one: -one[1])
    lines = [_reason(language, found, *reason) for reason in reasons[:most]]
    if len(reasons) > most:
        left = sum(number for _, number in reasons[most:])
        lines.append(t(language, "intake.aside.more", n=left))
    return "\n".join((title, *lines))


def _read_as(language: str, one: re.Match[str]) -> str:
    order = t(language, f"intake.order.{one[1]}")
    return t(language, "intake.order.read_as", date=one[2], order=order)


def _reason(language: str, found: Found, code: str, n: int) -> str:
    why = reason_words(language, code)
    first = next((one for one in found.examples if one.reason == code), None)
    line = t(language, "intake.aside.reason", count=formats.number(language, n), why=why)
    if first is None:
        return line
    value = markup(first.value, 40) if first.value.strip() else t(language, "intake.empty")
    example = t(
        language,
        "intake.aside.example",
        row=first.row,
        column=markup(first.column, 40),
        value=value,
    )
    return t(language, "intake.aside.with", line=line, example=example)


def reason_words(language: str, code: str) -> str:
    """Return why a row was set aside."""
    here = f"intake.said.reason.{code}"
    return t(language, here if here in catalogue(language) else f"import.reason.{code}")


def _shown(language: str, name: str, value: object, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        return formats.instant(language, value, zone)
    if not isinstance(value, str):
        return value
    if name != "examples":
        return markup(value, _LONGEST)
    return "\n".join(markup(line, _LONGEST) for line in _ROWS.split(value))
