"""Make a virtual environment with pip in it, on a machine that has Python and nothing else.

    python3 scripts/bootstrap.py .venv

Debian and Ubuntu put `ensurepip` into a package of its own, python3-venv. Where it is missing, pip is fetched
from the Python Package Index, or from the index that PIP_INDEX_URL or pip.conf name, and its digest is checked.
Only the standard library is used; running it again repairs what is broken and leaves the rest as it is.
"""  # noqa: INP001  # a script, not a package

import configparser
import hashlib
import importlib.util
import os
import re
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

# Before any definition, and nothing below is newer than Python 3.6 to read: so that an old one says it too.
if sys.version_info < (3, 11):  # noqa: UP036  # the very question
    sys.exit(
        "maillage needs Python 3.11 or later, and {} is {}.{}; name another, as in: make PYTHON=python3.12 demo".format(
            sys.executable, *sys.version_info[:2]
        )
    )

DEFAULT_INDEX = "https://pypi.org/simple"
_WHEEL = re.compile(r"pip-(\d+(?:\.\d+)*)-py3-none-any\.whl")  # releases only, no candidate


class Failure(Exception):
    """What a user is told, in one sentence, in place of a traceback."""


class _Links(HTMLParser):
    """The links of a page of an index (PEP 503), those to withdrawn files apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the target of each link."""
        values = dict(attrs)
        if tag == "a" and values.get("href") and "data-yanked" not in values:
            self.found.append(str(values["href"]))


def main(arguments: list[str]) -> None:
    """Make the environment that the one argument names."""
    if len(arguments) != 1:
        sys.exit("usage: bootstrap.py FOLDER")
    try:
        make(Path(arguments[0]))
    except Failure as failure:
        sys.exit(f"bootstrap: {failure}")


def make(folder: Path) -> None:
    """Make the environment, unless it is there and its pip answers. Raises Failure."""
    python = folder / "bin" / "python"
    if _answers(python):
        return
    if importlib.util.find_spec("venv") is None:
        raise Failure("this Python has no module venv; on Debian or Ubuntu: apt install python3-venv")
    import venv

    has_pip = importlib.util.find_spec("ensurepip") is not None
    venv.EnvBuilder(clear=True, with_pip=has_pip, symlinks=True).create(folder)
    if not has_pip:
        _install_pip(python)
    if not _answers(python):
        raise Failure(f"{python} -m pip does not work; on Debian or Ubuntu: apt install python3-venv")


def _answers(python: Path) -> bool:
    """Whether an environment has a pip that works."""
    if not python.exists():
        return False
    asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)  # noqa: S603  # ours
    return asked.returncode == 0


def _install_pip(python: Path) -> None:
    """Install the latest pip with itself: a wheel is a zip file that Python can import from."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = _fetch_pip(Path(folder))
        command = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(wheel)}, check=False)  # noqa: S603  # ours
    if done.returncode:
        raise Failure("pip was fetched and cannot be installed; on Debian or Ubuntu: apt install python3-venv")


def _fetch_pip(folder: Path) -> Path:
    """The wheel of the latest pip, its digest checked."""
    page = f"{_setting('index-url') or DEFAULT_INDEX}".rstrip("/") + "/pip/"
    links = _Links()
    links.feed(_get(page).decode("utf-8", "replace"))
    wheels = [(_version(found[1]), found.string) for found in map(_WHEEL.search, links.found) if found]
    if not wheels:
        raise Failure(f"{page} offers no pip; on Debian or Ubuntu: apt install python3-venv")
    address, _, fragment = urllib.parse.urljoin(page, max(wheels)[1]).partition("#")
    data = _get(address)
    method, _, digest = fragment.partition("=")
    if digest and hashlib.new(method, data).hexdigest() != digest:
        raise Failure(f"{address} is not what the index says it is; try again")
    wheel = folder / Path(urllib.parse.urlsplit(address).path).name
    wheel.write_bytes(data)
    return wheel


def _version(written: str) -> tuple[int, ...]:
    return tuple(int(number) for number in written.split("."))


def _get(address: str) -> bytes:
    if not address.startswith(("https://", "http://", "file://")):
        raise Failure(f"{address} is no address of an index; set PIP_INDEX_URL")
    context = ssl.create_default_context(cafile=_setting("cert") or None)
    try:
        with urllib.request.urlopen(address, context=context, timeout=60) as answer:  # noqa: S310  # checked above
            return bytes(answer.read())
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise Failure(
            f"cannot fetch {address} ({reason}); connect to the network, or on Debian or Ubuntu: "
            "apt install python3-venv"
        ) from error


def _setting(key: str) -> str:
    """A setting of pip: from the environment, else from its files; "" where it has none."""
    named = os.environ.get("PIP_" + key.upper().replace("-", "_"))
    if named:
        return named
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [Path("/etc/pip.conf"), home / ".pip/pip.conf", config / "pip/pip.conf"]
    if "PIP_CONFIG_FILE" in os.environ:
        files.append(Path(os.environ["PIP_CONFIG_FILE"]))
    read = configparser.RawConfigParser()
    try:
        read.read(files)
    except (configparser.Error, UnicodeDecodeError) as error:
        raise Failure(f"pip.conf cannot be read: {error}") from error
    return read.get("global", key, fallback="")


if __name__ == "__main__":
    main(sys.argv[1:])
