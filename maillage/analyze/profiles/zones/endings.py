"""How a mail begins and ends: greeting, closing, signature, and what programs, lists and firms add below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from maillage.analyze.profiles.zones.languages import languages
from maillage.analyze.profiles.zones.page import Page, fold
from maillage.analyze.profiles.zones.quotations import MAIL

DELIMITER = re.compile(r"(?:--|—|–)$")  # "-- " (RFC 3676, 4.3); blanks behind it are often lost
RULE = re.compile(r"[\W_]{4,}$")
UNDERLINE = re.compile(r"[-_=*~+]{4,}$")
ADDRESS = re.compile(r"https?://|www\.|\bhttp:")
LINK = re.compile(r"[<(\[]?(?:https?://|www\.)\S+")
PHONE = re.compile(r"(?<![\d/])(?!\d{1,2}[/-]\d{1,2}[/-]\d)\+?\(?\d[\d .()/\\x-]{5,}\d")
EXTENSION = re.compile(r"(?:\b(?:[xX]|[eE]xt|[pP]oste)\.? ?[\d-]{4,6}|^\d-\d{4})$")
POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}-)?\d{5}(?:-\d{4})? +[A-Z]|\b[A-Z]{2}\.?,? +\d{5}\b|\b(?:CEDEX|[Cc]edex)\b")
BOX = re.compile(r"\b(?:[Pp]\.? ?[Oo]\.? ?[Bb](?:ox|OX)|BP|B\.P\.|CS) ?\d")
REACHED = re.compile("|".join(f"(?:{one.pattern})" for one in (PHONE, POSTCODE, EXTENSION, BOX)))
DIGIT = re.compile(r"\d|[Cc]edex|CEDEX")
WORD = re.compile(r"[^\W\d_][\w'.-]*")
FILE = r"\S.{0,80}\.(?:docx?|xlsx?|pptx?|pdf|zip|txt|htm|jpg|gif|uni|rtf|tif|wpd|odt|vcf)"
PICTURE = r"<<?[^@/>]*(?:\.\w{2,4}|file|object|_obj|embedded|image|picture)[^@/>]*>>?"
ATTACHMENT = re.compile(
    rf"[-*(<\[ ]{{0,4}}(?:{PICTURE}|\(?see attached file.*|\[?(?:attachment|piece jointe).{{0,200}}|{FILE}>*\)?\]?)$"
)
POSTSCRIPT = re.compile(r"p\.? ?s\.?\b ?\W|ps |\[\d{1,2}\]")  # or what a "[1]" of the text stands for
SEPARATED = re.compile(r"([^,|•·()]{3,40}?)( [-–—|•·/] |, | \()(.{3,80})$")
NOTE = re.compile(r"\[\d{1,2}\]")
MEETING = re.compile(  # where and when people meet: of a mail, of no signature
    r"(?:lieu|rendez-vous|rdv|o[uù]|quand|date|horaires?|inscriptions?|tarifs?|where|when|venue|place)"
    r"(?: [^:]{0,20})? ?: "
)
SCRUBBED = re.compile(r"-{6,} [^-]{4,40} -{6,}$")  # Mailman: "next part", "section suivante"
ABOUT_SCRUBBED = re.compile(
    r"(?:url|name|nom|type|size|taille|desc)\s?: ?|.{0,80}(?:scrubbed|nettoye|enlevee?)\b.{0,40}$|<?https?://\S+>?$"
)
PARTICLES = frozenset("de du des la le les van von der den di da dos el al ben of the and et y".split())

LONGEST_SIGNATURE = 18  # written lines without a delimiter above
LONGEST_RULED = 13  # with a rule above
LONGEST_DELIMITED = 25  # with one
MOST_SMALL = 7  # words in lower case of a line with a telephone: more are of a sentence
MOST_TOWNS = 3  # lines that begin with five figures: of more, a table does
SHORT = 72  # characters; what is longer is a sentence
FOOTER = 20  # lines
MOST_FOOTERS = 12
SHORTEST_WARNING = 40  # characters: four of its words have more
SURE_WARNING = 7  # different words of legal warnings


def mark(page: Page, names: Sequence[str] = ()) -> None:
    """Mark the greeting at the top and what closes each stretch of the author's own lines."""
    own = _stretches(page)
    author = _author(tuple(names))
    for first, end in own:
        _footers_of(page, first, end)
    if own:
        _mark_greeting(page, *own[0])
    left = [(first, end) for first, end in own if _unmarked(page, first, end)]
    for first, end in left:
        _close(page, first, end, author, last=end == left[-1][1])


