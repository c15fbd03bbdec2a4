"""Let an item come from a risk, come again, and keep the words of its demand."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.add_column(sa.Column("risk_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rhythm", sa.String(length=20), nullable=True))
        batch_op.add_column(
            sa.Column("addressed_to", sa.String(length=100), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("due_as_told", sa.String(length=60), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("cancelled_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_follow_up_risk_id"), ["risk_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_follow_up_previous_id"), ["previous_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_follow_up_risk_id_risk"), "risk", ["risk_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_follow_up_previous_id_follow_up"), "follow_up", ["previous_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_follow_up_risk"), "risk_id IS NULL OR NOT is_filing"
        )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.alter_column("addressed_to", server_default=None)
        batch_op.alter_column("due_as_told", server_default=None)
    # The day on which an item was given up stood in its time line only.
    op.execute(
        "UPDATE follow_up SET cancelled_on = (SELECT max(acted_on) FROM follow_up_entry "
        "WHERE follow_up_entry.follow_up_id = follow_up.id AND verb = 'cancel') "
        "WHERE state = 'cancelled'"
    )


def downgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_follow_up_risk"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_follow_up_previous_id_follow_up"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_follow_up_risk_id_risk"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_follow_up_previous_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_follow_up_risk_id"))
        batch_op.drop_column("cancelled_on")
        batch_op.drop_column("due_as_told")
        batch_op.drop_column("addressed_to")
        batch_op.drop_column("rhythm")
        batch_op.drop_column("previous_id")
        batch_op.drop_column("risk_id")
