"""When a mail was sent: the many ways a date was written, read as one instant.

Standards: RFC 5322 3.3 and 4.3 (mail dates), RFC 4155 appendix A (From_ lines), ISO 8601.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class Moment(NamedTuple):
    """An instant, from 1970 to 2099.

    `sent_at`: UTC, `YYYY-MM-DDTHH:MM:SSZ`. `utc_offset`: minutes east of UTC as written, from -840 to 840,
    None where no zone was written or it means nothing (RFC 5322 4.3).
    """

    sent_at: str
    utc_offset: int | None


_FIRST_YEAR, _LAST_YEAR = 1970, 2099
_FURTHEST = 14 * 60  # Kiribati; what is beyond is a mistake
_CACHED = 500
_LONGEST = 200  # no date is longer; bounds what the careful path may cost
_TOLERANCE = 2 * 86400  # clocks are wrong by a day rather often, by zones and by hand

# A few languages' month names, by month, without accents or final dot.
_NAMES = (
    # English, French, German, Spanish, Italian, Portuguese, Dutch, Breton
    "jan january janv janvier januar janner jaenner ene enero gen gennaio janeiro januari genver",
    "feb february fev fevr fevrier februar febr febrero febbraio fevereiro februari c'hwevrer chwevrer",
    "mar march mars mrz marz maerz marzo marco mrt maart meurzh",
    "apr april avr avril abr abril aprile ebrel",
    "may mai mayo mag maggio maio mei mae",
    "jun june juin juni junio giu giugno junho mezheven",
    "jul july juil juillet juli julio lug luglio julho gouere gouhere",
    "aug august aou aout ago agosto augustus eost",
    "sep september sept septembre septiembre setiembre set sett settembre setembro gwengolo",
    "oct october octobre okt oktober octubre ott ottobre out outubro here hedra",
    "nov november novembre noviembre novembro du",
    "dec december decembre dez dezember dic diciembre dicembre dezembro kerzu",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_ENGLISH = {name.title(): _MONTHS[name] for name in _MONTHS if len(name) == 3}
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TWO = tuple(f"{number:02}" for number in range(60))
_SECONDS = (*_TWO, "59")

# Minutes east. IST is three countries', so unknown; so are military letters (RFC 5322 4.3).
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "tuc": 0,
    "west": 60, "wet dst": 60, "bst": 60, "cet": 60, "met": 60, "mez": 60,
    "cest": 120, "cet dst": 120, "metdst": 120, "mest": 120, "met dst": 120, "mesz": 120, "eet": 120, "sast": 120,
    "eest": 180, "eet dst": 180, "msk": 180, "msd": 240, "hkt": 480, "sgt": 480, "awst": 480,
    "jst": 540, "kst": 540, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "nst": -210, "ndt": -150, "brt": -180, "brst": -120, "art": -180, "ast": -240, "adt": -180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "akst": -540, "akdt": -480, "hst": -600, "hae": -240, "hne": -300,
}  # fmt: skip

_COMMON = re.compile(
    r"(?:[A-Z][a-z][a-z], {1,2})?(\d\d?) ([A-Z][a-z][a-z]) (\d{4}|\d\d) (\d\d?):(\d\d)(?::(\d\d))?"
    r" ([+-]\d{4}|(?![AP]M)[A-Z]{2,4})(?: \([\w ]{1,40}\))?$"
).match
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[t ]\s?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?"
    r"\s?(z|utc|gmt|[+-]\d\d(?::?\d\d)?)?(?![a-z\d])"
).match
_COLONS = re.compile(r"(?<![\d:+-])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?!:?\d)(?:\s?([ap])\.?m\b)?").search
_FRENCH_HOURS = re.compile(
    r"(?<!\d)(\d{1,2}) ?(?:heures?|h|uhr|u)(?![a-z]) ?(?:(\d\d)(?!\d)(?: ?(?:mn|min|m|') ?(\d\d)(?!\d))?)?()"
).search
_DOTS = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?![\d.])()").search
# A word of letters before the sign must be a zone: in `14:03 12-mar-2007` it is a month.
_OFFSET = re.compile(r"(?:(?<![^\s,])|(?<![a-z])([a-z]{1,4}) ?)([+-])(?: ?(\d{1,2}):?(\d\d)|(\d{1,2}))(?!\d)").finditer
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:(?:er|st|nd|rd|th|ad|anet|[ao])(?![a-z])|°)?[\s\-/.,]*"
    r"(?:de |d'|of |a viz |a |miz )?\s?([a-z']+)[\s\-/.,]*(?:del? )?'?(\d{4}|\d{2,3})(?!\d)"
).finditer
_MONTH_FIRST = re.compile(
    r"(?<![a-z'])([a-z']+)[.,]?[\s\-]+(\d{1,2})(?:er|st|nd|rd|th)?(?!\d)[,\s](?:.*?[\s,])?(\d{4}|\d\d)(?!\d)"
).finditer
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d./-])").search
_WORDS = re.compile(r"[a-z]+").findall
_COMMENT = re.compile(r"\(([^()]*)\)")

_offsets: dict[str, int | None] = {}


def _offset(written: str) -> int | None:
    """Minutes east of `+0200` or `CET`; None of `-0000`, and of what no place on earth has."""
    try:
        return _offsets[written]
    except KeyError:
        if len(_offsets) >= _CACHED:
            _offsets.clear()
        _offsets[written] = value = _new_offset(written)
        return value


def _new_offset(written: str) -> int | None:
    if written[0] not in "+-":
        return _ZONES.get(written.lower())
    minutes = int(written[3:])
    total = int(written[1:3]) * 60 + minutes
    if total > _FURTHEST or minutes > 59 or written == "-0000":
        return None
    return -total if written[0] == "-" else total


def _length(year: int, month: int) -> int:
    return 29 if month == 2 and year % 4 == 0 and (year % 100 or year % 400 == 0) else _LENGTHS[month]


def _moment(  # noqa: PLR0917  # the parts of a date, on the hot path of every mail
    year: int, month: int, day: int, hour: int, minute: int, second: int, offset: int | None
) -> Moment | None:
    """The instant, None where no such day exists or it is out of range.

    A leap second counts as the one before it; 24:00 is 0:00 of the next day (ISO 8601).
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= month <= 12 or day < 1:
        return None
    if (day > 28 and day > _length(year, month)) or hour > 24 or minute > 59 or second > 60:
        return None
    minutes = hour * 60 + minute - (offset or 0)
    if not 0 <= minutes < 1440:
        days, minutes = divmod(minutes, 1440)
        year, month, day = _moved(year, month, day, days)
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
    hour, minute = divmod(minutes, 60)
    return Moment(f"{year}-{_TWO[month]}-{_TWO[day]}T{_TWO[hour]}:{_TWO[minute]}:{_SECONDS[second]}Z", offset)


