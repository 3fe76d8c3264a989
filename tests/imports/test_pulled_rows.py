"""Rows that helpdesks were asked for are read as a file of them is."""

import pytest

from tests.sources.pulls.test_chatwoot import desk_of_chatwoot
from tests.sources.pulls.test_zendesk import desk_of_zendesk


async def played(of):
    """Return the rows of a desk at which four tickets came to four ends."""
    async with of() as pulls:
        emma = pulls.desk.add_agent("Emma Young")
        solved, reopened, _waiting, other = pulls.open(4)
        pulls.desk.write(solved, pulls.at(20), "bot")
        pulls.desk.write(solved, pulls.at(30), "agent", by=emma, is_public=False)
        pulls.desk.answer(solved, pulls.at(157), emma)
        pulls.desk.solve(solved, pulls.at(200))
        pulls.desk.solve(reopened, pulls.at(301))
        pulls.desk.reopen(reopened, pulls.at(400))
        pulls.desk.delete(other, pulls.at(500))
        await pulls.pull()
        return [*pulls.rows.values()]


@pytest.mark.parametrize("of", [desk_of_zendesk, desk_of_chatwoot], ids=["zendesk", "chatwoot"])
async def test_what_is_known_of_each_ticket(desk, of):
    rows = await played(of)
    result = desk.lines(*rows)
    assert (result.created, result.reasons, result.notes) == (len(rows), {}, ())
    first, second, third = (desk.tickets[number] for number in "123")
    seconds = [
        first[name] and (first[name] - first["opened_at"]).total_seconds()
        for name in ("first_response_at", "first_solved_at", "solved_at")
    ]
    assert seconds == [157, 200, 200]
    assert (first["responder"], first["resolver"]) == ("Emma Young", "Emma Young")
    assert (first["reopened"], first["replies"], first["ended_as"]) == (False, 1, None)
    assert (second["reopened"], second["solved_at"]) == (True, None)
    assert second["first_solved_at"] is not None
    assert (third["first_response_at"], third["ended_as"], third["excluded"]) == (None, None, None)
    assert {one["excluded"] for number, one in desk.tickets.items() if number == "4"} <= {"deleted"}
    assert desk.lines(*rows).created == 0
