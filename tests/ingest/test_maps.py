"""Collaborative maps: what OpenStreetMap, uMap and overpass turbo tell of who drew what, and when."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import factories
import pytest

from maillage import ingest
from maillage.ingest import geojson, osm
from maillage.ingest.parts import Part
from maillage.project import Source, WikiOptions
from maillage.records import Extent, Framing, Page, Problem, Revision, WikiRecord
from maillage.store import Store
from maillage.update import update

FIXTURES = Path(__file__).parents[2] / "fixtures"
SAMPLES = [
    ("osm", FIXTURES / "osm" / "history.osm"),
    ("osm", FIXTURES / "osm" / "changesets.xml"),
    ("geojson", FIXTURES / "geojson" / "lieux.umap"),
]
LEDGER = """
    select sum(read), sum(stored), sum(duplicates), sum(problems), sum(bytes_read),
      sum(stored_bytes + duplicate_bytes + problem_bytes + skipped_bytes) from parts
"""
DATED = [
    ("2015-03-02", "2015-03-02T00:00:00Z"),
    ("2015/3/2 9:05", "2015-03-02T09:05:00Z"),
    ("2016-01-05T10:00:00+01:00", "2016-01-05T09:00:00Z"),
    ("2016-01-05T10:00:00.123Z", "2016-01-05T10:00:00Z"),
    ("12/04/2015 14h30", "2015-04-12T14:30:00Z"),
    ("1425254400", "2015-03-02T00:00:00Z"),
    ("1425254400000", "2015-03-02T00:00:00Z"),
    ("2015-02-31", None),
    ("99/99/2015", None),
    ("au printemps", None),
    ("", None),
]


def read(kind: str, path: Path) -> list[WikiRecord]:
    return list(ingest.wiki_reader(kind).read(Part(path, path.name)))


def edits(records: list[WikiRecord]) -> list[tuple[str, str | None]]:
    return [(one.user, one.at) for one in records if isinstance(one, Revision)]


def titles(records: list[WikiRecord]) -> list[str]:
    return [one.title for one in records if isinstance(one, Page)]


@pytest.mark.parametrize(("kind", "sample"), SAMPLES)
def test_a_map_is_recognized_and_is_of_no_other_kind(kind: str, sample: Path) -> None:
    assert ingest.recognize(sample) == kind


@pytest.mark.parametrize(("kind", "sample"), SAMPLES)
def test_the_records_of_a_map_fill_its_bytes(kind: str, sample: Path) -> None:
    records = read(kind, sample)
    counted = [one for one in records if isinstance(one, Revision | Problem | Framing)]
    assert records[-1] == Extent(sample.stat().st_size)
    assert sum(one.size for one in counted) == sample.stat().st_size
    places = [one.place for one in counted if not isinstance(one, Framing)]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(("kind", "sample"), SAMPLES)
def test_the_ledger_of_a_map_adds_up_and_a_second_run_stores_nothing(kind: str, sample: Path, tmp_path: Path) -> None:
    study = factories.study(tmp_path, Source("carte", kind, sample, wiki=WikiOptions()), database=tmp_path / "m.db")
    with Store.open(study.database, write=True) as store:
        assert not update(store, study).broken
        found, stored, duplicates, problems, size, accounted = tuple(next(store.rows(LEDGER)))
        assert (found, size) == (stored + duplicates + problems, accounted)
        assert not update(store, study).changed


def test_each_version_of_an_element_is_an_edit_of_its_page() -> None:
    records = read("osm", FIXTURES / "osm" / "history.osm")
    assert edits(records) == [
        ("Maël Kervéant", "2012-05-12T13:10:04Z"),
        ("cartopartie", "2013-01-02T08:00:00Z"),
        ("cartopartie", None),  # no such day
        ("Maël Kervéant", "2012-05-12T14:00:00Z"),
        ("", "2008-03-01T10:00:00Z"),
    ]
    assert titles(records) == ["Maison du val", "Maison du val de Morne", "D 12", "relation/7"]
    pages = [one.page for one in records if isinstance(one, Revision)]
    assert pages[0] == pages[1] == pages[2] != pages[3]
    assert [one.reason for one in records if isinstance(one, Problem)] == ["a node without a number"]


def test_changesets_are_edits_of_the_map_and_their_discussion_is_its_talk() -> None:
    records = read("osm", FIXTURES / "osm" / "changesets.xml")
    found = [one for one in records if isinstance(one, Revision)]
    assert [(one.page, one.user, one.at) for one in found] == [
        (osm.MAP, "Maël Kervéant", "2012-05-12T13:00:00Z"),
        (osm.TALK, "Claire Morvan", "2012-05-13T09:00:00Z"),
        (osm.TALK, "Maël Kervéant", "2012-05-13T10:30:00Z"),
        (osm.MAP, "cartopartie", "2013-01-02T07:59:00Z"),
        (osm.MAP, "", "2008-03-01T10:00:00Z"),
    ]
    assert found[0].comment == "Cartopartie du val : les sources & les lavoirs"
    assert found[1].text == "Le lavoir du haut manque."
    assert found[-1].user_class == "unknown"


def test_changesets_beside_elements_are_not_counted_again(tmp_path: Path) -> None:
    for name in ("history.osm", "changesets.xml"):
        (tmp_path / name).write_bytes((FIXTURES / "osm" / name).read_bytes())
    assert [part.name for part in osm.parts(tmp_path)] == ["history.osm"]
    assert osm.is_companion(tmp_path / "changesets.xml")


def test_a_packed_map_reads_as_an_unpacked_one(tmp_path: Path) -> None:
    plain = FIXTURES / "osm" / "history.osm"
    packed = tmp_path / "history.osm.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read("osm", packed) == read("osm", plain)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b'<osm version="0.6"><node id="1" version="1"/><way id="2"', "unclosed token"),
        (b'<osm><node id="1" version="1"/></relation>', "mismatched tag"),
        (b'<osm><node id="1"/>' + b"<a>" * 30, "elements in elements"),
    ],
)
def test_a_damaged_map_keeps_what_stands_before_the_damage(text: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "m.osm").write_bytes(text)
    records = read("osm", tmp_path / "m.osm")
    assert len(edits(records)) == 1
    assert any(reason in one.reason for one in records if isinstance(one, Problem))
    assert sum(one.size for one in records if isinstance(one, Revision | Problem | Framing)) == len(text)


def test_entities_are_refused(tmp_path: Path) -> None:
    text = b'<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm><node id="1" version="1" user="&a;"/></osm>'
    (tmp_path / "m.osm").write_bytes(text)
    records = read("osm", tmp_path / "m.osm")
    assert edits(records) == []
    assert ["document type" in one.reason for one in records if isinstance(one, Problem)] == [True]


def test_a_feature_is_an_edit_of_who_made_it_and_of_who_changed_it() -> None:
    records = read("geojson", FIXTURES / "geojson" / "lieux.umap")
    assert edits(records) == [
        ("Claire Morvan", "2015-03-02T00:00:00Z"),
        ("Maël Kervéant", "2015-04-12T14:30:00Z"),
        ("Yannick Le Goff", "2016-01-05T09:00:00Z"),
        ("", None),
    ]
    assert titles(records)[:2] == ["Fournil partagé", 'Jardin "du bas" {1}']
    assert [one.reason[:8] for one in records if isinstance(one, Problem)] == ["no JSON "]


def test_meta_data_of_overpass_turbo_tell_who_and_when(tmp_path: Path) -> None:
    meta = {"@id": "node/101", "@user": "cartopartie", "@uid": "72", "@timestamp": "2013-01-02T08:00:00Z"}
    feature = {"type": "Feature", "properties": {**meta, "name": "Maison du val"}, "geometry": None}
    (tmp_path / "export.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (found,) = [one for one in read("geojson", tmp_path / "export.geojson") if isinstance(one, Revision)]
    assert (found.user, found.user_id, found.at) == ("cartopartie", 72, "2013-01-02T08:00:00Z")


def test_features_keep_their_numbers_in_the_next_export(tmp_path: Path) -> None:
    features = [{"type": "Feature", "id": f"f{n}", "properties": {"name": f"Lieu {n}"}} for n in range(3)]
    for name, kept in (("a.geojson", features), ("b.geojson", features[::-1])):
        (tmp_path / name).write_text(json.dumps({"type": "FeatureCollection", "features": kept}))
    first, second = (
        {one.title: one.page for one in read("geojson", tmp_path / name) if isinstance(one, Page)}
        for name in ("a.geojson", "b.geojson")
    )
    assert first == second
    assert len(set(first.values())) == 3


@pytest.mark.parametrize("cut", [100, 300, 500, 700, 1000, 1150])
def test_a_cut_map_is_told_and_keeps_its_whole_features(cut: int, tmp_path: Path) -> None:
    whole = (FIXTURES / "geojson" / "lieux.umap").read_bytes()
    (tmp_path / "m.umap").write_bytes(whole[:cut])
    records = read("geojson", tmp_path / "m.umap")
    assert any(isinstance(one, Problem) and "ends in the middle" in one.reason for one in records)
    assert sum(one.size for one in records if isinstance(one, Revision | Problem | Framing)) == cut


def test_a_map_of_many_blocks_reads_whole(tmp_path: Path) -> None:
    text = 'x{[\\"' * 2000
    features = [{"type": "Feature", "id": n, "properties": {"name": text, "date": "2015-01-01"}} for n in range(400)]
    (tmp_path / "m.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert (tmp_path / "m.geojson").stat().st_size > 4 << 20
    records = read("geojson", tmp_path / "m.geojson")
    assert len(edits(records)) == 400
    assert not [one for one in records if isinstance(one, Problem)]


@pytest.mark.parametrize(("written", "at"), DATED)
def test_dates_of_maps(written: str, at: str | None) -> None:
    assert geojson.instant(written) == at
