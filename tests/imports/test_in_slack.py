"""A file brought in Slack: looked at, corrected, taken in, refused."""

import asyncio
import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import select

from bot import ids
from bot.ids import FileValue, ImportValue
from bot.models import History, Import, Member, RememberedMapping, Ticket, Upload
from bot.services.imports import beside
from bot.slack.client import Slack
from bot.text import LANGUAGES, catalogue
from tests.imports.in_slack import FILE, NAME, Desk, here
from tests.scenarios.office import office, words_of

STRANGE = """\
Nr,Born,Waited,Way
A-1,03/04/2026 09:00,4,email
A-2,05/06/2026 10:00,20,chat
"""
BROKEN = FILE + "A-4,,2026-11-16 09:04:00,email,Noah\nA-5,=soon(),,email,Noah\n"


@pytest.fixture
async def desk(database_url, monkeypatch):
    monkeypatch.setattr(beside, "_run", here)
    async with office(database_url, by="http") as opened:
        yield Desk(opened)


async def rows(desk, model, **where):
    async with desk.office.database.read() as session:
        query = select(model)
        for name, value in where.items():
            query = query.where(getattr(model, name) == value)
        return list((await session.exec(query)).all())


async def brought(desk):
    """Return the tickets of the file that are in."""
    found = await rows(desk, Ticket, team_id=1)
    return {one.external_id: one for one in found if one.external_id.startswith("A-")}


async def test_a_file_is_looked_at_and_taken_in(desk):
    seen = await desk.send(FILE)
    said = words_of(seen)
    assert "*3 tickets of October export.csv would come in for Global support.*" in said
    assert "\n3 new · opened 16 Nov 2026\n" in said
    assert "*A-1* · opened 16 Nov 2026 09:00 · answered after 4 min · email · Noah" in said
    assert "*A-3* · opened 16 Nov 2026 11:00 · no answer in the file · email" in said
    assert "Ticket number ← Ticket ID · Opened ← Created · First response ← First reply" in said
    assert await brought(desk) == {}
    done = await desk.submit(seen)
    told = "*3 tickets of October export.csv came in for Global support*, as import 1."
    assert told in words_of(done)
    assert told in (await desk.told())[-1]
    assert sorted(await brought(desk)) == ["A-1", "A-2", "A-3"]
    (row,) = await rows(desk, Import, team_id=1)
    assert (row.file_name, row.imported_by, row.status) == (NAME, "U01EMMA", "done")
    direct = (await desk.office.slack.client.messages("emma", "app"))[-1]
    await desk.office.slack.client.click("emma", ids.HELP_RUN, on=direct)
    await desk.settle()
    assert "median first response" in (await desk.told())[-1]
    (step,) = await rows(desk, History, subject="import")
    assert (step.event, step.who) == ("imported", "U01EMMA")


async def test_the_same_file_again_changes_nothing_and_offers_nothing(desk):
    await desk.submit(await desk.send(FILE))
    again = await desk.send(FILE)
    assert "*October export.csv brings nothing new for Global support.*" in words_of(again)
    assert "\n3 as they were · opened 16 Nov 2026\n" in words_of(again)
    assert not again.get("submit")


async def test_a_later_file_says_how_many_verdicts_change(desk):
    await desk.submit(await desk.send(FILE))
    later = FILE.replace("2026-11-16 10:20:00", "2026-11-16 10:05:00")
    seen = await desk.send(later, "later.csv")
    said = words_of(seen)
    assert "*1 ticket of later.csv would come in for Global support.*" in said
    assert "1 changed · 2 as they were · opened 16 Nov 2026\n" in said
    assert "\n1 ticket that is known gets another verdict." in said
    await desk.submit(seen)
    assert "1 ticket that is known gets another verdict." in (await desk.told())[-1]


async def test_rows_set_aside_are_said_and_sent_as_a_file(desk):
    seen = await desk.send(BROKEN)
    said = words_of(seen)
    assert "*2 of 5 rows are set aside* and will be missing from every figure:" in said
    assert "• 1: no opening time (line 5, “Created”: empty)" in said
    assert "• 1: not a time (line 6, “Created”: =soon())" in said
    await desk.submit(seen)
    *_, result, aside = await desk.office.slack.client.messages("emma", "app")
    assert "*2 of 5 rows are set aside*" in words_of(result)
    (file,) = aside["files"]
    assert file["name"] == "set-aside-October export.csv"
    content = desk.office.slack.workspace.files[file["id"]].content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content))) == [
        ["Line", "Column", "Value", "Why it was set aside"],
        ["5", "Created", "", "no opening time"],
        ["6", "Created", "'=soon()", "not a time"],
    ]


