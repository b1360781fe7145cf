"""A forum by its JSON interface: all of it once, then what is new; see `forum.py` on what answers here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import factories
import pytest
from fetch.archives import Archive, Asked, Response, fetched, files
from fetch.copies import well
from fetch.forum import Forum, answered
from fetch.stopping import as_it_is, killed

from maillage import ingest, inventory
from maillage.fetch.discourse import recognizes
from maillage.fetch.page import Page
from maillage.project import Source, WebOptions
from maillage.records import Message
from maillage.store import Store
from maillage.update import Update, update


@pytest.fixture
def forum() -> Forum:
    return Forum()


@pytest.fixture
def served(tmp_path: Path, forum: Forum) -> Iterator[Archive]:
    (tmp_path / "www").mkdir()
    with Archive(tmp_path / "www", forum).serving() as archive:
        yield archive


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def posts(copy: Path) -> dict[int, dict[str, Any]]:
    """The posts of a copy, by their numbers."""
    answers = [line["answer"] for file in sorted((copy / "t").iterdir()) for line in lines(file)]
    return {post["id"]: post for answer in answers for post in answer["post_stream"]["posts"]}


def written(forum: Forum) -> dict[int, str]:
    """What the forum's people wrote, by the numbers of the posts."""
    return {post.id: post.text for topic in forum.topics.values() for post in topic.posts}


def topics_asked(archive: Archive) -> list[str]:
    return [path.partition("?")[0] for path in archive.paths() if path.partition("/t/")[1]]


def ingested(root: Path, copy: Path, url: str) -> Update:
    source = Source("forum", "discourse", copy, web=WebOptions(url))
    study = factories.study(root, source, database=root / "study.db")
    with Store.open(study.database, write=True) as store:
        return update(store, study)


def test_all_topics_come_each_in_a_file_with_what_was_typed(served: Archive, forum: Forum, tmp_path: Path) -> None:
    done = well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert done.new == len(forum.topics) + 2  # the categories, and the people
    assert {number: post["raw"] for number, post in posts(tmp_path / "copy").items()} == written(forum)
    assert not any("cooked" in post for post in posts(tmp_path / "copy").values())


@pytest.mark.parametrize("path", ["latest", "t/sujet/12/3", "c/ateliers", "u/claire/summary", ""])
def test_any_page_of_a_forum_in_a_folder_leads_to_it(tmp_path: Path, path: str) -> None:
    forum = Forum("/discussions")
    (tmp_path / "www").mkdir()
    with Archive(tmp_path / "www", forum).serving() as archive:
        well(fetched("discourse", archive.url(f"discussions/{path}"), tmp_path / "copy"))
    assert posts(tmp_path / "copy").keys() == written(forum).keys()


def test_a_forum_where_nothing_happened_is_left_as_it_is(served: Archive, forum: Forum, tmp_path: Path) -> None:
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    before = as_it_is(tmp_path / "copy")
    served.asked.clear()
    done = well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert (done.new, done.changed) == (0, 0)
    assert as_it_is(tmp_path / "copy") == before
    assert topics_asked(served) == []


def test_only_topics_with_news_are_asked_for_and_old_pages_are_not_looked_at(
    served: Archive, forum: Forum, tmp_path: Path
) -> None:
    for number in range(40, 60):
        forum.add_topic(number)
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    served.asked.clear()
    forum.reply(11)
    forum.add_topic(99)
    done = well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert (done.new, done.changed) == (1, 1)
    assert sorted(topics_asked(served)) == ["/t/11.json", "/t/99.json"]
    assert len([path for path in served.paths() if "latest" in path]) == 2  # of nine pages
    assert {number: post["raw"] for number, post in posts(tmp_path / "copy").items()} == written(forum)


def test_a_pinned_topic_ends_no_listing(served: Archive, forum: Forum, tmp_path: Path) -> None:
    for number in range(3):
        forum.add_topic(70 + number, pinned=True)
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    forum.reply(12)
    forum.add_topic(98)
    assert well(fetched("discourse", served.url(), tmp_path / "copy")).new == 1
    assert posts(tmp_path / "copy").keys() == written(forum).keys()


