from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path) as opened:
        yield opened
