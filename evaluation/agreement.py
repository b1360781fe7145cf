"""Agreement of two annotators: ours, computed on annotations whose agreement is published, must give the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from evaluation.scores import RESAMPLES, SEED, Interval, Section
from maillage.analyze.agreement import Ratings, cohen_kappa, krippendorff_alpha, percent_agreement

FOLDER = Path("annotated", "cleverly-zoning-offsets")
LANGUAGES = {"fr": "French", "es": "Spanish", "pt": "Portuguese"}
PUBLISHED = {"fr": ("0.96", "0.94"), "es": ("0.92", "0.87"), "pt": ("0.93", "0.90")}  # Jardim et al. 2021, by line

Zones = Sequence[tuple[str, int, int]]


def sections(corpora: Path) -> Iterator[Section]:
    """One table: a row for each language."""
    if not (corpora / FOLDER).is_dir():
        return
    yield Section(
        title="Agreement of two annotators",
        about="Zones of mails by two annotators (Jardim et al. 2021, *Multilingual Email Zoning*), compared "
        "character by character; intervals over mails. What the authors print is by line.",
        header=("", "mails", "agreement", "Cohen's κ", "Krippendorff's α", "printed: agreement, κ"),
        rows=[_row(corpora, language) for language in LANGUAGES],
        notes=[
            "Computed by the code of `maillage code agree`.",
            "Others found the same: 0.960 and κ 0.945 in French, κ 0.882 in Spanish, κ 0.916 in Portuguese.",
        ],
    )


def by_mail(corpora: Path, language: str) -> list[Ratings]:
    """For each mail, how many of its characters were given which pair of zones."""
    first, second = (_zones(corpora / FOLDER / f"{language}_annotator{number}.json") for number in (1, 2))
    return [_characters(first[mail], second[mail]) for mail in sorted(first.keys() & second.keys())]


def together(mails: Sequence[Ratings]) -> Ratings:
    """The ratings of several mails as one."""
    whole: Counter[tuple[str | None, ...]] = Counter()
    for ratings in mails:
        whole.update(ratings)
    return whole


def _zones(file: Path) -> dict[str, Zones]:
    return {mail["_id"]: mail["zones"] for mail in json.loads(file.read_text(encoding="utf-8"))}


def _characters(*annotations: Zones) -> Ratings:
    """Pairs of zones; a character outside of the zones of one annotator is not compared."""
    end = max((zone[2] for zones in annotations for zone in zones), default=0)
    labels: list[list[str | None]] = [[None] * end for _ in annotations]
    for of, zones in zip(labels, annotations, strict=True):
        for kind, begin, stop in zones:
            of[begin:stop] = [kind] * (stop - begin)
    counts = Counter(zip(*labels, strict=True))
    return {pattern: count for pattern, count in counts.items() if None not in pattern}


def _row(corpora: Path, language: str) -> tuple[str, ...]:
    mails = by_mail(corpora, language)
    measured = (_over_mails(mails, measure) for measure in (percent_agreement, cohen_kappa, krippendorff_alpha))
    return LANGUAGES[language], str(len(mails)), *map(str, measured), ", ".join(PUBLISHED[language])


def _over_mails(mails: Sequence[Ratings], measure: Callable[[Ratings], float]) -> Interval:
    draw = Random(SEED)  # noqa: S311  # resampling, no secret
    drawn = sorted(measure(together(draw.choices(mails, k=len(mails)))) for _ in range(RESAMPLES))
    return Interval(measure(together(mails)), drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)])