def _unmarked(page: Page, first: int, end: int) -> bool:
    return any(page.seen[line] and not page.kinds[line] for line in range(first, end))


def _stretches(page: Page) -> list[tuple[int, int]]:
    """Where the author's own lines are: runs of lines that are not quoted, with at least one that is written."""
    runs, first = [], None
    for line in range(len(page)):
        if page.kinds[line]:
            if first is not None:
                runs.append((first, line))
                first = None
        elif first is None and page.seen[line]:
            first = line
    if first is not None:
        runs.append((first, len(page)))
    return runs


@dataclass(frozen=True)
class Author:
    """What the author is called: folded words of two letters or more, initials, names of accounts."""

    words: frozenset[str]
    initials: frozenset[str]
    accounts: frozenset[str]

    @classmethod
    def called(cls, names: Sequence[str]) -> Author:
        """Somebody whom the headers call so."""
        folded = [fold(name) for name in names if "@" not in name or name.count("@") == 1]
        words = [re.findall(r"[^\W\d_]+", name.partition("@")[0]) for name in folded]
        return cls(
            frozenset(word for name in words for word in name if len(word) > 1),
            frozenset("".join(word[0] for word in name) for name in words if len(name) > 1),
            frozenset(name.partition("@")[0] for name in folded),
        )

    def signs(self, folded: str) -> bool:
        """Whether a line is nothing but the author's name, a part of it, or the initials."""
        plain = folded.strip(" -_*~/.,;:!()<>=|#")
        if not plain or len(plain) > 50:
            return False
        if plain in self.initials or plain in self.accounts:
            return True
        words = re.findall(r"[^\W\d_]+", plain)
        known = [word for word in words if word in self.words]
        return bool(known) and all(word in self.words or len(word) == 1 or word in PARTICLES for word in words)

    def named_in(self, folded: str) -> bool:
        """Whether a line has a word of the author's name, or begins an address with the account's."""
        words = re.findall(r"[^\W\d_]+", folded)
        return any(word in self.words for word in words) or any(f"{account}@" in folded for account in self.accounts)

    def signs_in_full(self, folded: str) -> bool:
        """Whether a line is the author's name, of two words or more."""
        words = re.findall(r"[^\W\d_]+", folded)
        return sum(word in self.words for word in words) > 1 and self.signs(folded)

    def heads(self, folded: str) -> bool:
        """Whether a line begins with the author's name in full and tells more behind a dash or a comma."""
        found = SEPARATED.match(folded)
        name, mark, rest = found.groups() if found else ("", "", "")
        words = re.findall(r"[^\W\d_]+", name)
        known = sum(word in self.words for word in words)
        return bool(mark and rest) and known > 1 and known >= len(words) - 1


@lru_cache(maxsize=4096)
def _author(names: tuple[str, ...]) -> Author:
    return Author.called(names)


# From the top.


def _mark_greeting(page: Page, first: int, end: int) -> None:
    """The first written line that does nothing but greet, and more follows. A letterhead may stand above it."""
    written = [line for line in range(first, min(end, first + 16)) if page.seen[line] and not page.kinds[line]][:9]
    for line in written:
        if _greets(page, line, top=line == first) and page.written(line + 1) < len(page):
            page.mark(line, line + 1, "greeting")
            return
        if _prose(page, line):
            return


