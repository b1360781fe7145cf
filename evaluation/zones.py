"""How well mails are cut into zones: two annotated corpora of English mails, and the neighbours' own test cases."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from random import Random

from evaluation import replies
from evaluation.scores import Counts, Section, bootstrap, precision, recall
from maillage.analyze.profiles.zones import cut

MARK = re.compile(r"^[ \t]{0,3}(?:[>|]|[A-Z][A-Za-z]{0,11}>) ?")
NAME = re.compile(r"[^\d@:/ ]{1,20}(?: [^\d@:/ ]{1,20}){0,2}")
WRITTEN = re.compile(r"[^\W_]")
WORDS = re.compile(r"\w+")
DEEPEST = 40  # levels of quoting that are cut
SEED = 3
NEIGHBOURS = Path(__file__).with_name("neighbours.csv")

Labels = list[str | None]


@dataclass(frozen=True)
class Mail:
    """An annotated mail: its text, and the label of each line; None for a line that is not asked."""

    text: str
    expected: Labels


@dataclass(frozen=True)
class Corpus:
    """Annotated mails, and how zones are said in their words. Of several words for one zone, any is right."""

    name: str
    mails: Sequence[Mail]
    words: Mapping[str, tuple[str, ...]]
    signature: str


QUAGGA = {
    "text": ("Body",),
    "quotation": ("Body",),
    "quotation-header": ("Header",),
    "greeting": ("Intro",),
    "closing": ("Outro",),
    "signature": ("Signature",),
    "name": ("Outro", "Signature"),
    "program-signature": ("Body", "Signature"),
    "list-footer": ("Body",),
    "disclaimer": ("Body", "Signature"),
}
WEBIS = {
    "text": ("text",),
    "quotation": ("quotation",),
    "quotation-header": ("header",),
    "greeting": ("greeting",),
    "closing": ("closing",),
    "signature": ("signature",),
    "name": ("closing", "signature"),
    "program-signature": ("program",),
    "list-footer": ("program",),
    "disclaimer": ("program",),
}
WEBIS_LABELS = {
    "paragraph": "text",
    "section_heading": "text",
    "tabular": "text",
    "log_data": "text",
    "raw_code": "text",
    "patch": "text",
    "technical": "text",
    "quotation": "quotation",
    "quotation_marker": "header",
    "inline_headers": "header",
    "salutation": "greeting",
    "closing": "closing",
    "personal_signature": "signature",
    "mua_signature": "program",
    "visual_separator": None,
}

ABOUT_LINES = (
    (
        "Quagga (Repke & Krestel 2018) has five zones: Header, Body, Intro, Outro, Signature. Webis (Bevendorff "
        "and others 2020) has fifteen; paragraphs, headings, tables, logs, code and patches are the text here, "
        "`quotation_marker` and `inline_headers` are headers of quotations, `mua_signature` is what programs, "
        "lists and firms add."
    ),
    ("Lines without a letter or a digit (blank ones, rules, bare quote marks, `visual_separator`) are not asked."),
    (
        "A name alone may be closing or signature: the annotators of both put it now here, now there. In Quagga, "
        "advertisements and legal warnings may be Body or Signature for the same reason."
    ),
    (
        "The rules were written with a random half of the files in view. 644 of Quagga's 1,800 files repeat the mail "
        "of another: every copy of a mail that was looked at counts as looked at, so that what was not looked at "
        "repeats nothing that was."
    ),
    "The headers of these mails are not there, so signatures are found without the author's name.",
    (
        "With five zones, the best published program (OKAPI, Jardim and others 2021, trained on Quagga) has 0.96 "
        "of the lines of Enron's mails right and 0.95 of those of Apache's."
    ),
)
ABOUT_NEIGHBOURS = (
    (
        "Right is a reply whose lines are the expected ones, up to blank lines; what only some suites count as the "
        "reply (a closing, a name, what is quoted between two answers) may be there or not "
        "(`evaluation/replies.py`). Cases whose tests do not say what the reply is, and the HTML ones, are not "
        "asked."
    ),
    "Zapier, github and mail-parser-reply share most of their mails.",
    (
        "The neighbours were run in the way that gets them most on each suite (languages, with or without their "
        "recognition of signatures: `evaluation/neighbours.py`). talon's trained model no longer loads: its rules "
        "and its brute force were run."
    ),
    (
        "Discourse's email_reply_trimmer, in Ruby, was not run: it passes its own 64. To have as many as maillage it"
        " would have to take 96 of the other 104 right."
    ),
)


def sections(corpora: Path) -> Iterator[Section]:
    """Lines of the annotated mails, zones one by one, and the neighbours' cases."""
    found = [quagga(corpora), webis(corpora)]
    yield _lines(found)
    yield _by_zone(found)
    yield _neighbours(corpora)


