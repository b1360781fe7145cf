"""How fast an archive becomes a SQLite file, and in how much memory, beside Perceval and the standard library.

    python benchmarks/read_mail.py ARCHIVE [--runs N] [--perceval PYTHON] [--inbox FOLDER]

ARCHIVE: a folder or file of mbox (plain or gz), or `generate:MEGABYTES`. `--perceval` names a Python in which
`pip install perceval` was done, `--inbox` a public-inbox with the same mails. Each program runs as a process of its
own, in turn, N times; what is printed are medians of whole-process seconds (on the clock, and of the processor), how
many times ours they are, pair by pair within a round, and the highest resident memory of each.

- maillage: archive → SQLite with decoded texts, one process (`maillage.update`).
- maillage, git: the same from the repositories of the public-inbox.
- mailbox, bodies: the standard library's `mailbox.mbox`, the bodies decoded, kept nowhere.
- mailbox, fields: the same with what maillage keeps besides: headers decoded, author, date, attachments.
- perceval: `perceval.backends.core.mbox.MBox.fetch`, each item dumped as JSON, kept nowhere.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MAILLAGE = """
import sys
from pathlib import Path
from maillage.project import Source, Study
from maillage.store import Store
from maillage.update import update
archive, database, kind = Path(sys.argv[1]), Path(sys.argv[2]), (*sys.argv[3:], "mbox")[0]
study = Study(database.parent / "maillage.toml", "benchmark", (Source("list", kind, archive),), database=database)
with Store.open(database, write=True) as store:
    print(update(store, study).added.stored)
"""

MAILBOX = """
import sys, gzip, shutil, mailbox, tempfile
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
same_fields = len(sys.argv) > 3
def text(part):
    raw = part.get_payload(decode=True) or b""
    try: return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError: return raw.decode("latin-1")
def fields(message):
    for name in ("from", "to", "cc", "subject", "message-id", "in-reply-to", "references", "list-id"):
        value = message.get(name)
        if value is not None:
            try: yield str(make_header(decode_header(value)))
            except (ValueError, LookupError): yield str(value)
    yield parseaddr(str(message.get("from", "")))
    try: yield parsedate_to_datetime(str(message.get("date", "")))
    except (ValueError, TypeError, OverflowError): pass
    for part in message.walk():
        if part.get_filename():
            yield part.get_filename(), part.get_content_type(), len(part.get_payload(decode=True) or b"")
count = 0
archive = Path(sys.argv[1])
for path in sorted(archive.iterdir()) if archive.is_dir() else [archive]:
    if path.suffix == ".gz":  # it opens plain files only
        plain = tempfile.NamedTemporaryFile()
        with gzip.open(path) as packed: shutil.copyfileobj(packed, plain)
        plain.flush(); path = Path(plain.name)
    for message in mailbox.mbox(path, create=False):
        for part in message.walk():
            if part.get_content_maintype() == "text": text(part)
        if same_fields:
            for _ in fields(message): pass
        count += 1
print(count)
"""

PERCEVAL = """
import sys, json, tempfile, shutil, logging
from pathlib import Path
from perceval.backends.core.mbox import MBox
logging.disable(logging.CRITICAL)
archive = Path(sys.argv[1])
folder = archive
if archive.is_file():
    folder = Path(tempfile.mkdtemp()); (folder / archive.name).symlink_to(archive)
count = 0
for item in MBox("bench", str(folder)).fetch():
    json.dumps(item); count += 1
