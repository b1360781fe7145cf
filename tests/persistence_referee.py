"""What mwpersistence makes of the revisions of a page, with the tokens of deltas' text_split, and what we do.

Their tokens are made distinct here: deltas 0.7 has one object for all tokens of a text that are spelt alike, so that
one that stays keeps alive those that were removed. Of theirs, only words and numbers are compared: blanks and marks
are no words of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deltas import SegmentMatcher, Token
from deltas.tokenizers import RegexTokenizer
from deltas.tokenizers.text_split import LEXICON
from mwpersistence import DiffState

from maillage.analyze.wikis.authorship import Followed, Tally

Edits = Sequence[tuple[str, str]]  # user and text
Figures = tuple[int, int, int, int, int]


class DistinctTokens(RegexTokenizer):
    """Their tokenizer, with an object for each token."""

    def _tokenize(self, text: str, token_class: type[Token] | None = None) -> Iterator[Token]:
        for match in self.regex.finditer(text):
            yield (token_class or Token)(match.group(0), type=match.lastgroup)


def theirs(edits: Edits) -> list[Figures]:
    """What mwpersistence says of each revision."""
    state = DiffState(SegmentMatcher(DistinctTokens(LEXICON)), revert_radius=15)
    added, removed, tokens = [], [], []
    for number, (user, text) in enumerate(edits):
        tokens, new, gone = state.update(text, revision=(number, user))
        added.append([token for token in new if token.type in ("word", "number")])
        removed.append(sum(token.type in ("word", "number") for token in gone))
    last = set(map(id, tokens))
    return [
        (
            len(own),
            gone,
            sum(len(token.revisions) - 1 for token in own),
            sum(other != user for token in own for _, other in token.revisions),
            sum(id(token) in last for token in own),
        )
        for own, gone, (user, _) in zip(added, removed, edits, strict=True)
    ]


def tallies(edits: Edits) -> list[Tally]:
    followed = Followed()
    for user, text in edits:
        followed.add(text, user)
    return followed.finish()


def ours(edits: Edits) -> list[Figures]:
    return [
        (tally.added, tally.removed, tally.persisted, tally.persisted_others, tally.surviving)
        for tally in tallies(edits)
    ]
