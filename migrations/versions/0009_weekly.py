"""Weekly reviews: the two cases worth learning from, and what people said in the thread.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_cases",
        sa.Column("team_id", sa.Integer, primary_key=True),
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("external_id", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("learned", sa.String, nullable=True),
        sa.Column("chosen_by", sa.String, nullable=False),
        sa.Column("learned_by", sa.String, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["team_id", "week"], ["reviews.team_id", "reviews.week"]),
    )
    op.create_table(
        "review_notes",
        sa.Column("team_id", sa.Integer, primary_key=True),
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("message_ts", sa.String, primary_key=True),
        sa.Column("said", sa.String, nullable=False),
        sa.Column("said_by", sa.String, nullable=False),
        sa.Column("said_at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["team_id", "week"], ["reviews.team_id", "reviews.week"]),
    )


def downgrade() -> None:
    op.drop_table("review_notes")
    op.drop_table("review_cases")
