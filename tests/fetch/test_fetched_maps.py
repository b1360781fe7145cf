"""Maps as files: GeoJSON by its address, and a map of uMap as its servers of old and of today give it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch.archives import IMPATIENT, Archive, files
from fetch.copies import well
from fetch.stopping import as_it_is

from maillage import ingest
from maillage.fetch import Fetched, fetch
from maillage.fetch.geojson import recognizes
from maillage.fetch.page import Page
from maillage.project import Source, WikiOptions

UMAP = (Path(__file__).parents[2] / "fixtures/geojson/lieux.umap").read_bytes()
LAYER = {"type": "FeatureCollection", "features": [], "_umap_options": {"name": "Lieux"}}
PAGE = "<!DOCTYPE html><html><title>Les lavoirs - uMap</title><script>new U.Map()</script></html>"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Archive]:
    for folder in ("fr/map", "map/12/download", "fichiers"):
        (tmp_path / "www" / folder).mkdir(parents=True)
    (tmp_path / "www/fr/map/les-lavoirs_12").mkdir()
    (tmp_path / "www/fr/map/les-lavoirs_12/index.html").write_text(PAGE)
    (tmp_path / "www/map/12/download/index.html").write_bytes(UMAP)
    (tmp_path / "www/fichiers/lieux.geojson").write_text(json.dumps(LAYER))
    with Archive(tmp_path / "www").serving() as archive:
        yield archive


def copied(url: str, path: Path) -> Fetched:
    """Fetch a map with little patience."""
    return fetch(Source("carte", "geojson", path, wiki=WikiOptions(url=url)), None, IMPATIENT)


def test_a_file_comes_by_its_address_and_again_when_it_has_changed(served: Archive, tmp_path: Path) -> None:
    url = served.url("fichiers/lieux.geojson")
    assert well(copied(url, tmp_path / "copy")).new == 1
    before = as_it_is(tmp_path / "copy")
    assert well(copied(url, tmp_path / "copy")).unchanged == 1
    assert as_it_is(tmp_path / "copy") == before
    assert served.asked[-1].headers["If-None-Match"]
    (served.folder / "fichiers/lieux.geojson").write_text(json.dumps(LAYER | {"name": "Lieux"}))
    assert well(copied(url, tmp_path / "copy")).changed == 1
    assert list(files(tmp_path / "copy")) == ["lieux.geojson"]


def test_a_map_of_umap_comes_whole_by_the_address_of_its_page(served: Archive, tmp_path: Path) -> None:
    url = served.url("fr/map/les-lavoirs_12")
    assert well(copied(url, tmp_path / "copy")).new == 1
    assert files(tmp_path / "copy") == {"les-lavoirs_12.umap": UMAP}
    assert ingest.recognize(tmp_path / "copy") == "geojson"
    assert well(copied(url, tmp_path / "copy")).unchanged == 1


def test_of_an_old_server_of_umap_the_layers_come_one_by_one(served: Archive, tmp_path: Path) -> None:
    (served.folder / "map/12/download/index.html").unlink()
    about = {"type": "Feature", "properties": {"datalayers": [{"id": 3}, {"id": "../../x"}, {"id": 4}, None]}}
    (served.folder / "fr/map/12/geojson").mkdir(parents=True)
    (served.folder / "fr/map/12/geojson/index.html").write_text(json.dumps(about))
    for number in (3, 4):
        (served.folder / f"fr/datalayer/{number}").mkdir(parents=True)
        (served.folder / f"fr/datalayer/{number}/index.html").write_text(json.dumps(LAYER))
    well(copied(served.url("fr/map/les-lavoirs_12"), tmp_path / "copy"))
    assert list(files(tmp_path / "copy")) == ["les-lavoirs_12-3.geojson", "les-lavoirs_12-4.geojson"]


def test_what_is_no_map_is_told(served: Archive, tmp_path: Path) -> None:
    (served.folder / "fichiers/autre.json").write_text('{"type": "Topology"}')
    (served.folder / "fichiers/index.html").write_text("<html>Bonjour</html>")
    for number, path in enumerate(("fichiers/autre.json", "fichiers/", "fichiers/rien.geojson")):
        assert "what is at " in str(copied(served.url(path), tmp_path / f"copy{number}").failure)
        assert files(tmp_path / f"copy{number}") == {}


def test_maps_and_the_pages_of_umap_are_recognised() -> None:
    assert recognizes(Page("https://umap.example/fr/map/les-lavoirs_12", PAGE.encode(), {}))
    assert recognizes(Page("https://umap.example/carte", json.dumps(LAYER).encode(), {}))
    assert not recognizes(Page("https://umap.example/fr/", PAGE.encode(), {}))
    assert not recognizes(Page("https://umap.example/x", b'{"type": "Topology"}', {}))
