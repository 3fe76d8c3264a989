"""What the fields of a register hold: how each is read from a form, kept, and written back."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, NamedTuple

from bot.errors import BotError
from bot.metrics.figures import METRICS, Goal
from bot.metrics.texts import Texts, cleaned
from bot.metrics.tickets import TicketKey
from bot.metrics.typed import goal_text, known_metric, reached, read_value

_LINK = re.compile(r"https?://[^\s<>|]+")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,6})?")
_SIGNS = {"¥": "CNY", "￥": "CNY", "元": "CNY", "RMB": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}
_CURRENCY = re.compile(rf"[A-Za-z]{{3}}|{'|'.join(map(re.escape, _SIGNS))}")
_CENTS = Decimal("0.01")
_MOST = 1_000_000_000
_BETWEEN = re.compile(r"[\n,;，；、]+")


Held = Callable[[str], object]
"""What the other fields of an entry hold, by name."""


class Form(NamedTuple):
    """What a field is read in: the team's local date, and every field of the form as typed.

    `tickets` are those that may be meant by their ids: those that are attached, then others.
    """

    today: date
    typed: Texts
    tickets: Sequence[Sequence[TicketKey]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A field: `needed` ones are asked for and filled in when an entry is made, `late` ones later.

    `listed` ones stand in the line of a list. `personal` kinds hold words of people's own, from
    which a name can be taken out.
    """

    needed: bool = False
    listed: bool = False
    late: bool = False
    personal: ClassVar[bool] = False

    def read(self, text: str, _form: Form) -> object:
        """Return the value of what was typed, as it is stored. Raises BotError for what is none."""
        return text

    def text(self, value: object, _held: Held) -> str:
        """Return a value as its form holds it and its history keeps it; nothing is empty."""
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Kind):
    """Words of people's own, on one line or several."""

    most: int = 500
    lines: bool = False
    personal: ClassVar[bool] = True

    def read(self, text: str, _form: Form) -> object:
        """Return the text without what nobody sees. Raises BotError for one that is too long."""
        kept = cleaned(text) or ""
        if len(kept) > self.most:
            raise BotError("action.error.too_long", most=self.most, has=len(kept))
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Text):
    """A web address."""

    @staticmethod
    def is_one(text: str) -> bool:
        """Return whether a text is one: what a name was taken out of is none any more."""
        return _LINK.fullmatch(text) is not None

    def read(self, text: str, form: Form) -> object:
        """Return the address. Raises BotError for anything else."""
        kept = str(Text.read(self, text, form))
        if not Link.is_one(kept):
            raise BotError("checklist.error.link")
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Kind):
    """A number from `least` to `most`, with a comma or a point before what is less than one.

    Commas before three digits each part thousands, as English and Chinese write them.
    """

    least: float = 0
    most: float = _MOST

    def read(self, text: str, _form: Form) -> object:
        """Return the number. Raises BotError for what is none, or out of range."""
        value = _number(text)
        if value is None or not self.least <= value <= self.most:
            raise BotError("register.error.number", least=f"{self.least:g}", most=f"{self.most:g}")
        return float(value)

    def text(self, value: object, _held: Held) -> str:
        """Return the number with as many digits as it has."""
        return f"{value:.15g}" if isinstance(value, int | float) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Kind):
    """An amount with its currency, kept as `1200.50 CNY`: exact, and told apart by currency."""

    def read(self, text: str, _form: Form) -> object:
        """Return the amount. Raises BotError for one without a currency, or with two."""
        plain = unicodedata.normalize("NFKC", text).strip()
        found = _CURRENCY.findall(plain)
        value = _number(_CURRENCY.sub("", plain))
        if value is None or len(found) != 1 or value > _MOST:
            raise BotError("register.error.money", value=text[:40])
        currency = _SIGNS.get(found[0].upper(), found[0].upper())
        return f"{value.quantize(_CENTS)} {currency}".replace(".00 ", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Kind):
    """Somebody in Slack, by user ID."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People(Kind):
    """Several people in Slack, by user ID, with commas between them."""

    most: int = 20

    def read(self, text: str, _form: Form) -> object:
        """Return them, each once. Raises BotError for too many."""
        kept = people_in(self, text)
        if len(kept) > self.most:
            raise BotError("register.error.people", most=self.most, has=len(kept))
        return ",".join(kept)


def people_in(kind: Kind, text: str) -> tuple[str, ...]:
    """Return the people that a field holds, by user ID."""
    if isinstance(kind, People):
        return tuple(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
    return (text,) if text and isinstance(kind, Person) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Kind):
    """A file in Slack, kept as its id, address and name; it is handed over with a form."""

    personal: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Kind):
    """One of a few words; `said` is what their keys in the catalogue begin with: `action.level.`.

    Unless it is given, that is the name of the register and of the field.
    """

    of: tuple[str, ...]
    said: str | None = None

    def read(self, text: str, _form: Form) -> object:
        """Return the chosen word. Raises BotError for another, which only a forged form holds."""
        if text not in self.of:
            raise BotError("error.button")
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Choice):
    """One of the metrics that can be watched."""

    of: tuple[str, ...] = tuple(METRICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Kind):
    """A value of the metric in the field `of`, kept as it is typed: `10m`, `90%`, `4.5`."""

    of: str

    def read(self, text: str, form: Form) -> object:
        """Return the value, written in one way. Raises BotError for none of that metric."""
        metric = known_metric(form.typed.get(self.of, ""))
        return goal_text(Goal(metric, "at_least", read_value(metric, text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached(Measured):
    """A value of the metric in the field `of`, kept as a number: seconds, share of 1 or rating."""

    def read(self, text: str, form: Form) -> object:
        """Return the value. Raises BotError for none of that metric, or without one."""
        metric = form.typed.get(self.of, "")
        if not metric:
            raise BotError("verify.error.metric")
        return reached(metric, text)

    def text(self, value: object, held: Held) -> str:
        """Return the value as it is typed."""
        if not isinstance(value, int | float):
            return ""
        return goal_text(Goal(str(held(self.of)), "at_least", value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Kind):
    """A local date of the team: with `ahead` none that has passed, with `past` none to come."""

    ahead: bool = False
    past: bool = False

    def read(self, text: str, form: Form) -> object:
        """Return the date. Raises BotError for one that may not be."""
        day = date.fromisoformat(text)
        if self.ahead and day < form.today:
            raise BotError("action.error.past")
        if self.past and day > form.today:
            raise BotError("register.error.future")
        return day

    def text(self, value: object, _held: Held) -> str:
        """Return the date as ISO 8601."""
        return value.isoformat() if isinstance(value, date) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tickets(Kind):
    """Tickets of the team by their ids, kept as keys; what several sources have is `source/id`."""

    most: int = 20

    @staticmethod
    def named(text: str) -> tuple[str, ...]:
        """Return the ids that are typed, each once, between commas or on lines of their own."""
        parts = (cleaned(one) for one in _BETWEEN.split(text))
        return tuple(dict.fromkeys(filter(None, parts)))

    def read(self, text: str, form: Form) -> object:
        """Return the tickets. Raises BotError for too many, for none and for several of an id."""
        wanted = self.named(text)
        if len(wanted) > self.most:
            raise BotError("register.error.tickets", most=self.most, has=len(wanted))
        return tuple(dict.fromkeys(_ticket(one, form.tickets) for one in wanted))

    def text(self, value: object, _held: Held) -> str:
        """Return ids between commas, with the source where ids are equal."""
        keys = [TicketKey(*one) for one in value] if isinstance(value, tuple) else []
        ids = [key.external_id for key in keys]
        return ", ".join(
            key.external_id if ids.count(key.external_id) == 1 else "/".join(key) for key in keys
        )


def _ticket(named: str, tickets: Sequence[Sequence[TicketKey]]) -> TicketKey:
    """Return the one that is named among the first of some tickets in which there is one."""
    found = ([one for one in some if named in {one[1], f"{one[0]}/{one[1]}"}] for some in tickets)
    known = next(filter(None, found), [])
    if len(known) != 1:
        key = "register.error.ticket_sources" if known else "register.error.ticket"
        sources = ", ".join("/".join(one) for one in known)
        raise BotError(key, id=named[:80], sources=sources[:200])
    return known[0]


def money_of(text: str) -> tuple[str, Decimal]:
    """Return the currency and the amount of what `Money` keeps."""
    amount, _, currency = text.partition(" ")
    return currency, Decimal(amount)


def _number(text: str) -> Decimal | None:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if _THOUSANDS.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None
