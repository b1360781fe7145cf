"""Changesets of OpenStreetMap by its API: `changesets-2012-05.osm`, a file for each month in which some were begun.

The url is that of the question, `https://api.openstreetmap.org/api/0.6/changesets?bbox=-4.6,48.3,-4.3,48.5`:

- `bbox`: the box of a territory. The box of a changeset meets many where it spans the world; those whose middle is
  inside are kept.
- `user`, `display_name`: the number or the name of an account; several, each into a folder of its own.
- `time`: from a day on, or between two (`2012-01-01,2014-12-31`).
- `hashtag`, which the API does not have: of the changesets, those whose comment has it, `hashtag=cartopartie`.

The API gives a hundred at a time, the latest first. It is asked from now backwards, and a month is written when all of
it is there; a fetch that was stopped goes on below. Later fetches ask for the months since, and the one in which the
last fetch ended. What people said of a changeset comes with it, one request each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree as ET

from maillage.fetch.folder import safe
from maillage.fetch.page import Page
from maillage.fetch.recognition import OF_OSM, Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.sentences import Said

AT_A_TIME = 100
OPEN = timedelta(days=2)  # a changeset is closed a day after it was begun, at the latest
FIRST = datetime(2005, 4, 1, tzinfo=UTC)  # there were none before
_SAME = 20  # answers in a row with nothing new after which nothing more is expected
_ROOT = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<osm[\s>]")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ACCOUNTS = ("user", "display_name")
_ASKED = (*_ACCOUNTS, "bbox", "time", "hashtag")


class _Question(NamedTuple):
    """What is asked. `accounts`: each a parameter and its value, none for everybody; `bbox`: west, south, east, north.

    `hashtag`: without its `#`, "" for all changesets.
    """

    api: str
    accounts: Sequence[tuple[str, str]]
    bbox: tuple[float, ...] | None
    since: datetime
    until: datetime
    hashtag: str

    def takes(self, changeset: ET.Element) -> bool:
        """Whether a changeset that came is one that is meant."""
        return self._is_inside(changeset) and self._is_tagged(changeset)

    def _is_inside(self, changeset: ET.Element) -> bool:
        if self.bbox is None:
            return True
        try:
            ends = [float(changeset.get(key, "")) for key in ("min_lon", "min_lat", "max_lon", "max_lat")]
        except ValueError:
            return False  # nothing was drawn
        west, south, east, north = self.bbox
        return west <= (ends[0] + ends[2]) / 2 <= east and south <= (ends[1] + ends[3]) / 2 <= north

    def _is_tagged(self, changeset: ET.Element) -> bool:
        tags = {tag.get("k"): tag.get("v", "") for tag in changeset.iter("tag")}
        said = f"{tags.get('comment', '')} {tags.get('hashtags', '')}"
        return not self.hashtag or bool(re.search(rf"#{re.escape(self.hashtag)}(?!\w)", said, re.IGNORECASE))


def recognizes(page: Page) -> bool:
    """Whether a page is an answer of the API."""
    return bool(OF_OSM.search(urlsplit(page.url).path)) and bool(_ROOT.match(page.content))


def lists(page: Page) -> Sequence[Listed]:  # noqa: ARG001  a contract
    """A question has one answer."""
    return ()


def fetch(task: Task) -> None:
    """Bring the changesets that are new. Raises NotFetched, OSError."""
    question = _question(task)
    task.progress.begin("fetch", 0)
    for account in question.accounts or [("", "")]:
        prefix = f"{safe(account[1]) or 'account'}/" if len(question.accounts) > 1 else ""
        _Changesets(task, question, account, prefix).bring()


def _question(task: Task) -> _Question:
    """What the url asks. Raises NotFetched."""
    parts = urlsplit(task.url)
    fields = parse_qs(parts.query)
    strange = sorted(fields.keys() - set(_ASKED))
    if not OF_OSM.search(parts.path) or strange or not fields.keys() & {*_ACCOUNTS, "bbox"}:
        said = Said("it is no question for changesets: {url}", url=task.url)
        step = Said("write https://api.openstreetmap.org/api/0.6/changesets? and bbox=, user= or display_name=")
        raise task.web.refusal(said, step)
    try:
        bbox = tuple(map(float, fields["bbox"][0].split(","))) if "bbox" in fields else None
        begin, _, end = fields.get("time", [""])[0].partition(",")
        since = _moment(begin) if begin else FIRST
        until = _moment(end) if end else datetime.now(UTC)
    except ValueError:
        bbox, since, until = (), FIRST, FIRST
    if (bbox is not None and len(bbox) != 4) or since > until:
        said = Said("it is no question for changesets: {url}", url=task.url)
        raise task.web.refusal(said, Said("write bbox=WEST,SOUTH,EAST,NORTH and time=2012-01-01,2014-12-31"))
    accounts = [(key, value) for key in _ACCOUNTS for value in fields.get(key, ())]
    hashtag = fields.get("hashtag", [""])[0].removeprefix("#")
    api = f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"
    return _Question(api, accounts, bbox, max(since, FIRST), until, hashtag)


def _moment(written: str) -> datetime:
    """A moment as the API and people write it; UTC where it has no zone. Raises ValueError."""
    moment = datetime.fromisoformat(written.replace(" UTC", "Z"))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


# ------------------------------------------------------------------------------------------- going backwards


@dataclass
class _Changesets:
    """The changesets of one account, or of everybody, in the files below `prefix`.

    The journal has, by prefix, between which moments nothing is missing.
    """

    task: Task
    question: _Question
    account: tuple[str, str]
    prefix: str

    def bring(self) -> None:
        """Bring what is new, then what a fetch that was stopped left out."""
        question, told = self.question, self.task.folder.journal.told("between", self.prefix)
        low, high = map(_moment, told) if told else (question.until, question.until)
        if told:
            self._go_down(question.until, max(_month(high - OPEN), low, question.since), lambda _: None)
            if question.until - high >= OPEN:
                high = question.until
        self._go_down(low, question.since, lambda month: self._note(month, high))
        self._note(min(low, question.since), high)

    def _note(self, low: datetime, high: datetime) -> None:
        self.task.folder.journal.tell("between", self.prefix, [low.isoformat(), high.isoformat()])

    def _go_down(self, upper: datetime, lower: datetime, note: Callable[[datetime], None]) -> None:
        """Write the months from one moment down to another, and note each that is whole."""
        months: dict[datetime, dict[int, ET.Element]] = {}
        for changesets, reached in self._answers(upper, lower):
            for number, begun, changeset in changesets:
                if lower <= begun < upper and self.question.takes(changeset):
                    months.setdefault(_month(begun), {})[number] = changeset
            for month in sorted((one for one in months if one > reached), reverse=True):
                self._write(month, months.pop(month))
                note(month)
        for month in sorted(months, reverse=True):
            self._write(month, months[month])

    def _answers(self, upper: datetime, lower: datetime) -> Iterator[tuple[list[_Begun], datetime]]:
        """What the API gives, a hundred at a time, from one moment down to another; and to which moment it came."""
        seen: set[int] = set()
        here, same = upper, 0
        while here >= lower and same < _SAME and lower < upper:
            answer = [_Begun.of(one) for one in self._asked("changesets", self._fields(lower, here)).iter("changeset")]
            told = [one for one in answer if one]
            fresh = [one for one in told if one.number not in seen]
            seen.update(one.number for one in fresh)
            self.task.progress.advance(len(fresh))
            oldest = min((one.begun for one in told), default=lower)
            # Where a hundred were begun in one second, those behind are asked for by the second before.
            here = oldest if oldest < here else here - timedelta(seconds=1)
            same = 0 if fresh else same + 1
            yield fresh, here
            if len(answer) < AT_A_TIME and not fresh:
                return

    def _fields(self, lower: datetime, here: datetime) -> dict[str, str]:
        where = {"bbox": ",".join(f"{end:.7g}" for end in self.question.bbox)} if self.question.bbox else {}
        who = {self.account[0]: self.account[1]} if self.account[0] else {}
        return {**where, **who, "time": f"{lower:%Y-%m-%dT%H:%M:%SZ},{here:%Y-%m-%dT%H:%M:%SZ}"}

    def _write(self, month: datetime, changesets: dict[int, ET.Element]) -> None:
        """Write the file of a month, with what was said of its changesets."""
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="OpenStreetMap server">']
        for number in sorted(changesets):
            changeset = changesets[number]
            if changeset.get("comments_count", "0") != "0":
                answer = self._asked(f"changeset/{number}", {"include_discussion": "true"})
                changeset = next((one for one in answer.iter("changeset")), changeset)
            changeset.tail = ""
            lines.append(" " + ET.tostring(changeset, "unicode"))
        content = "\n".join([*lines, "</osm>", ""]).encode("utf-8", "replace")
        self.task.keep(f"{self.prefix}changesets-{month:%Y-%m}.osm", content, self.question.api)

    def _asked(self, path: str, fields: dict[str, str]) -> ET.Element:
        """What the API answers. Raises NotFetched."""
        page = self.task.web.page(f"{self.question.api}{path}?{urlencode(fields, safe=',:')}")
        if not _FORBIDDEN.search(page.content) and _ROOT.match(page.content):
            with suppress(ET.ParseError):
                return ET.fromstring(page.content)  # noqa: S314  without entities, which are refused above
        said = Said("a page came from {api} instead of an answer", api=page.url)
        raise self.task.web.refusal(said, CHECK_URL)


class _Begun(NamedTuple):
    """A changeset and when it was begun."""

    number: int
    begun: datetime
    changeset: ET.Element

    @classmethod
    def of(cls, changeset: ET.Element) -> _Begun | None:
        """A changeset as it came; None where its number or its time cannot be read."""
        number = changeset.get("id", "")
        try:
            begun = _moment(changeset.get("created_at", ""))
        except ValueError:
            return None
        return cls(int(number), begun, changeset) if re.fullmatch(r"[0-9]{1,15}", number) else None


def _month(moment: datetime) -> datetime:
    """The first second of its month."""
    return datetime.combine(date(moment.year, moment.month, 1), datetime.min.time(), UTC)