def _moved(year: int, month: int, day: int, days: int) -> tuple[int, int, int]:
    """The day so many days later; less than a month."""
    day += days
    if day < 1:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        day += _length(year, month)
    elif day > _length(year, month):
        day -= _length(year, month)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return year, month, day


def read_date(written: str) -> Moment | None:
    """The instant a mail date means, None where it cannot be told; never raises.

    Reads RFC 5322 3.3 and its obsolete forms (4.3), asctime, ISO 8601, and dates with French, English,
    German, Spanish, Italian, Portuguese, Dutch or Breton month names. The weekday is ignored: it adds
    nothing, and is wrong at times. Without a zone, or with one that means nothing, UTC is assumed and
    `utc_offset` is None. Two-digit years are of 1950 to 2049, three-digit ones count from 1900 (4.3).
    `03/04/2007` is nobody's date: None; `13/04/2007` is read.
    """
    common = _COMMON(written)
    if common is None:
        return _read_carefully(written)
    day, name, year, hour, minute, second, zone = common.groups()
    month = _ENGLISH.get(name)
    if month is None:
        return _read_carefully(written)
    full = int(year) if len(year) == 4 else _year(year)
    return _moment(full, month, int(day), int(hour), int(minute), int(second or 0), _offset(zone))


def _plain(written: str) -> str:
    """Lower case, without accents, with single blanks."""
    text = written[:_LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'"))
        text = "".join(character for character in text if not unicodedata.combining(character))
    return " ".join(text.lower().replace("\0", " ").split())


def _year(written: str) -> int:
    year = int(written)
    if len(written) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(written) == 3 else year


def _zone_of(text: str) -> int | None:
    """Offset told by the words of a text: `met dst`, `cest`, `gmt`."""
    words = _WORDS(text)
    for place, word in enumerate(words):
        if word in _ZONES:
            summer = _ZONES.get(f"{word} dst") if "dst" in words[place + 1 : place + 2] else None
            return _ZONES[word] if summer is None else summer
    return None


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text from which time and zone were taken."""
    for found in _DAY_FIRST(text):
        month = _MONTHS.get(found[2])
        if month:
            return _year(found[3]), month, int(found[1])
    for found in _MONTH_FIRST(text):
        month = _MONTHS.get(found[1])
        if month:
            return _year(found[3]), month, int(found[2])
    numbers = _NUMBERS(text)
    if numbers:
        first, second = int(numbers[1]), int(numbers[3])
        if first > 12 or first == second or numbers[2] == ".":
            return int(numbers[4]), second, first
        if second > 12:
            return int(numbers[4]), first, second
    return None


def _read_iso(found: re.Match[str], comments: str) -> Moment | None:
    zone = found[7]
    if zone is None:
        offset = _zone_of(comments)
    elif zone[0] in "+-":
        offset = _offset((zone.replace(":", "") + "00")[:5])
    else:
        offset = 0
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    return _moment(year, month, day, hour, minute, second, offset)


def _read_carefully(written: str) -> Moment | None:
    text = _plain(written)
    comments = " ".join(_COMMENT.findall(text))
    while "(" in text and _COMMENT.search(text):
        text = _COMMENT.sub(" ", text)
    text = " ".join(text.split())
    iso = _ISO(text)
    if iso:
        return _read_iso(iso, comments)
    time = _COLONS(text) or _FRENCH_HOURS(text) or _DOTS(text)
    if time is None:
        day = _day(text)
        return None if day is None else _moment(*day, 0, 0, 0, None)
    hour, minute, second = int(time[1]), int(time[2] or 0), int(time[3] or 0)
    if time[4] and hour <= 12:  # `23:22:34 PM` is also written
        hour = hour % 12 + (12 if time[4] == "p" else 0)
    before, after = text[: time.start()], text[time.end() :]
    offset, rest = _read_offset(after)
    if offset is None and rest == after:
        offset = _zone_of(after)
        if offset is None:
            offset = _zone_of(comments)
    day = _day(f"{before} {rest}") or _day(f"{before} {after}")
    return None if day is None else _moment(*day, hour, minute, second, offset)


def _read_offset(text: str) -> tuple[int | None, str]:
    """The numeric offset in what follows a time, and the text without it."""
    for found in _OFFSET(text):
        word, sign, hours, minutes, bare = found.groups()
        if word is None or word in _ZONES:
            offset = _offset(f"{sign}{hours or bare:0>2}{minutes or '00'}")
            return offset, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def received_date(received: str) -> Moment | None:
    """The instant a server took the mail: what follows the last `;` of a Received header (RFC 5321 4.4).

    None where there is no such date; never raises.
    """
    _, semicolon, written = received.rpartition(";")
    return read_date(written.strip()) if semicolon else None


_FROM_LINE = re.compile(r" [A-Z][a-z][a-z] ([A-Z][a-z][a-z]) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})\s*$").search
_REMOTE = re.compile(r"\s+remote from .*$", re.DOTALL)
_WEEKDAY = re.compile(r"\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s")


def from_line_date(line: str) -> Moment | None:
    """The instant of an mbox From_ line, `From a@b  Thu Jan 15 13:22:25 2015` (RFC 4155 appendix A).

    The zone may stand before or after the year, seconds may be missing, `remote from` may follow.
    None where there is none, and on 1 January 1970, which programs write for want of a date.
    """
    found = _FROM_LINE(line)
    month = _ENGLISH.get(found[1]) if found else None
    if found and month:
        moment = _moment(int(found[6]), month, int(found[2]), int(found[3]), int(found[4]), int(found[5]), None)
    else:
        rest = _REMOTE.sub("", line)
        weekdays = list(_WEEKDAY.finditer(rest))
        if weekdays:
            rest = rest[weekdays[-1].start() :]
        else:
            words = rest.split(None, 2)
            rest = words[2] if len(words) > 2 else ""
        moment = read_date(rest.strip())
    return None if moment is None or _is_epoch(moment) else moment


def _is_epoch(moment: Moment) -> bool:
    return moment.sent_at < "1970-01-02"


_ENDINGS = re.compile(r"(?:\.(?:gz|bz2|xz|zst|zip|txt|text|mbox|mbx|mail|html?|eml|maildir|tar|tgz))+$")
_VOLUMES = tuple(
    re.compile(pattern).search
    for pattern in (
        r"(?:^|[-_. /])(?P<y>\d{4})[-_. /]?(?P<name>[a-z']{3,})$",
        r"(?:^|[-_. /])(?P<name>[a-z']{3,})[-_. ]?(?P<y>\d{4})$",
        r"(?:^|[-_. /])(?P<y>\d{4})[-_]?[qt](?P<q>[1-4])$",
        r"(?:^|[-_. /])(?P<y>(?:19|20)\d\d)[-_./]?(?P<m>\d\d)[-_./]?(?P<d>\d\d)$",
        r"(?:^|[-_. /])(?P<y>(?:19|20)\d\d)[-_./]?(?P<m>\d\d)$",
        r"(?:^|[-_. /])(?P<y>(?:19|20)\d\d)$",
    )
)


def _volume_day(name: str) -> tuple[int, int, int] | None:
    path = _plain(name[-_LONGEST:]).replace("\\", "/").rstrip("/")
    stem = _ENDINGS.sub("", path)
    for search in _VOLUMES:
        found = search(stem)
        if found is None:
            continue
        parts = found.groupdict()
        if "name" in parts:
            month = _MONTHS.get(parts["name"], 0)
        elif "q" in parts:
            month = 3 * int(parts["q"]) - 2
        else:
            month = int(parts.get("m", 1))
        year, day = int(parts["y"]), int(parts.get("d", 1))
        if _moment(year, month, day, 0, 0, 0, None):
            return year, month, day
    return None


def volume_month(name: str) -> str | None:
    """The month, `YYYY-MM`, of a volume's file name or path; None where its end tells none; never raises.

    `2014-June.txt.gz`, `2003-octobre`, `2003-10`, `2003/10`, `200310`, `2003q4` (first month of the quarter),
    `2003` (January), `Week-of-Mon-20031006`, `20031006`: the names of pipermail, Sympa and MHonArc.
    """
    day = _volume_day(name)
    return None if day is None else f"{day[0]}-{_TWO[day[1]]}"


def volume_date(name: str) -> Moment | None:
    """The first instant, in UTC, of the month, week, quarter or year that a volume's file name tells."""
    day = _volume_day(name)
    return None if day is None else _moment(*day, 0, 0, 0, None)


def _seconds(moment: Moment) -> int:
    """Seconds since the first day of March of year 0: exact, without a datetime."""
    at = moment.sent_at
    month = int(at[5:7])
    year = int(at[:4]) - (month < 3)  # years that begin in March end with the leap day
    days = year * 365 + year // 4 - year // 100 + year // 400
    days += (153 * ((month + 9) % 12) + 2) // 5 + int(at[8:10])
    return days * 86400 + int(at[11:13]) * 3600 + int(at[14:16]) * 60 + int(at[17:19])


def _arrival_before(date_written: str, moment: Moment, received: str) -> Moment | None:
    """When the mail arrived, if that is more than two days before it says it was sent."""
    day = date_written[5:16]
    if len(day) == 11 and day in received:  # the same day in both, as nearly always
        return None
    arrived = received_date(received)
    if arrived is None or _is_epoch(arrived) or moment.sent_at <= arrived.sent_at:
        return None
    return arrived if _seconds(moment) - _seconds(arrived) > _TOLERANCE else None


def choose(date_written: str, received: Sequence[str] | str, from_line: str, volume: str) -> tuple[Moment | None, str]:
    """The instant to trust, and where it comes from: `date`, `received`, `from_line`, `volume` or `none`.

    Date comes first, but a mail cannot be sent after it arrived: one that is more than two days later than
    the topmost Received (the first of a list) gives way to it, and so does 1 January 1970. "" where absent.
    Never raises.
    """
    lines: Sequence[str] = (received,) if isinstance(received, str) else received
    moment = read_date(date_written) if date_written else None
    if moment is not None and not _is_epoch(moment):
        arrived = _arrival_before(date_written, moment, lines[0]) if lines else None
        return (moment, "date") if arrived is None else (arrived, "received")
    for line in lines:
        arrived = received_date(line)
        if arrived is not None and not _is_epoch(arrived):
            return arrived, "received"
    moment = from_line_date(from_line) if from_line else None
    if moment is not None:
        return moment, "from_line"
    moment = volume_date(volume) if volume else None
    return moment, "none" if moment is None else "volume"
