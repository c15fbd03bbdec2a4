"""Index the list of tasks by what it is found and put in order by."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LISTED_BY = ["state", "due_on", "year", "number", "closed_on", "assigned_on"]


def upgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index("ix_follow_up_unit_list", ["lead_unit_id", *LISTED_BY])
        batch_op.create_index("ix_follow_up_list", LISTED_BY)
        batch_op.drop_index(batch_op.f("ix_follow_up_lead_unit_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_state"))


def downgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_state"), ["state"])
        batch_op.create_index(batch_op.f("ix_follow_up_lead_unit_id"), ["lead_unit_id"])
        batch_op.drop_index("ix_follow_up_list")
        batch_op.drop_index("ix_follow_up_unit_list")
