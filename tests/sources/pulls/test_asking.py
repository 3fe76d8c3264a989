"""Only what is meant to be reached is reached."""

import socket

import pytest

from bot.sources.pulls import PullError, asker
from bot.sources.pulls.reach import check_reach

INSIDE = [
    "127.0.0.1",
    "localhost",
    "LOCALHOST",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104  is not bound
    "224.0.0.1",
    "[::1]",
    "[::]",
    "[fd00::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "user:pw@127.0.0.1",
]


async def _slept(_seconds):
    return None


async def _reason(url, *, private=False):
    async with asker(private=private, sleep=_slept, seconds=5) as ask:
        with pytest.raises(PullError) as caught:
            await ask.get(url)
    return caught.value.reason


@pytest.mark.parametrize("host", INSIDE)
async def test_addresses_of_private_networks_are_not_asked(host):
    assert await _reason(f"https://{host}/api") == "private"


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0177.0.0.1"])
async def test_addresses_in_other_writing_are_none(host):
    assert await _reason(f"https://{host}/api") == "address"


@pytest.mark.parametrize(
    "url", ["http://93.184.216.34/", "ftp://example.com/", "example.com", "https://", "https://[/"]
)
async def test_what_is_not_over_tls_is_not_asked(url):
    assert await _reason(url) == "address"


def test_private_networks_are_asked_where_the_settings_let_it():
    for host in INSIDE:
        check_reach(f"https://{host}/api", private=True)
    check_reach("http://127.0.0.1:8080/api", private=True)


@pytest.mark.parametrize("at", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "fd00::1"])
async def test_a_name_that_means_a_private_address_is_not_asked(monkeypatch, at):
    family = socket.AF_INET6 if ":" in at else socket.AF_INET
    where = (at, 443, 0, 0) if ":" in at else (at, 443)
    asked = []

    def found(host, *_args, **_how):
        asked.append(host)
        return [(family, socket.SOCK_STREAM, 6, "", where)]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert await _reason("https://helpdesk.example.com/api") == "private"
    assert asked


def test_an_error_does_not_show_what_stands_behind_the_host():
    with pytest.raises(PullError) as caught:
        check_reach("http://example.com/export.csv?token=t0p-secret", private=False)
    assert "t0p-secret" not in str(caught.value)
