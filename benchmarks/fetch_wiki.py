"""Fetching a live wiki, beside a bare loop over mwclient that asks for as much at a time and throws the answers away.

    python benchmarks/fetch_wiki.py --revisions 20000 --rounds 3

Makes a real MediaWiki on loopback (tests/servers), with an invented history, and asks it as an account that may have
500 revisions with their texts at a time, and as anybody, who may have 50.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import mwclient

from maillage.fetch import fetch
from maillage.fetch.credentials import variable
from maillage.fetch.mediawiki.questions import revisions
from maillage.fetch.mediawiki.selection import Namespaces
from maillage.project import Source, WikiOptions
from maillage.sentences import Said

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from servers.mediawiki import ADMIN, MediaWiki

WORDS = (
    "moulin rivière atelier école marché verger lavoir pont sentier carte récit archive musique laine pierre".split()
)
A_PAGE = 50  # revisions


class Clock:
    """When revisions came; the first answer only starts the clock."""

    def __init__(self) -> None:
        self.begun = self.ended = 0.0
        self.counted = 0

    def begin(self, what: str, total: int) -> None:
        """Nothing."""

    def tell(self, what: Said | None) -> None:
        """Nothing."""

    def advance(self, steps: int) -> None:
        """So many revisions came."""
        if steps:
            self.ended = time.perf_counter()
            if self.begun:
                self.counted += steps
            else:
                self.begun = self.ended

    @property
    def rate(self) -> float:
        """Revisions a second."""
        return self.counted / (self.ended - self.begun)


def bare(url: str, texts: str, login: tuple[str, str] | None) -> Clock:
    """All revisions, asked as `fetch` asks for them, and thrown away."""
    parts = urlsplit(url)
    site = mwclient.Site(parts.netloc, path=parts.path, scheme=parts.scheme)
    if login:
        site.login(*login)
    clock = Clock()
    (request,) = revisions(texts, Namespaces({}, {}), {})
    more: dict[str, str] = {}
    while True:
        answer = site.get("query", **request, formatversion="2", **more)
        clock.advance(sum(len(page["revisions"]) for page in answer["query"]["allrevisions"]))
        if "continue" not in answer:
            return clock
        more = answer["continue"]


def ours(url: str, texts: str, login: tuple[str, str] | None) -> Clock:
    """The same into a copy."""
    options = WikiOptions(url=url, texts=texts, login=login[0] if login else "")
    if login:
        os.environ[variable("bench")] = login[1]
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        done = fetch(Source("bench", "mediawiki", Path(folder), wiki=options), clock)
        if done.failure:
            raise done.failure
    return clock


def dump(count: int) -> str:
    """An invented history as XML: pages of 50 revisions, 2 to 3 kB each."""
    chance = random.Random(1893)  # noqa: S311  a history, not a secret
    lines = ['<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr">']
    for number in range(count):
        page = number // A_PAGE
        if number % A_PAGE == 0:
            text = " ".join(chance.choices(WORDS, k=300))
            lines.append(f"<page><title>Page {page}</title><ns>0</ns><id>{page + 10}</id>")
        text = f"{text}\n{' '.join(chance.choices(WORDS, k=4))}."
        year, month, day = 2010 + number * 9 // count, 1 + number % 12, 1 + page % 28
        moment = f"{year}-{month:02}-{day:02}T{number % 24:02}:00:{page % 60:02}Z"
        lines.append(
            f"<revision><id>{number + 10}</id><timestamp>{moment}</timestamp><contributor><ip>192.0.2.{page % 250}</ip>"
            f"</contributor><comment>suite</comment><model>wikitext</model><format>text/x-wiki</format>"
            f'<text xml:space="preserve">{escape(text)}</text></revision>'
        )
        if number % A_PAGE == A_PAGE - 1 or number == count - 1:
            lines.append("</page>")
    return "\n".join([*lines, "</mediawiki>"])


def main() -> None:
    """Make the wiki, ask it in turns, and print the rates."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--revisions", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wiki = MediaWiki.create(Path(folder) / "wiki")
        (Path(folder) / "dump.xml").write_text(dump(chosen.revisions), encoding="utf-8")
        wiki.maintenance("importDump", "--quiet", "--no-updates", str(Path(folder) / "dump.xml"))
        login = wiki.bot_password(ADMIN)
        wiki.switch(more="$wgSessionCacheType = CACHE_DB;")  # PHP's memory is too small for sessions beside texts
        print(f"{'':32}{'bare':>10}{'fetch':>10}{'fetch/bare':>12}   revisions/s, medians of {chosen.rounds}")
        with wiki:
            for title, texts, who in (
                ("without text, 500 at a time", "none", None),
                ("with text, 500 at a time", "all", login),
                ("with text, 50 at a time", "all", None),
            ):
                bare(wiki.url, texts, who)  # the wiki's caches are warm from here on
                pairs = [
                    (bare(wiki.url, texts, who).rate, ours(wiki.url, texts, who).rate) for _ in range(chosen.rounds)
                ]
                one, two = (statistics.median(rates) for rates in zip(*pairs, strict=True))
                ratio = statistics.median(mine / theirs for theirs, mine in pairs)
                print(f"{title:32}{one:>10.0f}{two:>10.0f}{ratio:>12.2f}", flush=True)


if __name__ == "__main__":
    main()
