"""`/frt members`: roles, helpdesk names matched by e-mail and by name, nobody who must not."""

import json

import pytest
from sqlmodel import select

from bot import ids
from bot.models import HelpdeskName, Member
from tests.home.conftest import command, home_of, modal_after, notes, press
from tests.scenarios.office import Json, Office, words_of
from tests.scenarios.tickets import ticket

EMAIL = "Sofia Rossi <SOFIA@example.com>"


@pytest.fixture
async def desk(desk: Office) -> Office:
    """Names that nobody has: an address, two ways to write a name, a namesake, nobody's."""
    names = (EMAIL, "Clarke, Emma", "emma  CLARKE", "王　芳", "Robo Desk <!channel>")
    async with desk.database.write() as session:
        for number, name in enumerate(names):
            made = ticket(1, f"N{number}", "18 10:00", "18 10:01", agent=name)
            session.add(made)
        session.add(ticket(1, "OLD", "18 10:00", None, agent="Long gone"))
        old = await session.get_one(type(made), (1, "file", "OLD"))
        old.opened_at = old.opened_at.replace(year=2025)
    return desk


async def names_of(desk: Office, team_id: int = 1) -> dict[str, str]:
    async with desk.database.read() as session:
        rows = await session.exec(select(HelpdeskName).where(HelpdeskName.team_id == team_id))
        return {row.name: row.slack_user_id for row in rows}


async def roles_of(desk: Office, team_id: int = 1) -> dict[str, str]:
    async with desk.database.read() as session:
        rows = await session.exec(select(Member).where(Member.team_id == team_id))
        return {row.slack_user_id: row.role for row in rows}


def block_of(shown: Json, words: str) -> Json:
    """Return the row of buttons below the paragraph that contains some words."""
    at = next(
        at
        for at, block in enumerate(shown["blocks"])
        if words in json.dumps(block, ensure_ascii=False)
    )
    return shown["blocks"][at + 1]


def labels(block: Json) -> list[str]:
    return [
        one.get("text", one.get("placeholder", {})).get("text", "") for one in block["elements"]
    ]


async def test_the_list_in_both_languages(desk: Office):
    shown = words_of(await modal_after(desk, "emma", "members"))
    assert "Global support · 4 members" in shown
    assert "In the helpdesk: Noah, Noah W." in shown
    assert "<!channel>" not in shown
    assert "Long gone" not in shown
    chinese = words_of(await modal_after(desk, "wangfang", "成员", "客服一组"))
    assert "客服一组 · 3 名成员" in chinese
    assert "工单系统里的名字：李伟" in chinese


async def test_addresses_are_linked_at_once_and_names_after_a_click(desk: Office):
    modal = await modal_after(desk, "emma", "members")
    assert "1 name was linked by its e-mail address" in words_of(modal)
    assert (await names_of(desk))[EMAIL] == "U01SOFIA"
    assert "Clarke, Emma" not in await names_of(desk)
    row = block_of(modal, "Clarke, Emma")
    assert labels(row) == ["Yes, Emma Clarke", "Somebody else"]
    assert labels(block_of(modal, "emma  CLARKE")) == ["Yes, Emma Clarke", "Somebody else"]
    assert labels(block_of(modal, "Robo Desk")) == ["Whose name is it?"]
    confirmed = await press(
        desk, "emma", modal, row["elements"][0]["action_id"], block_id=row["block_id"]
    )
    assert "✓ Clarke, Emma is <@U01EMMA>" in words_of(confirmed)
    assert (await names_of(desk))["Clarke, Emma"] == "U01EMMA"
    linked = [row for row in await notes(desk, "member") if row.event == "name_linked"]
    assert [(row.subject_key, row.why) for row in linked] == [
        ("U01SOFIA", "email"),
        ("U01EMMA", "confirmed"),
    ]


async def test_clicking_twice_on_an_old_list_is_harmless(desk: Office):
    modal = await modal_after(desk, "emma", "members")
    row = block_of(modal, "Clarke, Emma")
    link = row["elements"][0]["action_id"]
    click = {"block_id": row["block_id"]}
    value = json.loads(row["elements"][0]["value"])
    assert value["user"] == "U01EMMA"
    await press(desk, "emma", modal, link, **click)
    theirs = await modal_after(desk, "robin", "members")
    assert "Clarke, Emma" in words_of(theirs)
    assert len([one for one in await notes(desk, "member") if one.event == "name_linked"]) == 2


async def test_a_name_of_somebody_else_adds_them_as_agent(desk: Office):
    modal = await modal_after(desk, "emma", "members")
    row = block_of(modal, "Robo Desk")
    shown = await press(
        desk, "emma", modal, ids.MEMBERS_LINK_TO, block_id=row["block_id"], value="U01OUT"
    )
    assert "is <@U01OUT>" in words_of(shown)
    assert (await roles_of(desk))["U01OUT"] == "agent"
    assert (await names_of(desk))["Robo Desk <!channel>"] == "U01OUT"
    row = block_of(shown, "<@U01OUT>\\nIn the helpdesk")
    overflow = next(one for one in row["elements"] if one["type"] == "overflow")
    await press(
        desk,
        "emma",
        shown,
        ids.MEMBERS_UNLINK,
        block_id=row["block_id"],
        value=overflow["options"][0]["value"],
    )
    assert "Robo Desk <!channel>" not in await names_of(desk)