def _greets(page: Page, line: int, *, top: bool) -> bool:
    folded, seen = page.folded[line].strip("-*_> "), page.seen[line]
    words = folded.split()
    if len(seen) > 70 or seen.endswith("?"):
        return False
    if found := languages().greeting.match(folded):
        rest = folded[found.end() :].strip()
        if not top:
            return seen[-1] in ",:!" and len(words) < 8
        return not rest or (len(words) < 8 and (rest[-1] in ",!:.;-)" or len(words) < 5))
    if not top or seen[-1] not in ",:-!–—" or folded.rstrip(" ,:-!–—") in languages().answers or _closes(page, line):
        return False
    names = re.split(r"[/&,+]| and | et ", seen.rstrip(" ,:-!–—"))
    return len(names) < 5 and all(_named(name, most=3) for name in names) and (seen[-1] != "!" or len(words) == 1)


# From the bottom.


def _footers_of(page: Page, first: int, end: int) -> None:
    """Mark what programs, lists and firms put below."""
    _scrubbed(page, first, end)
    for _ in range(MOST_FOOTERS):
        end = _above_marked(page, first, end)
        if end <= first:
            break
        start = _footer(page, first, end) or _program(page, first, end) or _disclaimer(page, first, end)
        if start is None:
            break
        end = start
    _warnings(page, first, end)


def _scrubbed(page: Page, first: int, end: int) -> None:
    """Mark what Mailman's archives say of a part that they took out, wherever it stands."""
    for line in range(first, end):
        if page.seen[line][:6] == "------" and SCRUBBED.match(page.seen[line]):
            below = line + 1
            while below < end and (not page.seen[below] or ABOUT_SCRUBBED.match(page.folded[below])):
                below += 1
            if below > line + 1 and any(page.seen[line + 1 : below]):
                page.mark(line, _above_blanks(page, line, below), "list-footer")


def _above_blanks(page: Page, first: int, end: int) -> int:
    while end > first and not page.seen[end - 1]:
        end -= 1
    return end


def _paragraph(page: Page, first: int, end: int) -> int:
    """The first line of the paragraph whose last line is in front of `end`."""
    line = end
    while line > first and page.seen[line - 1] and not page.kinds[line - 1]:
        line -= 1
    return line


def _footer(page: Page, first: int, end: int) -> int | None:
    """A list's footer: from a rule, a delimiter or its first words to the end."""
    words = languages()
    limit = max(first, end - FOOTER)
    if not words.footer.search("\n".join(page.folded[limit:end])):
        return None
    marked = [line for line in range(limit, end) if words.footer.search(page.folded[line])]
    for line in range(marked[0], max(limit, marked[0] - 8) - 1, -1):
        if (page.seen[line] and RULE.match(page.seen[line]) and len(page.seen[line]) > 9) or DELIMITER.match(
            page.seen[line]
        ):
            page.mark(line, end, "list-footer")
            return line
    start = _paragraph(page, first, marked[0] + 1)
    below = sum(bool(page.seen[line]) for line in range(start, end))
    if below - len(marked) < 5 and start > first and (len(marked) > 1 or below < 3) and not _closes(page, start):
        while (
            start < marked[0] and not ADDRESS.search(page.seen[start]) and not words.footer.search(page.folded[start])
        ):
            start += 1
        page.mark(start, end, "list-footer")
        return start
    return None


def _program(page: Page, first: int, end: int) -> int | None:
    """The lines of a program or a provider, at most five: "Envoyé de mon iPhone"."""
    for line in range(max(_paragraph(page, first, end), end - 5), end):
        if _advertises(page, line):
            start = line
            while start > first and (RULE.match(page.seen[start - 1]) or DELIMITER.match(page.seen[start - 1])):
                start -= 1
            if start == first == page.written(0) and end == len(page):
                return None
            page.mark(start, end, "program-signature")
            return start
    return None


