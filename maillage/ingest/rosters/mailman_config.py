"""The settings of a Mailman 2 list, with its members: `config.pck`, and what `dumpdb config.pck` prints of it.

`config.pck` is a pickle, a program that builds values. It is not given to `pickle`: the instructions that build plain
values are followed here, an object of Mailman's becomes one that does nothing, and anything else is refused. Passwords
stand in these files: they are passed over and kept nowhere (formats.md, 4.4).
"""

from __future__ import annotations

import ast
import pickletools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from maillage.errors import UnreadableArchive
from maillage.ingest.charsets import decode
from maillage.ingest.parts import LONGEST, beginning
from maillage.ingest.rosters.lines import HEAD, to_address, to_name
from maillage.records import Problem, Subscription
from maillage.sentences import Said

MEMBERS = ("members", "digest_members")
"""Where members stand, whole mails and digests; a value is 0, or the address with its capitals."""

NAMES = "usernames"
_DUMPED = b"[----- start pickle file -----]"
_BEGINS = (b"}", b"(d", b"\x80")  # a pickle of a dict; those of Mailman 2.1 are of protocol 1
_OF_LISTS = re.compile(rb"accept_these_nonmembers|admin_member_chunksize|digest_members|bounce_info")
_KEY = re.compile(r"^[{ ]   '(\w+)': ", re.MULTILINE)  # of the outer dict, as `dumpdb` indents it
_LONGEST_SECTION = 8 << 20
_STEP = Said("`list_members -f LIST` on the server writes its subscribers")
_MOST = 5_000_000  # instructions of a pickle


class Refused(ValueError):
    """A pickle that does what no list of Mailman does, or is none.

    Its argument is the reason, or the name of the instruction or object that is refused.
    """


class Inert:
    """What stands for an object of Mailman's: it is nothing and does nothing."""


def recognizes(path: Path) -> bool:
    """Whether a file is the pickle of a list's settings, or `dumpdb`'s print of one."""
    if not path.is_file():
        return False
    head = beginning(path, HEAD)
    return head.lstrip().startswith((_DUMPED, *_BEGINS)) and bool(_OF_LISTS.search(head)) and _is_short(path)


def read(path: Path) -> Iterator[Subscription | Problem]:
    """The members by address, those of digests among them. Raises UnreadableArchive."""
    if not _is_short(path):
        raise UnreadableArchive(path, Said("it is too long to be the settings of a list"), _STEP)
    data = path.read_bytes()
    try:
        settings = printed(data) if data.lstrip().startswith(_DUMPED) else unpickled(data)
    except Refused as error:
        reason = Said("it is no settings of a Mailman 2 list: {reason}", reason=error.args[0])
        raise UnreadableArchive(path, reason, _STEP) from error
    names = _dict(settings, NAMES)
    known = {key: where for where in MEMBERS for key in _dict(settings, where)}
    for key in sorted(known, key=repr):
        written = _text(key)
        address = to_address(written)
        if address is None:
            yield Problem(f"{known[key]}/{written}", len(written), "a member without an address")
            continue
        name = to_name(_text(names.get(key, "")))
        shown = f"{name} <{address}>" if name else address
        yield Subscription(f"{known[key]}/{written}", address, name, None, None, shown)


def _is_short(path: Path) -> bool:
    return path.stat().st_size <= LONGEST


def _dict(settings: Mapping[Any, Any], name: str) -> Mapping[Any, Any]:
    found = settings.get(name.encode(), settings.get(name))
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    """A text of Mailman's: bytes in the charset of the list's language, or Unicode."""
    if isinstance(value, bytes):
        return decode(value)[0]
    return value if isinstance(value, str) else ""


# ------------------------------------------------------------------------------------------- dumpdb


def printed(data: bytes) -> dict[str, dict[Any, Any]]:
    """The members and names of what `dumpdb` prints, a literal of Python 2 with objects in it. Raises Refused."""
    text = data.decode("ascii", "replace").replace("\r\n", "\n")
    keys = list(_KEY.finditer(text))
    ends = [key.start() for key in keys[1:]] + [len(text)]
    found: dict[str, dict[Any, Any]] = {}
    for key, end in zip(keys, ends, strict=True):
        if key[1] not in (*MEMBERS, NAMES):
            continue
        tree = _literal(key[1], text[key.end() : end])
        pairs = zip(tree.keys, tree.values, strict=True)
        found[key[1]] = {_constant(one): _constant(value) for one, value in pairs}
    if not found:
        raise Refused(" ".join(MEMBERS))
    return found


