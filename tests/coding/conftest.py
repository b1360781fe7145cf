from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from coded_study import Coded, coded_study


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[Coded]:
    with coded_study(tmp_path) as found:
        yield found
