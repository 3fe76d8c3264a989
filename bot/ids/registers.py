"""Entries of registers: made, changed, listed, whatever the register."""

from bot.ids.values import Number, Value

REGISTER_FORM = "register.form"
REGISTER_MORE = "register.form.more"
REGISTER_LIST = "register.list"
REGISTER_OPEN = "register.open"
REGISTER_TEAM = "register.team"


_OLDER = frozenset({"action", "problem"})
"""Those that had buttons before there were registers."""


def register_step(register: str, step: str) -> str:
    """Return the id of the button that begins a step with an entry of a register, or makes one."""
    return f"{register}.{step}" if register in _OLDER else f"register.{register}.{step}"


class EntryListValue(Value):
    """A page of a register: in its buttons and, for choosing a team, in an option.

    `number` is that of an entry that was asked for, or none for the list; `adds` asks for the form.
    Lists that are older than registers do not say what they are `of`.
    """

    of: str = ""
    scope: str = "open"
    page: Number = 1
    team_id: Number | None = None
    number: Number | None = None
    adds: bool = False


class EntryValue(Value):
    """An entry as it stood when its button was drawn, and the list that it was opened from.

    Buttons that are older than registers say what they are `of` by their ids.
    """

    of: str = ""
    team_id: Number
    number: Number = 0
    version: Number = 0
    listed: EntryListValue | None = None


class OpenedValue(EntryValue):
    """An entry that is shown in a modal; `reply_url` renews the list that it was opened from."""

    reply_url: str | None = None


class EntryFormValue(EntryValue):
    """The form of a step; `reply_url` renews the answer that it was opened from, `turn` its age.

    `origin` and `ref` say what a new entry is made from, `source` and `ticket` a ticket's key; it
    is of the team that is chosen in the form where `team_id` is 0.
    """

    step: str
    origin: str | None = None
    ref: str | None = None
    source: str | None = None
    ticket: str | None = None
    turn: Number = 0
    reply_url: str | None = None
