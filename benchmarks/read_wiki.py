"""How fast a wiki's dump becomes a SQLite file, and in how much memory, beside mwxml.

    python benchmarks/read_wiki.py DUMP [--runs N] [--mwxml PYTHON] [--texts all|discussion|none]

DUMP: an XML dump, plain or packed, or `generate:REVISIONS` for a stub of so many revisions, or
`generate:REVISIONS:BYTES` for a history with texts of so many bytes on average; `.bz2`, `.gz`, `.7z`, `.xz` or
`.zst` behind it packs it. `--mwxml` names a Python in which `pip install mwxml` was done. Each program runs as a
process of its own, in turn, N times; what is printed are medians of whole-process seconds (on the clock, and of the
processor), revisions per second, how many times ours the seconds of the others are, pair by pair within a round, and
the highest resident memory of each.

- maillage: dump → SQLite (`maillage.update`).
- mwxml: every revision, its text and its user looked at, kept nowhere. It reads plain, gz, bz2 and 7z.
- expat: the standard library's parser with handlers that do nothing: what any Python program on it has to take.
- unpack: the decompressor that maillage uses, its bytes thrown away; of packed dumps only.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path

from read_mail import WORDS, Run, measure

MAILLAGE = """
import sys
from pathlib import Path
from maillage.project import Source, Study, WikiOptions
from maillage.store import Store
from maillage.update import update
dump, database, texts = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
source = Source("wiki", "mediawiki", dump, wiki=WikiOptions(texts=texts))
study = Study(database.parent / "maillage.toml", "benchmark", (source,), database=database)
with Store.open(database, write=True) as store:
    print(update(store, study).added.stored)
"""

MWXML = """
import sys
import mwxml
from mwtypes.files import reader
count = 0
for page in mwxml.Dump.from_file(reader(sys.argv[1])):
    for revision in page:
        revision.id, revision.timestamp, revision.user, revision.comment, revision.sha1, revision.text
        count += 1
print(count)
"""

EXPAT = """
import sys
from xml.parsers import expat
count = 0
def start(name, attributes):
    global count
    count += name == "revision"
parser = expat.ParserCreate()
parser.buffer_text = True
parser.StartElementHandler = start
parser.EndElementHandler = lambda name: None
parser.CharacterDataHandler = lambda text: None
with open(sys.argv[1], "rb", buffering=0) as file:
    while block := file.read(1 << 20):
        parser.Parse(block, False)
print(count)
"""

UNPACK = """
import sys
from pathlib import Path
from maillage.ingest.parts import Part
from maillage.ingest.unpacking import opened
path = Path(sys.argv[1])
with opened(Part(path, path.name)) as stream:
    while stream.read(1 << 20): pass
print(0)
"""

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.mediawiki.org/xml/export-0.11/ \
http://www.mediawiki.org/xml/export-0.11.xsd" version="0.11" xml:lang="fr">
  <siteinfo>
    <sitename>Wiki d’essai</sitename>
    <dbname>essai</dbname>
    <base>https://wiki.exemple.example/wiki/Accueil</base>
    <generator>benchmarks/read_wiki.py</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Discussion</namespace>
      <namespace key="2" case="first-letter">Utilisateur</namespace>
      <namespace key="3" case="first-letter">Discussion utilisateur</namespace>
    </namespaces>
  </siteinfo>
"""
PREFIXES = ("", "", "", "Discussion:", "Utilisateur:", "Discussion utilisateur:")
MARKUP = ("[[Atelier|l’atelier]]", "&lt;br /&gt;", "&amp;nbsp;")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def history(revisions: int, text: int) -> Iterator[str]:
    """An invented wiki of so many revisions, 20 to a page, the same at every call.

    `text`: mean bytes of their texts; 0 for a stub, which has none.
    """
    chance = random.Random(2018)  # noqa: S311 nothing is secret here
    yield HEAD
    numbers = list(range(1, revisions + 1))
    written, page = 0, 0
    while written < revisions:
        page += 1
        count = min(revisions - written, chance.randint(1, 39))
        yield _page(page, sorted(_drawn(numbers, count, chance)), text, chance)
        written += count
    yield "</mediawiki>\n"


def _drawn(numbers: list[int], count: int, chance: random.Random) -> Iterator[int]:
    """Numbers of revisions, near each other and not in a row, as pages of one time are edited by turns."""
    for _ in range(count):
        place = max(0, len(numbers) - 1 - chance.randrange(500))
        numbers[place], numbers[-1] = numbers[-1], numbers[place]
        yield numbers.pop()


