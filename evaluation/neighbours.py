"""Run the neighbours on their test mails and keep how many replies each gets right: evaluation/neighbours.csv.

They are no dependencies, and talon needs old packages: a virtual environment with `mail-parser-reply`,
`email-reply-parser`, and `talon` (`--no-deps`, then `regex html5lib chardet six cssselect lxml<5.2 joblib scikit-learn
faust-cchardet`) runs `MAILLAGE_CORPORA=… python -m evaluation.neighbours` from the folder of the sources.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from evaluation.replies import SUITES, Case, cases

TABLE = Path(__file__).with_name("neighbours.csv")

Program = Callable[[Case], str]


def main() -> None:
    """Write the table: a program, and its right replies of each suite."""
    asked = list(cases(Path(os.environ["MAILLAGE_CORPORA"])))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        for name, ways in neighbours().items():
            rows.writerow([name, *(max(_right(way, suite, asked) for way in ways) for suite in SUITES)])


def neighbours() -> dict[str, Sequence[Program]]:
    """The ways to ask each program for the reply."""
    return {
        "talon": _talon(),
        "email-reply-parser (zapier)": _zapier(),
        "mail-parser-reply": _mail_parser_reply(),
    }


def _right(way: Program, suite: str, asked: Sequence[Case]) -> int:
    return sum(case.right(way(case)) for case in asked if case.suite == suite)


def _talon() -> Sequence[Program]:
    joblib = sys.modules["sklearn.externals.joblib"] = import_module("joblib")  # where talon looks for it
    vars(import_module("sklearn.externals"))["joblib"] = joblib
    quotations, bruteforce = import_module("talon.quotations"), import_module("talon.signature.bruteforce")

    def plain(case: Case) -> str:
        return str(quotations.extract_from_plain(case.text))

    return plain, lambda case: str(bruteforce.extract_signature(plain(case))[0])


def _zapier() -> Sequence[Program]:
    parser = import_module("email_reply_parser").EmailReplyParser
    return (lambda case: str(parser.parse_reply(case.text)),)


def _mail_parser_reply() -> Sequence[Program]:
    parser = import_module("mailparser_reply").EmailReplyParser
    every = [name for name in import_module("mailparser_reply.constants").MAIL_LANGUAGES if name != "david"]

    def way(languages: list[str], *, signed: bool) -> Program:
        def ask(case: Case) -> str:
            found = parser(languages=languages).read(case.text).replies[:1]
            return "\n".join(f"{one.body}\n{one.signatures or ''}" if signed else one.body for one in found)

        return ask

    return [way(languages, signed=signed) for languages in (["en"], every) for signed in (False, True)]


if __name__ == "__main__":
    main()
