"""What a mail repeats of other mails: lines behind a quote mark, mails put below, and the lines that introduce them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from heapq import merge
from typing import NamedTuple

from maillage.analyze.profiles.zones.languages import languages
from maillage.analyze.profiles.zones.page import Page

QUOTATION = "quotation"
HEADER = "quotation-header"

NAMED = re.compile(r"([A-Z][A-Za-z]{0,11})>(?:[> ]|$)")  # "JD> ", as Supercite and Gnus write
ESCAPED = re.compile(r">From ")  # what mbox does to a line of the author's own (RFC 4155)
OTHER_MARKS = "|:%#}"
RULE = re.compile(r"[-_=*~#+]{5,}$")
MAIL = re.compile(r"[\w.+=-]+(?:@| at |\(at\)|\[at\])[\w-]+(?:\.[\w-]+)*")
MAILTO = re.compile(r"@|mailto:")
FIELD = re.compile(r"[*_|> ]{0,4}([^\W\d_][^:：*_<>@]{0,24})[*_]{0,2} ?[:：]")
GMAIL = re.compile(r"(?:19|20)\d\d[-/]\d\d?[-/]\d\d?(?: \d\d?:\d\d(?: gmt[+-]\d\d:\d\d)?)? \D")
SAYING = re.compile(r"[^\W_]")
TELLING = re.compile(r"[\d@]")
OPENING = re.compile(r"[-*_<>\[(\"' ]{0,8}")
CAPITALS = re.compile(r"[-*_~\"'< ]{0,8}[^\W\d_a-z]")
NOTES_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},? (?:at )?\d{1,2}[:.h]\d\d")

COLUMN = re.compile(r"\S {2,}([a-z]{1,12}) ?: {2,}")
ONE_LINE = re.compile(rf"{NOTES_DATE.pattern}.{{0,40}} (?:To|Pour): .{{0,900}}(?:Subject|Objet): ")
GROUPWISE = re.compile(r">{2,3} .{3,160}\d[:.h]\d\d.{0,12}>{2,3}$")  # ">>> Jean Dupont 12/03/07 14:03 >>>"
SHORT_LINE = 80  # characters

LONGEST_ATTRIBUTION = 6  # lines
LONGEST_SEPARATOR = 200  # characters
LONGEST_JOINED = 400  # characters of them
LONGEST_BLOCK = 60  # lines of a header that names many recipients
LONGEST_FIELD = 32  # characters up to the colon
WRAPPED = 60  # characters from which a quoted line may have been broken on its way


class Introduction(NamedTuple):
    """Lines that say whose words follow: the first, and the one behind the last.

    `mail`: a whole mail is put below them; otherwise words of it are quoted.
    """

    first: int
    end: int
    mail: bool


def mark(page: Page) -> None:
    """Mark what is quoted, and the lines that say whose words follow."""
    colons, dashes = _marks(page)
    _named_marks(page)
    _broken_lines(page)
    top = page.written(0)
    for first, end, mail in _introductions(page, colons, dashes):
        if (page.kinds[first] and not page.seen[first].endswith(">>")) or any(
            page.kinds[line] == HEADER for line in range(first, end)
        ):
            continue
        page.mark(first, end, HEADER)
        if _embeds(page, end, mail=mail) and (mail or top < first):
            page.mark(end, len(page), QUOTATION)
            return


def _marks(page: Page) -> tuple[list[int], list[int]]:
    """Mark what stands behind ">". Says which other lines end with a colon, and which begin with a rule."""
    colons, dashes = [], []
    for line, seen in enumerate(page.seen):
        if not seen:
            continue
        if seen[0] == ">":
            page.kinds[line] = QUOTATION
            if seen[-2:] == ">>":
                colons.append(line)
        elif seen[0] in "-_=*":
            dashes.append(line)
        if seen[-1] in ":：" or seen[-2:] in ("--", ":*", ":>", ": ", ":]"):
            colons.append(line)
    for line, kind in enumerate(page.kinds):
        if kind and not (_quoted(page, line - 1) or _quoted(page, line + 1)) and _drawn(page, line):
            page.kinds[line] = ""
    return colons, dashes


def _quoted(page: Page, line: int) -> bool:
    return 0 <= line < len(page) and page.kinds[line] == QUOTATION


def _drawn(page: Page, line: int) -> bool:
    """Whether the ">" of a single line is no quote mark: before "From ", or of a drawing of signs."""
    seen = page.seen[line]
    return bool(ESCAPED.match(seen)) or (line > 0 and bool(page.seen[line - 1]) and not SAYING.search(seen))


def _named_marks(page: Page) -> None:
    """Mark what stands behind a name and ">", where several lines do."""
    named = {}
    for line, seen in enumerate(page.seen):
        if ">" in seen[1:14] and not page.kinds[line] and page.indents[line] < 3 and (found := NAMED.match(seen)):
            named[line] = found[1]
    often = Counter(named.values())
    for line, name in named.items():
        above = page.written(line - 1, -1)
        if often[name] > 1 or (above >= 0 and page.seen[above].endswith(":")):
            page.kinds[line] = QUOTATION


def _broken_lines(page: Page) -> None:
    """A line or two between quoted ones, without blank lines, is the rest of a quoted line that was too long."""
    for above, kind in enumerate(page.kinds[:-2]):
        line = above + 1
        if not kind or page.kinds[line] or not page.seen[line]:
            continue
        end = line + 1
        if not _quoted(page, end) and end + 1 < len(page) and page.seen[end]:
            end += 1
        if _quoted(page, end) and _goes_on_below(page.seen[above], page.seen[line]):
            page.mark(line, end, QUOTATION)


def _goes_on_below(above: str, below: str) -> bool:
    """Whether a line reads as the rest of the one above it: that was full, or broke off within a sentence."""
    if len(below) >= max(len(above), WRAPPED):
        return False
    full = len(above) + len(below.split(" ", 1)[0]) >= WRAPPED
    return full or (below[0].islower() and above[-1] not in ".?!:>" and len(above) > WRAPPED // 2)


def _introductions(page: Page, colons: list[int], dashes: list[int]) -> Iterator[Introduction]:
    """Lines that say whose words follow, from the top."""
    yield from merge(_separators(page, dashes, colons), _blocks(page), _attributions(page, colons))


# A separator: "-----Message d'origine-----", with or without a header block below.


def _separators(page: Page, dashes: list[int], colons: list[int]) -> Iterator[Introduction]:
    for line in sorted({*dashes, *colons}):
        if page.kinds[line]:
            continue
        if (end := _separator(page, line)) is None:
            continue
        below = page.written(end)
        block = _block(page, below, least=1) if below < len(page) else None
        if block:
            yield Introduction(line, block, mail=True)
        elif page.seen[line].startswith(("--", "*--", "==", "__")):
            yield Introduction(line, _notes(page, end), mail=True)


def _separator(page: Page, line: int) -> int | None:
    """The line behind a separator, which may be broken in two or three. None where it is none."""
    folded = page.folded[line]
    core = folded.strip("-_=*> :|")
    words = languages().separators
    if core in words:
        return line + 1
    if not core.startswith(words) or folded[:2] not in {"--", "*-", "==", "__", "- "} or len(core) > LONGEST_SEPARATOR:
        return None
    for end in range(line, min(line + 3, len(page))):
        if "--" in page.folded[end][-6:]:
            return end + 1
    return None


def _notes(page: Page, line: int) -> int:
    """The line behind a header of Lotus Notes that begins here: name, date and time, then the fields."""
    below = page.written(line)
    for to in range(below, min(below + 14, len(page))):
        if ":" in page.seen[to] and (found := _notes_block(page, to)):
            return found[1]
    return line


# A header block: "De : … Envoyé : … À : … Objet : …".


def _blocks(page: Page) -> Iterator[Introduction]:
    behind = 0
    for line in [line for line, seen in enumerate(page.seen) if ":" in seen[:64]]:
        if line < behind or page.kinds[line]:
            continue
        if found := _notes_block(page, line):
            yield Introduction(_rule_above(page, found[0]), found[1], mail=True)
            behind = found[1]
        elif end := _block(page, line):
            yield Introduction(_rule_above(page, line), end, mail=True)
            behind = end


def _rule_above(page: Page, line: int) -> int:
    above = page.written(line - 1, -1)
    return above if above >= 0 and line - above < 4 and RULE.match(page.seen[above]) else line


def _field(page: Page, line: int) -> frozenset[str]:
    """What kinds of header the line may be; none where it is not one."""
    return _named_field(page.folded[line][:LONGEST_FIELD])


@lru_cache(maxsize=1024)
def _named_field(folded: str) -> frozenset[str]:
    found = FIELD.match(folded) if ":" in folded or "：" in folded else None
    return languages().fields.get(found[1].strip(), frozenset()) if found else frozenset()


def _block(page: Page, line: int, least: int = 3) -> int | None:
    """The line behind a header block that begins here: of `least` fields, and one of them the sender.

    Of three fields without a sender, "To:", "Cc:" and "Subject:" with addresses are one, an agenda's are not. Below a
    separator, one field is enough.
    """
    if not (kinds := _field(page, line)) or (least == 1 and kinds == {"others"}):
        return None
    fields, end = _read_fields(page, line)
    counted: set[str] = set()
    for kinds in fields:
        if free := sorted(kinds - counted):
            counted.add(free[0])
    enough = len(counted - {"others"}) >= least
    if "from" in counted:
        enough = enough or (len(counted) > 1 and _dated_or_addressed(page, line, end))
    elif least > 1:
        enough = {"to", "cc", "subject"} <= counted and "@" in "".join(page.seen[line:end])
    return end if enough else None


def _dated_or_addressed(page: Page, line: int, end: int) -> bool:
    whole = " ".join(page.folded[line:end])
    return bool(MAIL.search(whole)) and bool(languages().date.search(whole))


def _read_fields(page: Page, line: int) -> tuple[list[frozenset[str]], int]:
    """The fields from here on, and the line behind them. Values may run on; single blank lines may stand between."""
    fields: list[frozenset[str]] = []
    end, blanks, strays = line, 0, 0
    for current in range(line, min(line + LONGEST_BLOCK, len(page))):
        if not page.seen[current]:
            blanks += 1
            if blanks > 2 + 4 * (len(fields) < 4):
                break
            continue
        if kinds := _field(page, current):
            fields.append(kinds)
            end, strays = current + 1, 0
        elif blanks and not strays and not (len(fields) < 3 and MAILTO.search(page.seen[current])):
            break
        else:
            strays += 1
            if strays > 1 and "subject" in fields[-1]:
                break
        blanks = 0
    return fields, _run_on(page, end, fields)


def _run_on(page: Page, end: int, fields: list[frozenset[str]]) -> int:
    """Behind the rest of the last field's value, if it runs on and a blank line follows."""
    limit = 2 if fields and "subject" in fields[-1] else LONGEST_BLOCK
    last = end
    while last < len(page) and page.seen[last] and last - end <= limit:
        last += 1
    if last == len(page) or last - end > limit or page.kinds[end:last].count("") < last - end:
        return end
    return last


