"""`/frt setup`: a team from nothing, changes kept by version, nothing overwritten unseen."""

import asyncio
import json
from datetime import date

import pytest
from sqlmodel import select

from bot import ids
from bot.models import PhraseCount, Plan, ServiceStandard, SlackUser, Team, TeamHours
from tests.home.conftest import command, modal_after, notes, press
from tests.scenarios.office import Json, Office, words_of
from tests.scenarios.tickets import EPOCH

NEW_TEAM = {
    "name": "  客服二组 ",
    "channel": "C01GENERAL",
    "language": "zh",
    "zone": "Asia/Shanghai",
    "hours": "周一至周五 09:00-12:00，13:00-18:00",
    "country": "cn",
    "clock": "business",
    "limit": "20分钟",
    "limits": "gold=3m\nSilver = 10m\nchannel=email:1h",
    "target": "85",
    "report_at": "08:30",
    "review_weekday": "3",
    "review_at": "15:00",
    "ticket_address": "https://kefu.example/gongdan/{id}",
    "mentions": ["quality", "lead"],
    "direct": "yes",
}


async def test_how_many_replies_each_phrase_was_stands_where_it_is_changed(desk: Office):
    async with desk.database.write() as session:
        (await session.get_one(Team, 1)).not_replies = "One moment\nok"
        session.add(PhraseCount(team_id=1, phrase="ok", met=341, since=EPOCH))
    form = await modal_after(desk, "emma", "setup", "support-global")
    (block,) = [one for one in form["blocks"] if one["block_id"] == "not_replies"]
    assert "“ok” 341, “One moment” 0" in block["hint"]["text"]
    await desk.slack.client.submit("emma", form, {"target": "85"})
    assert len(await only(desk, PhraseCount)) == 1
    form = await modal_after(desk, "emma", "setup", "support-global")
    await desk.slack.client.submit("emma", form, {"not_replies": "ok\n OK! \n好的"})
    (team, *_) = await only(desk, Team)
    assert team.not_replies == "ok\n好的"
    assert await only(desk, PhraseCount) == [], "files are read anew, and counted anew"


async def only(desk: Office, model: type) -> list:
    async with desk.database.read() as session:
        return list((await session.exec(select(model))).all())


async def test_a_team_from_nothing_by_the_first_who_asks(empty: Office):
    modal = await modal_after(empty, "wangfang", "设置", "general")
    assert modal["title"]["text"] == "新建团队"
    assert "您现在是机器人管理员" in words_of(modal)
    chosen = {name: next(iter(held.values())) for name, held in modal["state"]["values"].items()}
    assert chosen["channel"]["selected_conversation"] == "C01GENERAL"
    assert chosen["zone"]["selected_option"]["value"] == "Asia/Shanghai"
    assert [one["value"] for one in chosen["mentions"]["selected_options"]] == ["lead"]
    done = await empty.slack.client.submit("wangfang", modal, NEW_TEAM)
    assert done["errors"] == {}
    await empty.settle()
    shown = words_of(await empty.modal("wangfang"))
    assert "团队 *客服二组* 已建好" in shown
    assert "我已在 <#C01GENERAL>" in shown
    (team,) = await only(empty, Team)
    assert (team.name, team.channel_id, team.zone, team.locale) == (
        *("客服二组", "C01GENERAL", "Asia/Shanghai", "zh"),
    )
    assert (team.country, team.attainment_target, team.review_weekday) == ("CN", 0.85, 3)
    assert f"{team.report_at:%H:%M} {team.review_at:%H:%M}" == "08:30 15:00"
    assert team.ticket_address == "https://kefu.example/gongdan/{id}"
    assert (team.report_mentions, team.report_direct) == ("lead,quality", True)
    (hours,) = await only(empty, TeamHours)
    assert hours.hours == "Mon-Fri 09:00-12:00,13:00-18:00"
    rules = await only(empty, ServiceStandard)
    assert {(one.tier, one.channel, one.limit_seconds) for one in rules} == {
        (None, None, 1200),
        ("gold", None, 180),
        ("Silver", None, 600),
        (None, "email", 3600),
    }
    (row,) = await notes(empty, "team")
    assert (row.event, row.who, row.before) == ("created", "U01WANG", None)
    assert json.loads(row.after or "")["limits"] == "gold=3m\nSilver=10m\nchannel=email:1h"