def test_a_long_topic_comes_whole_in_pieces(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.add_topic(77, posts=173)
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert posts(tmp_path / "copy").keys() == written(forum).keys()
    assert len(lines(tmp_path / "copy/t/77.jsonl")) == 1 + 4  # (173 - 20) / 50


def test_posts_that_go_while_they_are_asked_for_stop_nothing(served: Archive, forum: Forum, tmp_path: Path) -> None:
    topic = forum.add_topic(77, posts=173)
    gone = [post.id for post in topic.posts[25:28]]

    def without(asked: Asked) -> Response | None:
        if "/t/77/posts" in asked.path:
            topic.posts = [post for post in topic.posts if post.id not in gone]
        return None

    forum.refuses = without
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert posts(tmp_path / "copy").keys() == written(forum).keys()
    assert len(posts(tmp_path / "copy")) == 14 + 170


def test_what_the_front_page_hides_is_found_by_its_category(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.hidden = {6}
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert posts(tmp_path / "copy").keys() == written(forum).keys()
    forum.reply(11)  # is in it
    assert well(fetched("discourse", served.url(), tmp_path / "copy")).changed == 1
    assert posts(tmp_path / "copy").keys() == written(forum).keys()


def test_one_category_alone_comes_by_its_address(served: Archive, forum: Forum, tmp_path: Path) -> None:
    well(fetched("discourse", served.url("c/ateliers/bois/6"), tmp_path / "copy"))
    wanted = {post.id for topic in forum.topics.values() if topic.category == 6 for post in topic.posts}
    assert posts(tmp_path / "copy").keys() == wanted
    assert not list((tmp_path / "copy").glob("accounts-*"))


def test_what_is_private_or_withdrawn_is_never_kept(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.add_topic(80, archetype="private_message")
    for mark in ({"hidden": True}, {"deleted_at": "2024-01-02"}, {"user_deleted": True}, {"post_type": 4}):
        forum.reply(11, "À ne pas garder").withdrawn = mark
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert "80.jsonl" not in files(tmp_path / "copy")
    assert not [name for name, content in files(tmp_path / "copy").items() if "À ne pas garder".encode() in content]


def test_a_topic_that_was_taken_away_is_kept_here(served: Archive, forum: Forum, tmp_path: Path) -> None:
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    before = files(tmp_path / "copy")
    forum.reply(11)
    forum.refuses = lambda asked: answered({"errors": ["non"]}, 403) if "/t/11" in asked.path else None
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert files(tmp_path / "copy") == before


def test_a_forum_that_tells_no_typed_texts_gives_what_it_shows(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.tells_raw = False
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert {number: post["cooked"] for number, post in posts(tmp_path / "copy").items()} == {
        number: f"<p>{text}</p>" for number, text in written(forum).items()
    }


def test_a_forum_that_asks_to_wait_is_waited_for(served: Archive, forum: Forum, tmp_path: Path) -> None:
    refused = 0

    def too_often(asked: Asked) -> Response | None:
        nonlocal refused
        if "/t/12" not in asked.path or refused:
            return None
        refused += 1
        return answered({"errors": ["…"], "error_type": "rate_limit", "extras": {"wait_seconds": 600}}, 429)

    forum.refuses = too_often
    failure = fetched("discourse", served.url(), tmp_path / "copy").failure
    assert failure
    assert "it asks to come back in 10 minutes" in str(failure)
    kept = len(files(tmp_path / "copy"))
    assert kept > 1
    done = well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert done.new == len(forum.topics) + 2 - kept
    assert posts(tmp_path / "copy").keys() == written(forum).keys()


def test_a_fetch_that_was_killed_goes_on(served: Archive, forum: Forum, tmp_path: Path) -> None:
    for number in range(40, 60):
        forum.add_topic(number)
    assert killed("discourse", served.url(), tmp_path / "copy", 6) < len(forum.topics)
    there = topics_asked(served)
    served.asked.clear()
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert len(set(there) & set(topics_asked(served))) <= 1  # but for the topic where it stopped
    well(fetched("discourse", served.url(), tmp_path / "other"))
    assert files(tmp_path / "copy") == files(tmp_path / "other")


# ------------------------------------------------------------------------------------------- people


def people(copy: Path) -> list[set[str]]:
    """The names in each list of accounts, the oldest list first."""
    return [
        {item["user"]["username"] for item in lines(file)[0]["answer"]["directory_items"]}
        for file in sorted(copy.glob("accounts-*.jsonl"))
    ]


def test_another_list_of_accounts_is_kept_when_somebody_came(served: Archive, forum: Forum, tmp_path: Path) -> None:
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    first = next((tmp_path / "copy").glob("accounts-*.jsonl"))
    assert people(tmp_path / "copy") == [set(forum.people.values())]
    forum.people[99] = "zoe"
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert people(tmp_path / "copy")[-1] == set(forum.people.values())
    assert first.exists()


def test_a_list_that_is_cut_off_is_seen_from_its_other_end(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.most = 1  # six of seven people in one order
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert people(tmp_path / "copy") == [set(forum.people.values())]


def test_a_list_that_is_never_seen_whole_is_told(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.most, forum.people_on_a_page = 0, 2
    done = well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert [str(note) for note in done.notes] == ["it shows 4 of its 7 people"]


def test_a_forum_without_a_list_of_people_says_so(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.refuses = lambda asked: answered({"errors": ["non"]}, 403) if "directory" in asked.path else None
    done = well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert [str(note) for note in done.notes] == ["it does not show its list of people"]


# ------------------------------------------------------------------------------------------- keys, errors


@pytest.mark.parametrize(
    ("login", "headers"),
    [
        ("claire", {"Api-Key": "cle-secrete", "Api-Username": "claire"}),
        ("user-api-key", {"User-Api-Key": "cle-secrete"}),
    ],
)
def test_a_forum_for_members_opens_to_a_key(
    served: Archive, forum: Forum, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: str, headers: dict[str, str]
) -> None:
    forum.key = headers
    failure = fetched("discourse", served.url(), tmp_path / "copy").failure
    assert "give the `login` of somebody who may" in str(failure)
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "cle-secrete")
    well(fetched("discourse", served.url(), tmp_path / "copy", login=login))
    assert not [name for name, content in files(tmp_path / "copy").items() if b"cle-secrete" in content]


def test_what_is_no_forum_is_told(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.refuses = lambda _: Response(b"<html><p>Bonjour</html>", 200, {"Content-Type": "text/html"})
    assert "instead of an answer" in str(fetched("discourse", served.url(), tmp_path / "copy").failure)
    forum.refuses = lambda _: answered({"category_list": None})
    assert "there is no Discourse forum" in str(fetched("discourse", served.url(), tmp_path / "copy").failure)
    assert files(tmp_path / "copy") == {}


HOSTILE = [
    {"topic_list": {"topics": [{"id": "../../x"}, None, 3, {"id": True}], "more_topics_url": "/latest?page=1"}},
    {"topic_list": [1]},
    {"topic_list": {"topics": {"id": 1}}},
]


@pytest.mark.parametrize("listing", HOSTILE)
def test_answers_of_other_forms_end_the_listing(
    served: Archive, forum: Forum, tmp_path: Path, listing: dict[str, Any]
) -> None:
    forum.refuses = lambda asked: answered(listing) if "latest" in asked.path else None
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert not (tmp_path / "x").exists()


def test_a_listing_without_end_ends(served: Archive, forum: Forum, tmp_path: Path) -> None:
    same = {"topic_list": {"topics": [{"id": 11, "bumped_at": "2024"}], "more_topics_url": "/latest?page=1"}}
    forum.refuses = lambda asked: answered(same) if "latest" in asked.path else None
    well(fetched("discourse", served.url(), tmp_path / "copy"))
    assert len([path for path in served.paths() if "latest.json" in path]) < 8


# ------------------------------------------------------------------------------------------- what follows


def test_what_came_is_read_and_the_ledger_adds_up(served: Archive, forum: Forum, tmp_path: Path) -> None:
    forum.add_topic(77, posts=90)
    copy = tmp_path / "copy"
    well(fetched("discourse", served.url(), copy))
    assert ingest.recognize(copy) == "discourse"
    done = ingested(tmp_path, copy, served.url())
    told = done.added
    assert (told.stored, told.duplicates, told.problems) == (len(written(forum)), 0, 0)
    assert told.bytes_read == told.stored_bytes + told.skipped_bytes == sum(map(len, files(copy).values()))
    found = [one for part in ingest.reader("discourse").parts(copy) for one in ingest.reader("discourse").read(part)]
    mails = [one for one in found if isinstance(one, Message)]
    assert {one.labels for one in mails} == {"Ateliers\nmoulin", "Ateliers/Bois\nmoulin"}
    assert all(one.address.endswith("@127.0.0.1") for one in mails)  # what was asked tells where the forum is
    again = ingested(tmp_path, copy, served.url())
    assert not again.changed


def test_init_proposes_the_forum_and_its_people(served: Archive, tmp_path: Path) -> None:
    well(fetched("discourse", served.url(), tmp_path / "archives/ateliers"))
    found = inventory.survey(tmp_path / "archives")
    assert [(one.kind, one.path.name) for one in found.sources] == [("discourse", "ateliers")]
    assert [(one.kind, one.path.name[:9]) for one in found.rosters] == [("discourse_users", "accounts-")]


def test_a_page_of_a_forum_says_that_it_is_one() -> None:
    head = '<html><meta name="generator" content="Discourse 3.2.0 - https://github.com/discourse/discourse">'
    assert recognizes(Page("https://forum.example.org/", head.encode(), {}))
    assert not recognizes(Page("https://forum.example.org/", b"<html>Discourse</html>", {}))
