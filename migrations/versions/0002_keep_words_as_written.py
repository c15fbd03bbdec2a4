"""Keep who held a meeting, and who reported, in the words of the text."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "held_by_as_written", sa.String(length=100), nullable=False, server_default=""
            )
        )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("held_by_as_written", server_default=None)

    with op.batch_alter_table("reporting_unit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("words", sa.String(length=100), nullable=False, server_default="")
        )
        batch_op.alter_column("unit_id", existing_type=sa.INTEGER(), nullable=True)
    with op.batch_alter_table("reporting_unit", schema=None) as batch_op:
        batch_op.alter_column("words", server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_reporting_unit_named"), "unit_id IS NOT NULL OR words <> ''"
        )


def downgrade() -> None:
    # What only words stand for has no place in the older table.
    op.execute("DELETE FROM reporting_unit WHERE unit_id IS NULL")
    with op.batch_alter_table("reporting_unit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reporting_unit_named"), type_="check")
        batch_op.alter_column("unit_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("words")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("held_by_as_written")
