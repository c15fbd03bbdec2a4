"""Add agreements, who signs them, and who must."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "required_unit",
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "to_on IS NULL OR to_on >= from_on", name=op.f("ck_required_unit_period")
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["agreement_kind.id"], name=op.f("fk_required_unit_kind_id_agreement_kind")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_required_unit_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_unit")),
        sa.UniqueConstraint(
            "kind_id", "year", "unit_id", name=op.f("uq_required_unit_kind_id_year_unit_id")
        ),
    )
    with op.batch_alter_table("required_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_required_unit_year"), ["year"], unique=False)

    op.create_table(
        "signing",
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("told_by", sa.JSON(), nullable=False),
        sa.Column("told_with", sa.JSON(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["agreement_kind.id"], name=op.f("fk_signing_kind_id_agreement_kind")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_signing_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing")),
    )
    with op.batch_alter_table("signing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signing_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signing_year"), ["year"], unique=False)

    op.create_table(
        "signing_leader",
        sa.Column("signing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=60), nullable=False),
        sa.Column("post_title", sa.String(length=100), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signing_leader_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["signing.id"], name=op.f("fk_signing_leader_signing_id_signing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_leader")),
        sa.UniqueConstraint(
            "signing_id", "person_id", name=op.f("uq_signing_leader_signing_id_person_id")
        ),
    )
    with op.batch_alter_table("signing_leader", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signing_leader_signing_id"), ["signing_id"], unique=False
        )

    op.create_table(
        "agreement",
        sa.Column("signing_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("resign_reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('signed', 'superseded') OR signed_on IS NOT NULL",
            name=op.f("ck_agreement_signed"),
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["agreement_kind.id"], name=op.f("fk_agreement_kind_id_agreement_kind")
        ),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["signing.id"], name=op.f("fk_agreement_signing_id_signing")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agreement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "kind_id",
            "year",
            "unit_id",
            "version",
            name=op.f("uq_agreement_kind_id_year_unit_id_version"),
        ),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_signing_id"), ["signing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_year"), ["year"], unique=False)

    op.create_table(
        "signer",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=60), nullable=False),
        sa.Column("post_title", sa.String(length=100), nullable=False),
        sa.Column("is_proxy", sa.Boolean(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signer_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signer")),
        sa.UniqueConstraint(
            "agreement_id", "person_id", name=op.f("uq_signer_agreement_id_person_id")
        ),
    )
    with op.batch_alter_table("signer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signer_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "agreement_step",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
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
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_step_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_act_id"],
            ["paper_act.id"],
            name=op.f("fk_agreement_step_paper_act_id_paper_act"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_step")),
    )
    with op.batch_alter_table("agreement_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_step_agreement_id"), ["agreement_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("agreement_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_step_agreement_id"))
    op.drop_table("agreement_step")
    with op.batch_alter_table("signer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signer_agreement_id"))
    op.drop_table("signer")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_year"))
        batch_op.drop_index(batch_op.f("ix_agreement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_state"))
        batch_op.drop_index(batch_op.f("ix_agreement_signing_id"))
    op.drop_table("agreement")
    with op.batch_alter_table("signing_leader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signing_leader_signing_id"))
    op.drop_table("signing_leader")
    with op.batch_alter_table("signing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signing_year"))
        batch_op.drop_index(batch_op.f("ix_signing_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_signing_kind_id"))
    op.drop_table("signing")
    with op.batch_alter_table("required_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_required_unit_year"))
    op.drop_table("required_unit")
