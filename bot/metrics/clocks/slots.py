"""When a team's own posts are due: pure answers from its zone, hours and calendar."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.metrics.clocks.business_clock import BusinessClock
from bot.metrics.clocks.instants import Micros, from_wall, local, midnight
from bot.metrics.clocks.reaching import when_may_reach

_ONE_DAY = timedelta(days=1)
_NOON = time(12)


class Slot(NamedTuple):
    """One time a post is due: its key (a local ISO date), the instant, and the dates it speaks of.

    `first_day` and `last_day` are local dates, both included.
    """

    key: str
    due: Micros
    first_day: date
    last_day: date


class Rhythm(NamedTuple):
    """The wall-clock times of a team's posts; `review_weekday` counts from Monday = 0."""

    zone: ZoneInfo
    clock: BusinessClock
    report_at: time
    review_weekday: int = 4
    review_at: time = time(16)


def daily_reports(rhythm: Rhythm, after: Micros, until: Micros) -> list[Slot]:
    """Return the daily reports due after one instant and up to another, in order.

    One each working day at the report time, about the days from the working day before through
    yesterday. A time that a change of the clock skips is due at the skip, one shown twice at the
    first; every local date has at most one.
    """
    return _within(rhythm, after, until, daily_report)


def daily_report(rhythm: Rhythm, day: date) -> Slot | None:
    """Return the daily report of a local date; None when it is off or its zone skipped the date."""
    due = report_time(rhythm, day)
    if not rhythm.clock.is_working_day(day) or local(due, rhythm.zone).date() != day:
        return None
    first = rhythm.clock.previous_working_day(day)
    return Slot(day.isoformat(), due, first, day - _ONE_DAY)


def report_time(rhythm: Rhythm, day: date) -> Micros:
    """Return the report time of a local date, also of a day off."""
    return _at(rhythm, day, rhythm.report_at)


def weekly_reviews(rhythm: Rhythm, after: Micros, until: Micros) -> list[Slot]:
    """Return the weekly reviews due after one instant and up to another, in order.

    On the review weekday, or the last working day before it in the same week when that is off; a
    week without one has none. The key is the week's Monday, the days are Monday to Sunday.
    """
    return _within(rhythm, after, until, _weekly_review_on)


def weekly_review(rhythm: Rhythm, monday: date) -> Slot | None:
    """Return the review of the week that starts on `monday`, None when it has no working day."""
    days = (monday + timedelta(days=back) for back in range(rhythm.review_weekday, -1, -1))
    day = next((day for day in days if rhythm.clock.is_working_day(day)), None)
    if day is None:
        return None
    due = _at(rhythm, day, rhythm.review_at)
    return Slot(monday.isoformat(), due, monday, monday + timedelta(days=6))


def weekly_lists(rhythm: Rhythm, after: Micros, until: Micros) -> list[Slot]:
    """Return the lists for leads due after one instant and up to another, one for each review.

    At the time of the review if the team works then, else on the same day when it does.
    """
    return _within(rhythm, after, until, _weekly_list_on)


def review_reminder(rhythm: Rhythm, monday: date, opened: Micros) -> Micros:
    """Return when the lead is reminded of a review that is still open: the next working day, noon.

    When the team does not work at noon, on that day when it does. Counted from the day it was due
    or, if that was later, from the day it was opened.
    """
    slot = weekly_review(rhythm, monday)
    begun = max(opened, slot.due) if slot else opened
    day = rhythm.clock.next_working_day(local(begun, rhythm.zone).date())
    return _reaching(rhythm, day, _NOON)


def judgements(rhythm: Rhythm, after: Micros, until: Micros) -> list[Slot]:
    """Return the working days that ended after one instant and up to another, in order.

    A day is judged at the end of its last working interval, at midnight without hours.
    """
    return _within(rhythm, after, until, _judgement)


def reminder(rhythm: Rhythm, day: date) -> Micros:
    """Return when a reminder of a local date is due: at the team's report time.

    When it does not work then, on the same day when it does.
    """
    return _reaching(rhythm, day, rhythm.report_at)


def reminders(rhythm: Rhythm, after: Micros, until: Micros) -> list[Slot]:
    """Return the times of reminders after one instant and up to another, of every local date."""
    return _within(rhythm, after, until, _reminder_on)


def noons(rhythm: Rhythm, after: Micros, until: Micros) -> list[Slot]:
    """Return the times for what is told at noon, after one instant and up to another.

    Of every local date; where the team does not work at noon, when it does on that day.
    """
    return _within(rhythm, after, until, _noon_of)


def _reminder_on(rhythm: Rhythm, day: date) -> Slot:
    return Slot(day.isoformat(), reminder(rhythm, day), day, day)


def _noon_of(rhythm: Rhythm, day: date) -> Slot:
    return Slot(day.isoformat(), _reaching(rhythm, day, _NOON), day, day)


def _judgement(rhythm: Rhythm, day: date) -> Slot | None:
    if not rhythm.clock.is_working_day(day):
        return None
    return Slot(day.isoformat(), rhythm.clock.end_of_working_day(day), day, day)


def _weekly_review_on(rhythm: Rhythm, day: date) -> Slot | None:
    slot = weekly_review(rhythm, day - timedelta(days=day.weekday()))
    return slot if slot and local(slot.due, rhythm.zone).date() == day else None


def _weekly_list_on(rhythm: Rhythm, day: date) -> Slot | None:
    slot = _weekly_review_on(rhythm, day)
    return slot and slot._replace(due=_reaching(rhythm, day, rhythm.review_at))


def _within(
    rhythm: Rhythm, after: Micros, until: Micros, slot_on: Callable[[Rhythm, date], Slot | None]
) -> list[Slot]:
    days = _days(local(after, rhythm.zone), local(until, rhythm.zone))
    slots = (slot_on(rhythm, day) for day in days)
    return [slot for slot in slots if slot and after < slot.due <= until]


def _days(first: datetime, last: datetime) -> Iterator[date]:
    day = first.date() - _ONE_DAY
    while day <= last.date():
        yield day
        day += _ONE_DAY


def _at(rhythm: Rhythm, day: date, wall: time) -> Micros:
    return from_wall(datetime.combine(day, wall), rhythm.zone)


def _reaching(rhythm: Rhythm, day: date, wall: time) -> Micros:
    """Return when people are reached who are to hear of something at that time of a local date.

    On that date, an hour before work ends if need be. Of a day off nobody hears.
    """
    at = _at(rhythm, day, wall)
    if not rhythm.clock.is_working_day(day):
        return at
    return when_may_reach(at, rhythm.clock, by=midnight(day + _ONE_DAY, rhythm.zone) - 1)
