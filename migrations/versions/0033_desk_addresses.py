"""Where the tickets of helpdesks that are connected are found.

Revision: 0033, after 0032
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_WHERE = {
    "freshdesk": "{address}/a/tickets/{{id}}",
    "zendesk": "{address}/agent/tickets/{{id}}",
    "chatwoot": "{address}/app/accounts/{account}/conversations/{{id}}",
}


def upgrade() -> None:
    known = sa.Column("desk_addresses", sa.String(), nullable=False, server_default="")
    op.add_column("teams", known)
    feeds = "SELECT team_id, product, source, address, account FROM feeds WHERE state <> 'new'"
    found: dict[int, dict[str, str]] = {}
    for team, product, source, address, account in op.get_bind().execute(
        sa.text(f"{feeds} ORDER BY number")
    ):
        if product in _WHERE:
            told = _WHERE[product].format(address=address, account=account)
            found.setdefault(team, {})[source] = told
    for team, told in found.items():
        change = sa.text("UPDATE teams SET desk_addresses = :told WHERE id = :team")
        op.execute(change.bindparams(told=json.dumps(told), team=team))


def downgrade() -> None:
    with op.batch_alter_table("teams") as table:
        table.drop_column("desk_addresses")