def _notes_block(page: Page, line: int) -> tuple[int, int] | None:
    """A header of Lotus Notes: name, date and time, then "To:", "cc:" and "Subject:", here at "To:".

    Blank lines may stand anywhere between, and the end of the date on a line of its own.
    """
    if "to" not in _field(page, line):
        return (line, line + 1) if ONE_LINE.search(page.seen[line]) else _columns(page, line)
    dated = _dated_above(page, line)
    fields, end = _read_fields(page, line)
    if dated is None or not any("subject" in kinds for kinds in fields):
        return None
    seen = page.seen[dated]
    while dated and page.seen[dated - 1] and NOTES_DATE.match(seen) and len(page.seen[dated - 1]) < SHORT_LINE:
        dated, seen = dated - 1, page.seen[dated - 1]
    return dated, end


def _dated_above(page: Page, line: int) -> int | None:
    """The line with date and time that belongs to the "To:" of this line."""
    written = 0
    for above in range(line - 1, max(-1, line - 12), -1):
        if NOTES_DATE.search(page.seen[above]) or NOTES_DATE.search(f"{page.seen[above]} {page.seen[above + 1]}"):
            return above
        written += bool(page.seen[above])
        if written > 3 or len(page.seen[above]) > SHORT_LINE:
            return None
    return None


