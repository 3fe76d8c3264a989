"""Every table can be divided by team, or is named here with the reason why it is in one place."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, Integer, MetaData, Table, UniqueConstraint
from sqlmodel import SQLModel

import bot.models
import bot.registers  # noqa: F401  its tables are entered among the others

OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"
COPIED = {
    "teams": "small, read beside every other table",
    "slack_users": "small, a person is of the workspace and not of a team",
}
"""A copy of each is wherever teams are."""
ON_ONE_NODE = {
    "channel_visits": "asked for a person through all channels, and gone after a day",
    "database_state": "one row that every writer draws anew",
    "holds": "Slack refuses a channel or the workspace, whoever's post it is",
    "seen_requests": "the door asks before it is known whose request it is",
    "deliveries": "the ledger: a slot is unique by kind, channel and slot, for all teams",
    "new_cards": "an id that travels in a message; asked by team: its key could begin with it",
}
OF_NO_TEAM = {
    "ix_actions_owner_id": "what a person owns in all teams; begin it with team_id and ask by team",
    "ix_problems_owner_id": "the same",
    "ix_plan_items_owner_id": "the same",
    "ix_members_slack_user_id": "whose teams these are: a copy of members everywhere would do",
    "ix_cards_message": "what a message shows; whoever asks has a card of it: say its team",
    "ix_ticket_revisions_at": "what files changed, exported of all teams; go team by team",
}
"""Indexes, none of them unique, that are read through all teams."""


def faults(tables, copied=(), one_node=(), of_no_team=()):
    """Return what can't be divided by team, as `table: what` in the order of the tables."""
    found = []
    for table in tables:
        is_divided = table.name not in {*copied, *one_node}
        keys = _keys(table, of_no_team) if is_divided else ()
        links = _links_divided(table, copied, one_node) if is_divided else ()
        found += [f"{table.name}: {fault}" for fault in (*keys, *links)]
        if not is_divided:
            to = {one.referred_table.name for one in table.foreign_key_constraints}
            astray = sorted(to - {*copied, *one_node})
            found += [f"{table.name}: leads to {name}, which is divided" for name in astray]
    return found


def _keys(table, of_no_team):
    keys = {"primary key": table.primary_key}
    keys |= {one.name: one for one in table.constraints if isinstance(one, UniqueConstraint)}
    keys |= {one.name: one for one in table.indexes if one.unique or one.name not in of_no_team}
    for name, key in keys.items():
        if [column.name for column in key.columns][:1] != ["team_id"]:
            yield str(name)


def _links_divided(table, copied, one_node):
    for key in table.foreign_key_constraints:
        to = key.referred_table.name
        ends = {(one.parent.name, one.column.name) for one in key.elements}
        if to in one_node:
            yield f"leads to {to}, which is on one node"
        elif to not in copied and ("team_id", "team_id") not in ends:
            yield f"leads to {to} without team_id"


def test_every_table_is_divided_by_team_or_named():
    assert faults(SQLModel.metadata.sorted_tables, COPIED, ON_ONE_NODE, OF_NO_TEAM) == []


def test_who_is_named_is_there_and_breaks_the_rule():
    tables = SQLModel.metadata.tables
    broken = {name: set(_keys(table, ())) for name, table in tables.items()}
    assert {name for name in (*COPIED, *ON_ONE_NODE) if not broken[name]} == set()
    assert set(OF_NO_TEAM) <= set().union(*broken.values())


@pytest.mark.parametrize(("kind", "names"), [("reference", COPIED), ("local", ON_ONE_NODE)])
def test_operate_names_them_too(kind, names):
    told = re.search(rf"^\| {kind}, .*\|$", OPERATE.read_text(), re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", told[0])) == set(names)


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (lambda: (Column("id", Integer, primary_key=True),), "primary key"),
        (lambda: (_team(), Column("at", Integer), UniqueConstraint("at", name="uq_at")), "uq_at"),
        (lambda: (_team(), Column("at", Integer, index=True)), "ix_new_at"),
    ],
)
def test_a_new_table_has_to_choose(made, fault):
    table = Table("new", MetaData(), *made())
    assert faults([table]) == [f"new: {fault}"]
    assert faults([table], one_node={"new": "a reason"}) == []


def test_a_unique_index_is_of_a_team_whatever_its_name():
    table = Table("new", MetaData(), _team(), Column("at", Integer, index=True, unique=True))
    assert faults([table], of_no_team={"ix_new_at": "a reason"}) == ["new: ix_new_at"]


def test_a_foreign_key_says_the_team_and_does_not_leave_the_node():
    short, whole = _led("number"), _led("team_id", "number")
    assert faults([short]) == ["new: leads to old without team_id"]
    assert faults([whole]) == []
    assert faults([short], copied={"old": "a reason"}) == []
    assert faults([whole], one_node={"old": "a reason"}) == [
        "new: leads to old, which is on one node"
    ]
    assert faults([whole], one_node={"new": "a reason"}) == ["new: leads to old, which is divided"]
    assert faults([short], one_node={"new": "a reason", "old": "the same"}) == []


def _led(*names):
    """Return a table that leads to another by these columns."""
    metadata = MetaData()
    Table("old", metadata, _team(), Column("number", Integer, primary_key=True))
    key = ForeignKeyConstraint(names, [f"old.{name}" for name in names])
    return Table("new", metadata, _team(), Column("number", Integer), key)


def _team():
    return Column("team_id", Integer, primary_key=True)
