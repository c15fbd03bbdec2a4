"""Add the reports of units."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_report",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("manner", sa.String(length=20), nullable=False),
        sa.Column("overview", sa.Text(), nullable=False),
        sa.Column("causes", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("submitter_name", sa.String(length=200), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'accepted') OR submitted_on IS NOT NULL",
            name=op.f("ck_unit_report_submitted"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_unit_report_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["submitter_id"], ["person.id"], name=op.f("fk_unit_report_submitter_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_report")),
        sa.UniqueConstraint(
            "meeting_id", "unit_id", name=op.f("uq_unit_report_meeting_id_unit_id")
        ),
    )
    with op.batch_alter_table("unit_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_report_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_report_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_report_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "report_row",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("risk_id", sa.Integer(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["risk_area.id"], name=op.f("fk_report_row_area_id_risk_area")
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["report_row.id"],
            name=op.f("fk_report_row_copied_from_id_report_row"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["unit_report.id"], name=op.f("fk_report_row_report_id_unit_report")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_report_row_risk_id_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_row")),
    )
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_row_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_row_risk_id"), ["risk_id"], unique=False)

    op.create_table(
        "report_word",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(risk_id IS NULL) <> (follow_up_id IS NULL)", name=op.f("ck_report_word_about")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_report_word_follow_up_id_follow_up")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["unit_report.id"], name=op.f("fk_report_word_report_id_unit_report")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_report_word_risk_id_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_word")),
        sa.UniqueConstraint(
            "report_id", "follow_up_id", name=op.f("uq_report_word_report_id_follow_up_id")
        ),
        sa.UniqueConstraint("report_id", "risk_id", name=op.f("uq_report_word_report_id_risk_id")),
    )
    with op.batch_alter_table("report_word", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_word_follow_up_id"), ["follow_up_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_report_word_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_word_risk_id"), ["risk_id"], unique=False)

    op.create_table(
        "report_step",
        sa.Column("report_id", sa.Integer(), nullable=False),
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
            ["paper_act_id"], ["paper_act.id"], name=op.f("fk_report_step_paper_act_id_paper_act")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["unit_report.id"], name=op.f("fk_report_step_report_id_unit_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
    )
    with op.batch_alter_table("report_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_step_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("report_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_step_report_id"))
    op.drop_table("report_step")
    with op.batch_alter_table("report_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_word_risk_id"))
        batch_op.drop_index(batch_op.f("ix_report_word_report_id"))
        batch_op.drop_index(batch_op.f("ix_report_word_follow_up_id"))
    op.drop_table("report_word")
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_row_risk_id"))
        batch_op.drop_index(batch_op.f("ix_report_row_report_id"))
    op.drop_table("report_row")
    with op.batch_alter_table("unit_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_report_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_report_state"))
        batch_op.drop_index(batch_op.f("ix_unit_report_meeting_id"))
    op.drop_table("unit_report")
