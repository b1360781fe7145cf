"""A collaborative map as one file: GeoJSON by its address, or a map of uMap by the address of its page.

A map of uMap has a public export of all its layers, `/map/ID/download/`, which its menu offers too; on servers that are
too old for it the layers come one by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from maillage.fetch.folder import name_of, safe
from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.sentences import Said

_UMAP = re.compile(
    r"(?P<base>/(?:.*?/)??)(?P<language>[a-z]{2}(?:-[a-z]{2,4})?/)?map/(?P<slug>[\w-]*)_(?P<number>\d{1,10})/?"
)
_FILE = re.compile(r".*\.(?:geojson|umap|json)(?:\.gz)?", re.IGNORECASE)
_TOLD = re.compile(rb'"type"\s*:\s*"(?:FeatureCollection|umap)"')
_LAYER = re.compile(r"[0-9a-f-]{1,40}")


def recognizes(page: Page) -> bool:
    """Whether a page is a map's file, or that of a map of uMap."""
    if page.is_html:
        return bool(_UMAP.fullmatch(urlsplit(page.url).path)) and b"umap" in page.content.lower()
    return _is_map(page.content)


def lists(page: Page) -> Sequence[Listed]:  # noqa: ARG001  a contract
    """A map is one archive."""
    return ()


def fetch(task: Task) -> None:
    """Bring the map if it has changed. Raises NotFetched, OSError."""
    url = task.url
    if not _FILE.fullmatch(urlsplit(url).path):
        page = task.web.page(url, beginning=True)
        url = page.url
        if page.is_html:
            _fetch_umap(task, url)
            return
    name = name_of(url) or "map"
    task.progress.begin("fetch", 1)
    if not task.bring(url, name if _FILE.fullmatch(name) else f"{name}.geojson", accepts=_is_map):
        raise task.web.refusal(Said("what is at {url} is no map", url=url), CHECK_URL)


def _is_map(content: bytes) -> bool:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return content.startswith(b"\x1f\x8b") or (start.startswith(b"{") and bool(_TOLD.search(start)))


def _fetch_umap(task: Task, url: str) -> None:
    """Bring a map of uMap, all layers in one file, or each in its own."""
    parts = urlsplit(url)
    found = _UMAP.fullmatch(parts.path)
    if not found:
        raise task.web.refusal(Said("what is at {url} is no map", url=url), CHECK_URL)
    base = f"{parts.scheme}://{parts.netloc}{found['base']}"
    stem = f"{safe(found['slug'])}_{found['number']}"
    task.progress.begin("fetch", 1)
    if task.bring(f"{base}map/{found['number']}/download/", f"{stem}.umap", accepts=_is_map):
        return
    base += found["language"] or ""
    layers = _layers(task, f"{base}map/{found['number']}/geojson/")
    task.progress.begin("fetch", len(layers))
    brought = [task.bring(f"{base}datalayer/{layer}/", f"{stem}-{layer}.geojson", accepts=_is_map) for layer in layers]
    if not any(brought):
        raise task.web.refusal(Said("what is at {url} is no map", url=url), CHECK_URL)


def _layers(task: Task, url: str) -> list[str]:
    """The numbers of a map's layers."""
    try:
        answer: Any = json.loads(task.web.page(url).content)
    except (ValueError, RecursionError):
        answer = None
    properties = answer.get("properties") if isinstance(answer, Mapping) else None
    layers = properties.get("datalayers") if isinstance(properties, Mapping) else None
    named = [str(one.get("id")) for one in layers if isinstance(one, Mapping)] if isinstance(layers, list) else []
    return [one for one in named if _LAYER.fullmatch(one)]
