"""The spaCy pipeline that reads signatures: a light tokenizer, and one component for each kind of knowledge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.signature import addresses, functions, organisations, people, shapes, silence
from maillage.analyze.profiles.signature.layout import Layout
from maillage.analyze.profiles.signature.models import Recognisers

STEPS: dict[str, Callable[[Layout], None]] = {
    "signature_shapes": shapes.take,
    "signature_silence": silence.silence,
    "signature_addresses": addresses.take,
    "signature_people": people.take,
    "signature_functions": functions.take,
    "signature_places": addresses.take_alone,
    "signature_organisations": organisations.take,
}

HALVES = re.compile("[\ud800-\udfff]")  # of a character: spaCy's words are in UTF-8, which has none


class SignatureTokenizer:
    """Words as signatures have them: line breaks are tokens, so is a gap that parts columns."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A document of these words, which carries their layout."""
        layout = Layout.of(text)
        spaces = [following.begin > word.end for word, following in zip(layout.words, layout.words[1:], strict=False)]
        words = [HALVES.sub("\ufffd", word.text) for word in layout.words]
        doc = Doc(self.vocab, words=words, spaces=[*spaces, False][: len(layout.words)])
        doc.user_data["layout"] = layout
        return doc


def _tokenizer() -> Callable[[Language], SignatureTokenizer]:
    return lambda nlp: SignatureTokenizer(nlp.vocab)


registry.tokenizers.register("maillage.signature_tokenizer.v1", func=_tokenizer)


class _Step:
    """One component: it lets its knowledge look at the layout of a document."""

    def __init__(self, step: Callable[[Layout], None]) -> None:
        self._step = step

    def __call__(self, doc: Doc) -> Doc:
        """The same document, its layout looked at."""
        self._step(doc.user_data["layout"])
        return doc


def _recognisers(nlp: Language, name: str, models: list[str]) -> Recognisers:  # noqa: ARG001  # what spaCy gives
    return Recognisers(models)


for _component, _knowledge in STEPS.items():
    Language.component(_component, func=_Step(_knowledge))
Language.factory("signature_models", default_config={"models": []}, func=_recognisers)


def build(models: Sequence[str] = ()) -> Language:
    """The pipeline; models, where they are installed, look at a signature before all rules.

    Its vocabulary knows nothing of how words look, for the layout does: spaCy's own took 0.4 ms a signature.
    """
    config = {"nlp": {"tokenizer": {"@tokenizers": "maillage.signature_tokenizer.v1"}}}
    nlp = spacy.blank("xx", vocab=Vocab(), config=config)
    if models:
        nlp.add_pipe("signature_models", config={"models": list(models)})
    for name in STEPS:
        nlp.add_pipe(name)
    return nlp


def read(nlp: Language, text: str, names: Sequence[str]) -> list[Found]:
    """What the pipeline finds in a text, in its order."""
    with nlp.memory_zone():
        doc = nlp.tokenizer(text)
        layout: Layout = doc.user_data["layout"]
        layout.names = tuple(names)
        for _, component in nlp.pipeline:
            doc = component(doc)
        return sorted(layout.found, key=lambda found: (found.begin, found.end, found.kind))
