"""Registers: what a team keeps a list of, said once, as values; everything else follows from it.

A register is a table whose columns say what kind of field they are, the states that its entries go
through, and the steps between them with who may take each. Its form, card, list, history, rights,
reminders, export and erasure of names are read from this. What is special about a subject is a
hook, which takes values and returns values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from bot.errors import BotError
from bot.metrics.records import Record
from bot.metrics.registers.kinds import File, Form, Kind, Measured, Text
from bot.metrics.texts import Texts, cleaned

MEMBER, HOLDER = "member", "holder"
"""Beside roles: everybody in the team; whoever an entry's person field names."""
MAKE, STATUS, WHY = "make", "status", "why"
_WHY = Text(lines=True)
Values = Mapping[str, object]
Errors = Mapping[str, BotError]


class Row(Protocol):
    """What the row of every entry has beside its own columns."""

    team_id: int
    number: int
    status: str
    created_by: str
    created_at: datetime
    version: int


AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, kw_only=True)
class Step(Generic[AnyRow]):
    """What may become of an entry: from which states (`of`) to which, asking for what, by whom.

    `asks` are fields, or `why`, which only the history keeps; those in `needs` may not stay empty.
    `may` are roles, MEMBER and HOLDER. Whoever may not take it takes the step `instead` if they
    may that one. `tells` are those that hear of it. `also` returns what else is written with it,
    by column, given what is written, who takes it and when; `check` what is wrong beyond the
    fields. `when` says whether an entry in such a state leaves it, `also_may` whether somebody
    may who may not by their role.

    Of the fields that are asked for, what stands in those in `anew` is no more than a proposal: it
    is checked even where it is kept, and a date that has passed is not proposed. `proposes` names
    the field whose text is proposed for another; for "" nothing is. The history calls the step
    `event`, keeps the text of the field `said` as its reason, and what those in `keeps` held.

    A step taken `at_once` asks for nothing: a click takes it, and does nothing where somebody took
    it before. `leads` says to which state, where that depends on what is written; `insists` which
    fields its form asks for beside those in `needs`, and `check` says what is wrong without them.
    """

    name: str
    of: tuple[str, ...]
    to: str | None = None
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    may: frozenset[str]
    is_likely: bool = False
    tells: frozenset[str] = frozenset()
    instead: str | None = None
    hidden: bool = False
    also: Callable[["Entry[AnyRow]", Values, str, datetime], Values] | None = None
    check: Callable[["Entry[AnyRow]", Values], Errors] | None = None
    when: Callable[["Entry[AnyRow]"], bool] | None = None
    also_may: Callable[["Entry[AnyRow]", str], bool] | None = None
    anew: tuple[str, ...] = ()
    proposes: Mapping[str, str] = field(default_factory=dict)
    event: str = ""
    said: str = WHY
    keeps: tuple[str, ...] = ()
    at_once: bool = False
    leads: Callable[["Entry[AnyRow]", Values], str] | None = None
    insists: Callable[["Entry[AnyRow]"], tuple[str, ...]] | None = None

    @property
    def noted(self) -> str:
        """What the history calls it."""
        return self.event or self.name

    def is_of(self, entry: "Entry[AnyRow]") -> bool:
        """Return whether an entry as it stands leaves it."""
        return entry.status in self.of and (self.when is None or self.when(entry))

    def leaves(self, entry: "Entry[AnyRow]", written: Values) -> str:
        """Return the state of an entry after it, given what is written by field."""
        if self.leads is not None:
            return self.leads(entry, written)
        return self.to or entry.status

    def needed(self, entry: "Entry[AnyRow] | None") -> tuple[str, ...]:
        """Return the fields that its form asks for and that may not stay empty."""
        more = self.insists(entry) if entry and self.insists is not None else ()
        return (*self.needs, *more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of another table that belong to an entry: they hold its `fields`, or are looked at.

    `entry` is the column that names the entry by its number, written as `number` does; only rows
    that hold `where` belong to it. They are read in `order`. `read` returns what the fields hold,
    given the rows, `written` the columns of each row, given what the fields hold; without it the
    rows are another subject's, and are never written.
    """

    model: type[Any]
    entry: str
    fields: tuple[str, ...]
    read: Callable[[Sequence[Any]], Values]
    order: tuple[str, ...] = ()
    written: Callable[[Values], Sequence[Mapping[str, object]]] | None = None
    where: Mapping[str, object] = field(default_factory=dict)
    number: Callable[[int], object] = int


@dataclass(frozen=True, kw_only=True)
class Register(Generic[AnyRow]):
    """One kind of entry, kept by each team in the table of `model`.

    `title` names the field that an entry is known by, `holder` the one that says whose it is, `due`
    the one until when; `states` are named in order, each with a mark, and the first is where an
    entry begins; in those of `open` something is left to do. `sees` are the roles that see
    everybody's entries, where not whoever sees the team: others see what is theirs, no card stands
    in the channel, and no field is a file, which is opened through one. `sums` names a field of
    money of which lists say the total by state. `words` are what is typed after `/frt`. The fields
    are those that the columns of the table say, unless `kinds` says them; `held_in` names the
    columns of those that are called otherwise.
    `made` is what the history calls the making of an entry; of the values of a new one
    `checks_new` returns what is wrong beyond the fields, `adds` what else is written, by column.
    `rows` of other tables hold some of the fields, or are looked at by hooks. `origins` are what an
    entry may be made from, where that is kept: the last is what it is made from unless it is said.
    The form of a new entry asks for the fields in `first`, and for the others at a click; without
    any it asks for all.
    """

    name: str
    model: type[AnyRow]
    title: str
    states: Mapping[str, str]
    open: frozenset[str]
    steps: tuple[Step[AnyRow], ...]
    makes: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    holder: str | None = None
    due: str | None = None
    sees: frozenset[str] | None = None
    sums: str | None = None
    kinds: Mapping[str, Kind] | None = None
    held_in: Mapping[str, str] = field(default_factory=dict)
    made: str = MAKE
    checks_new: Callable[[Values], Errors] | None = None
    adds: Callable[[Values], Values] | None = None
    rows: tuple[Rows, ...] = ()
    origins: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    fields: Mapping[str, Kind] = field(init=False)

    def __post_init__(self) -> None:
        """Read the fields from the columns of the table."""
        model: Any = self.model
        found = self.kinds or {
            name: kind
            for name, column in model.model_fields.items()
            for kind in column.metadata
            if isinstance(kind, Kind)
        }
        object.__setattr__(self, "fields", found)
        if self.sees is not None and any(isinstance(kind, File) for kind in found.values()):
            raise ValueError("a file is opened through a channel, so everybody there sees it")

    def column(self, name: str) -> str:
        """Return the column of a field."""
        return self.held_in.get(name, name)

    @property
    def make(self) -> Step[AnyRow]:
        """How an entry comes to be; whose it is hears of it."""
        asks = tuple(name for name, kind in self.fields.items() if not kind.late)
        needs = tuple(name for name in asks if self.fields[name].needed)
        first = next(iter(self.states))
        tells = frozenset({HOLDER}) if self.holder else frozenset[str]()
        return Step(
            name=MAKE,
            of=(),
            to=first,
            asks=asks,
            needs=needs,
            may=self.makes,
            tells=tells,
            event=self.made,
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """What a file of entries has: every field, between number and state."""
        return ("number", *self.fields, STATUS)

    def kind(self, name: str) -> Kind:
        """Return what a field of a form holds."""
        return _WHY if name == WHY else self.fields[name]

    def most(self, name: str) -> int:
        """Return the most characters of a field for text."""
        kind = self.kind(name)
        return kind.most if isinstance(kind, Text) else 0

    def step(self, name: str) -> Step[AnyRow]:
        """Return a step by its name. Raises BotError for another: only a forged form has one."""
        found = next((step for step in (self.make, *self.steps) if step.name == name), None)
        if found is None:
            raise BotError("error.button")
        return found


@dataclass(frozen=True, slots=True)
class Entry(Record, Generic[AnyRow]):
    """An entry as it stands: its register, its typed row, and what of the team shows it."""

    register: Register[AnyRow]
    row: AnyRow
    parts: Values = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What cards and history call it."""
        return str(self.number)

    @property
    def status(self) -> str:
        """Where it stands."""
        return self.row.status

    @property
    def is_open(self) -> bool:
        """Whether something is left to do about it."""
        return self.row.status in self.register.open

    @property
    def owner_id(self) -> str | None:
        """Whose it is."""
        found = self.value(self.register.holder) if self.register.holder else None
        return str(found) if found else None

    @property
    def due_on(self) -> date | None:
        """Until when it is to be done, a local date of its team."""
        found = self.value(self.register.due) if self.register.due else None
        return found if isinstance(found, date) else None

    def days_late(self, now: datetime) -> int:
        """Return by how many days it is overdue, 0 if it is not."""
        if self.due_on is None or not self.is_open:
            return 0
        return max((self.today(now) - self.due_on).days, 0)

    def value(self, name: str) -> object:
        """Return what a field holds, or what is known by the name of rows of another table."""
        if any(name in one.fields for one in self.register.rows):
            return self.parts.get(name)
        held: object = getattr(self.row, self.register.column(name))
        return held

    def steps(self) -> tuple[Step[AnyRow], ...]:
        """Return what may become of it now."""
        found = self.register.steps
        return tuple(step for step in found if not step.hidden and step.is_of(self))

    def texts(self) -> dict[str, str]:
        """Return every field as text."""
        fields = self.register.fields.items()
        return {name: kind.text(self.value(name), self.value) for name, kind in fields}


AnyRegister = Register[Any]
AnyEntry = Entry[Any]
AnyStep = Step[Any]


def may(step: AnyStep, who: str, role: str | None, entry: AnyEntry | None = None) -> bool:
    """Return whether somebody with a role in the team has the right to a step, in any state."""
    if role in step.may or (role is not None and MEMBER in step.may):
        return True
    if entry is None:
        return False
    if HOLDER in step.may and who == entry.owner_id:
        return True
    return step.also_may is not None and step.also_may(entry, who)


def _hangs_on(kind: Kind, values: Values) -> bool:
    """Return whether a field is read anew because the one that it hangs on has changed."""
    return isinstance(kind, Measured) and kind.of in values


def _blamed(name: str, kind: Kind, typed: Texts) -> str:
    """Return the field beside which it is said that one can't be read: maybe one that it needs."""
    if isinstance(kind, Measured) and not typed.get(kind.of):
        return kind.of
    return name


def _told(register: AnyRegister, step: AnyStep, form: Form) -> list[str]:
    """Return the fields that a form tells of: all that it asks for, but files that stay."""
    files = {name for name in step.asks if isinstance(register.kind(name), File)}
    return [name for name in step.asks if name in form.typed or name not in files]


def read(
    register: AnyRegister, step: AnyStep, form: Form, present: Texts
) -> tuple[dict[str, object], dict[str, BotError]]:
    """Return the values of a form that differ from `present`, and what is wrong with it by field.

    What is as it was is not checked again: a date may have passed, a person may have left. A file
    that the form does not tell of stays.
    """
    values: dict[str, object] = {}
    wrong: dict[str, BotError] = {}
    for name in _told(register, step, form):
        kind, text = register.kind(name), form.typed.get(name, "")
        if cleaned(text) is None:
            if name in step.needs:
                wrong[name] = BotError("action.error.empty")
            elif present.get(name):
                values[name] = None
        elif name in step.anew or text != present.get(name) or _hangs_on(kind, values):
            try:
                values[name] = kind.read(text, form)
            except BotError as error:
                if error.key == "error.button":
                    raise
                wrong[_blamed(name, kind, form.typed)] = error
    return values, wrong
