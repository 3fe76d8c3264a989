import pytest

from bot.errors import BotError
from bot.services.imports import parse_columns, run
from bot.text import LANGUAGES, catalogue, t

HEADER = "id,created,first response at,replies,subject\n"
GOOD = "1,2026-11-02 09:00:00,2026-11-02 09:01:00,1,fine\n"


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        (",2026-11-02 09:00:00,,,", "no_id", "id"),
        ("x" * 201 + ",2026-11-02 09:00:00,,,", "id_too_long", "id"),
        ("2,,,,", "no_opened_at", "created"),
        ("2,yesterday,,,", "unparsable_time", "created"),
        ("2,2026-02-30 09:00:00,,,", "unparsable_time", "created"),
        ("2,0001-01-01 00:00:00,,,", "time_out_of_range", "created"),
        ("2,2026-11-02 09:00:00,9999-12-31 23:59:59,,", "time_out_of_range", "first response at"),
        ("2,2026-11-02 09:00:00,,NaN?,", "unparsable_number", "replies"),
        ("2,2026-11-02 09:00:00,,inf,", "unparsable_number", "replies"),
        ("2,2026-11-02 09:00:00,,1e309,", "unparsable_number", "replies"),
        ("2,2026-11-02 09:00:00,,-1,", "unparsable_number", "replies"),
        ('2,2026-11-02 09:00:00,,"1,5",', "unparsable_number", "replies"),
        ("2,2026-11-02 09:00:00,,", "wrong_width", ""),
        ("2,2026-11-02 09:00:00,,,,extra", "wrong_width", ""),
        ("2,2026-11-02 09:00:00,,,a\0b", "nul", ""),
        ("2,2026-11-02 09:00:00,,," + "x" * (1 << 20), "cell_too_long", ""),
        ("2,2026-11-02 09:00:00,,," + "x" * (9 << 20), "cell_too_long", ""),
        ('2,2026-11-02 09:00:00,,,"never closed', "broken_quote", ""),
        ('2,"2026-11-02" 09:00:00,,,', "broken_quote", ""),
    ],
)
def test_a_bad_row_is_set_aside_and_its_neighbours_go_in(desk, row, reason, column):
    result = desk.load(HEADER + GOOD + row + "\n" + GOOD.replace("1,", "3,", 1))
    assert (result.created, result.quarantined) == (2, 1)
    assert result.reasons == {reason: 1}
    ((line, where, value, why),) = desk.bad
    assert (line, where, why) == (3, column, reason)
    assert len(value) <= 200
    assert set(desk.tickets) == {"1", "3"}
    assert desk.tickets["3"]["import_row"] == 4


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", "import.empty"),
        ("\ufeff\n \n", "import.empty"),
        (HEADER, "import.no_rows"),
        ('"id,created\n1,2', "import.no_header"),
        ("\0\0\0", "import.empty"),
        ("just a letter\nwith lines\n", "import.missing_column"),
        ('[\n{"id": 1}\n]', "import.not_json_lines"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.locked_workbook"),
    ],
)
def test_a_file_without_tickets_is_refused_with_a_sentence(desk, content, key):
    with pytest.raises(BotError) as refused:
        desk.load(content)
    assert refused.value.key == key
    for language in LANGUAGES:
        assert t(language, key, **refused.value.params)
    assert desk.count("imports") == 0


def test_a_missing_file_is_refused(desk, tmp_path):
    request = desk.request("x")
    request.path.unlink()
    with pytest.raises(BotError, match=r"import\.no_file"):
        run(desk.engine, request, None)


def test_blank_lines_count_as_lines_but_are_no_rows(desk):
    result = desk.load("\n" + HEADER + "\n" + GOOD + ",,,,\n  \n" + GOOD.replace("1,", "2,", 1))
    assert (result.created, result.quarantined) == (2, 0)
    assert [row["import_row"] for row in desk.tickets.values()] == [4, 7]


def test_a_cell_may_hold_lines_and_rows_are_numbered_by_line(desk):
    result = desk.load(HEADER + GOOD.replace("fine", '"two\nlines, ""quoted"""') + "2,x,,,\n")
    assert desk.tickets["1"]["subject"] == 'two\nlines, "quoted"'
    assert (result.quarantined, desk.bad[0][0]) == (1, 4)


def test_quotes_left_open_on_many_lines_spoil_only_those(desk):
    rows = "".join(
        f"{n},2026-11-02 09:00:00,,,{chr(34) if n % 1000 == 0 else 'ok'}\n"
        for n in range(1, 20_001)
    )
    result = desk.load(HEADER + rows)
    assert (result.created, result.reasons) == (19_980, {"broken_quote": 20})


def test_duplicate_headers_and_ten_thousand_columns(desk):
    header = "id,created,status,status," + ",".join(f"c{n}" for n in range(10_000))
    row = "1,2026-11-02 09:00,open,closed," + "," * 9_999
    assert desk.load(f"{header}\n{row}\n").created == 1
    assert desk.tickets["1"]["status"] == "open"
    desk.load(f"{header}\n{row}\n", columns={"status": "status (2)"})
    assert desk.tickets["1"]["status"] == "closed"


def test_unusual_text_is_kept_as_it_is(desk):
    text = "\u202eevil\u200b =HYPERLINK(1) 'é' 😀 <!channel>"
    desk.load(HEADER + GOOD.replace("fine", text))
    assert desk.tickets["1"]["subject"] == text


def test_line_ends_and_quotes_inside_cells_survive_the_way_into_the_database(desk):
    texts = ["a\rb", "a\r\nb", "a\nb", 'say ""hi""', "back\\slash \\N \\.", "tab\tbed", "a,b"]
    rows = "".join(f'{n},2026-11-02 09:00:00,,,"{text}"\n' for n, text in enumerate(texts))
    desk.load(HEADER + rows)
    assert [row["subject"] for row in desk.tickets.values()] == [
        text.replace('""', '"') for text in texts
    ]


def test_a_file_that_changes_while_it_is_read_is_refused(desk):
    request = desk.request(HEADER + GOOD)

    def meddle(phase, _done, _total):
        if phase == "read":
            request.path.write_text(HEADER + GOOD + GOOD)

    with pytest.raises(BotError, match=r"import\.changed"):
        run(desk.engine, request, None, meddle)
    assert desk.count("tickets") == 0


def test_every_sentence_exists_in_both_languages():
    keys = {
        language: {key for key in catalogue(language) if key.startswith("import.")}
        for language in LANGUAGES
    }
    assert keys["en"] == keys["zh"]
    params = {"n": 2, "row": 3, "column": "c", "value": "v"}
    assert "2" in t("en", "import.strict", **params)
    assert "2" in t("zh", "import.strict", **params)


def test_maps_are_parsed():
    assert parse_columns(["opened_at=Date+Time", "agent ="]) == {
        "opened_at": "Date+Time",
        "agent": "",
    }
    with pytest.raises(BotError, match=r"import\.bad_map"):
        parse_columns(["agent"])
    with pytest.raises(BotError, match=r"import\.unknown_field"):
        parse_columns(["mood=Agent"])
