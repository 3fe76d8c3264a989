"""How a file is read is corrected; what is no table of tickets is refused in words."""

import io
import json
import zipfile

import pytest

from bot.ids import FileValue, ImportValue
from bot.models import RememberedMapping
from bot.text import LANGUAGES, catalogue
from tests.imports.in_slack import FILE, NAME
from tests.imports.slack.files import STRANGE, brought, rows
from tests.scenarios.office import words_of


async def test_columns_and_times_are_corrected(desk):
    refused = await desk.send(STRANGE, "strange.csv")
    assert "I found no column for: Ticket number, Opened." in words_of(refused)
    form = await desk.change(refused)
    assert "Nr · A-1" in words_of(form)
    refused = await desk.submit(
        form,
        external_id=["0"],
        opened_at=["1"],
        first_response_at=["2"],
        first_response_at_unit="minutes",
        channel="3",
    )
    assert "2: 03/04/2026 09:00 → 2026-04-03 (day, month, year)" in words_of(refused)
    form = await desk.change(refused)
    seen = await desk.submit(form, order="dmy", zone="Asia/Shanghai")
    said = words_of(seen)
    assert "*A-2* · opened 5 Jun 2026 10:00 · answered after 20 min · chat" in said
    assert "First response (minutes) ← Waited" in said
    await desk.submit(seen)
    found = await brought(desk)
    assert f"{found['A-1'].opened_at:%m-%d %H:%M}" == "04-03 01:00"
    assert found["A-2"].channel == "chat"
    (kept,) = await rows(desk, RememberedMapping, team_id=1)
    assert json.loads(kept.reading)["zone"] == "Asia/Shanghai"
    again = await desk.send(STRANGE.replace("A-", "A-1"), "next.csv")
    assert "So it was said on 20 Nov" in words_of(again)


async def test_a_length_of_time_becomes_a_moment_again(desk):
    refused = await desk.send(STRANGE, "strange.csv")
    first = {"external_id": ["0"], "opened_at": ["1"], "order": "dmy"}
    told = {"first_response_at": ["2"], "first_response_at_unit": "minutes"}
    seen = await desk.submit(await desk.change(refused), **first, **told)
    assert "First response (minutes) ← Waited" in words_of(seen)
    form = await desk.change(seen)
    again = await desk.submit(form, first_response_at_unit="hours")
    assert "First response (hours) ← Waited" in words_of(again)
    assert "First response (minutes)" not in words_of(again)
    moment = words_of(await desk.submit(await desk.change(again), first_response_at_unit="at"))
    assert "Column Waited holds plain numbers such as 4" in moment
    assert "Choose seconds, minutes or hours." in moment


async def test_a_number_is_made_from_the_whole_row_and_no_more_is_remembered(desk):
    refused = await desk.send("Opened,Channel\n2026-11-16 09:00,email\n", "plain.csv")
    assert "I found no column with ticket numbers." in words_of(refused)
    form = await desk.change(refused)
    assert "UTC if you leave it empty" in str(form)
    seen = await desk.submit(form, external_id=["-1"])
    assert "*1 ticket of plain.csv would come in" in words_of(seen)
    await desk.submit(seen)
    (kept,) = await rows(desk, RememberedMapping, team_id=1)
    said = json.loads(kept.reading)
    assert (said["zone"], said["ids"], set(said["columns"])) == ("", "row", {"external_id"})


async def test_what_is_wrong_in_the_form_of_columns_is_said_at_its_field(desk):
    form = await desk.change(await desk.send(STRANGE, "strange.csv"))
    for field, value, words in (
        ("zone", "Londn", "Europe/London"),
        ("header_row", "first", "counted from 1"),
    ):
        fields = {"external_id": ["0"], "opened_at": ["1"], field: value}
        filled = {name: {"value": one} for name, one in fields.items()}
        done = await desk.office.slack.client.submit("emma", form, filled)
        assert words in done["errors"][field]


def workbook():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("tickets.csv", FILE)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a picture, not a table"),
        ("export.pdf", b"%PDF-1.7\n" + b"x" * 100, "is a PDF, not a table"),
        ("export.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, "Open it"),
        ("export.zip", workbook(), "Unpack it"),
        ("export.csv", b"", "is empty"),
        ("export.csv", b"Ticket ID,Created\n", "no tickets"),
        ("export.xls", b"<!doctype html><html><table></table></html>", "is a web page"),
        ("export.json", b"[1, 2]", "looks like JSON but holds no tickets"),
    ],
)
async def test_what_is_no_table_of_tickets_is_refused_in_words(desk, name, content, words):
    refused = await desk.send(content, name)
    said = words_of(refused)
    assert f"*{name} cannot be taken in as it is.*" in said
    assert words in said
    assert "--" not in said
    assert not refused.get("submit")


@pytest.mark.parametrize("name", ["../../etc/<!channel>.csv", "长" * 300 + ".csv", ".."])
async def test_a_file_may_have_any_name(desk, name):
    seen = await desk.send(FILE, name)
    assert "3 tickets of " in words_of(seen)
    assert "<!channel>" not in words_of(seen)
    await desk.submit(seen)
    assert len(await brought(desk)) == 3


async def test_a_file_that_is_too_big_is_not_even_fetched(desk):
    refused = await desk.send(FILE, size=500_000_000)
    assert "Files of more than 100 MB are not taken in here" in words_of(refused)
    assert not [one for one in await desk.office.slack.client.log() if one["name"] == "files"]


async def test_a_file_that_is_longer_than_it_says_is_not_read_to_its_end(desk, monkeypatch):
    monkeypatch.setattr("bot.answers.imports.MOST_BYTES", 50)
    file = await desk.office.slack.client.upload("emma", NAME, FILE.encode())
    desk.office.slack.workspace.files[file["id"]].length = 0
    refused = await desk.submit(await desk.form(), file=[file])
    assert "Files of more than" in words_of(refused)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_in_slack_is_told_options_of_the_command_line(language):
    sentences = catalogue(language)
    keys = [key for key in sentences if key.startswith("import.")]
    here_said = [f"intake.said.{key.removeprefix('import.')}" for key in keys]
    said = [here if here in sentences else key for key, here in zip(keys, here_said, strict=True)]
    told = [
        key for key in said if any(word in str(sentences[key]) for word in ("--", "jq ", "TMPDIR"))
    ]
    assert [key for key in told if key not in ONLY_SHELL] == []


ONLY_SHELL = ("import.strict", "import.unknown_field", "import.bad_map", "import.unknown_order")
"""What can only go wrong with options of the command line."""


def test_values_of_buttons_stay_short():
    columns = {f"first_response_minutes{at}": (at,) for at in range(15)}
    value = ImportValue(team_id=1, file="F" * 20, name="长" * 100, columns=columns, stood=columns)
    assert len(value.dump()) < 2_000
    assert FileValue(file="F1").dump()
