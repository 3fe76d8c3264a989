"""How an import is cut into transactions, and what it meets there that others have written."""

import pytest

from bot.services.imports import staging
from bot.services.imports.importing import run
from bot.services.imports.pace import Pace
from bot.sources.files import csv_records
from tests.imports.conftest import NOW

HEADER = "Ticket ID,Created time,Agent\n"


def rows(first, last, agent):
    return HEADER + "".join(f"{n},2026-11-02 09:00,{agent}\n" for n in range(first, last))


@pytest.mark.parametrize("met", [range(15, 25), range(10, 40)])
def test_what_another_import_writes_meanwhile_is_told_from_what_is_new(desk, met):
    other = desk.request(rows(met.start, met.stop, "Ann"), "other.csv")
    met_it = []

    def meet(phase, done, _total):
        if phase == "apply" and done == 10 and not met_it:
            met_it.append(run(desk.engine, other, NOW))

    result = run(desk.engine, desk.request(rows(0, 40, "Ben"), batch_rows=10), NOW, meet)

    assert (result.created, result.updated) == (40 - len(met), len(met))
    assert met_it[0].created == len(met)
    assert {row["agent"] for row in desk.tickets.values()} == {"Ben"}
    assert len(desk.tickets) == 40


def test_a_transaction_that_took_long_is_followed_by_a_shorter_one():
    pace = Pace()
    pace.took(2_000, 0.16)
    assert pace.rows == 500
    pace.took(500, 0.001)
    assert pace.rows == 1_000
    pace.took(1_000, 60)
    assert pace.rows == 250
    for _ in range(10):
        pace.took(pace.rows, 0.001)
    assert pace.rows == 10_000


def test_a_pace_that_is_asked_for_stays():
    pace = Pace(40)
    pace.took(40, 60)
    assert pace.rows == 40


@pytest.mark.parametrize("latest_per", [None, "Rank"])
def test_one_row_of_an_id_counts_however_far_apart_they_are(desk, monkeypatch, latest_per):
    monkeypatch.setattr(csv_records, "_CSV_CHUNK", 300)
    monkeypatch.setattr(staging, "_CHUNK_ROWS", 20)
    monkeypatch.setattr(staging, "_AT_ONCE", 30)
    rows = [(n % 70, f"Agent {n}", n * 37 % 200) for n in range(200)]
    text = "".join(f"{n},2026-11-02 09:00,{agent},{rank}\n" for n, agent, rank in rows)
    result = desk.load("Ticket ID,Created time,Agent,Rank\n" + text, latest_per=latest_per)
    assert (result.created, result.updated, result.superseded) == (70, 0, 130)
    told = {row["external_id"]: row["agent"] for row in desk.tickets.values()}
    counted = sorted(rows, key=lambda row: row[2]) if latest_per else rows
    assert told == {str(n): agent for n, agent, _ in counted}