def _advertises(page: Page, line: int) -> bool:
    """Whether a line begins with what programs say of themselves, and is no sentence that goes on otherwise."""
    words, bare = languages().program, page.folded[line].lstrip("-_*<>(|#=~ [")
    linked = bool(ADDRESS.search(bare)) or (line + 1 < len(page) and page.seen[line + 1][:4] in {"http", "www."})
    if found := words.match(bare):
        return len(bare) < 140 and (linked or len(bare.split()) < 10 or bool(words.search(bare, found.end())))
    return linked and bool(words.search(bare[:60]))


def _disclaimer(page: Page, first: int, end: int) -> int | None:
    """Paragraphs of legal warning at the bottom."""
    words, start, found = languages(), end, None
    for _ in range(6):
        begin = _paragraph(page, first, start)
        whole = " ".join(page.folded[begin:start])
        short = len(whole) < SHORTEST_WARNING
        different = set() if short else {hit[0] for hit in words.disclaimer.finditer(whole[:6_000])}
        if begin <= first and first == page.written(0) and found is None and len(different) < 6:
            break
        if len(different) >= 4 or (found is not None and len(different) > 1):
            found = begin
            lines = [line for line in range(begin, start) if words.disclaimer.search(page.folded[line])]
            if lines and (lines[0] - begin) > 1:
                found = _disclaimer_start(page, begin, lines[0])
        elif found is None and begin > first and start - begin < 4 and start == end:
            pass  # a link below the warning
        elif not (RULE.match(page.seen[start - 1]) if start > first else False):
            break
        elif found is not None:
            found = begin if begin == start - 1 else start - 1
        start = _above_blanks(page, first, begin)
        if start <= first:
            break
    if found is None:
        return None
    page.mark(found, end, "disclaimer")
    return found


def _disclaimer_start(page: Page, begin: int, line: int) -> int:
    """Below a rule in the paragraph, or where the warning's sentence begins."""
    for above in range(line, begin - 1, -1):
        if RULE.match(page.seen[above]):
            return above
    return line if len(page.seen[line - 1]) < SHORT - 12 else begin


def _close(page: Page, first: int, end: int, author: Author, *, last: bool) -> None:
    """Mark signature and closing at the end of a stretch of own lines."""
    end = _above_marked(page, first, end)
    while first < end and (page.kinds[first] or not page.seen[first]):
        first += 1
    if first >= end:
        return
    _inner_signatures(page, first, end, author)
    if delimiter := _delimiter(page, first, end, author, last=last):
        _mark_delimited(page, delimiter, end)
        end = _above_marked(page, first, delimiter)
    end = _above_marked(page, first, _above_postscript(page, first, end))
    if end <= first:
        return
    _inner_closings(page, first, end)
    closing = _closing(page, first, end)
    if closing is None:
        start = _signature(page, first, end, author, last=last)
        if (first < start < end) or (first == start < end and author.signs(page.folded[first])):
            page.mark(start, end, "signature")
            end = _above_marked(page, first, start)
            closing = _closing(page, first, end)
        elif first == start < (inside := _signed_inside(page, first, end, author)) < end:
            page.mark(inside, end, "signature")
    if closing is not None:
        start, behind = closing
        page.mark(start, behind, "closing")
        below = page.written(behind)
        if below < end:
            _sign(page, below, end)


def _warnings(page: Page, first: int, end: int) -> None:
    """Mark the paragraphs that are nothing but a legal warning, wherever they stand in the last lines."""
    line = max(first, end - 60)
    while line < end:
        begin = line = page.written(line)
        while line < end and page.seen[line] and not page.kinds[line]:
            line += 1
        if 1 < line - begin < 30 and begin > first:
            whole = " ".join(page.folded[begin:line])
            short = len(whole) < 2 * SHORTEST_WARNING
            if not short and len({hit[0] for hit in languages().disclaimer.finditer(whole)}) >= SURE_WARNING:
                page.mark(begin, line, "disclaimer")
        line = max(line, begin + 1)


