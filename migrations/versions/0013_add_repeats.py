"""Add the answers whether a risk is an earlier one come back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk_repeat",
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("risk_id <> earlier_id", name=op.f("ck_risk_repeat_apart")),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["risk.id"], name=op.f("fk_risk_repeat_earlier_id_risk")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_repeat_risk_id_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_repeat")),
        sa.UniqueConstraint(
            "risk_id", "earlier_id", name=op.f("uq_risk_repeat_risk_id_earlier_id")
        ),
    )
    with op.batch_alter_table("risk_repeat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_repeat_earlier_id"), ["earlier_id"], unique=False)


def downgrade() -> None:
    op.drop_table("risk_repeat")
