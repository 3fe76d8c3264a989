"""What an import did, for whoever brought the file."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import PurePath
from zoneinfo import ZoneInfo

from slackblocks import Element

from bot import ids
from bot.metrics.imports import Found
from bot.text import formats, t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    context,
    literal,
    markup,
    message,
    notice,
    notice_modal,
    section,
)
from bot.views.imports.words import aside, counts, days, note_words, opened_words, reason_words

_NOTES = 3
_LONGEST = 2_900
_A_YEAR = timedelta(days=364)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def result(done: Found, file: str, team: str, language: str, zone: ZoneInfo) -> Payload:
    """Return the message that says what came in, what was set aside and why."""
    text = outcome(done, file, team, language)
    notes = (note_words(language, note, zone)[:_LONGEST] for note in done.notes[:_NOTES])
    set_aside = aside(language, done)
    span = days(done)
    blocks = [
        section(text, "done"),
        section(set_aside[:_LONGEST], "aside") if set_aside else None,
        *(context(note, f"note_{at}") for at, note in enumerate(notes)),
        actions([_figures(span, language)], "next") if done.taken_in and span else None,
    ]
    return message(text, blocks)


def _figures(span: tuple[date, date], language: str) -> Element:
    """Return the button for the figures of a file's days, of the last year of them at most."""
    last = span[1]
    first = max(span[0], last - _A_YEAR)
    when = formats.days(language, first, last, years=True)
    value = ids.RunValue(text=f"{first.isoformat()}..{last.isoformat()}")
    return button(t(language, "intake.button.figures", days=when), ids.HELP_RUN, value)


def outcome(done: Found, file: str, team: str, language: str) -> str:
    """Return in a few lines what came in."""
    named = {"file": markup(file, 80), "team": markup(team, 60), "number": done.number}
    if done.status == "already":
        return t(language, "intake.found.already", **named)
    if not done.taken_in:
        return t(language, "intake.done.nothing", n=done.rows, **named)
    n = done.created + done.updated
    lines = [t(language, "intake.done", n=n, count=formats.number(language, n), **named)]
    words = {"counts": counts(language, done), "days": opened_words(language, done)}
    lines.append(t(language, "intake.counts", **words))
    if done.turned:
        lines.append(t(language, "intake.found.turned", n=done.turned))
    return "\n".join(lines)


def refused(why: str, file: str, language: str) -> Payload:
    """Return the message that says why a file was not taken in; `why` is `mrkdwn`."""
    title = t(language, "intake.refused", file=markup(file, 80))
    return message(title, [section(title, "file"), section(why[:_LONGEST], "refused")])


def told(language: str, text: str) -> Payload:
    """Return the modal that says what came in, and that the rest is in Messages."""
    return notice_modal(language, f"{text}\n\n{t(language, 'intake.done.more')}", "intake.title")


def aside_words(language: str, n: int) -> str:
    """Return what is said beside the file of the rows that were set aside."""
    return t(language, "intake.aside.file", n=n)


def aside_name(language: str, file: str) -> str:
    """Return what the file of the rows that were set aside is called."""
    return t(language, "intake.aside.name", file=literal(PurePath(file).stem, 60))


def unsent(language: str, why: str) -> Payload:
    """Return the message that says why the rows that were set aside are not sent as a file."""
    return notice(t(language, "intake.aside.unsent", why=why))


def table_of(rows: Sequence[tuple[int, str, str, str]], language: str) -> bytes:
    """Return rows that were set aside as CSV for spreadsheets, in UTF-8 with its mark.

    What a spreadsheet would take for a formula is text there.
    """
    made = io.StringIO()
    writer = csv.writer(made)
    titles = ("row", "column", "value", "why")
    writer.writerow([t(language, f"intake.aside.{name}") for name in titles])
    for row, column, value, reason in rows:
        writer.writerow([row, _plain(column), _plain(value), reason_words(language, reason)])
    return made.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
