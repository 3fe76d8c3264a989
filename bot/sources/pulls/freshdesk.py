"""Freshdesk, by its API v2: https://developers.freshdesk.com/api/.

Its list of tickets knows pages, but no cursor, and a ticket that changes leaves its page, so that
all behind it move up. Hence it is walked by instants of change; `updated_since` is taken to hold
that instant itself, and where it does not, five minutes of overlap do.
"""

import base64
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.redaction import hide
from bot.sources.pulls.answer import Answer, PullError
from bot.sources.pulls.asking import Asker
from bot.sources.pulls.freshdesk_rows import Names, drawn
from bot.sources.pulls.places import address_of
from bot.sources.pulls.protocol import Ask, Cursor, Page, Place, Row

_ROWS = 100
_MOST_PAGES = 300
"""More pages of one question are refused."""
_OVERLAP = timedelta(minutes=5)
"""Changes may be seen late, beside later ones."""
_LISTS: tuple[tuple[str, str | None], ...] = (
    ("tickets", None),
    ("deleted", "deleted"),
    ("spam", "spam"),
)
"""Lists by their names in the cursor, and why what is in them is left out of all figures.

Those that are left out come last: a ticket that is deleted meanwhile then ends as deleted.
"""
_EXPECTED = {"id", "created_at", "updated_at"}
_BEGINNING = datetime(2010, 1, 1, tzinfo=UTC)
_FORM = "%Y-%m-%dT%H:%M:%SZ"

Ticket = dict[str, Any]


class Freshdesk:
    """Asks Freshdesk with an agent's API key."""

    key = "freshdesk"
    title = "Freshdesk"
    asks: tuple[Ask, ...] = (Ask("address"), Ask("api_key", is_secret=True))

    def address(self, told: str) -> str:
        """Return the address for a subdomain, an address in Freshdesk, or one's own domain."""
        return address_of(told, "freshdesk.com")

    def ticket_address(self, place: Place) -> str:
        """Return where a ticket is in the agents' view."""
        return f"{place.address}/a/tickets/{{id}}"

    async def pages(
        self, asker: Asker, place: Place, cursor: Cursor, since: datetime
    ) -> AsyncIterator[Page]:
        """Yield what changed: the tickets, then those deleted, then those called spam."""
        desk = _Desk(asker, place)
        names = await desk.names()
        marks = dict(cursor)
        for which, excluded in _LISTS:
            begin = datetime.fromisoformat(marks[which]) if which in marks else since
            async for part in desk.walk(begin, excluded):
                marks[which] = part.mark.isoformat()
                rows = [drawn(one, names, excluded) for one in part.tickets]
                yield Page(rows, dict(marks), part.is_last and which == _LISTS[-1][0])

    async def newest(self, asker: Asker, place: Place, most: int) -> AsyncIterator[Row]:
        """Yield some of the tickets that changed last."""
        desk = _Desk(asker, place)
        names = await desk.names()
        question = _question(_BEGINNING, 1, None) | {
            "order_type": "desc",
            "per_page": str(min(most, _ROWS)),
        }
        for ticket in _tickets(await desk.get("tickets", question))[:most]:
            yield drawn(ticket, names, None)


@dataclass(frozen=True, slots=True)
class _Part:
    tickets: list[Ticket]
    mark: datetime
    is_last: bool


class _Desk:
    def __init__(self, asker: Asker, place: Place) -> None:
        self._asker, self._place = asker, place
        # Whatever stands for the password is not looked at.
        told = base64.b64encode(f"{place.secret.get('api_key', '')}:X".encode()).decode()
        hide(told)
        self._headers = {"Authorization": f"Basic {told}"}

    async def get(
        self, what: str, question: Mapping[str, str], fine: frozenset[int] = frozenset({200})
    ) -> Answer:
        url = f"{self._place.address}/api/v2/{what}"
        return await self._asker.get(url, question, self._headers, fine=fine)

    async def names(self) -> Names:
        return Names(
            {number: _agent_name(one) for number, one in (await self._all("agents")).items()},
            {
                number: str(one.get("name") or number)
                for number, one in (await self._all("groups")).items()
            },
        )

    async def _all(self, what: str) -> dict[int, Ticket]:
        """Return all agents or groups by their ids; none where the key may not see them."""
        found: dict[int, Ticket] = {}
        for number in range(1, _MOST_PAGES + 1):
            question = {"per_page": str(_ROWS), "page": str(number)}
            answer = await self.get(what, question, frozenset({200, 403}))
            if answer.status == 403:
                return {}
            rows = [one for one in answer.sequence() if isinstance(one, dict) and "id" in one]
            new = {one["id"]: one for one in rows if one["id"] not in found}
            if rows and not new:
                raise PullError("repeats", what)
            found |= new
            if not _has_more(answer, len(rows)):
                break
        return found

    async def walk(self, since: datetime, excluded: str | None) -> AsyncIterator[_Part]:
        """Yield the parts of a list from an instant of change on, with where to go on."""
        place, before = _Walk(since), None
        while True:
            question = _question(place.since, place.number, excluded)
            answer = await self.get("tickets", question)
            tickets = _tickets(answer)
            ids = [one.get("id") for one in tickets]
            if place.number > 1 and ids and ids == before:
                raise PullError("repeats", f"page {place.number}")
            before = ids
            new = place.take(tickets, has_more=_has_more(answer, len(tickets)))
            yield _Part(new, place.kept(since, answer.at()), place.is_over)
            if place.is_over:
                return


