"""Add the areas named at a meeting, with what their words stand for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area_list",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("address_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(named_by = 'point') = (point_id IS NOT NULL)", name=op.f("ck_area_list_point")
        ),
        sa.CheckConstraint(
            "(named_by = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_area_list_unit")
        ),
        sa.CheckConstraint(
            "named_by <> 'address' OR address_id IS NOT NULL", name=op.f("ck_area_list_address")
        ),
        sa.ForeignKeyConstraint(
            ["address_id"], ["address.id"], name=op.f("fk_area_list_address_id_address")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_area_list_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_area_list_point_id_point")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_area_list_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_list")),
    )
    with op.batch_alter_table("area_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_list_address_id"), ["address_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_list_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_list_point_id"), ["point_id"], unique=False)

    op.create_table(
        "area_named",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=100), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["area_list.id"], name=op.f("fk_area_named_list_id_area_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_named")),
    )
    with op.batch_alter_table("area_named", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_named_list_id"), ["list_id"], unique=False)

    op.create_table(
        "area_named_area",
        sa.Column("named_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["risk_area.id"], name=op.f("fk_area_named_area_area_id_risk_area")
        ),
        sa.ForeignKeyConstraint(
            ["named_id"], ["area_named.id"], name=op.f("fk_area_named_area_named_id_area_named")
        ),
        sa.PrimaryKeyConstraint("named_id", "area_id", name=op.f("pk_area_named_area")),
    )
    with op.batch_alter_table("area_named_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_named_area_area_id"), ["area_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("area_named_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_named_area_area_id"))
    op.drop_table("area_named_area")
    with op.batch_alter_table("area_named", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_named_list_id"))
    op.drop_table("area_named")
    with op.batch_alter_table("area_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_list_point_id"))
        batch_op.drop_index(batch_op.f("ix_area_list_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_area_list_address_id"))
    op.drop_table("area_list")
