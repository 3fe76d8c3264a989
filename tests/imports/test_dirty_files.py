import pytest

from bot.errors import BotError
from bot.services.imports.importing import parse_columns, run
from bot.text import LANGUAGES, catalogue, t

HEADER = "id,created,first response at,replies,subject\n"
GOOD = "1,2026-11-02 09:00:00,2026-11-02 09:01:00,1,fine\n"


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
