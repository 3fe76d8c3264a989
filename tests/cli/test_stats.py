"""`frt stats` over tickets whose figures are computed by hand in tests/scenarios/tickets.py."""

import json
from datetime import timedelta

import pytest
from freezegun import freeze_time

from bot.__main__ import main
from bot.cli.stats import KEYS
from bot.db import Database
from tests.cli.conftest import Frt
from tests.scenarios import tickets as sample

NOW = f"fixed:{sample.NOW.isoformat()}"
TODAY = ("stats", "--team", "Global support", "--period", "today")


@pytest.fixture
async def seeded(database_url: str) -> None:
    database = Database(database_url)
    await sample.seed(database)
    await database.close()


@pytest.mark.usefixtures("seeded")
async def test_figures_as_json(frt: Frt) -> None:
    ended = await frt(*TODAY, "--json", FRT_CLOCK=NOW)
    assert (ended.code, ended.err) == (0, "")
    told = json.loads(ended.out)
    assert set(KEYS) <= set(told)
    assert (told["tickets"], told["frt_median_seconds"], told["attainment"]) == (6, 600, 0.6)
    assert (told["open_waits_now"], told["pending"], told["excluded"]) == (2, 1, 1)
    assert (told["csat_mean"], told["art_mean_seconds"]) == (None, None)
    assert (told["clock"], told["as_of"]) == ("business", "2026-11-20T11:00:00+00:00")
    assert "groups" not in told


@pytest.mark.usefixtures("seeded")
def test_without_a_setting_today_is_the_machines(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRT_DATABASE_URL", database_url)
    monkeypatch.delenv("FRT_CLOCK", raising=False)
    monkeypatch.setattr("sys.argv", ["frt", *TODAY, "--json"])
    for instant, tickets in ((sample.NOW, 6), (sample.NOW + timedelta(days=3), 0)):
        with freeze_time(instant, real_asyncio=True):
            assert main() == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["as_of"], told["tickets"]) == (instant.isoformat(), tickets)


@pytest.mark.usefixtures("seeded")
async def test_the_other_clock_and_an_earlier_instant(frt: Frt) -> None:
    ended = await frt(*TODAY, "--json", "--clock", "calendar", FRT_CLOCK=NOW)
    told = json.loads(ended.out)
    assert (told["frt_median_seconds"], told["attainment"]) == (900, 0.4)
    for as_of in ("2026-11-19T11:00", "2026-11-19T12:00+01:00"):
        ended = await frt(*TODAY, "--json", "--as-of", as_of, FRT_CLOCK=NOW)
        told = json.loads(ended.out)
        assert (told["tickets"], told["frt_median_seconds"]) == (2, 1200)


@pytest.mark.usefixtures("seeded")
async def test_groups_add_up(frt: Frt) -> None:
    for by in ("agent", "hour", "tier"):
        ended = await frt(*TODAY, "--json", "--by", by, FRT_CLOCK=NOW)
        told = json.loads(ended.out)
        assert sum(group["tickets"] for group in told["groups"]) == told["tickets"], by
        assert all(set(group) == {"key", *KEYS} for group in told["groups"])
    assert told["groups"][0]["key"] is None


@pytest.mark.usefixtures("seeded")
async def test_a_table_for_people(frt: Frt) -> None:
    ended = await frt(*TODAY, "--by", "channel", FRT_CLOCK=NOW)
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "FRT median 10 min" in lines
    assert "attainment 60.0%" in lines
    assert "CSAT mean (1–5) no data" in lines
    assert any(line.startswith("chat ") for line in lines)
    chinese = await frt(*TODAY, FRT_CLOCK=NOW, LC_ALL="zh_CN.UTF-8")
    assert "首次响应中位数" in chinese.out
    assert "无数据" in chinese.out


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--team", "Globl support", "--period", "today"), 1, "Did you mean Global support?"),
        (("--team", "Global support", "--period", "someday"), 1, "is not a period"),
        (("--team", "Global support", "--period", "2026-02-30"), 1, "2026-02-30"),
        (("--team", "Global support", "--period", "today", "--by", "x"), 2, "--by x"),
        (("--team", "Global support", "--period", "today", "--as-of", "x"), 2, "--as-of x"),
    ],
)
async def test_mistakes(frt: Frt, words: tuple[str, ...], code: int, said: str) -> None:
    ended = await frt("stats", *words, FRT_CLOCK=NOW)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (code, "", 1)
    assert said in ended.err


@pytest.mark.usefixtures("seeded")
async def test_some_of_the_tickets_in_the_words_of_the_chat(frt: Frt) -> None:
    told = {}
    for only in ("", "channel email", "email", "chat"):
        ended = await frt(*TODAY, "--json", "--only", only, FRT_CLOCK=NOW)
        told[only] = json.loads(ended.out)
    assert told["channel email"] == told["email"]
    assert told["email"]["only"] == {"channel": "email"}
    assert told[""]["only"] == {}
    assert 0 < told["email"]["tickets"] < told[""]["tickets"]
    for wrong, why in (
        ("last week", "more than which"),
        ("fax foo", "no value"),
        ("channel x", "no channel"),
    ):
        ended = await frt(*TODAY, "--only", wrong, FRT_CLOCK=NOW)
        assert ended.code == 1
        assert why in ended.err
