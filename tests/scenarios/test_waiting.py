"""`/frt waiting`: which ticket to answer next, of whom, and by time left to its own limit."""

import json
from datetime import timedelta

import pytest

from bot import ids
from bot.models import HelpdeskName, ServiceStandard, Team
from tests.scenarios.office import Json, Office, element, words_of
from tests.scenarios.tickets import EPOCH, NOW, ticket

PRESENT = "20 10:{:02}"


def listed(message: Json) -> list[tuple[str, list[str]]]:
    """Return each group: its name, and the number and words of its tickets."""
    groups = []
    for block in message["blocks"]:
        if block["type"] == "rich_text":
            *above, tickets = block["elements"]
            name = above[0]["elements"][0]["text"] if above else ""
            lines = ["".join(run["text"] for run in one["elements"]) for one in tickets["elements"]]
            groups.append((name, lines))
    return groups


async def turn(desk: Office, user: str, message: Json, action_id: str, **more: object) -> Json:
    await desk.click(user, message, action_id, **more)
    return await desk.seen(user, message)


async def add(desk: Office, *rows: object) -> None:
    async with desk.database.write() as session:
        session.add_all(rows)


async def test_ones_own_come_first_then_those_of_nobody_then_others(desk: Office):
    await add(
        desk,
        ServiceStandard(
            team_id=1, number=2, valid_from=EPOCH, limit_seconds=180, tier="gold", channel=None
        ),
        ticket(1, "W1", PRESENT.format(58), None, agent="Noah W.", tier="gold"),
        ticket(1, "W2", PRESENT.format(50), None, agent="Noah"),
        ticket(1, "W3", PRESENT.format(40), None, agent="Noah"),
        ticket(1, "W4", PRESENT.format(20), None, channel="chat"),
    )
    message = await desk.type("noah", "waiting")
    assert message["text"] == (
        "Answer W3 next: 5 min over its limit. Global support · 6 waiting for a first reply"
    )
    (mine, unassigned, others) = listed(message)
    assert mine == (
        "Yours",
        ["W3\n✗ 5 min over its limit", "W1\n1 min left · gold", "W2\n5 min left"],
    )
    assert unassigned == (
        "Unassigned",
        ["W4\n✗ 25 min over its limit · chat", "T6\n10 min left · email"],
    )
    name, (line,) = others
    assert (name, line.partition("\n")[2]) == ("With others", "✗ 15 min over its limit · chat")
    assert "3 over the limit" in words_of(message)


async def test_what_is_whose_is_decided_by_who_clicks(desk: Office):
    message = await desk.type("sofia", "waiting")
    assert message["text"].startswith("Answer T5 next: 15 min over its limit")
    button = element(message, ids.WAITS_MINE)
    assert button["text"]["text"] == "Mine 1"
    mine = await turn(desk, "sofia", message, ids.WAITS_MINE)
    assert [name for name, _ in listed(mine)] == ["Yours"]
    noahs = await desk.type("noah", "waiting")
    assert noahs["text"].startswith("Nothing of yours is waiting. Take T6 next: 10 min left")
    assert "Sofia" not in words_of(noahs)
    none = await turn(desk, "noah", noahs, ids.WAITS_MINE, value=button["value"])
    assert listed(none) == []
    assert none["text"].startswith("Nothing of yours is waiting. Global support · 2 waiting")
    free = await turn(desk, "noah", noahs, ids.WAITS_UNASSIGNED)
    assert listed(free) == [("Unassigned", ["T6\n10 min left · email"])]
    everyone = await turn(desk, "noah", noahs, ids.WAITS_ALL)
    assert listed(everyone) == listed(noahs)


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("waiting mine", "Yours"),
        ("等待 我的", "Yours"),
        ("waiting unassigned", "Unassigned"),
        ("等待 未分配", "Unassigned"),
    ],
)
async def test_a_scope_can_be_typed(desk: Office, words: str, group: str):
    assert [name for name, _ in listed(await desk.type("sofia", words))] == [group]


