"""Changesets of OpenStreetMap from a server that answers as changesets_controller.rb of its source does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import quoteattr

import factories
import pytest
from fetch.archives import IMPATIENT, Archive, Asked, Response, files
from fetch.copies import well
from fetch.stopping import as_it_is, killed

from maillage import ingest, inventory
from maillage.fetch import Fetched, fetch
from maillage.project import Source, WikiOptions
from maillage.records import Problem, Revision
from maillage.store import Store
from maillage.update import Update, update

BOX = "-4.6,48.3,-4.4,48.5"


@dataclass
class Changeset:
    """A changeset; its box has its middle at `lon`, `lat` and reaches as far as `wide` degrees."""

    id: int
    begun: datetime
    user: str
    comment: str = ""
    lon: float = -4.5
    lat: float = 48.4
    wide: float = 0.01
    said: tuple[str, ...] = ()

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.lon - self.wide, self.lat - self.wide, self.lon + self.wide, self.lat + self.wide


class Map:
    """What answers as the API; `at_a_time`: changesets of one answer."""

    def __init__(self, count: int = 0, at_a_time: int = 100) -> None:
        self.at_a_time = at_a_time
        begin = datetime(2012, 1, 5, 10, tzinfo=UTC)
        self.changesets = [
            Changeset(
                9000 + number, begin + timedelta(hours=7 * number), ("Maël", "Claire & co")[number % 2], "lavoirs"
            )
            for number in range(count)
        ]

    def __call__(self, asked: Asked) -> Response | None:
        parts = urlsplit(asked.path)
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/robots.txt":
            return Response(b"User-agent: *\nDisallow: /api/\n")
        if parts.path == "/api/0.6/changesets":
            return _answered(self._asked(fields), with_said=False)
        number = parts.path.rpartition("/")[2]
        return _answered([one for one in self.changesets if str(one.id) == number], with_said=True)

    def _asked(self, fields: dict[str, str]) -> list[Changeset]:
        begin, end = (datetime.fromisoformat(moment) for moment in fields["time"].split(","))
        found = [one for one in self.changesets if one.begun + timedelta(hours=1) >= begin and one.begun <= end]
        if "bbox" in fields:
            west, south, east, north = map(float, fields["bbox"].split(","))
            found = [
                one for one in found
                if one.box[0] < east and one.box[2] > west and one.box[1] < north and one.box[3] > south
            ]  # fmt: skip
        if "display_name" in fields:
            found = [one for one in found if one.user == fields["display_name"]]
        return sorted(found, key=lambda one: one.begun, reverse=True)[: self.at_a_time]


def _answered(changesets: list[Changeset], *, with_said: bool) -> Response:
    elements = []
    for one in changesets:
        said = "".join(
            f'<comment id="{number}" date="{one.begun:%Y-%m-%dT%H:%M:%SZ}" uid="1" user="Ana">'
            f"<text>{text}</text></comment>"
            for number, text in enumerate(one.said)
        )
        west, south, east, north = one.box
        elements.append(
            f'<changeset id="{one.id}" created_at="{one.begun:%Y-%m-%dT%H:%M:%SZ}" open="false" uid="71"'
            f' closed_at="{one.begun + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}" user={quoteattr(one.user)}'
            f' min_lat="{south}" min_lon="{west}" max_lat="{north}" max_lon="{east}" comments_count="{len(one.said)}">'
            f'<tag k="comment" v={quoteattr(one.comment)}/>'
            f"{f'<discussion>{said}</discussion>' if with_said else ''}</changeset>"
        )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">{"".join(elements)}</osm>'
    return Response(text.encode(), 200, {"Content-Type": "application/xml; charset=utf-8"})


@pytest.fixture
def map_() -> Map:
    return Map(400)


@pytest.fixture
def served(tmp_path: Path, map_: Map) -> Iterator[Archive]:
    (tmp_path / "www").mkdir()
    with Archive(tmp_path / "www", map_).serving() as archive:
        yield archive


def copied(url: str, path: Path) -> Fetched:
    """Fetch changesets with little patience."""
    return fetch(Source("carte", "osm", path, wiki=WikiOptions(url=url)), None, IMPATIENT)


def revisions(copy: Path) -> list[Revision]:
    reader = ingest.wiki_reader("osm")
    records = [one for part in reader.parts(copy) for one in reader.read(part)]
    assert not [one for one in records if isinstance(one, Problem)]
    return [one for one in records if isinstance(one, Revision)]


def changesets(copy: Path) -> list[int]:
    """The numbers of the changesets of a copy, as often as they are there."""
    return sorted(one.revision >> 20 for one in revisions(copy) if not one.revision % (1 << 20))


def ingested(root: Path, copy: Path) -> Update:
    study = factories.study(root, Source("carte", "osm", copy, wiki=WikiOptions()), database=root / "study.db")
    with Store.open(study.database, write=True) as store:
        return update(store, study)


def question(served: Archive, **fields: str) -> str:
    return served.url("api/0.6/changesets?" + "&".join(f"{name}={value}" for name, value in fields.items()))


@pytest.mark.parametrize("at_a_time", [100, 30, 7])
def test_every_changeset_comes_once_in_the_file_of_its_month(
    served: Archive, map_: Map, tmp_path: Path, at_a_time: int
) -> None:
    map_.at_a_time = at_a_time
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    assert changesets(tmp_path / "copy") == [one.id for one in map_.changesets]
    assert sorted(files(tmp_path / "copy")) == [f"changesets-2012-0{month}.osm" for month in range(1, 5)]


def test_what_was_said_comes_with_it(served: Archive, map_: Map, tmp_path: Path) -> None:
    map_.changesets[7].said = ("Le lavoir du haut manque.", "Ajouté, merci.")
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    said = [one.text for one in revisions(tmp_path / "copy") if one.revision % (1 << 20)]
    assert said == ["Le lavoir du haut manque.", "Ajouté, merci."]
    assert len([path for path in served.paths() if "/changeset/" in path]) == 1


def test_a_map_where_nothing_happened_is_left_as_it_is(served: Archive, tmp_path: Path) -> None:
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    before = as_it_is(tmp_path / "copy")
    served.asked.clear()
    done = well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    assert (done.new, done.changed) == (0, 0)
    assert as_it_is(tmp_path / "copy") == before
    assert len(served.paths()) <= 2


def test_only_the_months_since_the_last_fetch_are_asked_for(served: Archive, map_: Map, tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    map_.changesets.append(Changeset(9900, now - timedelta(hours=3), "Maël"))
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    served.asked.clear()
    map_.changesets.append(Changeset(9901, now - timedelta(hours=1), "Claire"))
    done = well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    assert done.new + done.changed == 1
    assert changesets(tmp_path / "copy")[-2:] == [9900, 9901]
    assert len(changesets(tmp_path / "copy")) == len(map_.changesets)
    assert len(served.paths()) <= 3


def test_a_fetch_that_was_killed_goes_on_below(served: Archive, map_: Map, tmp_path: Path) -> None:
    map_.at_a_time = 20
    killed("osm", question(served, bbox=BOX), tmp_path / "copy", 2)
    served.asked.clear()
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    assert changesets(tmp_path / "copy") == [one.id for one in map_.changesets]
    assert len(served.paths()) < 400 / 20  # not all of it again


def test_a_time_accounts_and_a_hashtag_are_kept_to(served: Archive, map_: Map, tmp_path: Path) -> None:
    for one in map_.changesets[::10]:
        one.comment = "Fontaines #CartoPartie2012, #cartopartie"
    map_.changesets[1].comment = "#cartopartie2012"
    well(copied(question(served, bbox=BOX, hashtag="cartopartie"), tmp_path / "tag"))
    assert changesets(tmp_path / "tag") == [one.id for one in map_.changesets[::10]]
    well(copied(question(served, bbox=BOX, time="2012-02-10,2012-03-05"), tmp_path / "time"))
    wanted = [one.id for one in map_.changesets if "2012-02-10" <= f"{one.begun:%Y-%m-%d}" < "2012-03-05"]
    assert changesets(tmp_path / "time") == wanted
    url = question(served, display_name="Ma%C3%ABl") + "&display_name=Claire%20%26%20co"
    well(copied(url, tmp_path / "accounts"))
    assert {name.partition("/")[0] for name in files(tmp_path / "accounts")} == {"Maël", "Claire _ co"}
    assert changesets(tmp_path / "accounts") == [one.id for one in map_.changesets]


def test_changesets_that_span_the_world_are_left(served: Archive, map_: Map, tmp_path: Path) -> None:
    map_.changesets[3].lon, map_.changesets[3].wide = 20.0, 90.0
    map_.changesets[4].wide = 0.5  # its middle is inside
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    assert changesets(tmp_path / "copy") == [one.id for one in map_.changesets if one.id != 9003]


def test_more_than_fit_into_one_answer_of_one_second_are_no_loop(served: Archive, map_: Map, tmp_path: Path) -> None:
    for one in map_.changesets[100:250]:
        one.begun = map_.changesets[100].begun
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    assert len(changesets(tmp_path / "copy")) >= 350  # the API never gives more than a hundred of them


def test_the_api_is_for_programs_whatever_robots_are_told(served: Archive, tmp_path: Path) -> None:
    assert not copied(question(served, bbox=BOX), tmp_path / "copy").failure


@pytest.mark.parametrize(
    "query", ["", "time=2012-01-01", "bbox=1,2,3", "bbox=a,b,c,d", f"bbox={BOX}&time=hier", f"bbox={BOX}&limit=3"]
)
def test_what_is_no_question_is_told_before_anything_is_asked(served: Archive, tmp_path: Path, query: str) -> None:
    failure = copied(served.url(f"api/0.6/changesets?{query}"), tmp_path / "copy").failure
    assert "it is no question for changesets" in str(failure)
    assert served.asked == []


@pytest.mark.parametrize(
    "content", [b"<html>Bonjour</html>", b"<osm", b'<!DOCTYPE osm [<!ENTITY a "b">]><osm>&a;</osm>']
)
def test_what_is_no_answer_is_told(served: Archive, tmp_path: Path, content: bytes) -> None:
    served.answer = lambda asked: Response(content) if "changesets" in asked.path else None
    assert "instead of an answer" in str(copied(question(served, bbox=BOX), tmp_path / "copy").failure)
    assert files(tmp_path / "copy") == {}


def test_changesets_without_a_number_or_a_time_are_left(served: Archive, tmp_path: Path) -> None:
    content = b'<osm><changeset id="x" created_at="2012-01-01T00:00:00Z"/><changeset id="3" created_at="hier"/></osm>'
    served.answer = lambda asked: Response(content) if "changesets" in asked.path else None
    well(copied(question(served, bbox=BOX), tmp_path / "copy"))
    assert files(tmp_path / "copy") == {}


def test_what_came_is_read_and_the_ledger_adds_up(served: Archive, map_: Map, tmp_path: Path) -> None:
    map_.changesets[7].said = ("Le lavoir du haut manque.",)
    copy = tmp_path / "archives/carte"
    well(copied(question(served, bbox=BOX), copy))
    assert ingest.recognize(copy) == "osm"
    told = ingested(tmp_path, copy).added
    assert (told.stored, told.problems) == (401, 0)
    assert told.bytes_read == sum(map(len, files(copy).values()))
    assert [one.kind for one in inventory.survey(tmp_path / "archives").sources] == ["osm"]