class _Walk:
    """Where a walk stands: `since` an instant, and at which page of what follows it.

    Pages are counted only within one instant, which a change of many tickets at once gives to more
    of them than a page holds. When one of these changes meanwhile, all behind it move up, and one
    is on neither page. So such an instant is walked until a round has brought nothing new.
    """

    def __init__(self, since: datetime) -> None:
        self.since, self.number, self.is_over = since.replace(microsecond=0), 1, False
        self._newest = self.since
        self._seen: set[tuple[object, object]] = set()
        self._has_grown = False

    def take(self, tickets: list[Ticket], *, has_more: bool) -> list[Ticket]:
        """Go on to the next question, and return the tickets that are new."""
        instants = _instants(tickets)
        oldest, newest = min(instants, default=self.since), max(instants, default=self.since)
        if newest < self.since:
            raise PullError("repeats", f"nothing since {self.since:{_FORM}}")
        self._newest = max(self._newest, newest)
        is_one = self.number == 1 and oldest == newest
        new = [one for one in tickets if _state(one) not in self._seen]
        is_new = any(_instant(one) in {self.since, None} for one in new)
        if has_more and (is_one or newest == self.since):
            self._next_page(newest, is_new=bool(new))
        elif self.number > 1 and (self._has_grown or is_new):
            self.number, self._has_grown = 1, False
        elif has_more:
            self.since, self.number, self._has_grown = newest, 1, False
        else:
            self.is_over = True
        self._seen |= {_state(one) for one in new}
        return new

    def kept(self, begin: datetime, at: datetime | None) -> datetime:
        """Return where a later walk is to begin: not so late that a late change is passed over.

        A desk that has been quiet for longer is asked from its newest change on, not for what lies
        before it again and again.
        """
        settled = (at or self._newest) - _OVERLAP
        return max(begin, min(self._newest if self.is_over else self.since, settled))

    def _next_page(self, instant: datetime, *, is_new: bool) -> None:
        self._has_grown |= is_new
        self.since, self.number = instant, self.number + 1
        if self.number > _MOST_PAGES:
            raise PullError("refused", f"more than {_MOST_PAGES * _ROWS} changes at one instant")


def _question(since: datetime, page: int, excluded: str | None) -> dict[str, str]:
    question = {
        "updated_since": since.astimezone(UTC).strftime(_FORM),
        "order_by": "updated_at",
        "order_type": "asc",
        "include": "stats,requester",
        "per_page": str(_ROWS),
        "page": str(page),
    }
    return question if excluded is None else {**question, "filter": excluded}


def _tickets(answer: Answer) -> list[Ticket]:
    """Return the tickets of a page. Raises PullError for what is none."""
    rows = answer.sequence()
    if not all(isinstance(one, dict) for one in rows):
        raise PullError("answer", "no tickets")
    if rows and not any(_EXPECTED & set(one) for one in rows):
        raise PullError("answer", f"columns {', '.join(sorted(rows[0]))}")
    return rows


def _has_more(answer: Answer, rows: int) -> bool:
    """Return whether another page is told of, or might be, since proxies leave headers out."""
    return 'rel="next"' in answer.headers.get("Link", "") or rows >= _ROWS


def _instants(tickets: list[Ticket]) -> list[datetime]:
    """Return when tickets changed. Raises PullError where they are not in the order asked for."""
    found = [at for at in map(_instant, tickets) if at is not None]
    if found and found[0] > found[-1]:
        raise PullError("answer", "not in the order of changes")
    return found


def _instant(ticket: Ticket) -> datetime | None:
    try:
        return datetime.fromisoformat(str(ticket.get("updated_at"))).astimezone(UTC)
    except ValueError:
        return None


def _state(ticket: Ticket) -> tuple[object, object]:
    return str(ticket.get("id")), str(ticket.get("updated_at"))


def _agent_name(agent: Ticket) -> str:
    contact = agent.get("contact")
    told = contact if isinstance(contact, dict) else {}
    return str(told.get("name") or told.get("email") or agent["id"])
