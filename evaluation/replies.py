"""What the neighbours' test mails hold of their author's own, and whether a program finds just that.

A program is right about a mail if the lines it gives are the expected ones, in order; blank lines, blanks around a
line, and lines that only some of the test suites count as the author's (a closing, a name, what is quoted between
two answers) do not matter. What the tests of a suite leave open is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import NamedTuple

SUITES = ("discourse", "talon", "zapier", "github", "mail-parser-reply")


class Case(NamedTuple):
    """A mail, the lines that must be found, and the ones that may be. `sender`: where the suite names one."""

    suite: str
    name: str
    text: str
    required: list[str]
    allowed: list[str]
    sender: str = ""

    def right(self, found: str) -> bool:
        """Whether the lines found are the required ones, in order, with none but allowed ones between them."""
        rest, free = list(self.required), set(self.allowed)
        for line in written(found):
            if rest and line == rest[0]:
                rest.pop(0)
            elif line not in free:
                return False
        return not rest


# Lines of the test mails of zapier, github and mail-parser-reply, which share most of them: those that the tests say
# are the reply, and those that only some of the suites take for it.
REPLIES = {
    "correct_sig": ("1", ""),
    "email_1_1": ("1-5", "7"),
    "email_1_2": ("1 9-34", "2-7"),
    "email_1_3": ("1-3", "5"),
    "email_1_4": ("1", ""),
    "email_1_5": ("1-15", ""),
    "email_1_6": ("1", "3"),
    "email_1_7": ("1", ""),
    "email_1_8": ("13 19", "1-33"),
    "email_2_1": ("1", ""),
    "email_2_2": ("1", ""),
    "email_2_3": ("1", ""),
    "email_BlackBerry": ("1", ""),
    "email_iPhone": ("1", ""),
    "email_multi_word_sent_from_my_mobile_device": ("1", ""),
    "email_sent_from_my_not_signature": ("1-3", ""),
    "email_bullets": ("1-9", ""),
    "email_one_is_not_on": ("1-5", ""),
    "email_sig_delimiter_in_middle_of_line": ("1-7", ""),
    "greedy_on": ("1-6", ""),
    "email_partial_quote_header": ("1-6", ""),
    "pathological": ("1-2", ""),
    "email_gmail": ("1", ""),
    "email_headers_no_delimiter": ("1", ""),
    "begins_with_signature": ("1-4", "6-8"),
    "email_3_1": ("1-3", ""),
    "email_danish_1": ("1-3", "5-6"),
    "email_danish_2": ("1-3", "5-6"),
    "email_danish_3": ("1-3", ""),
    "email_danish_4": ("1-3", ""),
    "email_danish_5": ("1-3", "5-6"),
    "email_ja_1_1": ("1", ""),
    "email_ja_1_2": ("1-5", "8"),
    "email_nl_1_1": ("1-4", "6"),
    "email_nl_1_2": ("1", ""),
    "email_pl_1_1": ("5-7", "1-3 9-10"),
    "email_pl_1_2": ("6-8", "1-4 10-11"),
    "email_pl_1_3": ("5-7", "1-3 9-10"),
    "email_sent_from_BlackBerry": ("1", ""),
    "email_sent_from_iPhone": ("1", ""),
    "email_sent_from_multi_word_mobile_device": ("1", ""),
    "email_sent_from_not_signature": ("1-3", ""),
    "email_sv_anon_1": ("1-4", "6-8"),
    "email_swedish_1": ("1-5", "7-8"),
    "email_swedish_2": ("1-5", "7"),
    "multi_header": ("1", ""),
}
FOLDERS = {
    "zapier": "zapier-email-reply-parser",
    "github": "github-email_reply_parser",
    "mail-parser-reply": "mail-parser-reply",
}


def cases(corpora: Path) -> Iterator[Case]:
    """The cases of all suites, in the order of their names."""
    tests = corpora / "peer-tests"
    yield from _discourse(tests / "discourse-email_reply_trimmer")
    yield from _talon(tests / "talon")
    for suite, folder in FOLDERS.items():
        for file in sorted((tests / folder).glob("*.txt")):
            if file.stem in REPLIES:
                yield _chosen(suite, file)


def written(text: str) -> list[str]:
    """The lines that are not blank, without blanks around."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _discourse(folder: Path) -> Iterator[Case]:
    for file in sorted((folder / "emails").glob("*.txt")):
        expected = (folder / "trimmed" / file.name).read_text(encoding="utf-8")
        yield Case("discourse", file.stem, _read(file), written(expected), [])


def _talon(folder: Path) -> Iterator[Case]:
    """Its mails to be freed of quotations, and its texts to be freed of a signature, with the sender."""
    for file in sorted((folder / "standard_replies").glob("*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        part = message.get_body(("plain",))
        text = part.get_content() if part else ""
        kept = file.with_name(f"{file.stem}_reply_text")
        allowed = written(_read(kept)) if kept.exists() else []
        yield Case("talon", file.stem, text, ["Hello"], allowed)
    for file in sorted((folder / "signature" / "emails" / "stripped").glob("*_body")):
        text, stem = _read(file), file.name.removesuffix("_body")
        signature = written(_read(file.with_name(f"{stem}_signature")))
        sender = _read(file.with_name(f"{stem}_sender")).strip()
        lines = written(text)
        yield Case("talon", stem, text, lines[: len(lines) - len(signature)], [], sender)


def _chosen(suite: str, file: Path) -> Case:
    text = _read(file)
    lines = text.splitlines()
    required, allowed = (_picked(lines, ranges) for ranges in REPLIES[file.stem])
    return Case(suite, file.stem, text, required, allowed)


def _picked(lines: list[str], ranges: str) -> list[str]:
    picked: list[str] = []
    for span in ranges.split():
        first, _, last = span.partition("-")
        picked += lines[int(first) - 1 : int(last or first)]
    return written("\n".join(picked))


def _read(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