def _literal(name: str, written: str) -> ast.Dict:
    """The dict that stands behind a key; the last key has the end of the outer dict behind it. Raises Refused."""
    text = written.partition("\n[-----")[0].strip().rstrip(",")
    if len(text) > _LONGEST_SECTION:
        raise Refused(name)
    for tried in (text, text.removesuffix("}")):
        try:
            tree = ast.parse(tried, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        if isinstance(tree, ast.Dict):
            return tree
    raise Refused(name)


def _constant(node: ast.expr | None) -> object:
    """A literal of Python 2: its strings are bytes, written by their numbers where they are not ASCII."""
    if not isinstance(node, ast.Constant):
        return None
    if isinstance(node.value, str) and node.kind != "u":
        return node.value.encode("latin-1", "replace")
    return node.value


# ------------------------------------------------------------------------------------------- pickles


def unpickled(data: bytes) -> dict[Any, Any]:
    """The dict that a pickle builds of plain values. Nothing is called or imported. Raises Refused."""
    machine = _Machine()
    try:
        for number, (opcode, argument, _) in enumerate(pickletools.genops(data)):
            if number > _MOST:
                raise Refused(Said("too many instructions"))
            if opcode.name == "STOP":
                break
            machine.follow(opcode.name, argument)
        result = machine.stack[-1]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise error if isinstance(error, Refused) else Refused(Said("a broken pickle")) from error
    if not isinstance(result, dict):
        raise Refused(Said("a pickle of something else"))
    return result


class _Machine:
    """What a pickle's instructions work on: values, those it set marks at, and those it noted by number."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self._marked: list[list[Any]] = []
        self._noted: dict[int, Any] = {}

    def follow(self, name: str, argument: Any) -> None:
        """Carry out one instruction, if it builds a plain value. Raises Refused for any other."""
        if name in _VALUES:
            self.stack.append(_VALUES[name](argument))
        elif name in _GATHERED:
            items, self.stack = self.stack, self._marked.pop()
            _GATHERED[name](self.stack, items)
        elif name == "MARK":
            self._marked.append(self.stack)
            self.stack = []
        elif name in ("PUT", "BINPUT", "LONG_BINPUT"):
            self._noted[argument] = self.stack[-1]
        elif name in ("GET", "BINGET", "LONG_BINGET"):
            self.stack.append(self._noted[argument])
        elif name in _ON_TOP:
            _ON_TOP[name](self.stack)
        elif name in ("GLOBAL", "INST"):
            self._named(name, argument)
        elif name != "PROTO":
            raise Refused(name)

    def _named(self, name: str, argument: str) -> None:
        module = argument.partition(" ")[0]
        if module != "Mailman" and not module.startswith("Mailman."):
            raise Refused(argument)
        if name == "INST":
            self.stack = self._marked.pop()
        self.stack.append(Inert())


def _pairs(items: list[Any]) -> dict[Any, Any]:
    return dict(zip(items[::2], items[1::2], strict=True))


def _tuple_of(count: int) -> Callable[[list[Any]], None]:
    def build(stack: list[Any]) -> None:
        if len(stack) < count:
            raise IndexError
        stack[-count:] = [tuple(stack[-count:])]

    return build


def _set_item(stack: list[Any]) -> None:
    value, key = stack.pop(), stack.pop()
    stack[-1][key] = value


def _append(stack: list[Any]) -> None:
    value = stack.pop()
    stack[-1].append(value)


def _build(stack: list[Any]) -> None:
    """The state of an object of Mailman's is passed over; of anything else it is refused."""
    stack.pop()
    if not isinstance(stack[-1], Inert):
        raise Refused("BUILD")


def _as_bytes(argument: Any) -> object:
    """A string of Python 2, which pickletools gives as if it were Latin-1."""
    return argument.encode("latin-1") if isinstance(argument, str) else argument


_VALUES: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4"), lambda number: number),
    **dict.fromkeys(("FLOAT", "BINFLOAT", "UNICODE", "BINUNICODE"), lambda value: value),
    **dict.fromkeys(("STRING", "BINSTRING", "SHORT_BINSTRING"), _as_bytes),
    "NONE": lambda _: None,
    "NEWTRUE": lambda _: True,
    "NEWFALSE": lambda _: False,
    "EMPTY_DICT": lambda _: {},
    "EMPTY_LIST": lambda _: [],
    "EMPTY_TUPLE": lambda _: (),
}
_GATHERED: dict[str, Callable[[list[Any], list[Any]], object]] = {
    "DICT": lambda stack, items: stack.append(_pairs(items)),
    "LIST": lambda stack, items: stack.append(items),
    "TUPLE": lambda stack, items: stack.append(tuple(items)),
    "SETITEMS": lambda stack, items: stack[-1].update(_pairs(items)),
    "APPENDS": lambda stack, items: stack[-1].extend(items),
    "OBJ": lambda stack, items: stack.append(_inert(items[0])),
    "POP_MARK": lambda stack, items: None,  # noqa: ARG005  # they are thrown away
}
_ON_TOP: dict[str, Callable[[list[Any]], None]] = {
    "SETITEM": _set_item,
    "APPEND": _append,
    "TUPLE1": _tuple_of(1),
    "TUPLE2": _tuple_of(2),
    "TUPLE3": _tuple_of(3),
    "BUILD": _build,
    "POP": lambda stack: stack.__delitem__(-1),
}


def _inert(made_of: object) -> Inert:
    if not isinstance(made_of, Inert):
        raise Refused("OBJ")
    return made_of
