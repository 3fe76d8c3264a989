"""Which column is which field: what is remembered, what is offered, what is not told."""

import json
from datetime import timedelta

import pytest

from bot.errors import BotError
from bot.sources.files.header import header_sha256
from bot.store import imports
from tests.imports.conftest import NOW
from tests.imports.test_import import at

NAMED = "id,created,first response at,Raised\n1,2026-11-02 09:00,,2026-11-01 09:00\n"


def test_a_mapping_is_remembered_for_the_same_header(desk):
    header = "Nr,Day,Hour,Who\n"
    desk.load(
        header + "1,03/04/2026,9:00 AM,Ann\n",
        columns={"external_id": "nr", "opened_at": "Day+Hour", "agent": "Who"},
        date_order="dmy",
        zone="Asia/Shanghai",
    )
    result = desk.load(header + "2,05/06/2026,9:00 PM,Bo\n")
    later = desk.load(header + "3,05/06/2026,9:01 PM,Bo\n", now=NOW + timedelta(days=9))
    assert desk.tickets["2"]["opened_at"] == at(2026, 6, 5, 13)
    assert desk.tickets["3"]["opened_at"] == at(2026, 6, 5, 13, 1)
    assert desk.tickets["2"]["agent"] == "Bo"
    assert (result.reading.date_order, result.reading.zone) == ("dmy", "Asia/Shanghai")
    assert (result.remembered, later.remembered) == (NOW, NOW)


def test_what_is_remembered_can_be_dropped(desk):
    assert desk.load(NAMED).remembered is None
    desk.load(NAMED, columns={"opened_at": "Raised"})
    assert desk.load(NAMED + "2,2026-11-02 09:00,,2026-11-01 09:00\n").remembered == NOW
    assert desk.tickets["2"]["opened_at"] == at(2026, 11, 1, 9)
    fresh = desk.load(NAMED + "3,2026-11-02 09:00,,2026-11-01 09:00\n", forget=True)
    assert (fresh.remembered, desk.tickets["3"]["opened_at"]) == (None, at(2026, 11, 2, 9))
    assert desk.load(NAMED + "4,2026-11-02 09:00,,\n").remembered is None


def test_a_remembered_mapping_that_sets_rows_aside_is_not_used_in_silence(desk):
    header = "id,created,first response at\n"
    named = {"first_response_seconds": "first response at"}
    desk.load(header + "1,2026-11-02 09:00,90\n", columns=named)
    result = desk.load(header + "2,2026-11-03 10:00,2026-11-03 10:10\n3,2026-11-04 11:00,\n")
    assert (result.created, result.quarantined, result.remembered) == (2, 0, None)
    assert desk.tickets["2"]["first_response_at"] == at(2026, 11, 3, 10, 10)
    assert [(note.key, note.params) for note in result.notes] == [
        ("import.note.mapping_unused", {"n": 1, "at": NOW})
    ]


def test_a_remembered_mapping_stays_where_the_names_tell_no_more(desk):
    header = "id,created,first response at,Raised\n"
    desk.load(header + "1,2026-11-02 09:00,,2026-11-01 09:00\n", columns={"opened_at": "Raised"})
    result = desk.load(header + "2,2026-11-02 09:00,,\n3,,,2026-11-01 09:00\n")
    assert (result.quarantined, result.remembered) == (1, NOW)


def test_what_an_earlier_version_remembered_is_used(desk):
    mapping = {"external_id": ["id"], "opened_at": ["Raised"]}
    kept = {"mapping": mapping, "date_order": None, "zone": "", "source": "file"}
    with desk.engine.begin() as connection:
        header = header_sha256(["id", "created", "first response at", "Raised"])
        imports.remember(connection, 1, header, json.dumps(kept), NOW)
    result = desk.load(NAMED)
    assert (result.remembered, desk.tickets["1"]["opened_at"]) == (NOW, at(2026, 11, 1, 9))


def test_nothing_is_remembered_of_a_file_of_which_nothing_went_in(desk):
    desk.load("id,created,Raised\n1,2026-11-02 09:00,\n", columns={"opened_at": "Raised"})
    assert desk.count("remembered_mappings") == 0


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("Ticket Nmber,Created time", '--map external_id="Ticket Nmber"'),
        ("id,Creatd at", '--map opened_at="Creatd at"'),
        ("Ticket Nmber,x", '--map external_id="Ticket Nmber" --map opened_at="COLUMN"'),
    ],
)
def test_a_near_miss_is_offered(desk, header, hint):
    with pytest.raises(BotError) as refusal:
        desk.load(header + "\n1,2026-11-02 09:00\n")
    assert (refusal.value.key, refusal.value.params["hint"]) == ("import.missing_like", hint)


def test_all_missing_fields_are_named_at_once(desk):
    with pytest.raises(BotError) as refusal:
        desk.load("Mood,Weather\ngood,fine\n")
    assert refusal.value.key == "import.missing_column"
    assert refusal.value.params["fields"] == "external_id, opened_at"


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ({"agent": "Agnt"}, "import.unknown_column_like"),
        ({"opend_at": "created"}, "import.unknown_field_like"),
    ],
)
def test_a_near_miss_of_a_map_is_offered(desk, columns, key):
    with pytest.raises(BotError) as refusal:
        desk.load("id,created,agent\n1,2026-11-02 09:00,Ann\n", columns=columns)
    assert refusal.value.key == key


def test_what_the_file_says_nothing_of_is_named(desk):
    assert desk.load("id,created\n1,2026-11-02 09:00\n").untold == ("responses", "resolution")
    told = desk.load("id,created,status,first response at\n1,2026-11-02 09:00,Open,\n")
    assert told.untold == ()
