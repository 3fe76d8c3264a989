"""Instants, periods, working hours: how time is measured."""

from bot.metrics.clocks.business_clock import BusinessClock, CalendarClock, Clock
from bot.metrics.clocks.calendar_days import CalendarDays
from bot.metrics.clocks.country_calendar import CountryCalendar, CountryError
from bot.metrics.clocks.days_off import (
    FIRST_DAY,
    LAST_DAY,
    MOST_DAYS,
    DaysOffError,
    days_off,
    read_days_off,
    runs,
)
from bot.metrics.clocks.instants import (
    SECOND,
    Micros,
    from_micros,
    from_wall,
    local,
    midnight,
    to_micros,
)
from bot.metrics.clocks.period_words import (
    MONTHS,
    PERIOD_WORDS,
    PeriodError,
    parse_period,
    period_at,
)
from bot.metrics.clocks.periods import Period, between, period_of, previous, whole_days
from bot.metrics.clocks.reaching import may_reach, when_may_reach
from bot.metrics.clocks.slots import (
    Rhythm,
    Slot,
    daily_report,
    daily_reports,
    judgements,
    noons,
    reminder,
    reminders,
    report_time,
    review_reminder,
    weekly_lists,
    weekly_review,
    weekly_reviews,
)
from bot.metrics.clocks.working_hours import HoursError, WorkingHours

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "MONTHS",
    "MOST_DAYS",
    "PERIOD_WORDS",
    "SECOND",
    "BusinessClock",
    "CalendarClock",
    "CalendarDays",
    "Clock",
    "CountryCalendar",
    "CountryError",
    "DaysOffError",
    "HoursError",
    "Micros",
    "Period",
    "PeriodError",
    "Rhythm",
    "Slot",
    "WorkingHours",
    "between",
    "daily_report",
    "daily_reports",
    "days_off",
    "from_micros",
    "from_wall",
    "judgements",
    "local",
    "may_reach",
    "midnight",
    "noons",
    "parse_period",
    "period_at",
    "period_of",
    "previous",
    "read_days_off",
    "reminder",
    "reminders",
    "report_time",
    "review_reminder",
    "runs",
    "to_micros",
    "weekly_lists",
    "weekly_review",
    "weekly_reviews",
    "when_may_reach",
    "whole_days",
]
