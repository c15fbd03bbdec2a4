"""Complete risks: grading, the five fields, ways of standing open, rounds and look-backs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Texts that nothing is known of yet, with their lengths; None for no bound.
TEXTS = {
    "source": 20, "basis": 200, "interim_control": None, "responsibility": 200, "budget": 100,
    "emergency_plan": None, "grade_basis": 300, "graded_by": 300, "asked_kind": 20,
    "asked_level": 20, "asked_basis": 300, "accepted_by": 300, "transferred_to": 200,
    "transfer_doc_no": 100, "look_back_why": 100,
}  # fmt: skip
DAYS = (
    "graded_on", "accepted_on", "transferred_on", "next_review_on", "reopened_on", "look_back_on",
    "looked_back_on",
)  # fmt: skip
NUMBERS = ("asked_by_id", "accepter_id", "found_by_id", "supervisor_id")
CHECKS = {
    "transferred": "state <> 'transferred' OR transferred_on IS NOT NULL",
    "long_term": "state <> 'long_term' OR next_review_on IS NOT NULL",
    "round": "round >= 1",
}
FOREIGN = {"found_by_id": "unit", "supervisor_id": "person"}


def _columns() -> list[sa.Column]:
    texts = [
        sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False,
                  server_default="")
        for name, length in TEXTS.items()
    ]  # fmt: skip
    return [
        *texts,
        *(sa.Column(name, sa.Date(), nullable=True) for name in DAYS),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in NUMBERS),
        sa.Column("round", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("has_item_files", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def upgrade() -> None:
    with op.batch_alter_table("risk", schema=None) as batch_op:
        for column in _columns():
            batch_op.add_column(column)
        for name, table in FOREIGN.items():
            batch_op.create_foreign_key(
                batch_op.f(f"fk_risk_{name}_{table}"), table, [name], ["id"]
            )
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_risk_{name}"), condition)
        batch_op.create_index(batch_op.f("ix_risk_look_back_on"), ["look_back_on"], unique=False)
    with op.batch_alter_table("risk", schema=None) as batch_op:
        for name in (*TEXTS, "round", "has_item_files"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    # The older release knows neither of these states: both are open and being seen to.
    op.execute("UPDATE risk SET state = 'rectifying' WHERE state IN ('transferred', 'long_term')")
    with op.batch_alter_table("risk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_look_back_on"))
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_risk_{name}"), type_="check")
        for name, table in FOREIGN.items():
            batch_op.drop_constraint(batch_op.f(f"fk_risk_{name}_{table}"), type_="foreignkey")
        for name in (*TEXTS, *DAYS, *NUMBERS, "round", "has_item_files"):
            batch_op.drop_column(name)
