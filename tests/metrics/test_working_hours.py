# ruff: noqa: RUF001
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.working_hours import HoursError, WorkingHours

MORNING, AFTERNOON = (540, 720), (780, 1080)


def test_lunch_and_saturday():
    hours = WorkingHours.parse("Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-14:00")
    assert hours.week == ((MORNING, AFTERNOON),) * 5 + (((600, 840),), ())
    assert hours.makeup is None
    assert hours.on_makeup_day == (MORNING, AFTERNOON)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("24/7", "24/7"),
        ("Mon-Sun 00:00-24:00", "24/7"),
        ("mon-sun 21:00-8:00", "Mon-Sun 21:00-08:00"),
        ("Mon-Fri 21:00-00:00", "Mon-Fri 21:00-24:00"),
        ("Fri-Mon 9:00-10:00", "Mon 09:00-10:00; Fri-Sun 09:00-10:00"),
        ("Mon,Wed 9:00-10:00; Mon 11:00-12:00", "Mon 09:00-10:00,11:00-12:00; Wed 09:00-10:00"),
        ("Monday - Friday: 09:00 – 18:00", "Mon-Fri 09:00-18:00"),
        ("Mon-Fri 13:00-18:00,09:00-12:00", "Mon-Fri 09:00-12:00,13:00-18:00"),
        ("周一-周五 09:00-18:00", "Mon-Fri 09:00-18:00"),
        ("周一至周五 ０９：００－１２：００，１３：００～１８：００；周日 10:00至12:00",
         "Mon-Fri 09:00-12:00,13:00-18:00; Sun 10:00-12:00"),
        ("星期一、星期三 09:00-18:00\n每天 19:00-20:00",
         "Mon 09:00-18:00,19:00-20:00; Tue 19:00-20:00; Wed 09:00-18:00,19:00-20:00; Thu-Sun 19:00-20:00"),  # noqa: E501
        ("Mon-Fri 09:00-18:00; Make-up 09:00-17:00", "Mon-Fri 09:00-18:00; Makeup 09:00-17:00"),
        ("周一至五 09:00-18:00；补班 09:00-17:00", "Mon-Fri 09:00-18:00; Makeup 09:00-17:00"),
    ],
)  # fmt: skip
def test_what_people_type(text, canonical):
    hours = WorkingHours.parse(text)
    assert str(hours) == canonical
    assert WorkingHours.parse(canonical) == hours


@pytest.mark.parametrize(
    ("text", "reason", "detail"),
    [
        ("", "empty", ""),
        ("Makeup 09:00-17:00", "empty", ""),
        ("Mon-Fri", "no_times", "mon-fri"),
        ("09:00-18:00", "no_days", "09:00-18:00"),
        ("Moon 09:00-18:00", "unknown_day", "moon"),
        ("T 09:00-18:00", "unknown_day", "t"),
        ("Mon-Fri 9-18", "bad_time", "9-18"),
        ("Mon 09:00-25:00", "bad_time", "09:00-25:00"),
        ("Mon 24:00-08:00", "bad_time", "24:00-08:00"),
        ("Mon 09:60-10:00", "bad_time", "09:60-10:00"),
        ("Mon 09:00-09:00", "bad_time", "09:00-09:00"),
        ("Mon 09:00-12:00,", "bad_time", ""),
        ("Mon 09:00-12:00,11:00-13:00", "overlap", "Mon 09:00-12:00,11:00-13:00"),
        ("Mon 21:00-08:00; Tue 07:00-09:00", "overlap", "Mon 21:00-08:00,07:00-09:00"),
        ("Sun 21:00-08:00; Mon 07:00-09:00", "overlap", "Sun 21:00-08:00,07:00-09:00"),
        ("Mon 09:00-10:00; Makeup 09:00-12:00,11:00-13:00", "overlap",
         "Makeup 09:00-12:00,11:00-13:00"),
    ],
)  # fmt: skip
def test_what_is_refused(text, reason, detail):
    with pytest.raises(HoursError) as caught:
        WorkingHours.parse(text)
    assert (caught.value.reason, caught.value.detail) == (reason, detail)


def test_a_weekend_team_keeps_its_hours_on_a_make_up_day():
    assert WorkingHours.parse("Sat-Sun 10:00-16:00").on_makeup_day is None


DAY_OF_INTERVALS = st.lists(
    st.integers(0, 96), unique=True, min_size=0, max_size=6
).map(sorted).map(lambda cuts: tuple(
    (start * 15, end * 15) for start, end in zip(cuts[::2], cuts[1::2], strict=False)
))  # fmt: skip


@given(st.tuples(*[DAY_OF_INTERVALS] * 7).filter(any), DAY_OF_INTERVALS)
def test_the_canonical_text_reads_back(week, makeup):
    hours = WorkingHours(week, makeup or None)
    assert WorkingHours.parse(str(hours)) == hours