def _mark_delimited(page: Page, delimiter: int, end: int) -> None:
    """Mark what stands below "-- ", a closing at its top as such."""
    for line in range(delimiter, end):
        page.kinds[line] = page.kinds[line] or "signature"
    below = page.written(delimiter + 1)
    if below < end and _closes(page, below):
        page.mark(delimiter, below + 1, "closing")


def _above_marked(page: Page, first: int, end: int) -> int:
    """Where what is above marked lines and the names of attached files ends."""
    while end > first and (page.kinds[end - 1] or not page.seen[end - 1] or ATTACHMENT.match(page.folded[end - 1])):
        end -= 1
    return end


def _inner_signatures(page: Page, first: int, end: int, author: Author) -> None:
    """Mark the author's signature above an annex: a paragraph that begins with the name and says how to reach her.

    Where the author's name is not known, any name will do.
    """
    line = first
    while line < end:
        begin = page.written(line)
        line = begin + 1
        while line < end and page.seen[line] and not page.kinds[line] and not RULE.match(page.seen[line]):
            line += 1
        line = min(line, end)
        top = begin + 1 if begin < line and RULE.match(page.seen[begin]) else begin
        if top < line <= end and line - top < LONGEST_SIGNATURE and _stands_alone(page, top, line, author):
            page.mark(begin, line, "signature")
        line = max(line, begin + 1)


def _stands_alone(page: Page, begin: int, end: int, author: Author) -> bool:
    known = bool(author.words)
    named = author.signs(page.folded[begin]) or (not known and _named(page.seen[begin]) and " " in page.seen[begin])
    if not named or sum(_contact(page, line) for line in range(begin, end)) < 2:
        return False
    if sum(bool(POSTCODE.match(page.seen[line])) for line in range(begin, end)) > MOST_TOWNS:
        return False
    if author.signs_in_full(page.folded[begin]):  # a title and an organisation may make as long a line as a sentence
        return not any(page.seen[line][-1] in ".?!" and _prose(page, line) for line in range(begin, end))
    return not any(_prose(page, line) for line in range(begin, end))


def _delimiter(page: Page, first: int, end: int, author: Author, *, last: bool) -> int | None:
    """The line that begins the signature: "-- ", the highest with few lines below, or a rule above short lines."""
    found, below = None, 0
    for line in range(end - 1, first - 1, -1):
        seen = page.seen[line]
        ruled = found is None and last and 0 < below < LONGEST_RULED and first < line
        if (below and DELIMITER.match(seen)) or (ruled and _opens(page, line, end, author)):
            found = line
        elif seen:
            below += 1
        if below > LONGEST_DELIMITED:
            break
    return found


def _opens(page: Page, line: int, end: int, author: Author) -> bool:
    """Whether the line is a rule above a signature: short lines with the author's name, or of anybody without one.

    One line below, the last, may be a sentence.
    """
    seen = page.seen[line]
    if seen[:1] not in tuple("-_=*~+") or not UNDERLINE.match(seen):
        return False
    below = [other for other in range(line + 1, end) if page.seen[other]]
    if any(_prose(page, other) for other in below[:-1]):
        return False
    if author.words:
        return any(author.named_in(page.folded[other]) for other in below)
    return len(below) < 4 or any(_contact(page, other) for other in below)


def _above_postscript(page: Page, first: int, end: int) -> int:
    begin = _paragraph(page, first, end)
    return begin if first < begin < end < begin + 8 and POSTSCRIPT.match(page.folded[begin]) else end


def _closing(page: Page, first: int, end: int) -> tuple[int, int] | None:
    """The closing lines, if few lines follow that could be a name and a signature."""
    seen = 0
    for line in range(end - 1, first - 1, -1):
        if not page.seen[line]:
            continue
        if _closes(page, line):
            start = line
            while start > first and page.seen[start - 1] and _closes(page, start - 1):
                start -= 1
            return _formula(page, first, start), line + 1
        seen += 1
        if seen > LONGEST_SIGNATURE or (_prose(page, line) and not POSTSCRIPT.match(page.folded[line])):
            return None
    return None