async def test_the_bot_joins_a_public_channel_or_says_how_to_invite_it(empty: Office):
    await empty.slack.client.leave("U01FRTBOT", "general")
    modal = await modal_after(empty, "wangfang", "setup new", "general")
    await empty.slack.client.submit("wangfang", modal, NEW_TEAM)
    await empty.settle()
    assert "我已加入 <#C01GENERAL>" in words_of(await empty.modal("wangfang"))
    empty.slack.workspace.app.scopes.remove("channels:join")
    await empty.slack.client.leave("U01FRTBOT", "general")
    modal = await modal_after(empty, "wangfang", "setup", "general")
    await empty.slack.client.submit("wangfang", modal, {"limit": "10m"})
    await empty.settle()
    assert "`/invite`" in words_of(await empty.modal("wangfang"))
    assert "`/invite`" in (await empty.newest("wangfang", "app"))["text"]


async def test_every_bad_field_has_its_own_error_in_the_readers_language(desk: Office):
    bad = {
        "name": "客服一组",
        "channel": "C01KEFU",
        "zone_typed": "Asia/Katmandoo",
        "hours": "Mon-Fri 9-18",
        "country": "Atlantis",
        "limit": "soon",
        "limits": "gold=3m\nsilver",
        "target": "900%",
        "ticket_address": "https://help.example/tickets/4711",
    }
    modal = await modal_after(desk, "emma", "setup")
    done = await desk.slack.client.submit("emma", modal, bad)
    assert done["errors"].keys() == bad.keys()
    assert "Asia/Kathmandu" in done["errors"]["zone_typed"]
    assert "silver" in done["errors"]["limits"]
    assert done["errors"]["ticket_address"].endswith("https://help.example/tickets/{id}.")
    assert await notes(desk, "team") == []
    assert len(await only(desk, TeamHours)) == 2
    bad |= {"name": "Global support", "channel": "C01SUPPORT"}
    modal = await modal_after(desk, "wangfang", "设置", "客服一组")
    done = await desk.slack.client.submit("wangfang", modal, bad)
    assert done["errors"].keys() == bad.keys()
    assert all(any("一" <= c <= "鿿" for c in text) for text in done["errors"].values())
    async with desk.database.read() as session:
        team = await session.get_one(Team, 1)
    assert (team.name, team.zone) == ("Global support", "UTC")


async def test_changes_hold_from_now_and_leave_what_was(desk: Office):
    modal = await modal_after(desk, "emma", "setup")
    assert modal["title"]["text"] == "Team settings"
    changed = {"hours": "Mon-Fri 08:00-16:00", "limit": "10m", "limits": "gold=3m"}
    await desk.slack.client.submit("emma", modal, changed)
    await desk.settle()
    shown = words_of(await desk.modal("emma"))
    assert "• First response limit: 15m → *10m*" in shown
    assert "• Working hours: Mon-Fri 09:00-18:00 → *Mon-Fri 08:00-16:00*" in shown
    versions = [one for one in await only(desk, TeamHours) if one.team_id == 1]
    assert {(one.valid_from, one.hours) for one in versions} == {
        (date(1970, 1, 1), "Mon-Fri 09:00-18:00"),
        (date(2026, 11, 20), "Mon-Fri 08:00-16:00"),
    }
    rules = [one for one in await only(desk, ServiceStandard) if one.team_id == 1]
    assert {(one.tier, one.limit_seconds, one.valid_from) for one in rules} == {
        (None, 900, EPOCH),
        (None, 600, desk.clock.now),
        ("gold", 180, desk.clock.now),
    }
    (row,) = await notes(desk, "team")
    assert json.loads(row.before or "") == {
        "hours": "Mon-Fri 09:00-18:00",
        "limit": "15m",
        "limits": "",
    }
    modal = await modal_after(desk, "emma", "setup")
    await desk.slack.client.submit("emma", modal, {"limits": ""})
    await desk.settle()
    (gold,) = [one for one in await only(desk, ServiceStandard) if one.tier == "gold"]
    assert gold.valid_until == desk.clock.now


