"""What a ticket's id is: told, made of columns or of a whole row, and the same in several rows."""

import pytest

from bot.errors import BotError
from bot.services.imports.importing import run
from bot.text import LANGUAGES, t
from tests.imports.conftest import NOW

CALLS = """call,created,changed,status
7,2026-11-02 09:00:00,2026-11-05 09:00:00,b
7,2026-11-03 09:00:00,2026-11-04 09:00:00,c
8,2026-11-04 09:00:00,2026-11-04 09:00:00,d
9,2026-11-04 09:00:00,2026-11-04 09:00:00,e
9,2026-11-05 09:00:00,2026-11-06 09:00:00,f
"""
NO_ID = """created,agent,subject
2026-11-02 09:00:00,Ann,first
2026-11-02 09:00:00,Bo,second
2026-11-02 09:00:00,Bo,second
"""


def statuses(desk):
    return {name: row["status"] for name, row in desk.tickets.items()}


def test_an_id_that_other_tickets_have_too_stops_the_import(desk):
    with pytest.raises(BotError) as refused:
        desk.load(CALLS, columns={"external_id": "call"})
    assert refused.value.key == "import.ids_reused"
    assert refused.value.params["examples"] == "7 (2, 3), 9 (5, 6)"
    for language in LANGUAGES:
        assert "--latest-per" in t(language, refused.value.key, **refused.value.params)
    assert desk.tickets == {}


def test_the_last_row_of_an_id_counts_when_told(desk):
    result = desk.load(CALLS, columns={"external_id": "call"}, latest_per="id")
    assert (result.created, result.superseded) == (3, 2)
    assert statuses(desk) == {"7": "c", "8": "d", "9": "f"}
    with pytest.raises(BotError, match=r"import\.ids_reused"):
        desk.load(CALLS + "7,2026-11-09 09:00:00,,x\n")


def test_the_row_with_the_latest_value_counts_when_told(desk):
    desk.load(CALLS, columns={"external_id": "call"}, latest_per="Changed")
    assert statuses(desk) == {"7": "b", "8": "d", "9": "f"}


def test_another_way_to_choose_is_another_reading(desk):
    desk.load(CALLS, columns={"external_id": "call"}, latest_per="id")
    again = desk.load(CALLS, columns={"external_id": "call"}, latest_per="changed")
    assert (again.status, statuses(desk)["7"]) == ("done", "b")
    assert desk.load(CALLS, latest_per="changed").status == "already"


def test_the_latest_may_be_told_by_a_number(desk):
    rows = "id,created,version,status\n1,2026-11-02 09:00:00,10,ten\n1,2026-11-03 09:00:00,9,nine\n"
    desk.load(rows, latest_per="version")
    assert statuses(desk) == {"1": "ten"}


def test_ids_are_made_of_columns(desk):
    result = desk.load(NO_ID, id_from="agent+created")
    assert (result.created, result.superseded) == (2, 1)
    assert set(desk.tickets) == {"Ann / 2026-11-02 09:00:00", "Bo / 2026-11-02 09:00:00"}
    assert desk.load(NO_ID).status == "already"


def test_ids_are_made_of_whole_rows_and_stay(desk):
    assert desk.load(NO_ID, id_from="row").created == 2
    later = NO_ID + "2026-11-02 09:00:00,Bo,third\n"
    result = desk.load(later)
    assert (result.created, result.unchanged, result.superseded) == (1, 2, 1)
    assert len(desk.tickets) == 3


def test_a_file_without_ids_says_how_to_make_some(desk):
    with pytest.raises(BotError) as refused:
        desk.load(NO_ID)
    assert refused.value.key == "import.no_id_column"
    for language in LANGUAGES:
        assert "--id-from row" in t(language, refused.value.key, **refused.value.params)


@pytest.mark.parametrize("told", ["vru+line+id", "VRU + Line + ID"])
def test_a_name_with_a_plus_is_joined_like_any_other(desk, told):
    rows = "vru+line,id,created\na,1,2026-11-02 09:00:00\n"
    desk.load(rows, columns={"external_id": told})
    assert set(desk.tickets) == {"a 1"}


def test_what_names_no_column_is_said(desk):
    for options in ({"id_from": "agent+mood"}, {"latest_per": "mood"}):
        with pytest.raises(BotError) as refused:
            run(desk.engine, desk.request(NO_ID, **{"id_from": "row", **options}), NOW)
        assert (refused.value.key, refused.value.params["column"]) == (
            "import.unknown_column",
            "mood",
        )