def _inner_closings(page: Page, first: int, end: int) -> None:
    """A closing and a name above a postscript or an annex: the mail goes on below them."""
    for line in range(first, end - 2):
        short = 0 < len(page.seen[line]) < SHORT and 0 < len(page.seen[line + 1]) < SHORT
        if not short or page.kinds[line] or not _named(page.seen[line + 1], most=3) or not _closes(page, line):
            continue
        below = line + 1
        while below < end and page.seen[below] and below - line < 7 and _may_sign(page, below):
            below += 1
        if below < end and not page.seen[below]:
            page.mark(line, line + 1, "closing")
            page.mark(line + 1, below, "signature")


def _formula(page: Page, first: int, line: int) -> int:
    """The first line of a formula that runs over two or three."""
    words = languages()
    for start in range(max(first, line - 3), line):
        if words.formula.search(" ".join(page.folded[start : line + 1])) and words.formula.search(page.folded[start]):
            return start
    return line


def _closes(page: Page, line: int) -> bool:
    """Whether a line does nothing but close: a closing word and little else."""
    words, bare = languages(), page.folded[line].lstrip("-_*/~.,;|# ")
    if len(bare) < 160 and words.formula.search(bare):
        return True
    if len(bare) > 64 or not (found := words.closing.match(bare)):
        return False
    rest = bare[found.end() :]
    if not rest.strip(" ,.!;:-–—~*_)("):
        return True
    count = len(bare.split())
    if bare.endswith("?"):
        return False
    return count < 8 and (rest[0] in ",.!;:-–— " and (found.end() > 5 or rest[0] != " " or count < 3))


def _sign(page: Page, first: int, end: int) -> None:
    """Mark what follows a closing as signature, up to a sentence."""
    while first < end and (not page.seen[first] or ATTACHMENT.match(page.folded[first])):
        first += 1
    line = first
    while line < end and (not page.seen[line] or (_may_sign(page, line) and not POSTSCRIPT.match(page.folded[line]))):
        line += 1
    page.mark(first, _above_blanks(page, first, line), "signature")


def _may_sign(page: Page, line: int) -> bool:
    """Whether a line below a closing can be of the signature: no sentence, and no attached file."""
    return not _prose(page, line) and not ATTACHMENT.match(page.folded[line])