async def test_whoever_has_no_name_in_the_helpdesk_has_nothing_of_their_own(desk: Office):
    message = await desk.type("emma", "waiting")
    assert message["text"].startswith("T6 is next, and nobody has it yet: 10 min left")
    assert element(message, ids.WAITS_MINE) is None
    name, (line,) = listed(message)[-1]
    assert (name, line.endswith("· chat · Sofia")) == ("With others", True)
    refused = await desk.type("emma", "waiting mine")
    assert "helpdesk" in refused["text"]
    value = ids.WaitsValue(team=1, scope="mine").dump()
    await desk.click("emma", message, ids.WAITS_ALL, value=value)
    assert "helpdesk" in (await desk.newest("emma"))["text"]


async def test_where_nothing_is_assigned_to_anybody_nobody_is_said_to_have_it(desk: Office):
    async with desk.database.write() as session:
        await session.delete(await session.get_one(HelpdeskName, (1, "Sofia")))
        for one in ("T5",):
            found = await session.get_one(type(ticket(1, one, "20 10:30", None)), (1, "file", one))
            found.agent = None
    message = await desk.type("noah", "waiting")
    assert message["text"].startswith("T5 is next: 15 min over its limit")
    assert [name for name, _ in listed(message)] == [""]
    assert element(message, ids.WAITS_ALL) is None


async def test_a_stranger_turns_nothing(desk: Office):
    message = await desk.type("noah", "waiting")
    value = ids.WaitsValue(team=2).dump()
    await desk.click("noah", message, ids.WAITS_ALL, value=value)
    assert "客服一组" in (await desk.newest("noah"))["text"]
    assert listed(await desk.seen("noah", message)) == listed(message)


async def test_pages_keep_to_the_order_and_the_scope(desk: Office):
    await add(
        desk,
        *(
            ticket(1, f"P{one:02}", PRESENT.format(59 - one), None, agent="Noah")
            for one in range(20)
        ),
    )
    shown = await desk.type("noah", "waiting mine")
    seen = []
    while True:
        seen += [line.partition("\n")[0] for _, lines in listed(shown) for line in lines]
        if element(shown, ids.WAITS_NEXT) is None:
            break
        shown = await turn(desk, "noah", shown, ids.WAITS_NEXT)
    assert seen == [f"P{one:02}" for one in reversed(range(20))]
    assert "page 3 of 3" in words_of(shown).casefold()
    shown = await turn(desk, "noah", shown, ids.WAITS_PREVIOUS)
    assert len(listed(shown)[0][1]) == 8


async def test_the_first_minute_of_a_limit_is_never_rounded_to_more(desk: Office):
    desk.clock.now = NOW + timedelta(minutes=9, seconds=30)
    message = await desk.type("noah", "waiting unassigned")
    assert listed(message) == [("Unassigned", ["T6\nless than a minute left · email"])]
    desk.clock.now = NOW + timedelta(minutes=10, seconds=30)
    message = await desk.type("noah", "waiting unassigned")
    assert listed(message) == [("Unassigned", ["T6\n✗ less than a minute over its limit · email"])]


async def test_every_number_leads_to_its_ticket(desk: Office):
    async with desk.database.write() as session:
        team = await session.get_one(Team, 1)
        team.ticket_address = "https://help.example/tickets/{id}"
    message = await desk.type("sofia", "waiting")
    assert "<https://help.example/tickets/T5|T5>" in message["blocks"][0]["text"]["text"]
    links = [
        one["elements"][0]["url"]
        for block in message["blocks"]
        if block["type"] == "rich_text"
        for one in block["elements"][-1]["elements"]
    ]
    assert links == [f"https://help.example/tickets/{one}" for one in ("T5", "T6")]


async def test_numbers_of_two_helpdesks_lead_to_two_places(desk: Office):
    acme = "https://acme.zendesk.com/agent/tickets/{id}"
    await add(desk, ticket(1, "77", PRESENT.format(30), None, source="zendesk"))
    async with desk.database.write() as session:
        team = await session.get_one(Team, 1)
        team.ticket_address = "https://help.example/tickets/{id}"
        team.desk_addresses = json.dumps({"zendesk": acme})
    message = await desk.type("sofia", "waiting")
    said = json.dumps(message["blocks"])
    assert "https://help.example/tickets/T5" in said
    assert "https://acme.zendesk.com/agent/tickets/77" in said
    assert "https://help.example/tickets/77" not in said
