"""Dates as mailers wrote them, French first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.ingest.dates import (
    Moment,
    choose,
    from_line_date,
    read_date,
    received_date,
    volume_date,
    volume_month,
)


@pytest.mark.parametrize(
    ("written", "sent_at", "offset"),
    [
        ("lun, 12 mars 2007 14:03:22 +0100", "2007-03-12T13:03:22Z", 60),
        ("lun. 12 mars 2007 14:03", "2007-03-12T14:03:00Z", None),
        ("mar. 13 mars 2007 14:03", "2007-03-13T14:03:00Z", None),
        ("lundi 12 mars 2007 à 14h03", "2007-03-12T14:03:00Z", None),
        ("lundi 12 mars 2007 à 14 h 03", "2007-03-12T14:03:00Z", None),
        ("12 mars 2007 14h", "2007-03-12T14:00:00Z", None),
        ("dimanche 1er avril 2007 09:05:00 +0200", "2007-04-01T07:05:00Z", 120),
        ("12 févr. 2007 14:03 CET", "2007-02-12T13:03:00Z", 60),
        ("12 août 2007 14:03:22 +0200 (CEST)", "2007-08-12T12:03:22Z", 120),
        ("12 déc. 2007 14:03:22 +0100", "2007-12-12T13:03:22Z", 60),
        ("12aout2007 14:03", "2007-08-12T14:03:00Z", None),
        ("Mi, 14 Mär 2007 10:00:00 +0100", "2007-03-14T09:00:00Z", 60),
        ("mié, 12 dic 2007 10:00:00 +0100", "2007-12-12T09:00:00Z", 60),
        ("3 de abril de 2007 10:00", "2007-04-03T10:00:00Z", None),
        ("ven, 14 set 2007 10:00:00 +0200", "2007-09-14T08:00:00Z", 120),
        ("sex, 14 out 2005 10:00:00 -0300", "2005-10-14T13:00:00Z", -180),
        ("do, 15 mrt 2007 10:00:00 +0100", "2007-03-15T09:00:00Z", 60),
        ("D'ar Meurzh 13 a viz Meurzh 2007 10:00", "2007-03-13T10:00:00Z", None),
        ("Thu, 15 Jan 2015 13:22:25 +0100", "2015-01-15T12:22:25Z", 60),
        ("Wed, 31 Dec 2014 23:30:00 -0800 (PST)", "2015-01-01T07:30:00Z", -480),
        ("Sun, 1 Mar 2015 00:30:00 +0100", "2015-02-28T23:30:00Z", 60),
        ("Sat, 1 Mar 2008 00:30:00 +0100", "2008-02-29T23:30:00Z", 60),
        ("15 Jan 2015 13:22 GMT", "2015-01-15T13:22:00Z", 0),
        ("Mon, 5 Oct 92 10:48:30 MET", "1992-10-05T09:48:30Z", 60),
        ("Mon, 5 Oct 92 10:48:30 MET DST", "1992-10-05T08:48:30Z", 120),
        ("Mon, 5 Oct 1992 10:48:30 (MET DST)", "1992-10-05T08:48:30Z", 120),
        ("5 Oct 49 10:48:30 EST", "2049-10-05T15:48:30Z", -300),
        ("5 Oct 107 10:48:30 +0000", "2007-10-05T10:48:30Z", 0),
        ("12 Mar 2007 14:03:22 GMT+0200", "2007-03-12T12:03:22Z", 120),
        ("12 Mar 2007 14:03:22 +02:00", "2007-03-12T12:03:22Z", 120),
        ("12 Mar 2007 14:03:22 UTC+2", "2007-03-12T12:03:22Z", 120),
        ("12 Mar 2007 14:03:22 JST", "2007-03-12T05:03:22Z", 540),
        ("12 Mar 2007 14:03:22 A", "2007-03-12T14:03:22Z", None),
        ("12 Mar 2007 14:03:22 IST", "2007-03-12T14:03:22Z", None),
        ("12 Mar 2007 14:03:22 -0000", "2007-03-12T14:03:22Z", None),
        ("12 Mar 2007 14:03:22 +9900", "2007-03-12T14:03:22Z", None),
        ("12 Mar 2007 14:03:22 +1401", "2007-03-12T14:03:22Z", None),
        ("Tue (a (nested) remark), 12 Mar 2007 14:03:22 +0100", "2007-03-12T13:03:22Z", 60),
        ("Wed Oct  1 22:34:35 2003", "2003-10-01T22:34:35Z", None),
        ("Wed Oct 1 22:34:35 MET 2003", "2003-10-01T21:34:35Z", 60),
        ("Wed Oct 1 22:34:35 +0200 2003", "2003-10-01T20:34:35Z", 120),
        ("March 12, 2007 10:05 PM", "2007-03-12T22:05:00Z", None),
        ("Fri, 17 Oct 2003 23:22:34 PM", "2003-10-17T23:22:34Z", None),
        ("2007-03-12T14:03:22+01:00", "2007-03-12T13:03:22Z", 60),
        ("2007-03-12 14:03:22.123456 Z", "2007-03-12T14:03:22Z", 0),
        ("12-Mar-2007 14.03.22", "2007-03-12T14:03:22Z", None),
        ("14:03:22 12-Mar-2007", "2007-03-12T14:03:22Z", None),
        ("14:03 - 12 mars 2007", "2007-03-12T14:03:00Z", None),
        ("12.03.2007 14:03", "2007-03-12T14:03:00Z", None),
        ("13/03/2007 14:03", "2007-03-13T14:03:00Z", None),
        ("Mon, 13 Mar 2007 23:59:60 +0000", "2007-03-13T23:59:59Z", 0),
        ("31 Dec 2006 24:00:00 +0000", "2007-01-01T00:00:00Z", 0),
    ],
)
def test_a_date_is_read(written: str, sent_at: str, offset: int | None) -> None:
    assert read_date(written) == Moment(sent_at, offset)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hier",
        "31 Feb 2003 10:00:00 +0000",
        "29 Feb 2003 10:00:00 +0000",
        "31 Dec 9999 23:59:59 -1200",
        "1 Jan 1000 00:00:00 +0000",
        "1 Jan 1970 00:30:00 +0100",
        "31 Dec 2099 23:30:00 -0100",
        "12 Mar 2007 25:00:00 +0000",
        "03/04/2007 10:00",
        "12 brumaire 2007 10:00",
    ],
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written) is None


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(st.text(max_size=300))
def test_reading_never_raises(written: str) -> None:
    read_date(written)
    received_date(written)
    from_line_date(written)
    volume_month(written)
    volume_date(written)
    choose(written, [written], written, written)


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(st.text(alphabet="0123456789 :+-/.,()hàMarFebmetdstTZ'\"", max_size=60))
def test_reading_never_raises_near_a_date(written: str) -> None:
    moment = read_date(written)
    assert moment is None or "1970" <= moment.sent_at[:4] <= "2099"


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(
    st.datetimes(min_value=datetime(1970, 1, 3), max_value=datetime(2099, 12, 29)),  # noqa: DTZ001  # naive is wanted
    st.integers(min_value=-840, max_value=840),
)
def test_the_standard_library_s_dates_are_read_back(naive: datetime, minutes: int) -> None:
    at = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    expected = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert read_date(format_datetime(at)) == Moment(expected, minutes)
    assert read_date(at.isoformat()) == Moment(expected, minutes)
    assert read_date(at.strftime("%d %B %Y, %H h %M:%S").replace(" h ", ":")) is not None


@pytest.mark.parametrize(
    ("line", "sent_at"),
    [
        ("From a@b.example  Thu Jan 15 13:22:25 2015", "2015-01-15T13:22:25Z"),
        ("From a at b.example  Wed Oct  1 22:34:35 2003\n", "2003-10-01T22:34:35Z"),
        ("From a@b.example Thu Jan 15 13:22 MET 2015", "2015-01-15T12:22:00Z"),
        ("From a@b.example Thu Jan 15 13:22:25 2015 +0100", "2015-01-15T12:22:25Z"),
        ("From b!a Thu Jan 15 13:22:25 15 remote from b", "2015-01-15T13:22:25Z"),
        ("From a@b.example  jeu. 15 janv. 2015 13:22", "2015-01-15T13:22:00Z"),
        ("From mboxrd@z Thu Jan  1 00:00:00 1970", None),
        ("From here on", None),
        ("From ", None),
    ],
)
def test_a_from_line_has_a_date(line: str, sent_at: str | None) -> None:
    moment = from_line_date(line)
    assert (moment and moment.sent_at) == sent_at


@pytest.mark.parametrize(
    ("name", "month", "day"),
    [
        ("2003-octobre.txt.gz", "2003-10", "01"),
        ("2003-Décembre.txt", "2003-12", "01"),
        ("2014-June.txt.gz", "2014-06", "01"),
        ("2003-10", "2003-10", "01"),
        ("liste-2003-10.mbox", "2003-10", "01"),
        ("archive/2003/10", "2003-10", "01"),
        ("200310", "2003-10", "01"),
        ("2003q4", "2003-10", "01"),
        ("2003.txt", "2003-01", "01"),
        ("liste-1999.mbox.gz", "1999-01", "01"),
        ("Week-of-Mon-20031006", "2003-10", "06"),
        ("20031006.txt", "2003-10", "06"),
        ("octobre2003", "2003-10", "01"),
    ],
)
def test_a_volume_s_name_tells_its_month(name: str, month: str, day: str) -> None:
    assert volume_month(name) == month
    assert volume_date(name) == Moment(f"{month}-{day}T00:00:00Z", None)


@pytest.mark.parametrize("name", ["", "archives.mbox", "2003-13", "2003-tomate", "20039999", "liste-9999"])
def test_other_names_tell_no_month(name: str) -> None:
    assert volume_month(name) is None
    assert volume_date(name) is None


LINE = "From a@b.example  Thu Jan 15 13:22:25 2015"
ARRIVED = "from a.example by b.example; Thu, 15 Jan 2015 13:22:26 +0100 (CET)"


@pytest.mark.parametrize(
    ("date", "received", "line", "volume", "sent_at", "source"),
    [
        ("Thu, 15 Jan 2015 13:22:25 +0100", [ARRIVED], LINE, "", "2015-01-15T12:22:25Z", "date"),
        ("Thu, 15 Jan 2015 13:22:25 +0100", ARRIVED, LINE, "", "2015-01-15T12:22:25Z", "date"),
        ("Thu, 15 Jan 2015 13:22:25 +0100", [], LINE, "", "2015-01-15T12:22:25Z", "date"),
        # Late clocks are believed, and so are two days of a fast one; no more.
        ("Tue, 1 Jan 2002 13:22:25 +0100", [ARRIVED], "", "", "2002-01-01T12:22:25Z", "date"),
        ("Sat, 17 Jan 2015 13:22:25 +0100", [ARRIVED], "", "", "2015-01-17T12:22:25Z", "date"),
        ("Sat, 17 Jan 2015 13:22:27 +0100", [ARRIVED], "", "", "2015-01-15T12:22:26Z", "received"),
        ("Fri, 1 Jan 2038 00:00:00 +0100", [ARRIVED], "", "", "2015-01-15T12:22:26Z", "received"),
        ("Fri, 1 Jan 2038 00:00:00 +0100", ["garbled"], "", "", "2037-12-31T23:00:00Z", "date"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", [ARRIVED], "", "", "2015-01-15T12:22:26Z", "received"),
        ("n'importe quoi", ["garbled", ARRIVED], "", "", "2015-01-15T12:22:26Z", "received"),
        ("n'importe quoi", "", LINE, "2014-June.txt", "2015-01-15T13:22:25Z", "from_line"),
        ("", [], "From mboxrd@z Thu Jan  1 00:00:00 1970", "2014-June.txt", "2014-06-01T00:00:00Z", "volume"),
        ("", [], "", "", None, "none"),
    ],
)
def test_the_most_trusted_date_is_chosen(
    date: str, received: list[str] | str, line: str, volume: str, sent_at: str | None, source: str
) -> None:
    moment, told_by = choose(date, received, line, volume)
    assert (moment and moment.sent_at, told_by) == (sent_at, source)


def test_the_date_of_a_received_header_follows_its_last_semicolon() -> None:
    written = "from a (x; y) by b with SMTP id 1; 15 Jan 2015 13:22:26 -0000"
    assert received_date(written) == Moment("2015-01-15T13:22:26Z", None)
    assert received_date("from a by b") is None
