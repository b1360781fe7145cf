"""What tests of several folders share. Here too so that pytest finds `factories` from every folder of the tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from command_line import maillage
from hypothesis import settings

# The same examples at every run of CI; new ones at every run of a developer, who is there to look at them.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def demo_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo study, made and run once. Read it; to change it, take `own_demo`."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = maillage("demo", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def own_demo(demo_study: Path, tmp_path: Path) -> Path:
    """A copy of the demo study, already run, for one test to change."""
    return shutil.copytree(demo_study, tmp_path / "own")
