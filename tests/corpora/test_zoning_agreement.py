"""Two annotators' zones of real mails: agreement and kappa are those that others computed from them."""

from __future__ import annotations

import pytest
from neighbours import corpus

from evaluation.agreement import FOLDER, by_mail, together
from maillage.analyze.agreement import cohen_kappa, percent_agreement


@pytest.mark.parametrize(
    ("language", "mails", "agreement", "kappa"),
    [("fr", 215, 0.960, 0.945), ("es", 200, 0.923, 0.882), ("pt", 210, 0.940, 0.916)],
)
def test_agreement_by_character_is_as_published(language: str, mails: int, agreement: float, kappa: float) -> None:
    found = by_mail(corpus(FOLDER.as_posix()).parents[1], language)
    assert len(found) == mails
    assert round(percent_agreement(together(found)), 3) == agreement
    assert round(cohen_kappa(together(found)), 3) == kappa