def quagga(corpora: Path) -> Corpus:
    """The mails of Quagga, from Enron and from lists of Apache; files without annotation are left out."""
    mails = []
    for file in sorted((corpora / "annotated" / "quagga").rglob("*.ann")):
        if (data := file.read_bytes()).startswith(b"{"):
            mail = json.loads(data)
            spans = [(one["start"], one["end"], _quagga_label(one["type"])) for one in mail["denotations"]]
            wide_first = sorted(spans, key=lambda span: span[0] - span[1])
            mails.append(Mail(mail["text"], labels(mail["text"], wide_first)))
    return Corpus("Quagga", mails, QUAGGA, "Signature")


def webis(corpora: Path) -> Corpus:
    """The mails of Enron that Webis annotated."""
    mails = []
    file = corpora / "annotated" / "webis-gmane19" / "enron-annotated.jsonl"
    for line in file.read_text(encoding="utf-8").splitlines():
        mail = json.loads(line)
        spans = [(begin, end, WEBIS_LABELS[name]) for begin, end, name in mail["labels"]]
        mails.append(Mail(mail["text"], labels(mail["text"], spans)))
    return Corpus("Webis", mails, WEBIS, "signature")


def _quagga_label(name: str) -> str:
    part, _, inner = name.partition("/")
    inner = inner.partition("/")[0]
    return inner if part == "Body" and inner in {"Intro", "Outro", "Signature"} else part


def labels(text: str, spans: Iterable[tuple[int, int, str | None]]) -> Labels:
    """The label of most characters of each line; None for lines without letter or digit. Later spans win."""
    of_characters: Labels = [None] * len(text)
    for begin, end, label in spans:
        of_characters[begin:end] = [label] * (min(end, len(text)) - begin)
    found: Labels = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        counts = Counter(label for label in of_characters[begin:end] if label) if WRITTEN.search(line) else None
        found.append(counts.most_common(1)[0][0] if counts else None)
        begin = end + 1
    return found


def zones_of_lines(text: str, depth: int = 0) -> list[str]:
    """The zone of every line, the quoted mails cut in their turn as their authors' own.

    "name" is a signature of nothing but a name. Lines behind a quote mark have "> " in front of what they are.
    """
    found: list[str] = [] if text else ["text"]
    for zone in cut(text):
        lines = text[zone.begin : zone.end].split("\n")
        lines = lines[:-1] if lines[-1] == "" and zone.end < len(text) else lines
        if zone.kind == "quotation" and depth < DEEPEST:
            bare = [MARK.sub("", line, count=1) for line in lines]
            inner = zones_of_lines("\n".join(bare), depth + 1)
            marked = _marked(lines, bare)
            found += [
                f"> {kind.removeprefix('> ')}" if mark else kind for mark, kind in zip(marked, inner, strict=True)
            ]
        elif zone.kind == "signature":
            found += _signature(lines)
        else:
            found += [zone.kind] * len(lines)
    return found


def _marked(lines: list[str], bare: list[str]) -> list[bool]:
    """Which lines of a quotation stand behind a mark, or are the broken-off rest of one that does."""
    marked = [line != plain for line, plain in zip(lines, bare, strict=True)]
    return [
        mark or (any(marked[max(0, number - 2) : number]) and any(marked[number + 1 : number + 3]))
        for number, mark in enumerate(marked)
    ]


def _signature(lines: list[str]) -> list[str]:
    """A signature that is a name alone, and the name that opens one, are "name"."""
    alone = sum(bool(line.strip()) for line in lines) == 1
    opens = bool(NAME.fullmatch(lines[0].strip()))
    return ["name" if alone or (opens and number == 0) else "signature" for number in range(len(lines))]


def answered(corpus: Corpus, mail: Mail) -> Iterator[tuple[str, str]]:
    """What each line that is asked is, and what it was taken for."""
    for kind, expected in zip(zones_of_lines(mail.text), mail.expected, strict=True):
        if expected is not None:
            said = _said(corpus, kind)
            yield expected, expected if expected in said else said[0]


def _said(corpus: Corpus, kind: str) -> tuple[str, ...]:
    """A zone in the words of a corpus. Webis does not look into lines behind a quote mark, Quagga does."""
    if kind.startswith("> ") and "quotation" in corpus.words["quotation"]:
        return corpus.words["quotation"]
    return corpus.words[kind.removeprefix("> ")]


