"""Add the register of risks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("named_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_on IS NOT NULL)", name=op.f("ck_risk_cancelled")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_risk_closed")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["risk_area.id"], name=op.f("fk_risk_area_id_risk_area")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_risk_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["named_id"], ["area_named.id"], name=op.f("fk_risk_named_id_area_named")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_risk_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_risk_year_number")),
    )
    with op.batch_alter_table("risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_level"), ["level"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_named_id"), ["named_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "risk_step",
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=300), nullable=False),
        sa.Column("recorder_name", sa.String(length=100), nullable=False),
        sa.Column("is_by_liaison", sa.Boolean(), nullable=False),
        sa.Column("paper_act_id", sa.Integer(), nullable=True),
        sa.Column("acted_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_act_id"], ["paper_act.id"], name=op.f("fk_risk_step_paper_act_id_paper_act")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_step_risk_id_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_step")),
    )
    with op.batch_alter_table("risk_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_step_risk_id"), ["risk_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("risk_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_step_risk_id"))
    op.drop_table("risk_step")
    with op.batch_alter_table("risk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_unit_id"))
        batch_op.drop_index(batch_op.f("ix_risk_state"))
        batch_op.drop_index(batch_op.f("ix_risk_named_id"))
        batch_op.drop_index(batch_op.f("ix_risk_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_risk_level"))
        batch_op.drop_index(batch_op.f("ix_risk_area_id"))
    op.drop_table("risk")
