from __future__ import annotations

import pytest
from demo_reader import Study

from maillage.demo import generate


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("demo")
    generate(folder)
    return Study(folder)
