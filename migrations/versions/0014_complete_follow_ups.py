"""Add extensions, stage goals, withdrawn evidence, and heads who let another act for them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extension",
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("from_due_on", sa.Date(), nullable=False),
        sa.Column("to_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asker_name", sa.String(length=300), nullable=False),
        sa.Column("is_by_liaison", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("decider_name", sa.String(length=300), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("to_due_on > from_due_on", name=op.f("ck_extension_later")),
        sa.CheckConstraint(
            "state = 'asked' OR decided_on IS NOT NULL", name=op.f("ck_extension_decided")
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["person.id"], name=op.f("fk_extension_asker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["person.id"], name=op.f("fk_extension_decider_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_extension_follow_up_id_follow_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_follow_up_id"), ["follow_up_id"])
        batch_op.create_index(batch_op.f("ix_extension_state"), ["state"])

    op.create_table(
        "stage_goal",
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_stage_goal_follow_up_id_follow_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_goal")),
    )
    with op.batch_alter_table("stage_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_goal_follow_up_id"), ["follow_up_id"])

    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_due_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("is_long_term", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("next_review_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_follow_up_review"), "NOT is_long_term OR next_review_on IS NOT NULL"
        )
    with op.batch_alter_table("follow_up_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_follow_up_entry_unit_id_unit"), "unit", ["unit_id"], ["id"]
        )
    with op.batch_alter_table("follow_up_file", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("withdrawn_reason", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("withdrawn_by", sa.String(length=100), nullable=False, server_default="")
        )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("covers", sa.String(length=20), nullable=False, server_default="minutes")
        )
    _drop_defaults()


def _drop_defaults() -> None:
    """Leave the columns as the models have them; what stands in the rows is what they need."""
    defaults = {
        "follow_up": ("is_long_term",),
        "follow_up_file": ("withdrawn_reason", "withdrawn_by"),
        "delegation": ("covers",),
    }
    for table, columns in defaults.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    # The code that follows knows neither state, nor what goes on without a date.
    op.execute("UPDATE follow_up SET state = 'assigned' WHERE state IN ('disputed', 'suspended')")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_column("covers")
    with op.batch_alter_table("follow_up_file", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_by")
        batch_op.drop_column("withdrawn_on")
        batch_op.drop_column("withdrawn_reason")
    with op.batch_alter_table("follow_up_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_follow_up_entry_unit_id_unit"), type_="foreignkey")
        batch_op.drop_column("unit_id")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_follow_up_review"), type_="check")
        batch_op.drop_column("next_review_on")
        batch_op.drop_column("is_long_term")
        batch_op.drop_column("asked_due_on")
    op.drop_table("stage_goal")
    op.drop_table("extension")
