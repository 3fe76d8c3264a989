"""Days off from a calendar file: what is in it, and for which team they are to be."""

from collections.abc import Sequence
from datetime import date

from slackblocks import Block

from bot import ids
from bot.metrics.clocks import CalendarDays
from bot.text import formats, t
from bot.views.blocks import (
    MOST,
    Fields,
    Payload,
    button,
    context,
    inputs,
    markup,
    message,
    notice_modal,
    section,
)

_NEXT = 5
TITLE = "days_off.title"


def found(days: CalendarDays, file: tuple[str, str], today: date, language: str) -> Payload:
    """Return what is said of a calendar file that was sent; `file` is its id and name."""
    title = t(language, "days_off.found", n=len(days.days), file=markup(file[1], 60))
    coming = [(day, name) for day, name in days.days if day >= today][:_NEXT]
    lines = [_line(day, name, language) for day, name in coming]
    below = [t(language, "days_off.next"), *lines] if lines else [t(language, "days_off.past")]
    value = ids.FileValue(file=file[0])
    take = button(t(language, "days_off.button"), ids.DAYS_OFF_OPEN, value, "primary")
    blocks: list[Block | None] = [
        section(title, "found", take),
        section("\n".join(below), "days"),
        context(t(language, "days_off.left", n=days.left), "left") if days.left else None,
    ]
    return message(title, blocks)


def form(teams: Sequence[tuple[int, str]], file: str, language: str) -> Payload:
    """Return the form that asks for the team, and what becomes of the days that it has."""
    asked = Fields("days_off", {}, language, {}, 0)
    options = [(name, str(number)) for number, name in teams[:MOST]]
    how = [(t(language, f"days_off.how.{one}"), one) for one in ("add", "replace")]
    blocks: list[Block | None] = [
        asked.chosen("team", options, label=t(language, "intake.label.team")),
        asked.chosen("how", how, label=t(language, "days_off.label.how")),
    ]
    submit = t(language, "setup.form.save")
    value = ids.FileValue(file=file)
    return inputs.form(
        t(language, TITLE), blocks, language, ids.DAYS_OFF_FORM, value, submit=submit
    )


def waiting(language: str) -> Payload:
    """Return the modal that stands while a file is read."""
    return notice_modal(language, t(language, "days_off.reading"), TITLE)


def refused(why: str, language: str) -> Payload:
    """Return the modal that says why days off are not set; `why` is `mrkdwn`."""
    return notice_modal(language, why, TITLE)


def _line(day: date, name: str, language: str) -> str:
    shown = formats.days(language, day, day, years=True)
    return f"• {shown} · {markup(name, 80)}" if name else f"• {shown}"
