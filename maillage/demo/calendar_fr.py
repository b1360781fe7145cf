"""Dates as French people and their mailers write them, and the hour of Paris, without a clock or a locale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def paris(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime:
    """That moment in Paris: summer time from the last Sunday of March to the last of October, at one o'clock UTC."""
    naive = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    summer = _last_sunday(year, 3) <= naive - timedelta(hours=1) < _last_sunday(year, 10)
    return naive.replace(tzinfo=timezone(timedelta(hours=2 if summer else 1)))


def day(moment: datetime) -> str:
    """`jeudi 12 juin`."""
    number = "1er" if moment.day == 1 else str(moment.day)
    return f"{DAYS[moment.weekday()]} {number} {MONTHS[moment.month - 1]}"


def short_day(moment: datetime) -> str:
    """`lun. 12 mars 2007`, as recent mailers write it."""
    return f"{DAYS[moment.weekday()][:3]}. {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def clock(moment: datetime) -> str:
    """`14:03`."""
    return f"{moment.hour:02}:{moment.minute:02}"


def rfc5322(moment: datetime) -> str:
    """`Thu, 02 Oct 2003 00:34:35 +0200`."""
    offset = moment.utcoffset() or timedelta()
    hours = int(offset.total_seconds()) // 3600
    return (
        f"{ENGLISH_DAYS[moment.weekday()]}, {moment.day:02} {ENGLISH_MONTHS[moment.month - 1]} {moment.year} "
        f"{clock(moment)}:{moment.second:02} +{hours:02}00"
    )


def ctime(moment: datetime) -> str:
    """`Wed Oct  1 22:34:35 2003`, in UTC: the clock of the server."""
    there = moment.astimezone(UTC)
    return (
        f"{ENGLISH_DAYS[there.weekday()]} {ENGLISH_MONTHS[there.month - 1]} {there.day:2} "
        f"{clock(there)}:{there.second:02} {there.year}"
    )


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