def _columns(page: Page, line: int) -> tuple[int, int] | None:
    """A header of Lotus Notes in two columns: the sender on the left, "To:", "cc:" and "Subject:" on the right."""
    if not (found := COLUMN.search(page.folded[line])) or "to" not in languages().fields.get(found[1], ()):
        return None
    first, end, rows = line, line, 0
    while first and page.seen[first - 1] and line - first < 6:
        first -= 1
    while end < len(page) and page.seen[end] and end - line < LONGEST_BLOCK:
        rows += bool(COLUMN.search(page.folded[end]) or _field(page, end))
        end += 1
    return (first, end) if rows > 1 else None


# An attribution: "Le lun. 12 mars 2007 à 14:03, Jean Dupont a écrit :", on one line or several.


def _attributions(page: Page, colons: list[int]) -> Iterator[Introduction]:
    for last in sorted({*colons, *_above_quotations(page), *_gmail_lines(page)}):
        if (first := _attribution(page, last)) is not None:
            yield Introduction(first, last + 1, mail=False)


def _above_quotations(page: Page) -> Iterator[int]:
    """The written lines next above quoted ones."""
    for line, kind in enumerate(page.kinds):
        if kind == QUOTATION and line and page.kinds[line - 1] != QUOTATION:
            above = page.written(line - 1, -1)
            if above >= 0 and line - above < 4 and page.kinds[above] != QUOTATION:
                yield above


def _gmail_lines(page: Page) -> list[int]:
    return [line for line, folded in enumerate(page.folded) if folded[:2] in ("20", "19") and GMAIL.match(folded)]


