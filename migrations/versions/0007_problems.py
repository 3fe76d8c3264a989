"""Problems with their tickets, whys and reports.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "problems",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("root_cause", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("verification", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("origin_ref", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("analysis_started_by", sa.String(), nullable=True),
        sa.Column("analysis_started_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_why", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_problems_team_id")),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_problems")),
    )
    with op.batch_alter_table("problems", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problems_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "problem_tickets",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        _of_problem("problem_tickets"),
        sa.PrimaryKeyConstraint(
            "team_id", "problem", "source", "external_id", name=op.f("pk_problem_tickets")
        ),
    )
    with op.batch_alter_table("problem_tickets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_problem_tickets_ticket", ["team_id", "source", "external_id"], unique=False
        )

    op.create_table(
        "problem_whys",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        _of_problem("problem_whys"),
        sa.PrimaryKeyConstraint("team_id", "problem", "position", name=op.f("pk_problem_whys")),
    )
    op.create_table(
        "problem_reports",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        _of_problem("problem_reports"),
        sa.PrimaryKeyConstraint("team_id", "problem", "number", name=op.f("pk_problem_reports")),
    )


def downgrade() -> None:
    op.drop_table("problem_reports")
    op.drop_table("problem_whys")
    with op.batch_alter_table("problem_tickets", schema=None) as batch_op:
        batch_op.drop_index("ix_problem_tickets_ticket")

    op.drop_table("problem_tickets")
    with op.batch_alter_table("problems", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problems_owner_id"))

    op.drop_table("problems")


def _of_problem(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["team_id", "problem"],
        ["problems.team_id", "problems.number"],
        name=op.f(f"fk_{table}_team_id_problem"),
    )
