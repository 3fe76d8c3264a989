"""What the products that are asked for tickets have in common."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bot.errors import BotError
from bot.redaction import hide
from bot.sources.columns import FIELDS
from bot.sources.pulls.asking import Asker

Row = dict[str, object]
"""A ticket by the names of its fields (`bot.sources.columns.FIELDS`), perhaps with `messages`.

Instants are ISO texts with an offset; what is not known is None. Every row of a product has the
same keys: a key says that the product tells this of its tickets.
"""
Cursor = Mapping[str, Any]
"""Where to go on, in whatever way a product says it; JSON. Empty: from the beginning."""


class Page(NamedTuple):
    """Some tickets, and from where to go on once they are in; `is_last` when there are no more."""

    rows: list[Row]
    cursor: dict[str, Any]
    is_last: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a helpdesk is and what it wants to be asked with.

    `address` begins with https:// (in private networks http:// as well) and does not end with a
    slash. `secret` has the values of the fields that `Product.asks` calls secret; once they are in
    a place no log and no error shows them.
    """

    address: str
    account: str = ""
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Have the secrets hidden, for helpdesks may repeat what they were asked with."""
        hide(*self.secret.values())


@dataclass(frozen=True, slots=True)
class Ask:
    """A field of the form in which somebody connects a product: `address`, `account`, a secret."""

    name: str
    is_secret: bool = False
    is_needed: bool = True


class Product(Protocol):
    """A helpdesk's programming interface, without anything that is kept."""

    key: str
    title: str
    asks: tuple[Ask, ...]

    def address(self, told: str) -> str:
        """Return the address that people meant by what they wrote: `acme` for a subdomain.

        Raises BotError (`feeds.error.address`) for what is none.
        """
        ...

    def ticket_address(self, place: Place) -> str:
        """Return where agents find a ticket, with `{id}` for its number; empty: nowhere known."""
        ...

    def pages(
        self, asker: Asker, place: Place, cursor: Cursor, since: datetime
    ) -> AsyncIterator[Page]:
        """Yield what changed since the cursor, else since an instant, the oldest change first.

        Whoever keeps the cursor of a page after its rows and begins with it later misses nothing;
        what comes twice is the same. Raises PullError.
        """
        ...

    def newest(self, asker: Asker, place: Place, most: int) -> AsyncIterator[Row]:
        """Yield some of the tickets that changed last, to show what is read. Raises PullError."""
        ...


class Download(NamedTuple):
    """A file as it came, which whoever reads it removes, and by what to ask if it has changed."""

    path: Path
    cursor: dict[str, Any]


class FileProduct(Protocol):
    """Something that gives a whole file of tickets rather than rows: its columns are anyone's."""

    key: str
    title: str
    asks: tuple[Ask, ...]

    def address(self, told: str) -> str:
        """Return what may be shown of the address. Raises BotError (`feeds.error.address`)."""
        ...

    def url(self, told: str) -> str:
        """Return what is asked, the secret `url`. Raises BotError (`feeds.error.address`)."""
        ...

    async def file(
        self, asker: Asker, place: Place, cursor: Cursor, folder: Path
    ) -> Download | None:
        """Return the file, written into a folder, None if it is that of the cursor still.

        Whoever keeps the cursor only once the file is taken in misses nothing. Raises PullError.
        """
        ...


def row(**told: object) -> Row:
    """Return a row with these fields. Raises ValueError for one that is no field."""
    unknown = set(told) - set(FIELDS) - {"messages"}
    if unknown:
        raise ValueError(f"no fields: {', '.join(sorted(unknown))}")
    return told


def wrong_address(told: str) -> BotError:
    """Return the refusal of something that is no address."""
    return BotError("feeds.error.address", address=told)
