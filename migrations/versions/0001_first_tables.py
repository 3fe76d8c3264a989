"""Teams, members, tickets and imports.

Revision: 0001, after
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_users",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("refreshed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_users")),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("frt_start", sa.String(), nullable=False),
        sa.Column("statistic", sa.String(), nullable=False),
        sa.Column("attainment_target", sa.Float(), nullable=False),
        sa.Column("report_at", sa.Time(), nullable=False),
        sa.Column("leaderboard_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("channel_id", name=op.f("uq_teams_channel_id")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "helpdesk_names",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slack_user_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_helpdesk_names_team_id")),
        sa.PrimaryKeyConstraint("team_id", "name", name=op.f("pk_helpdesk_names")),
    )
    op.create_table(
        "imports",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reading", sa.String(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("first_opened_at", sa.BigInteger(), nullable=True),
        sa.Column("last_opened_at", sa.BigInteger(), nullable=True),
        sa.Column("applied_rows", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_imports_team_id")),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_imports")),
    )
    op.create_table(
        "members",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("slack_user_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_members_team_id")),
        sa.PrimaryKeyConstraint("team_id", "slack_user_id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_members_slack_user_id"), ["slack_user_id"], unique=False
        )

    op.create_table(
        "remembered_mappings",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("header_sha256", sa.String(), nullable=False),
        sa.Column("reading", sa.String(), nullable=False),
        sa.Column("remembered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_remembered_mappings_team_id")
        ),
        sa.PrimaryKeyConstraint("team_id", "header_sha256", name=op.f("pk_remembered_mappings")),
    )
    op.create_table(
        "service_standards",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("limit_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_service_standards_team_id")
        ),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_service_standards")),
    )
    op.create_table(
        "team_hours",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_hours_team_id")),
        sa.PrimaryKeyConstraint("team_id", "valid_from", name=op.f("pk_team_hours")),
    )
    op.create_table(
        "tickets",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("waits_from", sa.BigInteger(), nullable=True),
        sa.Column("handed_off_at", sa.BigInteger(), nullable=True),
        sa.Column("first_response_at", sa.BigInteger(), nullable=True),
        sa.Column("first_solved_at", sa.BigInteger(), nullable=True),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened", sa.Boolean(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=True),
        sa.Column("turns", sa.String(), nullable=True),
        sa.Column("turn_authors", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("excluded", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("agent", sa.String(), nullable=True),
        sa.Column("responder", sa.String(), nullable=True),
        sa.Column("resolver", sa.String(), nullable=True),
        sa.Column("group_name", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("complexity", sa.String(), nullable=True),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("csat", sa.Float(), nullable=True),
        sa.Column("import_number", sa.Integer(), nullable=True),
        sa.Column("import_row", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "excluded IN ('merged', 'spam', 'test')", name=op.f("ck_tickets_excluded")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_tickets_team_id")),
        sa.PrimaryKeyConstraint("team_id", "source", "external_id", name=op.f("pk_tickets")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index("ix_tickets_opened", ["team_id", "opened_at"], unique=False)
        batch_op.create_index(
            "ix_tickets_unanswered",
            ["team_id", "opened_at"],
            unique=False,
            sqlite_where=sa.text("first_response_at IS NULL"),
            postgresql_where=sa.text("first_response_at IS NULL"),
        )

    op.create_table(
        "quarantined_rows",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("import_number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "import_number"],
            ["imports.team_id", "imports.number"],
            name=op.f("fk_quarantined_rows_team_id_import_number"),
        ),
        sa.PrimaryKeyConstraint(
            "team_id", "import_number", "row", name=op.f("pk_quarantined_rows")
        ),
    )
    op.create_table(
        "ticket_messages",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "source", "external_id"],
            ["tickets.team_id", "tickets.source", "tickets.external_id"],
            name=op.f("fk_ticket_messages_team_id_source_external_id"),
        ),
        sa.PrimaryKeyConstraint(
            "team_id", "source", "external_id", "position", name=op.f("pk_ticket_messages")
        ),
    )


def downgrade() -> None:
    op.drop_table("ticket_messages")
    op.drop_table("quarantined_rows")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_tickets_unanswered",
            sqlite_where=sa.text("first_response_at IS NULL"),
            postgresql_where=sa.text("first_response_at IS NULL"),
        )
        batch_op.drop_index("ix_tickets_opened")

    op.drop_table("tickets")
    op.drop_table("team_hours")
    op.drop_table("service_standards")
    op.drop_table("remembered_mappings")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_slack_user_id"))

    op.drop_table("members")
    op.drop_table("imports")
    op.drop_table("helpdesk_names")
    op.drop_table("teams")
    op.drop_table("slack_users")
