import pytest

from bot.sources.column_names import clock_in, zone_in
from bot.sources.columns import counts_business_hours, recognise


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Created at (UTC)", "UTC"),
        ("created_at_utc", "UTC"),
        ("createdAtUtc", "UTC"),
        ("Created (GMT+8)", "+08:00"),
        ("Opened (UTC+05:30)", "+05:30"),
        ("Created at GMT-0330", "-03:30"),
        ("Created (-07:00)", "-07:00"),
        ("开始时间(北京时间)", "Asia/Shanghai"),
        ("创建时间（UTC+8）", "+08:00"),
        ("Created time [America/New_York]", "America/New_York"),
        ("Created (Pacific Time)", "America/Los_Angeles"),
        ("Created (JST)", "Asia/Tokyo"),
        ("Created", None),
        ("Date/Time Opened", None),
        ("Created (2)", None),
        ("Created (local time)", None),
        ("Outcome", None),
    ],
)
def test_a_name_may_tell_the_zone(name, zone):
    assert zone_in((name,)) == zone
    if "Date" not in name and name != "Outcome":
        assert recognise([name])["opened_at"] == (name,)


@pytest.mark.parametrize(
    ("name", "clock"),
    [("First response time (mm:ss)", "minutes"), ("首次响应时长（分:秒）", "minutes"),
     ("Resolution time (hh:mm:ss)", ""), ("Resolution time (hh:mm)", ""),
     ("Resolution time [dd:hh:mm]", "days")],
)  # fmt: skip
def test_a_name_may_tell_how_a_clock_is_written(name, clock):
    assert clock_in((name,)) == clock


@pytest.mark.parametrize(
    ("name", "field"),
    [("First response time (hrs)", "first_response_hours"),
     ("首次响应时长(小时)", "first_response_hours"),
     ("Resolution time in minutes", "resolution_minutes"),
     ("First reply time (s)", "first_response_seconds"),
     ("First reply time in minutes within calendar hours", "first_response_minutes"),
     ("First response time (mm:ss)", "first_response_at")],
)  # fmt: skip
def test_a_name_may_tell_the_unit(name, field):
    assert recognise([name]) == {field: (name,)}


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("First response time (business hours)", "first_response_at"),
        ("First reply time in minutes within business hours", "first_response_at"),
        ("Resolution time (in Bhrs)", "resolved_at"),
        ("Full resolution time in business minutes", "resolved_at"),
        ("首次响应时长（工作时间）", "first_response_at"),
        ("Working hours first response time", "first_response_at"),
        ("First response time (hrs)", None),
        ("Created (business hours)", None),
        ("Business hours", None),
    ],
)
def test_business_hours_are_no_elapsed_time(name, moment):
    assert counts_business_hours(name) == moment
    if moment:
        assert recognise([name]) == {}