async def test_rows_set_aside_stay_where_slack_takes_no_file(desk):
    desk.office.slack.workspace.app.scopes.remove("files:write")
    await desk.submit(await desk.send(BROKEN))
    assert "could not be sent as a file" in (await desk.told())[-1]
    assert sorted(await brought(desk)) == ["A-1", "A-2", "A-3"]


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


@pytest.mark.parametrize("user", ["noah", "sofia"])
async def test_who_does_not_lead_is_told_who_may(desk, user):
    desk.user = user
    told = await desk.office.type(user, "import")
    assert "taken in by a team’s leads" in told["text"]


async def test_who_leads_no_longer_takes_nothing_in(desk):
    seen = await desk.send(FILE)
    async with desk.office.database.write() as session:
        member = await session.get(Member, (1, "U01EMMA"))
        member.role = "agent"
        session.add(member)
    done = await desk.office.slack.client.submit("emma", seen, {})
    await desk.settle()
    assert not done.get("errors")
    assert "taken in by a team’s leads" in words_of(await desk.office.modal("emma"))
    assert await brought(desk) == {}


async def test_the_file_of_somebody_else_is_not_read(desk):
    """Neither by a button that names it nor by what a form carries."""
    theirs = await desk.office.slack.client.upload("noah", NAME, FILE.encode())
    await desk.office.slack.client.say("noah", "app", "", files=[theirs])
    seen = await desk.send(FILE)
    value = ImportValue(team_id=1, file=theirs["id"])
    (view,) = desk.office.slack.workspace.modals["U01EMMA"]
    view.payload["private_metadata"] = value.dump()
    await desk.office.slack.client.submit("emma", seen, {})
    await desk.settle()
    assert "Only whoever sent a file can take it in" in words_of(await desk.office.modal("emma"))
    assert await brought(desk) == {}


async def sent(desk, user="emma", name=NAME):
    file = await desk.office.slack.client.upload(user, name, FILE.encode())
    await desk.office.slack.client.say(user, "app", "here you are", files=[file])
    while desk.office.slack.courier.busy:
        await desk.office.slack.courier.settled()
        await desk.settle()
    return (await desk.office.slack.client.messages(user, "app"))[-1]


async def test_a_file_that_is_sent_to_the_bot_is_looked_at_by_a_click(desk):
    offer = await sent(desk)
    assert offer["text"] == "*October export.csv* can be taken in as tickets."
    assert await desk.office.slack.client.log() == [
        one for one in await desk.office.slack.client.log() if one["name"] != "files.info"
    ]
    await desk.office.slack.client.click("emma", ids.IMPORT_OPEN, on=offer)
    await desk.settle()
    seen = await desk.office.modal("emma")
    assert "*3 tickets of October export.csv would come in" in words_of(seen)
    await desk.submit(seen)
    assert len(await brought(desk)) == 3


async def test_who_may_for_several_teams_says_for_which(desk):
    desk.user = "robin"
    offer = await sent(desk, "robin")
    await desk.office.slack.client.click("robin", ids.IMPORT_OPEN, on=offer)
    await desk.settle()
    form = await desk.office.modal("robin")
    seen = await desk.submit(form, team="2")
    assert "would come in for 客服一组" in words_of(seen)
    await desk.submit(seen)
    found = await rows(desk, Ticket, team_id=2)
    assert {"A-1", "A-2", "A-3"} <= {one.external_id for one in found}


async def test_a_file_sent_by_who_may_not_is_answered_with_who_may(desk):
    offer = await sent(desk, "noah", "tickets <!here>.CSV")
    assert "taken in by a team’s leads" in offer["text"]


async def test_chinese_readers_read_chinese(desk):
    desk.user = "wangfang"
    form = await desk.form("导入", "客服一组")
    seen = await desk.send(BROKEN, "导出.csv", form)
    said = words_of(seen)
    assert "*导出.csv 中有 3 个工单将导入客服一组。*\n新工单 3 个 · 创建于 2026年11月16日" in said
    assert "*5 行中有 2 行被隔离*，不计入任何指标：\n• 1 行：没有创建时间" in said
    assert "*A-1* · 创建 2026年11月16日 09:00 · 4分钟后首次响应 · email · Noah" in said
    done = await desk.submit(seen)
    assert "*导出.csv 中有 3 个工单已导入客服一组*（导入 1）。" in words_of(done)


async def test_a_modal_that_is_closed_meanwhile_does_not_keep_it_from_coming_in(desk, monkeypatch):
    seen = await desk.send(FILE)
    client = desk.office.slack.client

    async def closed(task, tell):
        shown = await client.views("emma")
        await client.close("emma", shown[-1])
        return await here(task, tell)

    monkeypatch.setattr(beside, "_run", closed)
    await client.submit("emma", seen, {})
    await desk.settle()
    assert await client.views("emma") == []
    assert "came in for Global support" in (await desk.told())[-1]
    assert len(await brought(desk)) == 3


