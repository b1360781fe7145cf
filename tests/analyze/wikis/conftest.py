from __future__ import annotations

import pytest
from factories import Archive
from page_histories import Wiki


@pytest.fixture
def wiki(archive: Archive) -> Wiki:
    return Wiki(archive)
