"""How fast web pages of mails become a SQLite file, and in how much memory, beside the same mails as mbox.

    python benchmarks/read_pages.py FOLDER KIND [--mbox ARCHIVE] [--runs N]
    python benchmarks/read_pages.py generate:5000 [--runs N]

FOLDER holds pages of KIND: mhonarc, pipermail_html or hypermail; `--mbox` names the same mails as mbox, to compare.
`generate:5000` makes so many invented mails (those of read_mail.py, 8 KB each) and has the real MHonArc make pages of
them. Each runs as a process of its own, in turn, N times; what is printed are medians of whole-process seconds (on the
clock, and of the processor), pages a second of each, and the highest resident memory. `alone` reads the pages and
stores nothing.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from read_mail import Run, mails, measure

STORED = """
import sys
from pathlib import Path
from maillage.project import Source, Study
from maillage.store import Store
from maillage.update import update
archive, database, kind = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
study = Study(database.parent / "maillage.toml", "benchmark", (Source("list", kind, archive),), database=database)
with Store.open(database, write=True) as store:
    print(update(store, study).added.stored)
"""

ALONE = """
import sys
from pathlib import Path
from maillage import ingest
from maillage.records import Message
reader = ingest.reader(sys.argv[3])
print(sum(isinstance(one, Message) for part in reader.parts(Path(sys.argv[1])) for one in reader.read(part)))
"""


def compare(rounds: int, folder: Path, kind: str, mailbox: Path | None) -> None:
    """Run each in turn, round by round, and print the table."""
    programs = [(kind, STORED, folder, kind), (f"{kind}, alone", ALONE, folder, kind)]
    if mailbox:
        programs.append(("mbox", STORED, mailbox, "mbox"))
    runs: dict[str, list[Run]] = {name: [] for name, *_ in programs}
    for _ in range(rounds):
        for name, program, archive, read_as in programs:
            with tempfile.TemporaryDirectory() as place:
                runs[name].append(measure(sys.executable, program, str(archive), f"{place}/list.db", read_as))
    print(f"{'':22}{'messages':>9}{'seconds':>9}{'cpu s':>8}{'a second':>10}{'a cpu s':>9}{'peak MB':>9}")
    for name, measured in runs.items():
        seconds = statistics.median(run.seconds for run in measured)
        cpu = statistics.median(run.cpu for run in measured)
        count, memory = int(measured[0].printed), max(run.memory for run in measured)
        print(f"{name:22}{count:>9}{seconds:>9.2f}{cpu:>8.2f}{count / seconds:>10.0f}{count / cpu:>9.0f}{memory:>9}")


def generate(count: int, place: Path) -> tuple[Path, Path]:
    """Invented mails as an mbox, and the pages that MHonArc makes of them."""
    if not shutil.which("mhonarc"):
        sys.exit("no MHonArc here: apt-get install mhonarc")
    mailbox, folder = place / "generated.mbox", place / "pages"
    with mailbox.open("wb") as file:
        file.writelines(itertools.islice(mails(1 << 20), count))
    folder.mkdir()
    subprocess.run(["mhonarc", "-quiet", "-outdir", str(folder), str(mailbox)], check=True, stderr=subprocess.DEVNULL)
    return folder, mailbox


def main() -> None:
    """Read the command line, make the archives if they are to be made, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("kind", nargs="?", default="mhonarc")
    parser.add_argument("--mbox", type=Path, help="the same mails as mbox")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not asked.folder.startswith("generate:"):
        compare(asked.runs, Path(asked.folder), asked.kind, asked.mbox)
        return
    with tempfile.TemporaryDirectory() as place:
        folder, mailbox = generate(int(asked.folder.removeprefix("generate:")), Path(place))
        compare(asked.runs, folder, "mhonarc", mailbox)


if __name__ == "__main__":
    main()