async def add(desk: Office, who: str, role: str = "agent") -> Json:
    modal = await modal_after(desk, "emma", "members")
    block = next(one for one in modal["blocks"] if one["block_id"].startswith("add_"))
    values = {block["block_id"]: {ids.MEMBERS_ADD_WHO: who, ids.MEMBERS_ADD_ROLE: role}}
    return await press(desk, "emma", modal, ids.MEMBERS_ADD, values=values)


async def test_adding_changing_and_removing(desk: Office):
    modal = await add(desk, "U01OUT", "quality")
    assert "✓ <@U01OUT> is in the team now, as Quality" in words_of(modal)
    assert (await roles_of(desk))["U01OUT"] == "quality"
    assert "Global support" in words_of(await home_of(desk, "olga"))
    role = ids.RoleValue(user="U01OUT", role="operations").dump()
    modal = await press(
        *(desk, "emma", modal, ids.MEMBERS_ROLE),
        block_id="member_U01OUT_quality",
        value=role,
    )
    assert (await roles_of(desk))["U01OUT"] == "operations"
    modal = await press(
        desk, "emma", modal, ids.MEMBERS_REMOVE, block_id="member_U01OUT_operations"
    )
    assert "no longer in the team" in words_of(modal)
    assert "U01OUT" not in await roles_of(desk)
    found = [row for row in await notes(desk, "member") if row.subject_key == "U01OUT"]
    assert [row.event for row in found] == ["added", "role_changed", "removed"]
    assert [json.loads(row.after or "{}").get("role") for row in found] == [
        *("quality", "operations", None),
    ]
    assert {row.who for row in found} == {"U01EMMA"}


@pytest.mark.parametrize(
    ("user", "told"), [("U01GUEST", "guest"), ("U01FRTBOT", "app"), ("U01OUT", "deactivated")]
)
async def test_who_cannot_be_a_member(desk: Office, user: str, told: str):
    desk.slack.workspace.user("U01OUT").deleted = True
    assert told in words_of(await add(desk, user))
    assert user not in await roles_of(desk)


async def test_nobody_chosen_and_somebody_there_already(desk: Office):
    assert "Choose a person first" in words_of(await add(desk, ""))
    assert "in the team already" in words_of(await add(desk, "U01NOAH"))


async def test_the_only_lead_stays(desk: Office):
    modal = await modal_after(desk, "emma", "members")
    shown = await press(desk, "emma", modal, ids.MEMBERS_REMOVE, block_id="member_U01EMMA_lead")
    assert "needs a lead" in words_of(shown)
    assert (await roles_of(desk))["U01EMMA"] == "lead"


async def test_rights_are_those_of_the_moment_of_the_click(desk: Office):
    modal = await modal_after(desk, "emma", "members")
    async with desk.database.write() as session:
        (await session.get_one(Member, (1, "U01EMMA"))).role = "agent"
    shown = await press(desk, "emma", modal, ids.MEMBERS_REMOVE, block_id="member_U01NOAH_agent")
    assert "Only a team’s lead" in words_of(shown)
    assert "U01NOAH" in await roles_of(desk)
    await command(desk, "noah", "members")
    assert "Only a team’s lead" in (await desk.newest("noah"))["text"]


async def test_somebody_removed_meanwhile(desk: Office):
    mine = await modal_after(desk, "emma", "members")
    theirs = await modal_after(desk, "robin", "members")
    await press(desk, "robin", theirs, ids.MEMBERS_REMOVE, block_id="member_U01NOAH_agent")
    shown = await press(desk, "emma", mine, ids.MEMBERS_REMOVE, block_id="member_U01NOAH_agent")
    assert "no longer in the team" in words_of(shown)


async def test_long_lists_have_pages(desk: Office):
    async with desk.database.write() as session:
        for number in range(25):
            session.add(Member(team_id=1, slack_user_id=f"U{number:04}X"))
            session.add(
                ticket(1, f"P{number}", "18 10:00", None, agent=f"Somebody {number} {'x' * 100}")
            )
    modal = await modal_after(desk, "emma", "members")
    assert "29 members" in words_of(modal)
    assert len(modal["blocks"]) < 60
    for _turn in range(2):
        modal = await press(desk, "emma", modal, f"{ids.MEMBERS_TURN}.next", block_id="turn_page")
    assert words_of(modal).count("No helpdesk name yet") == 7
    modal = await press(desk, "emma", modal, f"{ids.MEMBERS_TURN}.next", block_id="turn_names_page")
    assert words_of(modal).count("Somebody") > 5


async def test_slack_refusing_to_list_people_still_shows_the_team(desk: Office):
    await command(desk, "emma", "help")
    desk.slack.workspace.app.scopes.remove("users:read")
    modal = await modal_after(desk, "emma", "members")
    assert "Global support · 4 members" in words_of(modal)
    assert "Looking for them" not in words_of(modal)


async def test_of_two_quick_clicks_the_slower_redraw_does_not_hide_the_later(desk: Office):
    modal = await modal_after(desk, "emma", "members")
    await desk.slack.client.fault("views.update", "delay", seconds=0.5, times=1)
    for name in ("Clarke, Emma", "emma  CLARKE"):
        row = block_of(modal, name)
        link = row["elements"][0]["action_id"]
        await desk.slack.client.click("emma", link, on=modal, block_id=row["block_id"])
    await desk.settle()
    shown = words_of(await desk.modal("emma"))
    assert "In the helpdesk: Clarke, Emma, emma CLARKE" in shown
