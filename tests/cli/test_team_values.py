"""What people type to describe a team."""

from collections.abc import Callable
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError
from bot.services.team import values as read
from bot.services.team.values import Limit
from bot.services.typed import values as typed_values
from bot.text import formats

ADDRESSES = {
    "https://help.example/tickets/{id}": "https://help.example/tickets/{id}",
    " http://10.0.0.7:8080/t?no={id}&x=1#top": "http://10.0.0.7:8080/t?no={id}&x=1#top",
    "https://kefu.example/工单/\uff5bid\uff5d": "https://kefu.example/工单/{id}",
    "https://help.example/" + "a" * 275 + "{id}": "https://help.example/" + "a" * 275 + "{id}",
}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 900),
        ("15min", 900),
        ("2h", 7200),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1.5h", 5400),
        ("15分钟", 900),
        ("１小时３０分", 5400),
        (" 2 H ", 7200),
        ("2 d", 172_800),
        ("1 day 4 hours", 100_800),
        ("45 minutes", 2_700),
        ("2天4小时", 187_200),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert typed_values.read_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "-5m", "0s", "0.5s", "31d", "800h", "5m later"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(BotError) as caught:
        typed_values.read_duration(text)
    assert caught.value.key == "setup.bad_duration"


@given(st.integers(1, 30 * 86_400 - 1))
def test_every_duration_is_read_back(seconds: int) -> None:
    hours, rest = divmod(seconds, 3600)
    assert typed_values.read_duration(f"{hours}h{rest // 60}m{rest % 60}s") == seconds


@pytest.mark.parametrize("language", ["en", "zh"])
@given(st.integers(1, 30 * 86_400 - 1))
def test_every_duration_is_read_as_it_is_shown(language: str, seconds: int) -> None:
    shown = formats.duration(language, seconds)
    read = typed_values.read_duration(shown)
    assert formats.duration(language, read) == shown
    assert read == pytest.approx(seconds, abs=1_800 if seconds > 86_000 else 30)


def test_limits() -> None:
    assert read.read_limit("tier=gold:3m") == Limit(180, "tier", "gold")
    assert read.read_limit("channel=在线客服:90s") == Limit(90, "channel", "在线客服")
    assert read.read_limit("category=a:b:1h") == Limit(3600, "category", "a:b")


@pytest.mark.parametrize(
    ("reader", "text", "key", "said"),
    [
        (read.read_limit, "gold:3m", "setup.bad_limit", "gold:3m"),
        (read.read_limit, "agent=x:3m", "setup.bad_limit", "agent=x:3m"),
        (read.read_limit, "tier=:3m", "setup.bad_limit", "tier=:3m"),
        (read.read_limit, "tier=gold:soon", "setup.bad_duration", "soon"),
        (read.read_zone, "Asia/Shanghia", "setup.unknown_zone_near", "Asia/Shanghai"),
        (read.read_zone, "shanghai", "setup.unknown_zone_near", "Asia/Shanghai"),
        (read.read_zone, "Middle/Earth-xyzzy", "setup.unknown_zone", "Middle/Earth-xyzzy"),
        (read.read_roles, "lead, boss", "setup.bad_role", "boss"),
        (read.read_hours, "Mon-Fri 9-18", "setup.hours.bad_time", "9-18"),
        (read.read_hours, "Mon-Foo 09:00-18:00", "setup.hours.unknown_day", "foo"),
        (read.read_hours, "09:00-18:00", "setup.hours.no_days", "09:00-18:00"),
        (read.read_hours, "Mon-Fri", "setup.hours.no_times", "mon-fri"),
        (read.read_hours, "Mon 09:00-12:00,11:00-13:00", "setup.hours.overlap", "Mon"),
        (read.read_country, "XX", "setup.unknown_calendar", "XX"),
        (read.read_time, "25:00", "setup.bad_time", "25:00"),
        (read.read_time, "9", "setup.bad_time", "9"),
        (typed_values.read_share, "0", "setup.bad_share", "0"),
        (typed_values.read_share, "101%", "setup.bad_share", "101%"),
        (read.read_channel, "#support", "setup.bad_channel", "#support"),
        (read.read_user, "@ana", "setup.bad_user", "@ana"),
        *(
            (read.read_ticket_address, text, "setup.bad_ticket_address", text[:60])
            for text in (
                "help.example/tickets/{id}",
                "javascript:alert({id})",
                "https://help.example/tickets/4711",
                "https://help.example/{id}/{id}",
                "https://help.example/{ticket}",
                "https:///tickets/{id}",
                "https://{id}.example/",
                "https://help.example{id}",
                "https://help.example:80{id}",
                "https://me@help.example/{id}",
                "https://[::1/{id}",
                "https://help.example/my tickets/{id}",
                "https://help.example/{id}|click",
                "https://help.example/<{id}>",
                "https://help.example/\u202e{id}",
                "https://help.example/" + "a" * 277 + "{id}",
            )
        ),
    ],
)
def test_what_cannot_be_used_is_named(
    reader: Callable[[str], object], text: str, key: str, said: str
) -> None:
    with pytest.raises(BotError) as caught:
        reader(text)
    assert caught.value.key == key
    assert said in " ".join(map(str, caught.value.params.values()))


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (read.read_zone, "asia/shanghai", "Asia/Shanghai"),
        (read.read_zone, "America/new york", "America/New_York"),
        (read.read_hours, "周一至周五 09:00-12:00、13:00-18:00", "Mon-Fri 09:00-12:00,13:00-18:00"),
        (read.read_country, "us-ny", "US-NY"),
        (read.read_time, "9:05", time(9, 5)),
        (read.read_roles, "Quality、lead", "lead,quality"),
        (typed_values.read_share, "90%", 0.9),
        (typed_values.read_share, "0.85", 0.85),
        (typed_values.read_share, "1", 1.0),
        (read.read_channel, "C0123ABCD", "C0123ABCD"),
        (read.read_user, "W0123ABCD", "W0123ABCD"),
        *((read.read_ticket_address, *both) for both in ADDRESSES.items()),
    ],
)
def test_what_is_understood(reader: Callable[[str], object], text: str, value: object) -> None:
    assert reader(text) == value