print(count)
"""

WORDS = (
    "atelier réunion commun projet lieu partage numérique carte wiki mardi ouvert association fablab coopérative "
    "territoire rencontre compte rendu proposition merci bonjour prochaine date salle accueil outil libre code"
).split()


def mails(megabytes: int) -> Iterator[bytes]:
    """Mails of an invented list until they make so many megabytes; the same at every call."""
    chance = random.Random(2018)  # noqa: S311 nothing is secret here
    written, number = 0, 0
    while written < megabytes << 20:
        number += 1
        lines = (" ".join(chance.choices(WORDS, k=12)) for _ in range(chance.randint(5, 120)))
        body = "\n".join(("> " if chance.random() < 0.3 else "") + line for line in lines)
        form = chance.choice(("8bit", "8bit", "quoted-printable", "base64", "multipart"))
        raw = _mail(number, body, form, chance)
        written += len(raw)
        yield raw


def _mail(number: int, body: str, form: str, chance: random.Random) -> bytes:
    from email.message import EmailMessage

    author = chance.randint(1, 900)
    day = f"{1 + number % 28} {('Jan', 'Apr', 'Sep', 'Nov')[number % 4]} {2004 + number % 12}"
    message = EmailMessage()
    message["Received"] = f"from mx{number % 7}.exemple.example by listes.exemple.example; {day} 12:00:00 +0100"
    message["From"] = f"Aline Morvan-Lefèvre {author} <a{author}@asso.example>"
    message["To"] = "Discussion <discussion@listes.exemple.example>"
    message["Subject"] = f"Re: [discussion] réunion n° {number // 5}"
    message["Date"] = f"{day} 11:59:00 +0100"
    message["Message-ID"] = f"<{number}@asso.example>"
    message["In-Reply-To"] = f"<{number - number % 5}@asso.example>"
    message["List-Id"] = "<discussion.listes.exemple.example>"
    if form == "multipart":
        message.set_content(body)
        message.add_alternative(f"<html><body><p>{body}</p></body></html>", subtype="html")
    else:
        message.set_content(body, cte=form)
    return b"From a%d@asso.example Thu Jan  1 00:00:00 2004\n" % author + message.as_bytes() + b"\n"


class Run(NamedTuple):
    """One run of one program: seconds on the clock and of the processor, highest resident MB, what it printed."""

    seconds: float
    cpu: float
    memory: int
    printed: str


def measure(python: str, program: str, *arguments: str) -> Run:
    """Run a program as a process of its own."""
    begin = time.perf_counter()
    with subprocess.Popen([python, "-c", program, *arguments], stdout=subprocess.PIPE, text=True) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"a program failed: {program[:80]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(time.perf_counter() - begin, cpu, usage.ru_maxrss // 1024, printed.strip())


class Program(NamedTuple):
    """What is measured: its name in the table, its Python and text, what it reads, and what else it is told."""

    name: str
    python: str
    text: str
    archive: Path
    more: tuple[str, ...] = ()


def compare(archive: Path, rounds: int, perceval: str | None, inbox: Path | None = None) -> None:
    """Run each program in turn, round by round, and print the table."""
    programs = [Program("maillage", sys.executable, MAILLAGE, archive)]
    if inbox:
        programs.append(Program("maillage, git", sys.executable, MAILLAGE, inbox, ("public_inbox",)))
    programs.append(Program("mailbox, bodies", sys.executable, MAILBOX, archive))
    programs.append(Program("mailbox, fields", sys.executable, MAILBOX, archive, ("fields",)))
    if perceval:
        programs.append(Program("perceval", perceval, PERCEVAL, archive))
    runs: dict[str, list[Run]] = {program.name: [] for program in programs}
    for _ in range(rounds):
        for name, python, text, read, more in programs:
            with tempfile.TemporaryDirectory() as folder:
                runs[name].append(measure(python, text, str(read), f"{folder}/list.db", *more))
    print(f"{'':16}{'messages':>9}{'seconds':>9}{'cpu s':>8}{'mails/s':>9}{'× ours':>8}{'× cpu':>7}{'peak MB':>9}")
    for name, measured in runs.items():
        pairs = list(zip(measured, runs["maillage"], strict=True))
        seconds = statistics.median(run.seconds for run in measured)
        cpu = statistics.median(run.cpu for run in measured)
        ratio = statistics.median(other.seconds / ours.seconds for other, ours in pairs)
        cpu_ratio = statistics.median(other.cpu / ours.cpu for other, ours in pairs)
        count = measured[0].printed
        memory = max(run.memory for run in measured)
        rate = int(count) / seconds
        print(f"{name:16}{count:>9}{seconds:>9.2f}{cpu:>8.2f}{rate:>9.0f}{ratio:>8.1f}{cpu_ratio:>7.1f}{memory:>9}")


def main() -> None:
    """Read the command line, make the archive if it is to be made, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--perceval", help="a Python that has Perceval")
    parser.add_argument("--inbox", type=Path, help="a public-inbox with the same mails")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not asked.archive.startswith("generate:"):
        compare(Path(asked.archive), asked.runs, asked.perceval, asked.inbox)
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "generated.mbox")
        with archive.open("wb") as file:
            file.writelines(mails(int(asked.archive.removeprefix("generate:"))))
        compare(archive, asked.runs, asked.perceval)


if __name__ == "__main__":
    main()
