from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from maillage.analyze.profiles.signature import absent, find

TEXT = "Koantenn Ribl\n3 rue du Port\nzorglub industriel breton\n29200 Brest"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small model that was taught one organisation, saved to a folder."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("ner")
    begin = TEXT.index("zorglub")
    entities = {"entities": [(begin, begin + len("zorglub industriel breton"), "ORG")]}
    examples = [Example.from_dict(nlp.make_doc(TEXT), entities) for _ in range(4)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    folder = tmp_path_factory.mktemp("model")
    nlp.to_disk(folder)
    return str(folder)


def organizations(*models: str) -> list[str]:
    return [found.value for found in find(TEXT, (), models) if found.kind == "organization"]


def test_what_a_model_recognises_is_evidence(model: str) -> None:
    assert organizations() == []
    assert organizations(model) == ["zorglub industriel breton"]


def test_a_model_that_is_not_there_is_told_and_is_no_error(tmp_path: Path, model: str) -> None:
    missing = str(tmp_path / "none")
    assert absent([missing, model, "fr_none_there"]) == (missing, "fr_none_there")
    assert organizations(missing) == organizations()
