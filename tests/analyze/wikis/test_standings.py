"""What each account is to its wiki."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factories import Archive, values
from site_histories import Site, column, derive, moment, study

from maillage.analyze.wikis.accounts import WikiAccount
from maillage.decisions import Decisions, Exclusion, Merge, Role
from maillage.project import Study


@pytest.fixture
def site(archive: Archive) -> Site:
    site = Site(archive)
    site.page(1, "Accueil")
    return site


def standings(site: Site) -> dict[str, str]:
    return column(site.archive.store, "select user, standing from wiki_accounts")


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path)


def test_who_edited_is_a_contributor_and_who_never_did_is_silent(site: Site, of: Study) -> None:
    site.listed("Aline Morvan", edit_count=1)
    site.listed("Bastien Çelik", edit_count=0)
    site.edit(1, "Aline Morvan", "2015-03-02 10:00")
    derive(site, of)
    assert standings(site) == {"Aline Morvan": "contributor", "Bastien Çelik": "silent"}


def test_a_blocked_account_is_no_contributor_unless_the_block_is_partial(site: Site, of: Study) -> None:
    for user in ("Aline Morvan", "Bastien Çelik"):
        site.edit(1, user, "2015-03-02 10:00")
    site.block("Aline Morvan")
    site.block("Bastien Çelik", partial=True)
    derive(site, of)
    assert standings(site) == {"Aline Morvan": "blocked", "Bastien Çelik": "contributor"}
    assert column(site.archive.store, "select user, blocked from wiki_accounts") == {
        "Aline Morvan": 1,
        "Bastien Çelik": 0,
    }


def test_without_a_list_of_blocks_their_log_tells_who_is_blocked_at_the_end(site: Site, of: Study) -> None:
    for user in ("Aline", "Bastien", "Chloé", "Denis", "Élise"):
        site.edit(1, user, "2015-03-02 10:00")
    site.log("block", "block", "2015-04-01", "Utilisateur:Aline", duration="infinity")
    site.log("block", "block", "2015-04-01", "Utilisateur:Bastien", duration="3 days")
    site.log("block", "block", "2015-04-01", "Utilisateur:Chloé", duration="2 years")
    site.log("block", "block", "2015-04-01", "Utilisateur:Denis", duration="infinite")
    site.log("block", "unblock", "2015-04-02", "Utilisateur:Denis")
    site.log("block", "block", "2015-04-01", "Utilisateur:Élise", duration="infinity", sitewide=False)
    site.edit(1, "Denis", "2015-05-01 10:00")
    derive(site, of)
    blocked = {user for user, standing in standings(site).items() if standing == "blocked"}
    assert blocked == {"Aline", "Chloé"}


def test_nothing_tells_of_blocks_groups_and_rights_in_a_dump(site: Site, of: Study) -> None:
    site.edit(1, "Aline Morvan", "2015-03-02 10:00")
    derive(site, of)
    told = values(site.archive.store, WikiAccount, "blocked", "groups", "is_administrator", "registered_at")
    assert told == [(None, None, None, None)]


def test_who_has_no_account_is_a_class_of_its_own_and_no_person(site: Site, of: Study) -> None:
    site.edit(1, "192.0.2.17", "2015-03-02 10:00")
    site.of_class("temporary", 1, "~2025-1", "2025-03-02")
    site.of_class("imported", 1, "imported>Gwenn", "2009-03-02")
    derive(site, of)
    rows = values(site.archive.store, WikiAccount, "user", "standing", "person", "edits")
    assert sorted(rows) == [
        ("192.0.2.17", "ip", None, 1),
        ("imported>Gwenn", "imported", None, 1),
        ("~2025-1", "temporary", None, 1),
    ]


def test_bots_by_group_by_name_and_by_decision(site: Site, of: Study) -> None:
    for user in ("Aline Morvan", "ImportBot", "Yann Le Bot", "Ménage"):
        site.edit(1, user, "2015-03-02 10:00")
    site.listed("Ménage", "bot")
    roles = (Role("wiki:Aline Morvan", "wiki", "bot", None, None, "said so", "ER", None),)
    derive(site, of, decisions=Decisions(roles=roles))
    assert column(site.archive.store, "select user, bot_rule from wiki_accounts where is_bot") == {
        "Aline Morvan": "decision",
        "ImportBot": "name",
        "Ménage": "group",
    }


def test_people_may_say_that_a_bot_s_name_is_a_person_s(site: Site, of: Study) -> None:
    site.edit(1, "Marie Bot", "2015-03-02 10:00")
    roles = (Role("Marie Bot", None, "human", None, None, "met her", "ER", None),)
    derive(site, of, decisions=Decisions(roles=roles))
    assert standings(site) == {"Marie Bot": "contributor"}


def test_an_author_is_left_out_by_decision(site: Site, of: Study) -> None:
    site.edit(1, "Aline Morvan", "2015-03-02 10:00")
    excluded = Exclusion("author", "wiki:Aline Morvan", None, "spam", "ER", None)
    derive(site, of, decisions=Decisions(exclusions=(excluded,)))
    assert standings(site) == {"Aline Morvan": "excluded"}


def test_the_period_is_the_study_s_in_its_time_zone(site: Site, tmp_path: Path) -> None:
    of = study(tmp_path, begin=date(2015, 1, 1), end=date(2015, 12, 31))
    site.listed("Denis", registered="2016-02-01", edit_count=0)
    site.edit(1, "Aline", "2014-12-31 22:59")  # 23:59 in Paris: the day before
    site.edit(1, "Bastien", "2014-12-31 23:00")  # midnight in Paris
    site.edit(1, "Chloé", "2015-12-31 23:00")  # the day after
    derive(site, of)
    assert standings(site) == {"Aline": "outside", "Bastien": "contributor", "Chloé": "outside", "Denis": "outside"}


def test_edits_that_the_archive_does_not_show_make_nobody_silent(site: Site, of: Study) -> None:
    site.listed("Aline Morvan", edit_count=12)
    site.edit(7, "Bastien Çelik", "2015-03-02 10:00")  # page 7 is no more
    derive(site, of)
    assert standings(site) == {"Aline Morvan": "elsewhere", "Bastien Çelik": "elsewhere"}


def test_when_an_account_was_made_comes_from_the_list_of_users_and_else_from_the_log(site: Site, of: Study) -> None:
    site.listed("Aline Morvan", registered="2010-01-01")
    site.listed("Bastien Çelik")
    for user in ("Aline Morvan", "Bastien Çelik"):
        site.log("newusers", "create", "2010-02-02", f"Utilisateur:{user}", by=user)
    derive(site, of)
    assert column(site.archive.store, "select user, registered_at from wiki_accounts") == {
        "Aline Morvan": moment("2010-01-01"),
        "Bastien Çelik": moment("2010-02-02"),
    }


def test_an_account_that_was_renamed_is_one_under_its_present_name(site: Site, of: Study) -> None:
    site.log("renameuser", "renameuser", "2013-01-01", "Utilisateur:Aline M", olduser="Aline M", newuser="Aline Morvan")
    site.edit(1, "Aline M", "2012-03-02 10:00")
    site.edit(1, "Aline Morvan", "2015-03-02 10:00")
    derive(site, of)
    assert values(site.archive.store, WikiAccount, "user", "edits") == [("Aline Morvan", 2)]


def test_two_accounts_of_one_person_have_her_number(site: Site, of: Study) -> None:
    site.edit(1, "Aline Morvan", "2015-03-02 10:00")
    site.edit(1, "Amorvan", "2015-03-03 10:00")
    merged = Merge("wiki:Aline Morvan", "wiki:Amorvan", "her own word", "ER", None)
    derive(site, of, decisions=Decisions(merges=(merged,)))
    assert len({person for (person,) in values(site.archive.store, WikiAccount, "person")}) == 1


def test_an_administrator_now_is_who_is_in_the_group_now(site: Site, of: Study) -> None:
    site.listed("Aline Morvan", "bureaucrat sysop")
    site.listed("Bastien Çelik")
    site.rights("2011-05-01", "Bastien Çelik", [], ["sysop"])  # and taken away without a word of the log
    derive(site, of)
    assert column(site.archive.store, "select user, is_administrator from wiki_accounts") == {
        "Aline Morvan": 1,
        "Bastien Çelik": 0,
    }
