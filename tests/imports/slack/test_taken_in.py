"""A file is looked at and taken in: what is said of it, by whom it may be brought."""

import csv
import io

import pytest

from bot import ids
from bot.ids import ImportValue
from bot.models import History, Import, Member, Ticket
from tests.imports.in_slack import FILE, NAME
from tests.imports.slack.files import BROKEN, brought, rows, sent
from tests.scenarios.office import words_of


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