def _prose(page: Page, line: int) -> bool:
    """Whether a line is of a sentence, and so of no signature without a delimiter."""
    seen, folded = page.seen[line], page.folded[line]
    if NOTE.match(seen):
        return True
    if len(seen) > SHORT + 18 and (" " not in seen or len(LINK.sub("", seen)) > SHORT // 2):
        return not LINK.fullmatch(seen)
    words = WORD.findall(seen)
    if len(words) < 4:
        return False
    small: int = sum(word[0].islower() and word.lower() not in PARTICLES for word in words)
    if _contact(page, line):
        return small > 3 and small * 2 > len(words) and (folded[-1] in ".?!" or small > MOST_SMALL)
    if folded[-1] in ".?!":
        return small > 1
    return small > 3 and (small * 2 > len(words) or folded[-1] in ";:")


def _contact(page: Page, line: int) -> bool:
    """Whether a line says how its author is reached."""
    seen = page.seen[line]
    if "@" in seen and MAIL.search(seen):
        return True
    return bool((DIGIT.search(seen) and REACHED.search(seen)) or ADDRESS.search(seen))


def _named(seen: str, most: int = 4) -> bool:
    """Whether a line can be a person's name: capitalized words, few of them."""
    words = seen.strip(" -_*~/.,;:()<>=|#").split()
    if not 0 < len(words) <= most:
        return False
    return (
        all(
            WORD.fullmatch(word.strip(",.()\"'")) and (word[0].isupper() or word.lower() in PARTICLES)
            for word in words
            if word.strip(",.()\"'")
        )
        and words[0][0].isupper()
    )


def _signature(page: Page, first: int, end: int, author: Author, *, last: bool) -> int:
    """The first line of a signature without delimiter or closing above it; `end` without one."""
    start = end
    taken = 0
    while start > first:
        begin = _paragraph(page, first, start)
        lines = range(begin, start)
        taken += len(lines)
        if taken > LONGEST_SIGNATURE or any(_prose(page, line) for line in lines):
            begin = _signed_inside(page, begin, start, author)
            if begin < start:
                return begin
            break
        if not _signs(page, begin, start, author, alone=start == end, top=begin == first, last=last) and not (
            start == end and _below_name(page, first, begin, start, author)
        ):
            break
        start = _above_blanks(page, first, begin)
        end_of_found = begin
        if start <= first:
            return end_of_found
        end = end_of_found
    return end


def _below_name(page: Page, first: int, begin: int, end: int, author: Author) -> bool:
    """Whether a line or two say how to reach the author, and the paragraph above ends with the name."""
    above = _above_blanks(page, first, begin) - 1
    contacts = sum(_contact(page, line) for line in range(begin, end))
    return end - begin < 3 and contacts == end - begin and above > first and author.signs(page.folded[above])


def _signed_inside(page: Page, begin: int, end: int, author: Author) -> int:
    """The line, below sentences and without a blank line, where a name begins the signature."""
    contacts, found = 0, end
    for line in range(end - 1, max(begin, end - LONGEST_SIGNATURE), -1):
        if _prose(page, line):
            break
        if author.signs(page.folded[line]):
            return line
        above, seen = page.seen[line - 1], page.seen[line]
        if (contacts or line == end - 1) and _ended(above) and _named(seen, most=3) and seen[-1] not in ":?!;":
            found = line
        contacts += _contact(page, line)
        if end - line > 3 and not contacts:
            break
    return found


def _ended(seen: str) -> bool:
    """Whether a name may follow a line: it ends a sentence, or is short; and it begins no list."""
    if seen[:1] in tuple("-*•") or seen[-1:] in tuple(":,;"):
        return False
    return seen[-1:] in tuple(".!?)>") or len(seen) < SHORT // 2


def _nickname(folded: str) -> bool:
    """Whether a line is one short word that may be a name in lower case or initials: "jd", "- ckm"."""
    word = folded.strip(" -_*~/.,")
    return 1 < len(word) < 7 and word.isalpha() and word not in languages().answers


def _signs(page: Page, first: int, end: int, author: Author, *, alone: bool, top: bool, last: bool) -> bool:
    """Whether a paragraph of short lines is (a part of) a signature."""
    lines = [line for line in range(first, end) if not RULE.match(page.seen[line])]
    if not lines:
        return not alone or end - first == 1
    words = languages()
    if any(author.signs(page.folded[line]) for line in lines[:2]) or author.heads(page.folded[lines[0]]):
        return True
    contacts = sum(_contact(page, line) for line in lines)
    hints = sum(bool(words.contact.search(page.folded[line])) for line in lines)
    named = _named(page.seen[lines[0]])
    if last and not top and len(lines) == 2 and _nickname(page.folded[lines[0]]) and _contact(page, lines[1]):
        return True
    if len(lines) == 1:
        alone_named = last and page.seen[lines[0]][-1] not in ":?!" and (named or _nickname(page.folded[lines[0]]))
        meeting = MEETING.match(page.folded[lines[0]])
        told = not alone and not meeting and not LINK.fullmatch(page.seen[lines[0]]) and contacts + hints > 0
        return not top and (alone_named or told)
    if named and last and len(lines) < 5 and all(_named(page.seen[line], most=6) for line in lines):
        return not top
    return (named and contacts + hints > 0) or (
        contacts + hints > 2 and contacts > 0 and 2 * (contacts + hints) >= len(lines)
    )