async def test_nothing_different_writes_nothing(desk: Office):
    modal = await modal_after(desk, "emma", "setup")
    await desk.slack.client.submit("emma", modal, {})
    await desk.settle()
    assert "Nothing was different" in words_of(await desk.modal("emma"))
    assert await notes(desk, "team") == []
    assert len(await only(desk, ServiceStandard)) == 2


async def test_of_two_who_edit_the_later_sees_what_changed(desk: Office):
    hers = await modal_after(desk, "emma", "setup")
    theirs = await modal_after(desk, "robin", "setup")
    await desk.slack.client.submit(
        "emma", hers, {"limit": "10m", "target": "95%", "name": "Global desk"}
    )
    await desk.settle()
    await desk.slack.client.submit("robin", theirs, {"limit": "20m", "country": "GB"})
    again = await desk.modal("robin")
    shown = words_of(again)
    assert "Nothing is saved yet" in shown
    assert "• First response limit: now 10m (<@U01EMMA>, 20 Nov, 11:00)" in shown
    assert "• Attainment target: now 95%" in shown
    assert "⚠ Somebody else has set this to: 10m" in str(again["blocks"])
    held = {name: next(iter(state.values())) for name, state in again["state"]["values"].items()}
    assert held["limit"]["value"] == "20m"
    assert held["target"]["value"] == "95%"
    assert held["name"]["value"] == "Global desk"
    assert held["country"]["value"] == "GB"
    async with desk.database.read() as session:
        assert (await session.get_one(Team, 1)).country is None
    await desk.slack.client.submit("robin", again, {})
    await desk.settle()
    async with desk.database.read() as session:
        team = await session.get_one(Team, 1)
    assert (team.country, team.attainment_target, team.name) == ("GB", 0.95, "Global desk")
    first, second = await notes(desk, "team")
    assert json.loads(second.before or "") == {"country": "", "limit": "10m"}
    assert (first.who, second.who) == ("U01EMMA", "U01ADMIN")


async def test_who_may(desk: Office):
    await command(desk, "noah", "setup")
    assert "for leads" in (await desk.newest("noah"))["text"]
    assert await desk.slack.client.views("noah") == []
    await command(desk, "emma", "setup team 客服一组")
    assert "There is no team" in (await desk.newest("emma"))["text"]
    await command(desk, "emma", "setup new")
    assert "administrators" in (await desk.newest("emma"))["text"]
    await command(desk, "gus", "setup")
    assert "full members" in (await desk.newest("gus"))["text"]


async def test_a_lead_no_more_saves_nothing(desk: Office):
    modal = await modal_after(desk, "emma", "setup")
    listed = await modal_after(desk, "robin", "members")
    await press(
        desk,
        "robin",
        listed,
        ids.MEMBERS_ROLE,
        block_id="member_U01EMMA_lead",
        value=ids.RoleValue(user="U01EMMA", role="agent").dump(),
    )
    await desk.slack.client.submit("emma", modal, {"limit": "1m"})
    await desk.settle()
    assert "lead" in words_of(await desk.modal("emma"))
    assert await notes(desk, "team") == []


async def test_an_admin_of_several_teams_chooses(desk: Office):
    await desk.slack.client.join("robin", "general")
    message = await desk.type("robin", "setup", "general")
    option = message["blocks"][0]["accessory"]["options"]
    assert [one["text"]["text"] for one in option] == [
        "Global support",
        "客服一组",
        "New team …",
    ]
    modal = await press(desk, "robin", message, ids.SETUP_CHOOSE, value=option[1]["value"])
    assert modal["state"]["values"]["name"]["name.0"]["value"] == "客服一组"
    new = await press(desk, "robin", message, ids.SETUP_CHOOSE, value=option[2]["value"])
    assert new["title"]["text"] == "New team"


