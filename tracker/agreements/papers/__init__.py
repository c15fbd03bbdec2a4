"""Papers of agreements: the agreement with its signing page, 签订情况表, and coverage."""

from tracker.agreements.papers.agreement import (
    AgreementPaper,
    Paragraph,
    SignatureLine,
    agreement,
    agreement_ids,
    agreement_in_word,
    agreements_ids,
    agreements_of,
    of_agreement,
)
from tracker.agreements.papers.coverage import coverage, coverage_ids
from tracker.agreements.papers.signing import (
    side_words,
    signing_table,
    signing_table_ids,
    year_table,
)

__all__ = [
    "AgreementPaper",
    "Paragraph",
    "SignatureLine",
    "agreement",
    "agreement_ids",
    "agreement_in_word",
    "agreements_ids",
    "agreements_of",
    "coverage",
    "coverage_ids",
    "of_agreement",
    "side_words",
    "signing_table",
    "signing_table_ids",
    "year_table",
]
