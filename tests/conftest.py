"""What tests of several folders share. Here too so that pytest finds `factories` from every folder of the tests."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import maillage
from hypothesis import settings
from servers.fixtures import inbox_server, mailman_server, mhonarc_pages, needed, posted, sympa_server
from servers.history import write
from servers.mediawiki import MediaWiki, lacking

__all__ = ["inbox_server", "mailman_server", "mhonarc_pages", "posted", "sympa_server"]

# What a shell starts in the background ignores Ctrl-C, and so would the programs whose end by it is tested.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

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


@pytest.fixture(scope="session")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """A real MediaWiki with a history of eight years, served for the session. Read it; to change it, take `own_wiki`.

    Where MAILLAGE_SERVERS is set, as in CI, a machine that cannot run one is a failure.
    """
    needed(lacking())
    with MediaWiki.create(tmp_path_factory.mktemp("wiki") / "wiki") as served:
        write(served)
        yield served


@pytest.fixture
def own_wiki(wiki: MediaWiki, tmp_path: Path) -> Iterator[MediaWiki]:
    """A copy of the wiki, served on a port of its own, for one test to write to, to switch and to break."""
    with wiki.copy(tmp_path / "wiki") as served:
        yield served
