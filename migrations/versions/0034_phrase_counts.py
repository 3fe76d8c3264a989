"""How many replies each phrase that is no reply was.

Revision: 0034, after 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phrase_counts",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_phrase_counts_team_id_teams"),
        sa.PrimaryKeyConstraint("team_id", "phrase", name="pk_phrase_counts"),
    )


def downgrade() -> None:
    op.drop_table("phrase_counts")