@pytest.mark.parametrize("way", ["open_home", "command"])
async def test_of_many_at_once_one_becomes_admin(empty: Office, way: str):
    people = ("emma", "noah", "wangfang", "liwei", "sofia")
    if way == "open_home":
        await asyncio.gather(*map(empty.slack.client.open_home, people))
        for user in people:
            await empty.slack.client.wait_for_home(user)
    else:
        await asyncio.gather(
            *(empty.slack.client.command(user, "general", "/frt setup") for user in people)
        )
    await empty.settle()
    admins = [one for one in await only(empty, SlackUser) if one.is_admin]
    assert len(admins) == 1
    (row,) = await notes(empty, "admin")
    assert (row.team_id, row.event, row.who) == (0, "first_admin", admins[0].id)


async def test_guests_and_unknown_people_never_become_admin(empty: Office):
    await empty.slack.client.open_home("gus")
    home: Json = await empty.slack.client.wait_for_home("gus")
    await command(empty, "gus", "setup")
    assert "full members" in words_of(home)
    empty.slack.workspace.app.scopes.remove("users:read")
    await empty.slack.client.open_home("emma")
    await empty.settle()
    await command(empty, "emma", "setup")
    assert await notes(empty, "admin") == []
    assert [one for one in await only(empty, SlackUser) if one.is_admin] == []


async def test_after_setup_the_way_leads_to_members_a_plan_and_tickets(empty: Office):
    modal = await modal_after(empty, "wangfang", "设置", "general")
    await empty.slack.client.submit("wangfang", modal, NEW_TEAM)
    await empty.settle()
    saved = await empty.modal("wangfang")
    form = await press(empty, "wangfang", saved, ids.PLAN_START)
    assert form["callback_id"] == ids.PLAN_FORM
    goal = {"metric": "frt_median", "comparison": "at_most", "value": "10m"}
    done = await empty.slack.client.submit("wangfang", form, goal)
    assert done["errors"] == {}
    await empty.settle()
    (plan,) = await only(empty, Plan)
    assert (plan.team_id, plan.lead_id, plan.status) == (1, "U01WANG", "current")
    members = await press(empty, "wangfang", saved, ids.MEMBERS_OPEN)
    assert members["callback_id"] == ids.MEMBERS_LIST
    await empty.slack.client.close("wangfang", members)
    tickets = await press(empty, "wangfang", saved, ids.HELP_RUN)
    assert tickets["callback_id"] == ids.IMPORT_FORM


async def test_days_off_are_changed_judged_by_and_stand_in_the_history(desk: Office):
    before = await desk.type("emma", "yesterday")
    assert "Thu 19 Nov" in words_of(before)
    modal = await modal_after(desk, "emma", "setup")
    wrong = await desk.slack.client.submit("emma", modal, {"days_off": "tomorrow"})
    assert "tomorrow is not a day off" in wrong["errors"]["days_off"]
    typed = "2026-12-24, 2026-11-19, 2026-12-25..2026-12-26"
    done = await desk.slack.client.submit("emma", modal, {"days_off": typed})
    assert done["errors"] == {}
    await desk.settle()
    said = words_of(await desk.modal("emma")).replace("*", "")
    assert "Days off of your own: none → 19 Nov 2026, 24–26 Dec 2026" in said
    async with desk.database.read() as session:
        team = await session.get_one(Team, 1)
    assert team.days_off == "2026-11-19\n2026-12-24..2026-12-26"
    (note,) = [one for one in await notes(desk, "team") if "days_off" in str(one)]
    assert "2026-12-24..2026-12-26" in str(note)
    after = words_of(await desk.type("emma", "yesterday"))
    assert after != words_of(before)


async def test_whom_a_report_mentions_is_changed_to_nobody_and_stands_in_the_history(desk: Office):
    modal = await modal_after(desk, "emma", "setup")
    done = await desk.slack.client.submit("emma", modal, {"mentions": [], "direct": "yes"})
    assert done["errors"] == {}
    await desk.settle()
    said = words_of(await desk.modal("emma"))
    assert "Mentioned in the daily report: Lead → none" in said.replace("*", "")
    async with desk.database.read() as session:
        team = await session.get_one(Team, 1)
    assert (team.report_mentions, team.report_direct) == ("", True)
    (note,) = [one for one in await notes(desk, "team") if "mentions" in str(one)]
    assert "lead" in str(note)