def _page(page: int, numbers: list[int], text: int, chance: random.Random) -> str:
    prefix = page % len(PREFIXES)
    title, namespace = f"{PREFIXES[prefix]}Page {page} de l’atelier", (0, 0, 0, 1, 2, 3)[prefix]
    lines = [f"  <page>\n    <title>{title}</title>\n    <ns>{namespace}</ns>\n    <id>{page}</id>\n"]
    if page % 17 == 0:
        lines.append(f'    <redirect title="Page {page - 1} de l’atelier" />\n')
    words = chance.choices(WORDS, k=max(1, text // 14))
    parent = 0
    for number in numbers:
        lines.append(_revision(number, parent, words, text, chance))
        parent = number
    return "".join([*lines, "  </page>\n"])


def _revision(number: int, parent: int, words: list[str], text: int, chance: random.Random) -> str:
    user = chance.randint(1, 2000)
    named = f"<username>Aline Morvan {user}</username>\n        <id>{user}</id>"
    who = named if user % 9 else f"<ip>192.0.2.{user % 256}</ip>"
    for _ in range(8):
        words[chance.randrange(len(words))] = chance.choice((*WORDS, *MARKUP))
    body = " ".join(words) + "\n== Suite ==\n" + " ".join(words) if text else ""
    plain = body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").encode()
    digest = _base36(int.from_bytes(sha1(plain or str(number).encode(), usedforsecurity=False).digest(), "big"))
    size = len(plain) if text else chance.randint(20, 20_000)
    content = f'xml:space="preserve">{body}</text>' if text else f'location="tt:{number}" id="{number}" />'
    seconds = 1_104_537_600 + number * 317
    at = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    above = f"      <parentid>{parent}</parentid>\n" if parent else ""
    minor = "      <minor/>\n" if number % 5 == 0 else ""
    comment = f"      <comment>/* Suite */ correction n° {number} &amp; précisions</comment>\n" if number % 3 else ""
    return (
        f"    <revision>\n      <id>{number}</id>\n{above}      <timestamp>{at}</timestamp>\n      <contributor>\n"
        f"        {who}\n      </contributor>\n{minor}{comment}      <origin>{number}</origin>\n"
        "      <model>wikitext</model>\n      <format>text/x-wiki</format>\n"
        f'      <text bytes="{size}" sha1="{digest}" {content}\n      <sha1>{digest}</sha1>\n    </revision>\n'
    )


def _base36(value: int) -> str:
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = DIGITS[digit] + digits
    return digits.zfill(31)


PACKERS = {
    ".bz2": ("bzip2", "-k"),
    ".gz": ("gzip", "-k"),
    ".xz": ("xz", "-k", "-1"),
    ".zst": ("zstd", "-q"),
}


def generate(asked: str, folder: Path) -> Path:
    """Write the dump that `REVISIONS[:BYTES][.packing]` asks for."""
    size, _, packing = asked.partition(".")
    revisions, _, text = size.partition(":")
    path = folder / "generated.xml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(history(int(revisions), int(text or "0")))
    if not packing:
        return path
    packed = path.with_name(f"{path.name}.{packing}")
    if packing == "7z":
        import py7zr

        with py7zr.SevenZipFile(packed, "w", filters=[{"id": py7zr.FILTER_LZMA2, "preset": 1}]) as archive:
            archive.write(path, path.name)
    else:
        subprocess.run([*PACKERS[f".{packing}"], str(path)], check=True)
    return packed


def compare(dump: Path, rounds: int, mwxml: str | None, texts: str) -> None:
    """Run each program in turn, round by round, and print the table."""
    programs = [("maillage", sys.executable, MAILLAGE, (texts,))]
    if mwxml and dump.suffix in (".xml", ".gz", ".bz2", ".7z"):
        programs.append(("mwxml", mwxml, MWXML, ()))
    is_plain = dump.suffix == ".xml"
    programs.append(("expat" if is_plain else "unpack", sys.executable, EXPAT if is_plain else UNPACK, ()))
    runs: dict[str, list[Run]] = {name: [] for name, *_ in programs}
    for _ in range(rounds):
        for name, python, program, more in programs:
            with tempfile.TemporaryDirectory() as folder:
                runs[name].append(measure(python, program, str(dump), f"{folder}/wiki.db", *more))
    columns = f"{'revisions':>10}{'seconds':>9}{'cpu s':>8}{'revisions/s':>13}{'× ours':>8}{'× cpu':>7}{'peak MB':>9}"
    print(f"{'':12}{columns}")
    for name, measured in runs.items():
        pairs = list(zip(measured, runs["maillage"], strict=True))
        seconds = statistics.median(run.seconds for run in measured)
        cpu = statistics.median(run.cpu for run in measured)
        ratio = statistics.median(other.seconds / ours.seconds for other, ours in pairs)
        cpu_ratio = statistics.median(other.cpu / ours.cpu for other, ours in pairs)
        count, memory = measured[0].printed, max(run.memory for run in measured)
        rate = int(count) / seconds
        print(f"{name:12}{count:>10}{seconds:>9.2f}{cpu:>8.2f}{rate:>13.0f}{ratio:>8.2f}{cpu_ratio:>7.2f}{memory:>9}")


def main() -> None:
    """Read the command line, make the dump if it is to be made, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--mwxml", help="a Python that has mwxml")
    parser.add_argument("--texts", default="all", choices=("all", "discussion", "none"))
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not asked.dump.startswith("generate:"):
        compare(Path(asked.dump), asked.runs, asked.mwxml, asked.texts)
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(generate(asked.dump.removeprefix("generate:"), Path(folder)), asked.runs, asked.mwxml, asked.texts)


if __name__ == "__main__":
    main()
