"""Rows of the tables in an SQL text, as databases are backed up: INSERT of MySQL and SQLite, COPY of PostgreSQL.

It is read as a stream of bytes, a row at a time, and nothing of it is carried out. Which program wrote it is told by
its beginning, as MySQL alone lets a backslash escape what follows in a string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from maillage.ingest.charsets import decode
from maillage.ingest.parts import CUT_OFF, LONGEST
from maillage.ingest.window import REACH, Window
from maillage.records import Extent, Problem
from maillage.sentences import Said

HEAD = 1 << 16
"""Bytes at the beginning of a text that tell which program wrote it."""

_LONGEST_TABLE = 1 << 20  # bytes of a CREATE TABLE
_DEEPEST = 8  # functions in functions; SQLite's shell writes two


class Row(NamedTuple):
    """A row: its table without schema and quotes, its values by column, where it begins and the bytes it takes.

    Values are texts, numbers as they are written; None for NULL.
    """

    table: str
    values: Mapping[str, str | None]
    begin: int
    size: int


class Column(NamedTuple):
    """The names of a table's columns, in their order."""

    table: str
    names: tuple[str, ...]


_QUOTED = rb"`[^`]++`|\"[^\"]++\"|\[[^\]]++\]"
_IDENTIFIER = rb"(?:" + _QUOTED + rb"|[\w$]++)"
_NAME = rb"(?:" + _IDENTIFIER + rb"\s*\.\s*)?(?P<table>" + _IDENTIFIER + rb")"
_FLAGS = re.IGNORECASE | re.DOTALL