async def broken_off(desk, seen):
    """Submit *Take in*, and end the process that does it before somebody is told."""
    await desk.office.slack.client.submit("emma", seen, {})
    await asyncio.sleep(0.5)
    assert await desk.office.bot.deps.background.drain(0.1) == 1


async def goes_on(desk):
    """Let another process look for what was left, a while later."""
    desk.office.clock.now += timedelta(minutes=2)
    await desk.office.bot.planner.tick()
    await desk.settle()


async def test_a_file_whose_process_ends_is_gone_on_with(desk, monkeypatch):
    seen = await desk.send(FILE)
    monkeypatch.setattr(beside, "_run", lambda *_: asyncio.sleep(60))
    await broken_off(desk, seen)
    assert await brought(desk) == {}
    monkeypatch.setattr(beside, "_run", here)
    await desk.office.bot.planner.tick()
    await desk.settle()
    assert await brought(desk) == {}, "within its lease it is left to who has it"
    await goes_on(desk)
    assert len(await brought(desk)) == 3
    assert "*3 tickets of October export.csv came in" in (await desk.told())[-1]
    assert "3 tickets of October export.csv came in" in words_of(await desk.office.modal("emma"))
    assert await rows(desk, Upload) == []


async def test_a_file_that_is_in_but_not_told_of_is_told_of_as_done(desk, monkeypatch):
    seen = await desk.send(FILE)
    with monkeypatch.context() as patch:
        patch.setattr(Slack, "post", lambda *_, **__: asyncio.sleep(60))
        await broken_off(desk, seen)
    assert len(await brought(desk)) == 3
    told = len(await desk.told())
    await goes_on(desk)
    (said,) = (await desk.told())[told:]
    assert "*3 tickets of October export.csv came in for Global support*, as import 1." in said
    assert "3 new" in said


@pytest.mark.parametrize("fault", ["rate_limited", "server_error", "drop_request"])
async def test_a_modal_that_slack_does_not_renew_keeps_nothing_from_coming_in(desk, fault):
    seen = await desk.send(FILE)
    await desk.office.slack.client.fault("views.update", fault, times=0)
    await desk.office.slack.client.submit("emma", seen, {})
    await desk.settle()
    assert "*3 tickets of October export.csv came in" in (await desk.told())[-1]
    assert len(await brought(desk)) == 3


async def test_what_cannot_be_said_is_not_tried_for_ever(desk, monkeypatch):
    seen = await desk.send(FILE)
    monkeypatch.setattr("bot.views.imports.result.outcome", lambda *_: 1 / 0)
    await desk.submit(seen)
    assert len(await brought(desk)) == 3
    assert await rows(desk, Upload) == []


async def test_what_fails_unforeseen_is_told_under_a_reference(desk, monkeypatch):
    seen = await desk.send(FILE)

    async def breaks(*_):
        raise RuntimeError("no such thing")

    monkeypatch.setattr(beside, "_run", breaks)
    said = words_of(await desk.submit(seen))
    assert "October export.csv cannot be taken in as it is" in said
    (told,) = await desk.told()
    assert told.splitlines()[-1] == said.splitlines()[-1]
    assert await rows(desk, Upload) == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("server_error", "did not give the file out (status 503)"),
        ("html", "did not give the file out (status 200)"),
        ("redirect", "does not let me read files"),
        ("truncate", "The connection to Slack broke"),
    ],
)
async def test_a_file_that_slack_does_not_give_out_is_said(desk, fault, words):
    await desk.office.slack.client.fault("download", fault)
    refused = await desk.send(FILE)
    assert words in words_of(refused)
    assert not refused.get("submit")


async def test_a_file_that_is_gone_is_said(desk):
    seen = await desk.send(FILE)
    desk.office.slack.workspace.files.clear()
    done = await desk.submit(seen)
    assert "Slack has this file no more" in words_of(done)


async def test_how_far_it_is_stands_in_the_modal(desk, monkeypatch):
    monkeypatch.setattr("bot.answers.imports._EVERY", 0.01)
    shown = []

    async def slow(task, tell):
        tell("read", 1, 4)
        while not any("25%" in words_of(one) for one in shown):
            shown.extend(await desk.office.slack.client.views("emma"))
        return await here(task, tell)

    monkeypatch.setattr(beside, "_run", slow)
    seen = await desk.send(FILE)
    assert "would come in" in words_of(seen)
    assert any("*October export.csv* is being read. 25%" in words_of(one) for one in shown)


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
