"""The demo study: an invented study whose counts are those of the published tables.

Eight mailing lists, eight wikis and seven participatory sites of two towns, the lists' subscribers and what people
decided about them, ready for `maillage ingest`.
Every person, address, structure and text is invented. The counts follow Y. Taniguchi's thesis (2018), so that a
report of this study can be laid beside the published tables. The same bytes come out everywhere and every time.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from maillage.demo import mbox, pipermail, study
from maillage.demo.mails import Correspondence
from maillage.demo.oddities import with_oddities
from maillage.demo.people import people
from maillage.demo.plan import plan
from maillage.demo.sites import sites
from maillage.demo.subscribers import KINDS, former, roster, silent_subscribers, subscriptions
from maillage.demo.wikis import wikis
from maillage.demo.wikis.links import with_links

if TYPE_CHECKING:
    from pathlib import Path

    from maillage.demo.mails import Mail

__all__ = ["generate"]

SEED = 2018
WIKIS = 10  # the seed of the first wiki, counted from that of the study
SITES = 30  # that of the sites


def generate(folder: Path) -> None:
    """Write the whole demo study into a folder, which is made where it does not exist.

    The folder holds `maillage.toml`, `archives/`, `abonnes/` (subscribers), `decisions/`, `pseudonyms.key`,
    `LISEZMOI.txt`, and `truth.csv`: what the generator knows about the people, to measure what analysis finds.
    """
    chance = (Random(SEED + step) for step in range(4))  # noqa: S311 - the same study every time is the aim
    made = plan(next(chance))
    known = people(made, next(chance))
    mails = with_oddities(Correspondence(next(chance), known).write(made))
    subscribed = subscriptions(known, mails, next(chance))
    silent = silent_subscribers(subscribed)
    written = wikis(known, mails, silent, SEED + WIKIS)
    published = sites(known, silent, written, SEED + SITES)
    mails = with_links(mails, known, written)
    _write_archives(folder, mails)
    for path, content in (*written.files(), *published.files()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    files = {
        "maillage.toml": study.study_file(known),
        "decisions/persons.csv": study.persons_decisions(known, written),
        "decisions/exclusions.csv": study.exclusions(),
        "decisions/roles.csv": study.roles(known),
        "decisions/codings/settled.csv": study.codings(known),
        "pseudonyms.key": study.KEY,
        "truth.csv": study.truth(made, known, mails, subscribed, written, published),
        "LISEZMOI.txt": study.READ_ME,
        **{
            study.roster_path(name): roster(kind, [*subscribed[name], *former(known, mails, subscribed[name])])
            for name, kind in KINDS.items()
        },
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def _write_archives(folder: Path, mails: dict[str, list[Mail]]) -> None:
    for name, listed in mails.items():
        path = folder / study.path_of(name)
        if name not in study.PATHS:
            pipermail.write(path, listed)
        elif name == "wiki-brest":
            mbox.write_years(path, listed)
        else:
            mbox.write_one(path, listed)