def _attribution(page: Page, last: int) -> int | None:
    """The first line of an attribution that ends here."""
    words = languages()
    if page.seen[last][0] == ">" and GROUPWISE.match(page.seen[last]):
        return last
    if page.kinds[last] and not (page.folded[last].lstrip("> ").startswith("wrote") and not _quoted(page, last - 1)):
        return None
    below = page.written(last + 1)
    introduces = _quoted(page, below) and below - last < 4
    if not introduces and not TELLING.search(page.folded[last]) and not words.verb.search(page.folded[last]):
        return None
    colon = page.folded[last].rstrip(" *_-]>\"'")[-1:] in ":："
    for first, joined in _joined_upwards(page, last):
        start = OPENING.match(joined).end()  # type: ignore[union-attr]  # it matches nothing too
        if words.opener.match(joined, start) and words.date.search(joined):
            said = words.verb.search(joined) and (colon or introduces or page.seen[last].endswith("--"))
            if said or (introduces and colon):
                return first
    return _short_attribution(page, last, introduces=introduces, colon=colon)


def _joined_upwards(page: Page, last: int) -> Iterator[tuple[int, str]]:
    """The line, then it and the one above it, and so on: what may be one attribution, with its first line.

    A blank line ends it, unless an address in angle brackets was set apart.
    """
    joined = ""
    for first in range(last, max(-1, last - LONGEST_ATTRIBUTION - 1), -1):
        if page.seen[first]:
            if first < last and page.kinds[first]:
                break
            joined = f"{page.folded[first]} {joined}"
            if len(joined) > LONGEST_JOINED:
                break
            yield first, joined
        elif not page.folded[first + 1].startswith(("<", "mailto")):
            break


def _short_attribution(page: Page, last: int, *, introduces: bool, colon: bool) -> int | None:
    """An attribution without an opening word: "Jean Dupont <jd@exemple.fr> a écrit :", "Selon Jean :"."""
    words, first, line = languages(), last, page.folded[last]
    if len(line) > 240:
        return None
    if last and page.seen[last - 1] and not page.kinds[last - 1] and _goes_on(page, last):
        first = last - 1
        line = f"{page.folded[first]} {line}"
    verb, address, dated = words.verb.search(line), MAIL.search(line), words.date.search(line)
    if GMAIL.match(page.folded[first]) and (address or "gmt" in line):
        return first
    start = OPENING.match(line).end()  # type: ignore[union-attr]  # it matches nothing too
    if verb and colon and (address or (dated and CAPITALS.match(page.seen[first]))):
        return first
    if introduces and address and "from" in _field(page, first) and len(line) < 160:
        return first
    if introduces and colon and (verb or words.source.match(line, start) or (address and dated)):
        return first
    if introduces and verb and (address or dated) and len(line) < 160:
        return first
    if verb and colon and _is_name(page.seen[first], verb.start()):
        return first
    return None


def _goes_on(page: Page, last: int) -> bool:
    """Whether a line can only be the second of an attribution: it begins with an address, a verb or a date's rest."""
    folded = page.folded[last]
    words = languages()
    if folded.startswith(("<", "[mailto")) or words.verb.match(folded):
        return True
    above = page.folded[last - 1]
    return (bool(words.verb.search(above)) and bool(words.date.search(folded))) or above.endswith("<")


def _is_name(seen: str, end: int) -> bool:
    """Whether two or three capitalized words stand in front of the verb, and nothing else."""
    name = seen[:end].strip(" -*_\"',;").split()
    return 1 < len(name) < 5 and all(word[0].isupper() for word in name) and len(seen) < 80


def _embeds(page: Page, end: int, *, mail: bool) -> bool:
    """Whether all below an introduction is somebody else's; if not, the lines that are were marked.

    It is, where nothing below the introduction is marked as quoted. An attribution at the very top, with nothing
    marked below, is left alone: where the quoted words end and the author's begin cannot be seen.
    """
    below = page.written(end)
    if below >= len(page) or _quoted(page, below):
        return False
    if mark := _other_mark(page, below):
        line = below
        while line < len(page) and page.seen[line].startswith(mark):
            page.kinds[line] = QUOTATION
            line += 1
        return False
    if not mail and (line := _indented(page, below)) > below and page.written(line) < len(page):
        page.mark(below, line, QUOTATION)
        return False
    return True


def _indented(page: Page, line: int) -> int:
    """The line behind indented ones, two or more; the same line where they are not."""
    end, count = line, 0
    while end < len(page) and (not page.seen[end] or page.indents[end] > 1):
        count += bool(page.seen[end])
        end += 1
    return end if count > 1 else line


def _other_mark(page: Page, line: int) -> str:
    """The sign that begins this line and the next, if it is one that quotes."""
    mark = page.seen[line][0]
    if mark in OTHER_MARKS and line + 1 < len(page) and page.seen[line + 1].startswith(mark):
        return mark
    return ""
