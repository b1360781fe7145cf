"""Who had the rights of an administrator, and when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factories import Archive, values
from site_histories import Site, derive, study

from maillage.analyze.wikis.administrators import AdministratorPeriod, Span, covers, spans
from maillage.analyze.wikis.logs import GroupChange, group_change
from maillage.decisions import Decisions, Role
from maillage.ingest.mediawiki.logs import params_of


@pytest.fixture
def site(archive: Archive) -> Site:
    return Site(archive)


def periods(site: Site) -> list[tuple[object, ...]]:
    return values(site.archive.store, AdministratorPeriod, "user", "begin", '"end"', "rule")


def change(before: str, after: str, **expires: str) -> GroupChange:
    return GroupChange(frozenset(before.split()), frozenset(after.split()), expires)


@pytest.mark.parametrize(
    "said",
    [
        {"4::oldgroups": ["bot"], "5::newgroups": ["bot", "sysop"]},
        {"oldgroups": ["bot"], "newgroups": ["bot", "sysop"]},
        {"4::oldgroups": {"0": "bot"}, "5::newgroups": {"0": "bot", "1": "sysop"}},
        {"rights": {"old": "bot", "new": "bot, sysop"}},
        "bot\nbot, sysop",
        ["bot", "bot, sysop"],
    ],
)
def test_a_change_of_groups_is_read_in_every_form_it_was_ever_written_in(said: object) -> None:
    if isinstance(said, dict) and isinstance(said.get("4::oldgroups"), dict):
        said = {key: list(value.values()) for key, value in said.items()}  # as the reader of PHP gives them
    read = group_change(params_of("rights", said))
    assert (read.before, read.after) == ({"bot"}, {"bot", "sysop"})


def test_groups_of_nobody_in_the_words_of_old_wikis() -> None:
    read = group_change(params_of("rights", "(none)\nsysop, bureaucrat"))
    assert (read.before, read.after) == (frozenset(), {"sysop", "bureaucrat"})


def test_rights_given_and_taken_are_a_period() -> None:
    changes = [("2010-01-01T00:00:00Z", change("", "sysop")), ("2012-01-01T00:00:00Z", change("sysop", ""))]
    assert spans(changes, in_group=False) == [Span("2010-01-01T00:00:00Z", "2012-01-01T00:00:00Z", "log")]


def test_who_had_the_rights_before_the_log_began_had_them_since_the_first_day() -> None:
    taken = [("2012-01-01T00:00:00Z", change("sysop", ""))]
    assert spans(taken, in_group=False) == [Span(None, "2012-01-01T00:00:00Z", "log")]


def test_who_is_in_the_group_with_no_word_of_the_log_is_so_since_the_first_day() -> None:
    assert spans([], in_group=True) == [Span(None, None, "group")]
    assert spans([], in_group=False) == []
    assert spans([], in_group=None) == []


def test_rights_that_end_by_themselves_end_then() -> None:
    given = [("2019-01-01T00:00:00Z", change("", "sysop", sysop="2019-07-01T00:00:00Z"))]
    assert spans(given, in_group=False) == [Span("2019-01-01T00:00:00Z", "2019-07-01T00:00:00Z", "log")]


def test_a_change_of_another_group_leaves_the_rights_alone() -> None:
    changes = [
        ("2010-01-01T00:00:00Z", change("", "sysop")),
        ("2011-01-01T00:00:00Z", change("sysop", "sysop bureaucrat")),
    ]
    assert spans(changes, in_group=True) == [Span("2010-01-01T00:00:00Z", None, "log")]


def test_a_period_holds_from_its_beginning_until_before_its_end() -> None:
    found = [("2010-01-01T00:00:00Z", "2012-01-01T00:00:00Z")]
    assert covers(found, "2010-01-01T00:00:00Z")
    assert not covers(found, "2012-01-01T00:00:00Z")
    assert covers([(None, None)], "1999-01-01T00:00:00Z")


def test_the_log_the_group_the_study_and_decisions(site: Site, tmp_path: Path) -> None:
    for user in ("Aline Morvan", "Bastien Çelik", "Chloé Nguyen", "Denis Lagadec"):
        site.listed(user, "sysop" if user in {"Aline Morvan", "Chloé Nguyen"} else "")
    site.rights("2011-05-01", "Aline Morvan", [], ["sysop"])
    begin, end = date(2012, 1, 1), date(2012, 12, 31)
    decided = Role("wiki:Denis Lagadec", "wiki", "administrator", begin, end, "interview", "ER", None)
    derive(site, study(tmp_path, administrators=("Bastien Çelik",)), decisions=Decisions(roles=(decided,)))
    assert periods(site) == [
        ("Aline Morvan", "2011-05-01T12:00:00Z", None, "log"),
        ("Bastien Çelik", None, None, "study"),
        ("Chloé Nguyen", None, None, "group"),
        ("Denis Lagadec", "2011-12-31T23:00:00Z", "2012-12-31T23:00:00Z", "decision"),  # days of Paris
    ]


def test_rights_given_under_an_old_name_are_the_present_account_s(site: Site, tmp_path: Path) -> None:
    site.listed("Aline Morvan", "sysop")
    site.rights("2011-05-01", "Aline M", [], ["sysop"])
    site.log("renameuser", "renameuser", "2013-01-01", "Utilisateur:Aline M", olduser="Aline M", newuser="Aline Morvan")
    derive(site, study(tmp_path))
    assert periods(site) == [("Aline Morvan", "2011-05-01T12:00:00Z", None, "log")]
