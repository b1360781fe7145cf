"""Language models that a study names, such as fr_core_news_sm: what they recognise counts as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from maillage.analyze.profiles.signature.layout import Layout

KINDS = {
    "PER": "human",
    "PERSON": "human",
    "ORG": "organization",
    "LOC": "location",
    "GPE": "location",
    "FAC": "location",
}
"""What the entities of spaCy's models are called, and what they are here."""


def is_installed(name: str) -> bool:
    """Whether a model is a package, or a folder, that spaCy can load."""
    return spacy.util.is_package(name) or (Path(name) / "meta.json").is_file()


class Recognisers:
    """The component that lets models look at a signature and notes what they recognise, word by word."""

    def __init__(self, names: Sequence[str]) -> None:
        self._models: list[Language] = [spacy.load(name) for name in names if is_installed(name)]

    def __call__(self, doc: Doc) -> Doc:
        """The same document, its layout with what the models take its words for."""
        layout: Layout = doc.user_data["layout"]
        for model in self._models:
            for entity in model(layout.text).ents:
                if kind := KINDS.get(entity.label_):
                    for index in range(*layout.at(entity.start_char, entity.end_char)):
                        layout.hints.setdefault(index, kind)
        return doc
