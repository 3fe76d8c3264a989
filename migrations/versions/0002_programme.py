"""Deliveries, cards, history, actions, causes, warnings, reviews.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("resources", sa.String(), nullable=True),
        sa.Column("verification", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("origin_ref", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_actions_team_id")),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_actions")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_actions_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "cards",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_cards_team_id")),
        sa.PrimaryKeyConstraint(
            "team_id", "subject", "subject_key", "channel_id", "message_ts", name=op.f("pk_cards")
        ),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("message_ts", sa.String(), nullable=True),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_deliveries_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "kind", "channel_id", "slot", name=op.f("uq_deliveries_kind_channel_id_slot")
        ),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_team_id"), ["team_id"], unique=False)

    op.create_table(
        "history",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_history")),
    )
    op.create_table(
        "reviews",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_reviews_team_id")),
        sa.PrimaryKeyConstraint("team_id", "week", name=op.f("pk_reviews")),
    )
    op.create_table(
        "warning_days",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("warning_value", sa.Float(), nullable=False),
        sa.Column("limit_value", sa.Float(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=True),
        sa.Column("announced", sa.String(), nullable=True),
        sa.Column("judged_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_warning_days_team_id")),
        sa.PrimaryKeyConstraint("team_id", "metric", "day", name=op.f("pk_warning_days")),
    )
    op.create_table(
        "warning_rules",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("warning_value", sa.Float(), nullable=False),
        sa.Column("limit_value", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_warning_rules_team_id")),
        sa.PrimaryKeyConstraint("team_id", "metric", name=op.f("pk_warning_rules")),
    )
    op.create_table(
        "warning_states",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("near_days", sa.Integer(), nullable=False),
        sa.Column("good_days", sa.Integer(), nullable=False),
        sa.Column("no_data_days", sa.Integer(), nullable=False),
        sa.Column("acknowledged", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("judged_through", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_warning_states_team_id")),
        sa.PrimaryKeyConstraint("team_id", "metric", name=op.f("pk_warning_states")),
    )
    op.create_table(
        "case_causes",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("named_by", sa.String(), nullable=False),
        sa.Column("named_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "source", "external_id"],
            ["tickets.team_id", "tickets.source", "tickets.external_id"],
            name=op.f("fk_case_causes_team_id_source_external_id"),
        ),
        sa.PrimaryKeyConstraint(
            "team_id", "source", "external_id", "number", name=op.f("pk_case_causes")
        ),
    )
    op.create_table(
        "decisions",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "week"],
            ["reviews.team_id", "reviews.week"],
            name=op.f("fk_decisions_team_id_week"),
        ),
        sa.PrimaryKeyConstraint("team_id", "week", "number", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("review_weekday", sa.Integer(), nullable=False, server_default="4")
        )
        batch_op.add_column(
            sa.Column("review_at", sa.Time(), nullable=False, server_default="16:00:00")
        )
        batch_op.add_column(sa.Column("planned_until", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("slack_users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(), nullable=True))
    with op.batch_alter_table("service_standards", schema=None) as batch_op:
        batch_op.add_column(sa.Column("valid_until", sa.BigInteger(), nullable=True))
    op.create_index("ix_tickets_solved", "tickets", ["team_id", "solved_at"])


def downgrade() -> None:
    op.drop_index("ix_tickets_solved", table_name="tickets")
    with op.batch_alter_table("service_standards", schema=None) as batch_op:
        batch_op.drop_column("valid_until")
    with op.batch_alter_table("slack_users", schema=None) as batch_op:
        batch_op.drop_column("language")
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_column("planned_until")
        batch_op.drop_column("review_at")
        batch_op.drop_column("review_weekday")

    op.drop_table("decisions")
    op.drop_table("case_causes")
    op.drop_table("warning_states")
    op.drop_table("warning_rules")
    op.drop_table("warning_days")
    op.drop_table("reviews")
    op.drop_table("history")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_team_id"))

    op.drop_table("deliveries")
    op.drop_table("cards")
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_actions_owner_id"))

    op.drop_table("actions")
