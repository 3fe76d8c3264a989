"""`frt feed`: the key of credentials, and how helpdesks stand; what doctor says of them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.db import Database
from bot.models import Feed
from bot.sealing import Sealer, new_key
from bot.services.deliveries import exposition
from bot.services.feeds import owner
from bot.services.team.settings import Choices
from tests.cli.conftest import Frt, set_up

NOW = datetime.now(UTC)
OLD, NEW = new_key(), new_key()
KEYS = {"old": OLD, "new": NEW}


async def connect(database_url: str, **values: object) -> None:
    feed = Feed(
        team_id=1,
        number=1,
        kind="pull",
        product="freshdesk",
        name="Freshdesk (acme)",
        source="freshdesk",
        address="https://acme.freshdesk.com",
        state="on",
        asked_since=NOW,
        made_by="U1",
        made_at=NOW,
    )
    feed.secret = Sealer([OLD]).seal({"api_key": "secret"}, owner(feed))
    for name, value in values.items():
        setattr(feed, name, value)
    await set_up(database_url, Desk=Choices())
    database = Database(database_url)
    async with database.write() as session:
        session.add(feed)
    await database.close()


async def test_a_key_seals_and_the_next_one_takes_its_place(frt: Frt, database_url: str) -> None:
    await connect(database_url)
    made = await frt("feed", "key")
    assert (made.code, len(made.out.strip())) == (0, 44)
    for keys, code, said in (
        ("", 1, "FRT_SEALING_KEYS is not set"),
        ("none", 1, "no key"),
        (NEW, 1, "nothing was changed"),
        (f"{NEW},{OLD}", 0, "1 helpdesk"),
        (NEW, 0, "1 helpdesk"),
    ):
        ended = await frt("feed", "seal", FRT_SEALING_KEYS=keys)
        assert (ended.code, said in ended.out + ended.err) == (code, True), ended


async def test_how_helpdesks_stand(frt: Frt, database_url: str) -> None:
    assert "No team is connected" in (await frt("feed", "list")).out
    heard = datetime.now(UTC) - timedelta(minutes=4)
    await connect(database_url, heard_at=heard, failure="credentials")
    listed = (await frt("feed", "list")).out.splitlines()
    assert listed[0].split() == ["team", "helpdesk", "state", "heard", "before", "tickets"]
    assert "Freshdesk (acme)" in listed[1]
    assert "credentials refused" in listed[1]
    assert "4 min" in listed[1]
    told = await frt("feed", "list", "--json")
    assert json.loads(told.out)[0]["failure"] == "credentials"
    assert "secret" not in told.out


@pytest.mark.parametrize(
    ("values", "keys", "mark", "said"),
    [
        ({}, "old", "✓", "tickets come in from Freshdesk (acme)"),
        ({}, "new", "✗", "can't be opened"),
        ({"state": "paused"}, "old", "–", "is paused"),
        ({"failure": "unreachable", "failed_since": NOW}, "old", "!", "(unreachable)"),
    ],
)
async def test_the_doctor_looks_at_each(
    frt: Frt, database_url: str, values: dict[str, object], keys: str, mark: str, said: str
) -> None:
    await connect(database_url, **values)
    lines = (await frt("doctor", FRT_SEALING_KEYS=KEYS[keys])).out.splitlines()
    (line,) = [one for one in lines if "Freshdesk" in one]
    assert line.startswith(mark)
    assert said in line


async def test_prometheus_is_told_by_numbers(database_url: str) -> None:
    await connect(
        database_url, heard_at=NOW, failure="busy", failures=3, failed_since=NOW - timedelta(1)
    )
    database = Database(database_url)
    told = (await exposition(database, NOW)).decode()
    await database.close()
    (heard,) = [line for line in told.splitlines() if line.startswith("frt_feed_heard")]
    name, _, seconds = heard.partition(" ")
    assert name == 'frt_feed_heard_timestamp_seconds{feed="1",team="1"}'
    assert float(seconds) == pytest.approx(NOW.timestamp(), abs=0.001)
    assert 'frt_feed_failures{feed="1",reason="busy",team="1"} 3.0' in told
    assert 'last_import_timestamp_seconds{team="1"}' in told
    assert "acme" not in told