def halves(mails: Sequence[Mail]) -> tuple[list[Mail], list[Mail]]:
    """The half that was looked at while the rules were written, with all copies of its mails; and the others.

    The files of a corpus hold many of the same mails: Quagga annotates most of Enron's twice.
    """
    shuffled = list(mails)
    Random(SEED).shuffle(shuffled)  # noqa: S311  # a sample, no secret
    looked_at = {_words(mail) for mail in shuffled[: len(shuffled) // 2]}
    return (
        [mail for mail in shuffled if _words(mail) in looked_at],
        [mail for mail in shuffled if _words(mail) not in looked_at],
    )


def _words(mail: Mail) -> str:
    """A digest of a mail by which its copies are known, however their blanks and signs differ."""
    words = " ".join(WORDS.findall(mail.text.lower()))
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _lines(corpora: Iterable[Corpus]) -> Section:
    rows = []
    for corpus in corpora:
        seen, unseen = halves(corpus.mails)
        for name, mails in ((corpus.name, corpus.mails), ("— looked at", seen), ("— not looked at", unseen)):
            pairs = [list(answered(corpus, mail)) for mail in mails]
            units = [
                Counts(sum(one == other for one, other in pair), 0, sum(one != other for one, other in pair))
                for pair in pairs
            ]
            lines = sum(unit.right + unit.missed for unit in units)
            rows.append((name, str(len(mails)), str(lines), str(bootstrap(units, recall)), "0.960"))
    return Section(
        "Zones: lines of annotated mails",
        "Share of the lines that are taken for what the annotators say. Quoted mails are cut in their turn, as the"
        " annotators did.",
        ("", "mails", "lines", "right", "target"),
        rows,
        ABOUT_LINES,
    )


def _by_zone(corpora: Iterable[Corpus]) -> Section:
    rows = []
    for corpus in corpora:
        pairs = [list(answered(corpus, mail)) for mail in corpus.mails]
        for zone in sorted({expected for pair in pairs for expected, _ in pair}):
            units = [_counts(pair, zone) for pair in pairs]
            target = "recall 0.850" if zone == corpus.signature else ""
            found, sure = bootstrap(units, recall), bootstrap(units, precision)
            rows.append(
                (
                    f"{corpus.name}: {zone}",
                    str(sum(one.right + one.missed for one in units)),
                    str(sure),
                    str(found),
                    target,
                )
            )
        units = [_signed(_counts(pair, corpus.signature)) for pair in pairs]
        rows.append(
            (
                f"{corpus.name}: mails with a signature",
                str(sum(one.right + one.missed for one in units)),
                str(bootstrap(units, precision)),
                str(bootstrap(units, recall)),
                "recall 0.850",
            )
        )
    return Section(
        "Zones one by one",
        "By line; and by mail, where a mail counts as found if a line of a personal signature in it is.",
        ("", "to find", "precision", "recall", "target"),
        rows,
    )


def _counts(pairs: Iterable[tuple[str, str]], zone: str) -> Counts:
    counts = Counter((expected == zone, said == zone) for expected, said in pairs)
    return Counts(counts[True, True], counts[False, True], counts[True, False])


def _signed(lines: Counts) -> Counts:
    """A mail instead of its lines: right if a line is, missed if all are, wrong if none should be."""
    if lines.right + lines.missed:
        return Counts(int(lines.right > 0), 0, int(not lines.right))
    return Counts(0, int(lines.wrong > 0), 0)


# The neighbours' cases.

DELIMITED = re.compile(r"[^\w\n]+(\n|$)")


def reply(case: replies.Case) -> str:
    """What its author wrote of a mail, as the suite of the case wants it.

    Discourse keeps closing and signature, if no delimiter stands above, and what is quoted above an answer; the others
    want neither.
    """
    text = case.text
    name, _, address = case.sender.partition("<")
    zones = [(zone.kind, text[zone.begin : zone.end]) for zone in cut(text, (name.strip(), address.partition("@")[0]))]
    whole = case.suite == "discourse"
    kept = {"text", "greeting", "closing", "signature"} if whole else {"text", "greeting"}
    parts, delimited = [], False
    for kind, part in zones:
        delimited = (delimited or bool(DELIMITED.match(part))) and kind in {"closing", "signature"}
        parts.append(part if kind in kept and not delimited else "")
    if whole:
        last = max((number for number, part in enumerate(parts) if part.strip()), default=len(zones))
        for number, (kind, part) in enumerate(zones):
            introduced_at_top = number == 1 and zones[0][0] == "quotation-header" and last < len(zones)
            if kind == "quotation" and number < last and not introduced_at_top:
                parts[number] = part
    return "\n".join(parts)


def _neighbours(corpora: Path) -> Section:
    cases = list(replies.cases(corpora))
    ours = Counter(case.suite for case in cases if case.right(reply(case)))
    asked = Counter(case.suite for case in cases)
    with NEIGHBOURS.open(encoding="utf-8", newline="") as file:
        others = list(csv.reader(file))
    rows = [
        ("cases", *(str(asked[suite]) for suite in replies.SUITES), str(asked.total())),
        ("**maillage**", *(str(ours[suite]) for suite in replies.SUITES), f"**{ours.total()}**"),
        *((name, *counts, str(sum(map(int, counts)))) for name, *counts in others),
    ]
    return Section(
        "The neighbours' own test mails",
        "From how many of the test mails of five programs each takes just the author's own words.",
        ("", *replies.SUITES, "all"),
        rows,
        ABOUT_NEIGHBOURS,
    )
