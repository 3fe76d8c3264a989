"""Teams and members in the database."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time

import pytest

from bot.db import Database
from bot.errors import BotError
from bot.models import Ticket
from bot.services.history.export import changes
from bot.services.team import members
from bot.services.team import settings as teams
from bot.services.team.member_changes import By
from bot.services.team.settings import Choices
from bot.services.team.values import Limit, read_phrases

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
BY = By("root", NOW)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


async def add_ticket(database: Database) -> None:
    async with database.write() as session:
        session.add(Ticket(team_id=1, source="file", external_id="1", opened_at=NOW))


async def refusal(work: object) -> str:
    with pytest.raises(BotError) as caught:
        await work  # type: ignore[misc]
    return caught.value.key


async def test_a_team_has_defaults_for_all_but_its_name(database: Database) -> None:
    card = await teams.add_team(database, "  Nord   Support ", Choices(), NOW)
    assert card == teams.TeamCard(
        name="Nord Support",
        channel_id=None,
        zone="UTC",
        locale="en",
        country=None,
        days_off=(),
        clock="business",
        frt_start="opened",
        statistic="median",
        attainment_target=0.9,
        quick_seconds=60,
        not_replies=(),
        ticket_address="",
        report_mentions="lead",
        report_direct=False,
        report_at=time(9),
        leaderboard_open=False,
        hours=(),
        limits=((EVER, Limit(900)),),
        members=0,
    )
    assert await teams.list_teams(database) == [card]


async def test_names_and_channels_are_given_once(database: Database) -> None:
    await teams.add_team(database, "Ärzte", Choices(channel_id="C01"), NOW)
    again = teams.add_team(database, "äRZTE", Choices(), NOW)
    assert await refusal(again) == "setup.exists"
    other = teams.add_team(database, "Other", Choices(channel_id="C01"), NOW)
    assert await refusal(other) == "setup.channel_taken"
    own = await teams.change_team(database, "ärzte", Choices(channel_id="C01"), NOW)
    assert own.channel_id == "C01"
    assert len(await teams.list_teams(database)) == 1


async def test_an_unknown_team_is_answered_with_the_nearest(database: Database) -> None:
    assert await refusal(teams.show_team(database, "Nord")) == "setup.none_yet"
    await teams.add_team(database, "Nord", Choices(), NOW)
    assert await refusal(teams.show_team(database, "Nrd")) == "setup.unknown_near"
    assert await refusal(teams.show_team(database, "客服")) == "setup.unknown"


async def test_what_is_not_named_stays(database: Database) -> None:
    chosen = Choices(channel_id="C01", zone="Asia/Shanghai", country="CN", leaderboard_open=True)
    await teams.add_team(database, "A", chosen, NOW)
    card = await teams.change_team(database, "A", Choices(country="", locale="zh"), NOW)
    assert (card.channel_id, card.zone, card.country) == ("C01", "Asia/Shanghai", None)
    assert (card.locale, card.leaderboard_open) == ("zh", True)


async def test_phrases_that_are_no_reply_are_set_taken_away_and_in_the_history(
    database: Database,
) -> None:
    await teams.add_team(database, "A", Choices(), NOW)
    phrases = read_phrases(["您好，请稍等", " We got  your message", "您好,请稍等。", "👍"])
    card = await teams.change_team(database, "A", Choices(not_replies=phrases), NOW)
    told = tuple(one.phrase for one in card.not_replies)
    assert told == ("您好，请稍等", "We got your message", "👍")
    assert (await teams.change_team(database, "A", Choices(zone="UTC"), NOW)) == card
    card = await teams.change_team(database, "A", Choices(not_replies=read_phrases(["none"])), NOW)
    assert card.not_replies == ()
    rows = await changes(database, "A", None)
    assert "We got your message" in str(rows)


async def test_the_address_of_a_ticket_is_set_taken_away_and_in_the_history(
    database: Database,
) -> None:
    address = "https://help.example/tickets/{id}"
    await teams.add_team(database, "A", Choices(ticket_address=address), NOW)
    card = await teams.change_team(database, "A", Choices(zone="UTC"), NOW)
    assert card.ticket_address == address
    card = await teams.change_team(database, "A", Choices(ticket_address=""), NOW)
    assert card.ticket_address == ""
    assert address in str(await changes(database, "A", None))


@pytest.mark.parametrize("phrases", [["..."], ["x" * 201], [f"phrase {n}" for n in range(51)]])
def test_what_is_no_phrase_is_refused(phrases: list[str]) -> None:
    with pytest.raises(BotError):
        read_phrases(phrases)


async def test_without_tickets_hours_and_limits_hold_from_ever(database: Database) -> None:
    await teams.add_team(database, "A", Choices(hours="Mon 09:00-12:00"), NOW)
    changed = Choices(hours="Tue 09:00-12:00", limits=(Limit(600), Limit(60, "tier", "gold")))
    card = await teams.change_team(database, "A", changed, NOW)
    assert card.hours == ((date(1970, 1, 1), "Tue 09:00-12:00"),)
    assert card.limits == ((EVER, Limit(600)), (EVER, Limit(60, "tier", "gold")))


async def test_with_tickets_they_hold_from_now_on(database: Database) -> None:
    zone = Choices(zone="Asia/Shanghai", hours="Mon 09:00-12:00")
    await teams.add_team(database, "A", zone, NOW)
    await add_ticket(database)
    changed = Choices(hours="Tue 09:00-12:00", limits=(Limit(600),))
    card = await teams.change_team(database, "A", changed, NOW)
    already_tomorrow_there = date(2026, 11, 21)
    assert card.hours == (
        (date(1970, 1, 1), "Mon 09:00-12:00"),
        (already_tomorrow_there, "Tue 09:00-12:00"),
    )
    assert card.limits == ((EVER, Limit(900)), (NOW, Limit(600)))


async def test_or_from_the_date_that_was_given(database: Database) -> None:
    await teams.add_team(database, "A", Choices(zone="Asia/Shanghai"), NOW)
    await add_ticket(database)
    since = date(2026, 11, 1)
    for seconds in (600, 300):
        choices = Choices(hours="24/7", limits=(Limit(seconds),), since=since)
        card = await teams.change_team(database, "A", choices, NOW)
    midnight_in_shanghai = datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert card.hours == ((since, "24/7"),)
    assert card.limits == ((EVER, Limit(900)), (midnight_in_shanghai, Limit(300)))


async def test_members_keep_what_is_not_said_again(database: Database) -> None:
    await teams.add_team(database, "A", Choices(), NOW)
    line = await members.put_member(database, "A", "U01", None, ("Ana", "Ana P"), by=BY)
    assert (line.role, line.helpdesk_names) == ("agent", ("Ana", "Ana P"))
    line = await members.put_member(database, "a", "U01", "lead", (), by=BY)
    assert (line.role, line.helpdesk_names) == ("lead", ("Ana", "Ana P"))
    line = await members.put_member(database, "A", "U01", by=BY)
    assert line.role == "lead"
    taken = members.put_member(database, "A", "U02", "agent", ("Ana",), by=BY)
    assert await refusal(taken) == "setup.name_taken"
    assert [line.user_id for line in await members.list_members(database, "A")] == ["U01"]


async def test_who_leaves_leaves_their_names_free(database: Database) -> None:
    await teams.add_team(database, "A", Choices(), NOW)
    await members.put_member(database, "A", "U01", "lead", ("Ana",), by=BY)
    await members.remove_member(database, "A", "U01", BY)
    assert await refusal(members.remove_member(database, "A", "U01", BY)) == "setup.not_member"
    line = await members.put_member(database, "A", "U02", None, ("Ana",), by=BY)
    assert line.helpdesk_names == ("Ana",)


async def test_admins_are_admins_of_every_team(database: Database) -> None:
    await members.set_admin(database, "U01", BY, admin=True)
    await members.set_admin(database, "U02", BY, admin=True)
    await members.set_admin(database, "U02", BY, admin=False)
    assert await members.list_admins(database) == [("U01", "")]
    await teams.add_team(database, "A", Choices(), NOW)
    assert (await members.put_member(database, "A", "U01", by=BY)).is_admin


async def test_every_change_of_members_and_admins_is_in_the_history(database: Database) -> None:
    await teams.add_team(database, "A", Choices(), NOW, "root")
    await members.put_member(database, "A", "U01", "agent", ("Ana",), by=BY)
    await members.put_member(database, "A", "U01", "agent", ("Ana",), by=BY)
    await members.put_member(database, "A", "U01", "lead", by=BY)
    await members.remove_member(database, "A", "U01", BY)
    for admin in (True, True, False):
        await members.set_admin(database, "U01", BY, admin=admin)
    made = await changes(database, None, None)
    assert [(one.subject, one.event, one.who) for one in made] == [
        ("admin", "changed", "root"),
        ("admin", "changed", "root"),
        ("team", "created", "root"),
        ("member", "added", "root"),
        ("member", "name_linked", "root"),
        ("member", "role_changed", "root"),
        ("member", "removed", "root"),
    ]
    assert made[-1].before == {"role": "lead", "names": "Ana"}


async def test_every_change_of_settings_is_in_the_history(database: Database) -> None:
    await teams.add_team(database, "A", Choices(), NOW)
    limits = (Limit(600), Limit(180, "tier", "gold"))
    changed = Choices(limits=limits, leaderboard_open=True, statistic="p90")
    await teams.change_team(database, "A", changed, NOW, "root")
    await teams.change_team(database, "A", changed, NOW, "root")
    _, row = await changes(database, "A", None)
    assert (row.event, row.who) == ("changed", "root")
    assert row.before == {"limit": "15m", "limits": "", "statistic": "median", "leaderboard": False}
    assert row.after == {
        "limit": "10m",
        "limits": "gold=3m",
        "statistic": "p90",
        "leaderboard": True,
    }


async def test_whom_reports_mention_is_set_taken_away_and_in_the_history(
    database: Database,
) -> None:
    await teams.add_team(database, "A", Choices(report_mentions="lead,quality"), NOW)
    card = await teams.change_team(database, "A", Choices(report_direct=True), NOW)
    assert (card.report_mentions, card.report_direct) == ("lead,quality", True)
    card = await teams.change_team(database, "A", Choices(report_mentions=""), NOW)
    assert (card.report_mentions, card.report_direct) == ("", True)
    assert "lead,quality" in str(await changes(database, "A", None))
