"""Add the slips that urge, the leaders in charge of units, and the two series of the slips."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SERIES = {"reminder": "工作提示函", "supervision-slip": "督办通知单"}


def upgrade() -> None:
    op.create_table(
        "unit_supervision",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_unit_supervision_post_id_post")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_supervision_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_supervision")),
    )
    with op.batch_alter_table("unit_supervision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_supervision_post_id"), ["post_id"], unique=False)
    op.create_table(
        "urge_slip",
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("issued_paper_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("is_seen", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_urge_slip_follow_up_id_follow_up")
        ),
        sa.ForeignKeyConstraint(
            ["issued_paper_id"],
            ["issued_paper.id"],
            name=op.f("fk_urge_slip_issued_paper_id_issued_paper"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urge_slip")),
        sa.UniqueConstraint(
            "follow_up_id", "step", "due_on", name=op.f("uq_urge_slip_follow_up_id_step_due_on")
        ),
        sa.UniqueConstraint("issued_paper_id", name=op.f("uq_urge_slip_issued_paper_id")),
    )
    with op.batch_alter_table("urge_slip", schema=None) as batch_op:
        for column in ("follow_up_id", "issued_on", "state"):
            batch_op.create_index(batch_op.f(f"ix_urge_slip_{column}"), [column], unique=False)
    _plant_series()


def downgrade() -> None:
    op.drop_table("urge_slip")
    op.drop_table("unit_supervision")
    # Numbers that were given out keep their series.
    op.execute(
        "DELETE FROM number_series WHERE code IN ('reminder', 'supervision-slip') "
        "AND id NOT IN (SELECT series_id FROM series_year)"
    )


def _plant_series() -> None:
    """Give a college that has its dictionaries already the two series; a new one gets them then."""
    series = sa.table(
        "number_series",
        sa.column("code", sa.String),
        sa.column("name", sa.String),
        sa.column("pattern", sa.String),
        sa.column("is_manual", sa.Boolean),
        sa.column("row_version", sa.Integer),
    )
    known = set(op.get_bind().scalars(sa.select(series.c.code)))
    if not known:
        return
    rows = [
        {
            "code": code,
            "name": name,
            "pattern": f"{name}〔{{year}}〕{{number}}号",
            "is_manual": False,
            "row_version": 1,
        }
        for code, name in SERIES.items()
        if code not in known
    ]
    if rows:
        op.bulk_insert(series, rows)
