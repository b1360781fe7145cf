from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

import mwsessions
import pytest
from factories import Archive, values
from hypothesis import given
from hypothesis import strategies as st
from mwsessions.sessionizer import Sessionizer
from page_histories import Wiki, derive, study

from maillage.analyze.wikis.sessions import (
    BEFORE_FIRST,
    CUTOFF,
    EditSession,
    SessionCount,
    median,
    seconds_of,
    session_count,
    sessions,
)

Event = tuple[str, int]

# Pauses near the cutoff more often than chance has them.
PAUSES = st.one_of(st.integers(0, 20_000), st.sampled_from([0, 1, CUTOFF - 1, CUTOFF, CUTOFF + 1]))
EVENTS = st.lists(st.tuples(st.sampled_from(["Aline", "Bruno", "Chloé"]), PAUSES), max_size=60)


def moment(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ours(events: list[Event], cutoff: int = CUTOFF) -> set[tuple[str, tuple[int, ...]]]:
    """The sessions of each user: the seconds of their edits."""
    own: dict[str, list[str]] = defaultdict(list)
    for user, second in events:
        own[user].append(moment(second))
    return {
        (user, tuple(map(seconds_of, session.moments)))
        for user, moments in own.items()
        for session in sessions(moments, cutoff)
    }


def theirs(events: list[Event], cutoff: int = CUTOFF) -> set[tuple[str, tuple[int, ...]]]:
    """What mwsessions makes of the same events."""
    found = mwsessions.sessionize(((user, second, second) for user, second in events), cutoff=cutoff)
    return {(user, tuple(seconds)) for user, seconds in found}


def test_the_cutoff_is_that_of_mwsessions() -> None:
    assert mwsessions.defaults.CUTOFF == CUTOFF


@given(EVENTS)
def test_the_sessions_of_all_users_are_those_of_mwsessions(pauses: list[tuple[str, int]]) -> None:
    second, events = 1_400_000_000, []
    for user, pause in pauses:
        second += pause
        events.append((user, second))
    assert ours(events) == theirs(events)


def test_their_sessionizer_case_with_a_cutoff_of_two_seconds() -> None:
    """Two users, one of whom comes back after eight seconds: three sessions in all."""
    events = [("foo", 1), ("bar", 2), ("foo", 2), ("bar", 10)]
    assert ours(events, 2) == {("foo", (1, 2)), ("bar", (2,)), ("bar", (10,))}
    sessionizer = Sessionizer(cutoff=2)
    done = [one for user, second in events for one in sessionizer.process(user, second)]
    assert (len(done), len(list(sessionizer.get_active_sessions()))) == (2, 1)


def test_their_case_of_a_pause_of_exactly_an_hour_is_two_sessions_each() -> None:
    begun = 1234567890
    foo = [begun, begun + 2, begun + 4, begun + 4 + CUTOFF, begun + 7 + CUTOFF]
    bar = [begun + 1, begun + 2, begun + 3, begun + 5 + CUTOFF, begun + 8 + CUTOFF]
    events = sorted([("foo", second) for second in foo] + [("bar", second) for second in bar], key=lambda one: one[1])
    expected = {("foo", tuple(foo[:3])), ("foo", tuple(foo[3:])), ("bar", tuple(bar[:3])), ("bar", tuple(bar[3:]))}
    assert ours(events) == expected == theirs(events)


def test_their_two_files_of_events_read_together_are_three_sessions() -> None:
    """User 1: four edits within three seconds of midnight. User 2: two, and one a day later."""
    night = seconds_of("2015-01-01T00:00:00Z")
    events = [("1", night), ("2", night), ("1", night + 1), ("1", night + 2), ("2", night + 2), ("1", night + 3)]
    events.append(("2", night + 86_400))
    expected = {("1", (night, night + 1, night + 2, night + 3)), ("2", (night, night + 2)), ("2", (night + 86_400,))}
    assert ours(events) == expected == theirs(events)


@pytest.mark.parametrize(("counts", "middle"), [({}, None), ({3: 1}, 3), ({1: 1, 4: 1}, 2.5), ({1: 3, 9: 2}, 1)])
def test_the_median_of_numbers_that_are_counted(counts: dict[int, int], middle: float | None) -> None:
    assert median(Counter(counts)) == middle


def test_hours_have_the_time_before_each_first_edit() -> None:
    """Two sessions, one of an hour and one of a single edit: 3,600 seconds and twice 430."""
    counted = session_count("wiki", 1, Counter({3: 1, 1: 1}), Counter({3600: 1, 0: 1}))
    assert counted == SessionCount("wiki", 2, 1, 4, 1, 2.0, 1800.0, 3600, (3600 + 2 * BEFORE_FIRST) / 3600)


def test_a_wiki_without_edits_has_no_median() -> None:
    assert session_count("wiki", 0, Counter(), Counter()) == SessionCount("wiki", 0, 0, 0, 0, None, None, None, 0.0)


def test_sessions_are_of_a_user_over_all_pages(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    wiki.page(1, "Port")
    wiki.page(2, "Discussion:Port", namespace=1)
    wiki.user("ImportBot", "bot")
    for page, user, at in [
        (1, "Aline", "2015-03-02 10:00"),
        (2, "Aline", "2015-03-02 10:59"),
        (1, "Aline", "2015-03-02 11:59"),
        (1, "192.0.2.1", "2015-03-02 10:00"),
        (1, "ImportBot", "2015-03-02 10:01"),
    ]:
        wiki.edit(page, user, at)
    derive(archive, study(tmp_path), ["sessions"])
    assert values(archive.store, EditSession, "user", "begin", "edits", "seconds") == [
        ("192.0.2.1", "2015-03-02T10:00:00Z", 1, 0),
        ("Aline", "2015-03-02T10:00:00Z", 2, 3540),
        ("Aline", "2015-03-02T11:59:00Z", 1, 0),
    ]
    assert values(archive.store, SessionCount, "sessions", "users", "edits", "single") == [(3, 2, 4, 2)]
