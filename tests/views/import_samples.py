"""Files of tickets to draw: asked for, looked at, refused, corrected, taken in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.errors import BotError
from bot.metrics.clocks import CalendarDays
from bot.metrics.imports import Found, Glimpse, Note, SetAside
from bot.text import t
from bot.views.imports import columns, forms, found, progress, result, words
from bot.views.team import days_off
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
NAMES = {"en": "October.csv", "zh": "十月工单.csv"}
VALUE = ids.ImportValue(team_id=1, file="F0OCTOBER", name="October.csv", columns={"agent": (4,)})
HEADER = ("Ticket ID", "Created", "First reply", "Channel", "Assignee")


def seen(**changes: Any) -> Found:
    told = Found(
        number=None,
        status="preview",
        created=3_800,
        updated=12,
        unchanged=140,
        superseded=2,
        quarantined=34,
        flagged=1,
        reasons={"no_opened_at": 30, "unparsable_time": 4},
        flags={"response_before_opening": 1},
        read={
            "external_id": HEADER[:1],
            "opened_at": ("Date", "Time"),
            "first_response_minutes": HEADER[2:3],
        },
        date_order="dmy",
        zone="Europe/London",
        examples=(
            SetAside(17, "Created", "", "no_opened_at"),
            SetAside(40, "Created", "yesterday", "unparsable_time"),
        ),
        notes=(Note("import.note.sheet", {"sheet": "Export", "others": "Notes, Totals"}),),
        unused=("Plan", "VIP"),
        untold=("resolution",),
        turned=3,
        opened=(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 10, 31, 22, tzinfo=UTC)),
        tickets=(
            {
                "external_id": "T-1",
                "opened_at": datetime(2026, 10, 5, 8, 14, tzinfo=UTC),
                "first_response_at": datetime(2026, 10, 5, 8, 19, tzinfo=UTC),
                "channel": "email",
                "agent": "Noah",
                "subject": "Where is my parcel?",
            },
            {"external_id": "T-2", "opened_at": datetime(2026, 10, 5, 9, 0, tzinfo=UTC)},
        ),
    )
    return replace(told, **changes)


HOSTILE = seen(
    examples=(SetAside(17, s.HOSTILE, s.HOSTILE, "no_opened_at"),),
    read={"external_id": (s.HOSTILE,) * 5, "subject": (s.HOSTILE,)},
    notes=(Note("import.note.sheet", {"sheet": s.HOSTILE, "others": s.HOSTILE}),) * 9,
    unused=(s.HOSTILE,) * 60,
    reasons={"no_opened_at": 9, "no_id": 8, "nul": 7, "not_json": 6, "wrong_width": 5},
    tickets=({"external_id": s.HOSTILE, "subject": s.HOSTILE, "agent": s.HOSTILE},) * 3,
    remembered=s.NOW,
)


def shown(made: Found) -> Case:
    return lambda language: found.found(
        made, VALUE, NAMES[language], s.TEAMS[language].name, language, s.READERS[language].zone
    )


def told(made: Found) -> Case:
    return lambda language: result.result(
        made, NAMES[language], s.TEAMS[language].name, language, s.READERS[language].zone
    )


def refused(error: BotError, value: ids.ImportValue | None = VALUE) -> Case:
    return lambda language: found.refused(why(error, language), value, NAMES[language], language)


def why(error: BotError, language: str) -> str:
    return words.error_words(language, error, s.READERS[language].zone)


def corrected(header: tuple[str, ...], value: ids.ImportValue = VALUE) -> Case:
    read = {"external_id": (0,), "opened_at": (1,), "first_response_minutes": (2,), "agent": (4,)}
    made = Glimpse(header, ("x",) * len(header), read, "dmy", "Europe/London")
    return lambda language: columns.columns(made, value, NAMES[language], language)


def days_found(days: CalendarDays, name: str = "Days off.ics") -> Case:
    return lambda language: days_off.found(days, ("F1", name), date(2026, 11, 30), language)


MISSING = BotError(
    "import.missing_column", fields="external_id, opened_at", hint="--map", columns="a, b"
)
ORDER = BotError("import.date_order", examples="2: 03/04/2026 → dmy 2026-04-03, mdy 2026-03-04")
DONE = {"number": 12, "status": "done", "tickets": ()}
IMPORT_CASES: dict[str, Case] = {
    "import_form": lambda language: forms.form([(1, "North Desk"), (2, s.HOSTILE)], language),
    "import_form_sent": lambda language: forms.form(
        [(1, "North Desk"), (2, "South Desk")], language, ("F1", s.HOSTILE), 2
    ),
    "import_sent": lambda language: forms.sent("F1", s.HOSTILE, language),
    "days_off_found": days_found(
        CalendarDays(
            (
                (date(2025, 12, 24), "Christmas Eve"),
                *((date(2026 + n, 12, 24), "Christmas Eve") for n in range(3)),
                (date(2027, 5, 14), ""),
            ),
            left=12,
        )
    ),
    "days_off_past": days_found(CalendarDays(((date(2020, 1, 1), "Old"),))),
    "days_off_hostile": days_found(
        CalendarDays(tuple((date(2027, 1, n), s.HOSTILE) for n in range(1, 29)), left=1), s.HOSTILE
    ),
    "days_off_form": lambda language: days_off.form(
        [(1, "North Desk"), (2, s.HOSTILE)], "F1", language
    ),
    "days_off_reading": days_off.waiting,
    "days_off_refused": lambda language: days_off.refused(
        t(language, "days_off.error.broken"), language
    ),
    "import_progress": lambda language: progress.progress(language, NAMES[language], "read", 0.42),
    "import_found": shown(seen()),
    "import_found_hostile": shown(HOSTILE),
    "import_found_same": shown(seen(created=0, updated=0, turned=0, quarantined=0)),
    "import_found_nothing": shown(seen(created=0, updated=0, unchanged=0, turned=0, tickets=())),
    "import_refused": refused(MISSING),
    "import_refused_order": refused(ORDER),
    "import_refused_picture": refused(BotError("import.is_picture", path="October.png"), None),
    "import_columns": corrected(HEADER),
    "import_columns_many": corrected((*HEADER, *(f"{s.HOSTILE} {at}" for at in range(150)))),
    "import_result": told(seen(**DONE)),
    "import_result_hostile": told(replace(HOSTILE, **DONE)),
    "import_result_nothing": told(seen(**DONE, created=0, updated=0, unchanged=0)),
    "import_result_already": told(seen(**DONE | {"status": "already"})),
    "import_told": lambda language: result.told(language, "*3 tickets came in.*"),
    "import_result_refused": lambda language: result.refused(
        why(MISSING, language), NAMES[language], language
    ),
    "import_unsent": lambda language: result.unsent(language, t(language, "error.scope")),
}
