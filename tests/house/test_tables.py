"""Every table can be divided by team, or is named here with the reason why it is in one place."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, UniqueConstraint
from sqlmodel import SQLModel

import bot.models
import bot.registers  # noqa: F401  its tables are entered among the others

IN_ONE_PLACE = {
    "teams": "small, read beside every other table: a copy of it wherever teams are",
    "slack_users": "small, a person is of the workspace and not of a team: a copy everywhere",
    "channel_visits": "a person's visits are no team's, and go after a day",
    "database_state": "few rows that every writer draws anew",
    "holds": "Slack refuses a channel, whoever's it is",
    "seen_requests": "the door asks before it is known whose request it is",
    "deliveries": "the ledger: a slot is unique by kind, channel and slot, for all teams",
    "new_cards": "known by a number of its own until Slack says where the card stands",
}
OF_NO_TEAM = {
    "ix_actions_owner_id": "what a person owns in all teams; begin it with team_id and ask by team",
    "ix_problems_owner_id": "the same",
    "ix_plan_items_owner_id": "the same",
    "ix_members_slack_user_id": "whose teams these are: a copy of members everywhere would do",
    "ix_cards_message": "a click says the message only; carry the team in the button",
    "ix_ticket_revisions_at": "retention goes by time through all teams; have it go team by team",
}


def faults(tables, one_place, of_no_team):
    """Return what can't be divided by team, as `table: what` in the order of the tables."""
    return [
        f"{table.name}: {fault}"
        for table in tables
        if table.name not in one_place
        for fault in (*_keys(table, of_no_team), *_links(table, one_place))
    ]


def _keys(table, of_no_team):
    keys = {"primary key": [one.name for one in table.primary_key.columns]}
    keys |= {one.name: [column.name for column in one.columns] for one in table.indexes}
    keys |= {
        one.name: [column.name for column in one.columns]
        for one in table.constraints
        if isinstance(one, UniqueConstraint)
    }
    for name, columns in keys.items():
        if columns[:1] != ["team_id"] and name not in of_no_team:
            yield str(name)


def _links(table, one_place):
    for key in table.foreign_key_constraints:
        ends = {(one.parent.name, one.column.name) for one in key.elements}
        if key.referred_table.name not in one_place and ("team_id", "team_id") not in ends:
            yield f"leads to {key.referred_table.name} without team_id"


def test_every_table_is_divided_by_team_or_named():
    assert faults(SQLModel.metadata.sorted_tables, IN_ONE_PLACE, OF_NO_TEAM) == []


def test_who_is_named_is_there_and_breaks_the_rule():
    tables = SQLModel.metadata.sorted_tables
    broken = faults(tables, (), ())
    assert {one.partition(": ")[0] for one in broken} >= set(IN_ONE_PLACE)
    assert {one.partition(": ")[2] for one in broken} >= set(OF_NO_TEAM)


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
    assert faults([table], {}, {}) == [f"new: {fault}"]
    assert faults([table], {"new": "a reason"}, {}) == []


def _team():
    return Column("team_id", Integer, primary_key=True)