_CREATE = re.compile(rb"create\s+(?:\w+\s+)?table\s+(?:if\s+not\s+exists\s+)?" + _NAME + rb"\s*\(", _FLAGS)
_INSERT = re.compile(
    rb"(?:insert|replace)\s+(?:(?:or\s+\w+|ignore|delayed|low_priority|high_priority)\s+)*(?:into\s+)?"
    + _NAME
    + rb"\s*(?:\((?P<columns>[^()']*)\)\s*)?values\s*",
    _FLAGS,
)
_COPY = re.compile(rb"copy\s+" + _NAME + rb"\s*(?:\((?P<columns>[^()']*)\)\s*)?from\s+stdin[^;\n]*;[ \t]*\r?\n", _FLAGS)
_STATEMENT = re.compile(rb"\r?\n(?=(?:insert|replace|create|copy|drop|lock)\s|--|/\*)", re.IGNORECASE)
_BETWEEN = re.compile(rb"(?:[\s;]++|(?:--|#)[^\n]*+(?:\n|\Z)|/\*(?:[^*]++|\*(?!/))*+\*/|\\(?!\.)[^\n]*+\n)*+")
_OTHER_END = re.compile(rb"delimiter\s+(?!;\s)\S[^\n]*\n.*?\n\s*delimiter\s[^\n]*\n?", _FLAGS)
_TRIGGER = re.compile(rb"create\s+(?:\w+\s+)?trigger\s.*?\bend\s*;", _FLAGS)
_COLUMN = re.compile(rb"\s*(" + _IDENTIFIER + rb")")
_NO_COLUMN = frozenset(
    ("primary", "key", "unique", "constraint", "fulltext", "spatial", "index", "check", "foreign", "exclude", "like")
)
_ESCAPED = {quote: re.compile(rb"\\(.)|" + quote * 2, re.DOTALL) for quote in (b"'", b'"')}
_MYSQL = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a", b"%": b"\\%", b"_": b"\\_"}
_COPIED = re.compile(rb"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_COPY_LETTERS = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_UNICODE = re.compile(r"\\(?:\\|u([0-9A-Fa-f]{4})|\+([0-9A-Fa-f]{6})|U([0-9A-Fa-f]{8})|([0-9A-Fa-f]{4}))")
# Signs of programs to which a backslash is a letter like any other.
_PLAIN_BACKSLASH = re.compile(
    rb"PostgreSQL database dump|standard_conforming_strings\s*=\s*on|NO_BACKSLASH_ESCAPES"
    rb"|\APRAGMA |^BEGIN TRANSACTION;",
    re.IGNORECASE | re.MULTILINE,
)


_ESCAPING = rb"'(?:[^'\\]++|\\.|'')*+'"


class _Grammar:
    """The patterns of a dialect. `escapes`: whether a backslash does in strings."""

    def __init__(self, *, escapes: bool) -> None:
        string = _ESCAPING if escapes else rb"(?:(?<=\W[eE])" + _ESCAPING + rb"|'(?:[^']++|'')*+')"
        doubled = (_ESCAPING if escapes else rb"'(?:[^']++|'')*+'").replace(b"'", b'"')
        marked = rb"(?:(?P<mark>[eExXbBnN]|_\w+\s*)(?=['\"]))?"
        self.escapes = escapes
        self.string = re.compile(marked + rb"(?P<text>" + string + rb"|" + doubled + rb")", _FLAGS)
        self.common = re.compile(
            rb"\s*+(?:(?P<null>null)|(?P<number>[-+]?\d[\d.]*+)|(?P<text>" + string + rb"))\s*+(?P<end>[,)])", _FLAGS
        )
        self.to_end = re.compile(
            rb"(?:[^;'\"`\-#/$]++|"
            + string
            + rb"|"
            + doubled
            + rb"|`[^`]*+`|--[^\n]*+\n|/\*(?:[^*]++|\*(?!/))*+\*/|\$(\w*)\$.*?\$\1\$|[\-#/$])*+(?P<end>;?)",
            _FLAGS,
        )
        self.piece = re.compile(rb"(?:[^,()'\"`\[]++|" + string + rb"|" + _QUOTED + rb")++|[,()]", _FLAGS)


_SCALAR = re.compile(rb"[-+]?[\w.]++(?:(?<=[eE])[-+]\d+)?")
_FUNCTION = re.compile(rb"(replace|unistr|char|cast)\s*\(", re.IGNORECASE)
_CAST = re.compile(rb"\s*+(?:::\s*[\w ]+(?:\(\d+\))?(?:\[\])?|as\s+\w+)?", re.IGNORECASE)
_MARK = re.compile(rb"\s*+([,()])")
_BLANKS = re.compile(rb"\s*+")
_LINE = re.compile(rb"([^\n]*+)\n")
_GRAMMARS = {escapes: _Grammar(escapes=escapes) for escapes in (True, False)}


class _Damage(ValueError):
    """What is no SQL that is known, with the reason."""


def escapes(head: bytes) -> bool:
    """Whether a backslash escapes in the strings of a text that begins so: MySQL's do, others do not."""
    return not _PLAIN_BACKSLASH.search(head)


def rows(stream: IO[bytes], is_wanted: Callable[[str], bool]) -> Iterator[Row | Column | Problem | Extent]:
    """The rows of the tables that are wanted, by name in lower case, in the order of the text; last of all its Extent.

    Before the rows of a table its Column, where a CREATE TABLE tells it. What cannot be read of the wanted tables is
    a Problem, and reading goes on at the next statement. Raises what `parts.UNREADABLE` lists when the stream does.
    """
    window = Window(stream)
    while len(window.data) < HEAD and window.more():
        pass
    reader = _Reader(window, _GRAMMARS[escapes(window.data[:HEAD])], is_wanted)
    yield from reader.statements()
    yield Extent(window.place)


class _Reader:
    """The reading of one text. `_columns`: of the tables that it has created."""

    def __init__(self, window: Window, grammar: _Grammar, is_wanted: Callable[[str], bool]) -> None:
        self._window = window
        self._grammar = grammar
        self._is_wanted = is_wanted
        self._columns: dict[str, tuple[str, ...]] = {}

    def statements(self) -> Iterator[Row | Column | Problem]:
        """What each statement holds."""
        window = self._window
        while True:
            window.take(_BETWEEN, LONGEST)
            if window.here >= len(window.data) and not window.more():
                return
            begin = window.place
            try:
                yield from self._statement()
            except _Damage as damage:
                yield self._problem(begin, damage.args[0])
            if window.place == begin:
                window.here += 1

    def _problem(self, begin: int, reason: Said) -> Problem:
        """What is wrong from a byte on; reading goes on at the next statement that begins a line."""
        self._window.pass_to(_STATEMENT)
        ended = self._window.ended and self._window.here >= len(self._window.data)
        return Problem(str(begin), self._window.place - begin, CUT_OFF if ended else reason)

    def _statement(self) -> Iterator[Row | Column | Problem]:
        window = self._window
        if found := window.look(_INSERT):
            table = _bare(found["table"])
            if self._is_wanted(table):
                window.here = found.end()
                yield from self._inserted(table, found["columns"])
            else:
                self._pass_statement()
        elif found := window.take(_COPY):
            yield from self._copied(_bare(found["table"]), found["columns"])
        elif found := window.look(_CREATE):
            yield from self._created(_bare(found["table"]), found.end() - window.here)
        elif window.take(_OTHER_END, _LONGEST_TABLE) is None and window.take(_TRIGGER, REACH) is None:
            self._pass_statement()

    def _pass_statement(self) -> None:
        """Go behind the end of a statement; in bounded memory, as its tokens need not be held together."""
        window = self._window
        while True:
            found = self._grammar.to_end.match(window.data, window.here)
            stood = window.here
            window.here = found.end() if found else stood
            if found and found["end"]:
                return
            if len(window.data) - window.here > LONGEST or not window.more():
                # A string that does not end: the next line that begins a statement does.
                window.pass_to(_STATEMENT)
                return

    # ------------------------------------------------------------------------------------------- tables

    def _created(self, table: str, length: int) -> Iterator[Column]:
        """The columns of a table, from its CREATE."""
        begin = self._window.here
        if not self._is_wanted(table):
            self._pass_statement()
            return
        while (found := self._grammar.to_end.match(self._window.data, self._window.here)) and not found["end"]:
            if len(self._window.data) - self._window.here > _LONGEST_TABLE or not self._window.more():
                raise _Damage(Said("a table whose description does not end"))
        if found is None:
            raise _Damage(Said("a table whose description does not end"))
        begin = self._window.here
        self._columns[table] = _columns_of(self._grammar, self._window.data[begin + length : found.end()])
        self._window.here = found.end()
        yield Column(table, self._columns[table])

    def _named(self, table: str, written: bytes | None) -> tuple[str, ...]:
        """The columns of a statement: as it names them, or as the table was created. Raises _Damage."""
        if written is not None:
            return tuple(_bare(name) for name in written.split(b","))
        if table not in self._columns:
            raise _Damage(Said("values of {table} without the names of their columns", table=table))
        return self._columns[table]

    # ------------------------------------------------------------------------------------------- INSERT

    def _inserted(self, table: str, written: bytes | None) -> Iterator[Row | Problem]:
        """The rows between the parentheses of an INSERT."""
        names, window = self._named(table, written), self._window
        while True:
            window.take(_BLANKS)
            begin = window.place
            values = self._tuple()
            if len(values) == len(names):
                yield Row(table, dict(zip(names, values, strict=True)), begin, window.place - begin)
            else:
                said = Said("{values} values for {columns} columns", values=len(values), columns=len(names))
                yield Problem(str(begin), window.place - begin, said)
            mark = window.take(_MARK)
            if mark is None or mark[1] != b",":
                self._pass_statement()
                return

    def _tuple(self) -> list[str | None]:
        """The values between two parentheses. Raises _Damage."""
        window, common = self._window, self._grammar.common
        begin = window.place
        mark = window.take(_MARK)
        if mark is None or mark[1] != b"(":
            raise _Damage(Said("no values where they should be"))
        values: list[str | None] = []
        while True:
            # What is usual, if it is held whole; else value by value.
            found = common.match(window.data, window.here)
            if found is not None:
                window.here = found.end()
                raw = found["text"]
                values.append(self._text(raw) if raw else None if found["null"] else found["number"].decode())
                end = found["end"]
            else:
                values.append(self._value())
                window.take(_CAST)
                mark = window.take(_MARK)
                end = mark[1] if mark else b""
            if end == b")":
                return values
            if end != b"," or window.place - begin > LONGEST:
                raise _Damage(Said("values that cannot be read"))

    def _value(self, depth: int = 0) -> str | None:
        """One value, of any form. Raises _Damage."""
        window = self._window
        window.take(_BLANKS)
        if depth <= _DEEPEST and (found := window.take(_FUNCTION)):
            return self._called(found[1].lower(), depth)
        if found := window.take(self._grammar.string, LONGEST if self._begins_string() else REACH):
            return self._marked(found["mark"] or b"", found["text"])
        found = window.take(_SCALAR)
        if found is None:
            raise _Damage(Said("a value that cannot be read"))
        written = found[0]
        if written.lower() == b"null":
            return None
        if written[:2].lower() == b"0x":
            return _of_hex(written[2:])
        return written.decode("ascii", "replace")

    def _begins_string(self) -> bool:
        """Whether a string begins here, which may be long."""
        return self._window.look(_STRING_BEGINS) is not None

    def _called(self, name: bytes, depth: int) -> str | None:
        """What a function that a backup may call gives: replace, char, unistr, cast."""
        arguments = []
        while True:
            arguments.append(self._value(depth + 1))
            self._window.take(_CAST)
            mark = self._window.take(_MARK)
            if mark is None or mark[1] == b"(":
                raise _Damage(Said("a value that cannot be read"))
            if mark[1] == b")":
                break
        first = arguments[0]
        if name == b"char":
            return "".join(_character(int(one)) for one in arguments if one and one.isdecimal() and len(one) < 8)
        if first is None or name == b"cast":
            return first
        if name == b"unistr":
            return _UNICODE.sub(_unicode, first)
        old, new = ([one or "" for one in arguments[1:]] + ["", ""])[:2]
        return first.replace(old, new) if old else first

    def _marked(self, mark: bytes, text: bytes) -> str:
        """The text of a string with what stands before it: E'…', x'…', _utf8 '…'."""
        if mark.lower() == b"x":
            return _of_hex(text[1:-1])
        if mark.lower() == b"e":
            return _decoded(_unescaped(text[1:-1], quote=text[:1]))
        return self._text(text)

    def _text(self, raw: bytes) -> str:
        """The text of a string, from its quotes."""
        if self._grammar.escapes:
            return _decoded(_unescaped(raw[1:-1], quote=raw[:1]))
        return _decoded(raw[1:-1].replace(raw[:1] * 2, raw[:1]))

    # ------------------------------------------------------------------------------------------- COPY

    def _copied(self, table: str, written: bytes | None) -> Iterator[Row | Problem]:
        """The lines of a COPY, to the one that ends it."""
        window, is_wanted = self._window, self._is_wanted(table)
        names = self._named(table, written) if is_wanted else ()
        while True:
            begin = window.place
            found = window.take(_LINE, LONGEST)
            if found is None:
                window.here = len(window.data) if window.ended else window.here
                if not window.ended:
                    window.pass_to(_LINE_END)
                    yield Problem(str(begin), window.place - begin, Said("a row that is too long"))
                    continue
                raise _Damage(CUT_OFF)
            line = found[1].removesuffix(b"\r")
            if line == b"\\.":
                return
            if is_wanted:
                yield _row_of(table, names, line, begin, window.place - begin)


_STRING_BEGINS = re.compile(rb"(?:[eExXbBnN]|_\w+\s*)?['\"]")
_LINE_END = re.compile(rb"\n")


def _row_of(table: str, names: Sequence[str], line: bytes, begin: int, size: int) -> Row | Problem:
    """A line of a COPY."""
    written = line.split(b"\t")
    if len(written) != len(names):
        said = Said("{values} values for {columns} columns", values=len(written), columns=len(names))
        return Problem(str(begin), size, said)
    values = (None if one == rb"\N" else _decoded(_copied_text(one) if b"\\" in one else one) for one in written)
    return Row(table, dict(zip(names, values, strict=True)), begin, size)


def _copied_text(value: bytes) -> bytes:
    """A value of a COPY without its escapes; most are ends of lines and tabs, which need no look at each."""
    if rb"\\" not in value:
        plain = value.replace(rb"\n", b"\n").replace(rb"\r", b"\r").replace(rb"\t", b"\t")
        if b"\\" not in plain:
            return plain
    return _COPIED.sub(_copied_byte, value)


def _copied_byte(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code[:1] == b"x" and len(code) > 1:
        return bytes([int(code[1:], 16)])
    if code[:1].isdigit() and code[:1] < b"8":
        return bytes([int(code, 8) & 0xFF])
    return _COPY_LETTERS.get(code, code)


def _columns_of(grammar: _Grammar, described: bytes) -> tuple[str, ...]:
    """The names of the columns, from what stands behind the parenthesis of a CREATE TABLE."""
    names, depth, first = [], 0, True
    for found in grammar.piece.finditer(described):
        piece = found[0]
        if piece == b"(":
            depth += 1
        elif piece == b")":
            depth -= 1
            if depth < 0:
                break
        elif piece == b",":
            first = first or depth == 0
        elif first and depth == 0 and (column := _COLUMN.match(piece)):
            first = False
            if column[1][:1] in b'`"[' or column[1].decode("ascii", "replace").lower() not in _NO_COLUMN:
                names.append(_bare(column[1]))
    return tuple(names)


def _bare(written: bytes) -> str:
    """A name without its quotes, in lower case."""
    return written.strip().strip(b'`"[]').decode("utf-8", "replace").lower()


def _unescaped(raw: bytes, quote: bytes) -> bytes:
    """The bytes of a string in which a backslash escapes, and a doubled quote stands for one."""

    def meant(found: re.Match[bytes]) -> bytes:
        return _MYSQL.get(found[1], found[1]) if found[1] else quote

    return _ESCAPED[quote].sub(meant, raw) if b"\\" in raw else raw.replace(quote * 2, quote)


def _decoded(raw: bytes) -> str:
    return raw.decode("ascii") if raw.isascii() else decode(raw)[0]


def _of_hex(digits: bytes) -> str:
    try:
        return _decoded(bytes.fromhex(digits.decode("ascii", "replace")))
    except ValueError:
        raise _Damage(Said("a value that cannot be read")) from None


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\N{REPLACEMENT CHARACTER}"


def _unicode(found: re.Match[str]) -> str:
    digits = next((one for one in found.groups() if one), None)
    return _character(int(digits, 16)) if digits else "\\"
