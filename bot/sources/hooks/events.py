"""What may be sent of a ticket: one model for each type of event.

There is no field for the text of a message, and none that is not named is taken: a sender that
hands it over by mistake learns so, and nothing of it is kept.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from bot.sources.values.words import MISSING

MOST_EVENTS = 100
_AHEAD = timedelta(minutes=10)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_NO_IDS = tuple(sorted({form for word in MISSING for form in (word, word.upper(), word.title())}))
"""What stands in files where nothing is known: as the number of a ticket it would be none."""


def _a_ticket(told: str) -> str:
    if told in _NO_IDS:
        raise PydanticCustomError("no_ticket", "Stands for no ticket: send its number")
    return told


def _by_now(told: datetime, info: ValidationInfo) -> datetime:
    """Return an instant at which something can have occurred. The context tells what time it is."""
    if told < _EARLIEST:
        raise PydanticCustomError("too_old", "Before 1990: no ticket is as old")
    now: datetime = (info.context or {})["now"]
    if told > now + _AHEAD:
        here = now.isoformat(timespec="seconds")
        message = f"More than 10 minutes ahead, it is {here} here: set the sender's clock right"
        raise PydanticCustomError("ahead", message)
    return told


def _answered_by_now(told: float | None, info: ValidationInfo) -> float | None:
    rang = info.data.get("occurred_at")
    if told is not None and rang is not None:
        _by_now(rang + timedelta(seconds=told), info)
    return told


# Visible ASCII: what looks the same is the same. Of ticket numbers without `+`, as in `1.2E+15`,
# which is what a spreadsheet leaves of a long one.
EventId = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[!-~]+$", description="Unique in the hook")
]
TicketId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r"^[!-*,-~]+$",
        description="The ticket's number at your helpdesk",
        json_schema_extra={"not": {"enum": list(_NO_IDS)}},
    ),
    AfterValidator(_a_ticket),
]
Name = Annotated[
    str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f\ufffd]*$", description="A name")
]
Moment = Annotated[
    AwareDatetime,
    AfterValidator(_by_now),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "RFC 3339 with an offset, 1990 or later, at most 10 minutes ahead",
        }
    ),
]


class _Event(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    id: EventId
    ticket: TicketId
    occurred_at: Moment


class _Fields(_Event):
    channel: Name | None = None
    category: Name | None = None
    priority: Name | None = None
    tier: Name | None = None
    kind: Name | None = Field(default=None, description="enquiry, after-sales or complaint")
    complexity: Name | None = None


class Opened(_Fields):
    """A ticket was opened; `by` is who wrote first."""

    type: Literal["opened"]
    by: Literal["customer", "agent", "bot"] = "customer"
    subject: Name | None = None
    customer: Name | None = None
    agent: Name | None = None
    group: Name | None = None


class CustomerMessage(_Event):
    """The customer wrote."""

    type: Literal["customer_message"]


class AgentReply(_Event):
    """A person answered, seen by the customer."""

    type: Literal["agent_reply"]
    agent: Name | None = None


class BotReply(_Event):
    """A bot answered; `automatic` for what is sent by itself, such as a receipt."""

    type: Literal["bot_reply"]
    automatic: bool = False


class Note(_Event):
    """Somebody noted something that the customer does not see."""

    type: Literal["note"]
    agent: Name | None = None


class Assigned(_Event):
    """Who has it now; null for nobody."""

    type: Literal["assigned"]
    agent: Name | None = None
    group: Name | None = None


class Tagged(_Fields):
    """What it is about, or how it is told apart, as far as the event says."""

    type: Literal["tagged"]


class Status(_Event):
    """How it stands."""

    type: Literal["status"]
    status: Literal["open", "pending", "solved", "closed", "reopened", "cancelled", "spam", "test"]


class Rated(_Event):
    """The customer rated it, 1 to 5."""

    type: Literal["rated"]
    score: float = Field(ge=1, le=5)


class Transferred(_Event):
    """Another group has it; `from_bot` where a bot left it to people."""

    type: Literal["transferred"]
    group: Name | None = None
    agent: Name | None = None
    from_bot: bool = False


class Merged(_Event):
    """It went into another ticket, which is counted in its place."""

    type: Literal["merged"]
    into: TicketId | None = None


class Deleted(_Event):
    """It was deleted."""

    type: Literal["deleted"]


class Call(_Event):
    """A phone call; without `answered_after` nobody picked up."""

    type: Literal["call"]
    direction: Literal["in", "out"]
    agent: Name | None = None
    answered_after: Annotated[
        float | None,
        Field(ge=0, le=86_400, description="seconds"),
        AfterValidator(_answered_by_now),
    ] = None


AnyEvent = (
    Opened
    | CustomerMessage
    | AgentReply
    | BotReply
    | Note
    | Assigned
    | Tagged
    | Status
    | Rated
    | Transferred
    | Merged
    | Deleted
    | Call
)


class Events(BaseModel):
    """What happened, in any order; an empty list says that the sender is alive."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    events: list[Annotated[AnyEvent, Field(discriminator="type")]] = Field(max_length=MOST_EVENTS)
