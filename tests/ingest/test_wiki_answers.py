"""Answers of MediaWiki's API: whatever the version, what they say becomes rows, and what cannot be read is told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.ingest.mediawiki import answers
from maillage.ingest.mediawiki.items import UNTOLD_TARGET
from maillage.ingest.mediawiki.logs import params_of
from maillage.ingest.parts import Part
from maillage.records import (
    Block,
    Extent,
    Framing,
    GroupRight,
    LogEvent,
    Namespace,
    Page,
    Problem,
    Revision,
    SiteStatistic,
    Skipped,
    WikiRecord,
    WikiSite,
    WikiUser,
)

FIXTURES = Path(__file__).parents[2] / "fixtures/mediawiki"
COPY, OLD, ACCOUNTS = (FIXTURES / name for name in ("copy-1.39.jsonl", "answer-of-old.json", "accounts.json"))


def read(path: Path) -> list[WikiRecord]:
    return list(answers.read(Part(path, path.name)))


def of(kind: type, records: list[WikiRecord]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def told(tmp_path: Path, *values: object) -> list[WikiRecord]:
    """What is read of a file with these values, one a line."""
    path = tmp_path / "answers.jsonl"
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return read(path)


def revisions_told(tmp_path: Path, *revisions: dict[str, object]) -> list[Revision]:
    page = {"pageid": 7, "ns": 0, "title": "Gué", "revisions": list(revisions)}
    return of(Revision, told(tmp_path, {"query": {"pages": [page]}}))


def sizes(records: list[WikiRecord]) -> int:
    sized = (Revision, LogEvent, Problem, Skipped, Framing)
    return sum(record.size for record in records if isinstance(record, sized))


# ---------------------------------------------------------------------------------- which files are answers


@pytest.mark.parametrize("path", [COPY, OLD, ACCOUNTS], ids=lambda path: path.name)
def test_copies_answers_and_lists_of_accounts_are_recognised(path: Path, tmp_path: Path) -> None:
    packed = tmp_path / f"{path.name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert answers.recognizes(path)
    assert answers.recognizes(packed)
    assert read(packed) == read(path)


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "Accueil", "ns": 0, "id": 1, "slug": "accueil"}]',
        '{"Aline": {"edit_count": 4, "pages_touched": ["Accueil"]}}',
        '{"title": "Accueil", "revision_count": 1, "revisions": [{"id": 4, "contributor": {"username": "Aline"}}]}',
        '{"query": "select 1"}',
        '{"error": "not found"}',
        '[{"name": "a colour", "hex": "#fff"}]',
        "[]",
        "",
        "query",
    ],
)
def test_other_json_is_not(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    assert not answers.recognizes(path)


def test_a_refusal_is_an_answer_and_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "refused.json"
    path.write_text('{"error": {"code": "readapidenied", "info": "You need read permission."}}', encoding="utf-8")
    assert answers.recognizes(path)
    assert [problem.reason for problem in of(Problem, read(path))] == [
        "the wiki answers readapidenied: You need read permission."
    ]


# ------------------------------------------------------------------------------------------- what they say


def test_a_copy_says_what_the_wiki_is(tmp_path: Path) -> None:
    records = read(COPY)
    (site,) = of(WikiSite, records)
    assert dict(site.facts)["sitename"] == "Wiki du val de Morne"
    assert dict(site.facts)["dbname"] == "wiki"
    contents = {one.namespace: one.content for one in of(Namespace, records)}
    assert [contents[number] for number in (0, 1, 100)] == [True, False, True]
    assert Namespace(1, "Discussion", "Talk", content=False) in records
    assert GroupRight("*", "read") in records
    assert SiteStatistic("edits", 286) in records
    assert of(Problem, records) == []


def test_revisions_tell_who_when_and_how_much() -> None:
    revisions = {one.revision: one for one in of(Revision, read(COPY))}
    rollback = next(one for one in revisions.values() if "mw-rollback" in one.tags)
    assert (rollback.user, rollback.user_id, rollback.user_class) == ("Maëlle Kerbrat", 3, "registered")
    assert rollback.parent in revisions
    assert rollback.at is not None
    assert rollback.at.startswith("2012-0")
    assert rollback.text is not None
    assert rollback.length == len(rollback.text.encode())
    assert (rollback.model, rollback.minor, len(rollback.sha1)) == ("wikitext", True, 40)
    imported = next(one for one in revisions.values() if one.user.startswith("ancien>"))
    assert (imported.user_id, imported.user_class, imported.parent) == (0, "imported", 0)
    assert {one.user_class for one in revisions.values()} == {"registered", "imported", "ip", "hidden"}


def test_what_the_wiki_masks_is_not_kept(tmp_path: Path) -> None:
    masked = next(one for one in of(Revision, read(COPY)) if one.hidden)
    assert masked.hidden == "user comment text"
    assert (masked.user, masked.user_class, masked.comment, masked.sha1, masked.text) == ("", "hidden", "", "", None)
    assert masked.length is not None
    # The same asked for by somebody who may see it.
    seen = {"revid": 3, "timestamp": "2012-01-01T00:00:00Z", "user": "Aline", "userid": 4, "userhidden": True,
            "comment": "zut", "commenthidden": True, "suppressed": True}  # fmt: skip
    (revision,) = revisions_told(tmp_path, seen)
    assert (revision.user, revision.user_id, revision.comment, revision.hidden) == ("", None, "", "user comment")


def test_both_formats_say_the_same(tmp_path: Path) -> None:
    shared = {"revid": 9, "parentid": 8, "user": "192.0.2.1", "userid": 0, "timestamp": "2012-01-01T00:00:00Z",
              "size": 5, "comment": "", "sha1": "ab", "tags": ["mw-undo", "mobile edit"]}  # fmt: skip
    first = {**shared, "minor": "", "anon": "", "contentmodel": "wikitext", "*": "texte"}
    slots = {"main": {"contentmodel": "wikitext", "content": "texte"}}
    second = {**shared, "minor": True, "anon": True, "slots": slots}
    old = {"query": {"pages": {"7": {"pageid": 7, "ns": 0, "title": "Gué", "revisions": [first]}}}}
    new = {"query": {"pages": [{"pageid": 7, "ns": 0, "title": "Gué", "revisions": [second]}]}}
    assert of(Revision, told(tmp_path, old))[0][2:] == of(Revision, told(tmp_path, new))[0][2:]
    assert of(Revision, told(tmp_path, new))[0].tags == "mobile_edit mw-undo"
    plain = revisions_told(tmp_path, {**shared, "minor": False})[0]
    assert (plain.minor, plain.text, plain.user_class) == (False, None, "ip")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2012-02-29T23:59:59Z", "2012-02-29T23:59:59Z"),
        ("20120229235959", "2012-02-29T23:59:59Z"),
        ("2011-02-29T00:00:00Z", None),
        ("0000-00-00T00:00:00Z", None),
        ("00000000000000", None),
        ("infinity", None),
        ("", None),
    ],
)
def test_a_moment_that_no_calendar_has_is_none(tmp_path: Path, written: str, expected: str | None) -> None:
    (revision,) = revisions_told(tmp_path, {"revid": 3, "timestamp": written})
    assert revision.at == expected


def test_an_answer_of_1_19_is_read(tmp_path: Path) -> None:
    old = {
        "query-continue": {"logevents": {"lestart": "2011-01-01T00:00:00Z"}},
        "query": {
            "logevents": [
                {"logid": 4, "pageid": 0, "ns": 2, "title": "User:Aline", "type": "rights", "action": "rights",
                 "rights": {"new": "bot, sysop", "old": ""}, "user": "Bob", "timestamp": "2010-12-01T00:00:00Z",
                 "comment": "élue"},
                {"logid": 5, "pageid": 3, "ns": 0, "title": "Gué", "type": "move", "action": "move",
                 "move": {"new_ns": 0, "new_title": "Gué (Morne)"}, "user": "Bob", "timestamp": "2010-12-02T00:00:00Z"},
            ]
        },
    }  # fmt: skip
    rights, move = of(LogEvent, told(tmp_path, old))
    assert json.loads(rights.params) == {"newgroups": ["bot", "sysop"], "oldgroups": []}
    assert (rights.user, rights.user_id, rights.page) == ("Bob", None, None)
    assert json.loads(move.params) == {"target_title": "Gué (Morne)"}


@pytest.mark.parametrize(
    ("type_", "said", "expected"),
    [
        ("block", {"5::duration": "infinity", "6::flags": "nocreate,anononly", "sitewide": True},
         {"duration": "infinity", "flags": ["anononly", "nocreate"], "sitewide": True}),
        ("block", {"duration": "infinity", "flags": ["nocreate", "anononly"], "sitewide": True},
         {"duration": "infinity", "flags": ["anononly", "nocreate"], "sitewide": True}),
        ("block", "infinite\nnocreate", {"duration": "infinity", "flags": ["nocreate"]}),
        ("rights", "\nsysop, bot", {"oldgroups": [], "newgroups": ["bot", "sysop"]}),
        ("rights", {"4::oldgroups": ["bot"], "5::newgroups": []}, {"oldgroups": ["bot"], "newgroups": []}),
        ("rights", {"4::oldgroups": [], "5::newgroups": ["sysop", "bot"], "oldmetadata": [],
                    "newmetadata": [{"expiry": "20100131000000"}, {"expiry": None}]},
         {"oldgroups": [], "newgroups": ["bot", "sysop"], "oldmetadata": [],
          "newmetadata": [{"expiry": "infinity", "group": "bot"},
                          {"expiry": "2010-01-31T00:00:00Z", "group": "sysop"}]}),
        ("move", {"4::target": "Gué", "5::noredir": "0", "associated_rev_id": 4},
         {"target_title": "Gué", "suppressredirect": False}),
        ("move", {"target_ns": 0, "target_title": "Gué", "suppressredirect": True},
         {"target_title": "Gué", "suppressredirect": True}),
        ("merge", {"4::dest": "Gué", "5::mergepoint": "20090729224553"},
         {"dest_title": "Gué", "mergepoint": "2009-07-29T22:45:53Z"}),
        ("delete", {":assoc:count": {"revisions": 2}}, {"count": {"revisions": 2}}),
        ("delete", {"ids": [4], "old": {"bitmask": 0, "user": False}, "new": {"bitmask": 4, "user": True}},
         {"ids": [4], "ofield": 0, "nfield": 4}),
        ("block", {"7::restrictions": {"pages": [{"page_ns": 0, "page_title": "Gué"}]}},
         {"restrictions": {"pages": ["Gué"]}}),
        ("protect", {"details": [{"type": "edit", "expiry": "infinite", "cascade": ""}]},
         {"details": [{"type": "edit", "expiry": "infinity", "cascade": True}]}),
        ("renameuser", ["Aline M."], {"newuser": "Aline M."}),
        ("delete", {}, {}),
        ("delete", None, {}),
    ],
)  # fmt: skip
def test_the_parameters_of_logs_have_one_form(type_: str, said: object, expected: object) -> None:
    assert json.loads(params_of(type_, said)) == expected


def test_log_events_tell_the_page_and_what_was_done() -> None:
    events = {(one.type, one.action): one for one in of(LogEvent, read(COPY))}
    rename = events["renameuser", "renameuser"]
    assert rename.title == "Utilisateur:Tournevis"
    assert json.loads(rename.params)["newuser"] == "Ewen Bozec"
    assert json.loads(events["delete", "restore"].params) == {"count": {"files": 0, "revisions": 2}}
    assert events["block", "unblock"].params == "{}"


def test_an_entry_of_the_logs_is_about_the_page_of_its_time(tmp_path: Path) -> None:
    entry = {"logid": 4, "type": "create", "action": "create", "ns": 0, "title": "Gué", "pageid": 9}
    answer = {"query": {"logevents": [{**entry, "logpage": 5}, {**entry, "logpage": 0}, entry]}}
    assert [one.page for one in of(LogEvent, told(tmp_path, answer))] == [5, None, 9]


def test_redirects_get_their_targets_wherever_they_are_told(tmp_path: Path) -> None:
    pages = {one.title: one.redirect for one in of(Page, read(COPY))}
    assert pages["Kouign aux pommes"] == "Recette du kouign aux pommes"
    assert pages["Lavoir du Stang"] == ""
    assert pages["Les eaux"] == UNTOLD_TARGET  # a category, which was not asked for
    page = {"pageid": 5, "ns": 0, "title": "Gué", "lastrevid": 8, "redirect": True}
    later = told(
        tmp_path, {"query": {"pages": [page]}}, {"query": {"redirects": [{"from": "Gué", "to": "Gué de Morne"}]}}
    )
    assert [one.redirect for one in of(Page, later)] == [UNTOLD_TARGET, "Gué de Morne"]
    listed = {"query": {"allpages": [{"pageid": 5, "ns": 0, "title": "Gué"}]}}
    assert [one.redirect for one in of(Page, told(tmp_path, listed))] == [None]


def test_accounts_come_with_their_groups_and_the_block_in_force() -> None:
    records = read(COPY)
    users = {one.user: one for one in of(WikiUser, records)}
    assert users["Balai mécanique"].groups == "bot"
    assert users["Maëlle Kerbrat"].groups == "bureaucrat sysop"
    assert users["P. Guéguen"].edit_count == 0
    blocks = {one.user: one for one in of(Block, records)}
    assert sorted(blocks) == ["203.0.113.64/26", "Colette", "P. Guéguen", "RelanceVentes"]
    assert (blocks["RelanceVentes"].until, blocks["RelanceVentes"].partial) == (None, False)
    assert blocks["P. Guéguen"].until == "2090-01-01T00:00:00Z"
    assert blocks["Colette"].partial


def test_a_list_of_accounts_made_by_hand_says_the_same() -> None:
    by_hand, asked = read(ACCOUNTS), read(COPY)
    assert set(of(WikiUser, by_hand)) == set(of(WikiUser, asked))
    assert set(of(Block, by_hand)) <= set(of(Block, asked))
    assert sizes(by_hand) == ACCOUNTS.stat().st_size


def test_pages_that_are_missing_are_none() -> None:
    assert [one.title for one in of(Page, read(OLD))] == ["Chemin des meuniers", "Fontaine oubliée"]
    assert {one.user_class for one in of(Revision, read(OLD))} == {"registered", "temporary"}


# ----------------------------------------------------------------------------------- what cannot be read


def test_the_bytes_of_a_file_are_all_accounted_for() -> None:
    for path in (COPY, OLD, ACCOUNTS):
        records = read(path)
        assert records[-1] == Extent(path.stat().st_size)
        assert sizes(records) == path.stat().st_size
        places = [one.place for one in records if isinstance(one, Revision | LogEvent | Problem)]
        assert len(set(places)) == len(places)


@given(cut=st.integers(min_value=1, max_value=COPY.stat().st_size - 1))
def test_a_copy_that_is_cut_keeps_what_came_before(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("cut") / "cut.jsonl"
    path.write_bytes(COPY.read_bytes()[:cut])
    records = read(path)
    assert sizes(records) == cut
    whole = path.read_bytes().count(b"\n")
    reasons = [problem.reason for problem in of(Problem, records)]
    assert reasons in ([], ["JSON that is cut off"], ["broken JSON"])
    assert bool(of(WikiSite, records)) == (whole > 0 or not reasons)


def test_a_broken_line_costs_no_more_than_itself(tmp_path: Path) -> None:
    lines = COPY.read_bytes().splitlines(keepends=True)
    for broken in (0, 3, len(lines) - 1):
        path = tmp_path / f"{broken}.jsonl"
        path.write_bytes(b"".join([*lines[:broken], b'{"query": {"pages": [}}\n', *lines[broken + 1 :]]))
        records = read(path)
        (problem,) = of(Problem, records)
        assert problem.reason == "broken JSON"
        assert problem.place.partition(":")[0] == str(sum(map(len, lines[:broken])))
        assert len(of(Revision, records)) + len(of(LogEvent, records)) > 0
        assert sizes(records) == path.stat().st_size


def test_an_error_among_answers_is_told_at_its_line(tmp_path: Path) -> None:
    good = {"query": {"pages": [{"pageid": 7, "ns": 0, "title": "Gué"}]}}
    records = told(tmp_path, good, {"error": {"code": "maxlag", "info": "Waiting for a server."}}, good)
    (problem,) = of(Problem, records)
    assert problem.reason == "the wiki answers maxlag: Waiting for a server."
    assert problem.place == f"{len(json.dumps(good)) + 1}:0"
    assert len(of(Page, records)) == 2


def test_a_warning_is_told_once_and_of_old_ways_of_asking_never(tmp_path: Path) -> None:
    warned = {
        "warnings": {
            "revisions": {"warnings": "This result was truncated."},
            "main": {"warnings": "It is deprecated."},
        },
        "query": {"pages": []},
    }
    old = {"warnings": {"revisions": {"*": "This result was truncated."}}, "query": {"pages": {}}}
    reasons = [problem.reason for problem in of(Problem, told(tmp_path, warned, old, warned))]
    assert reasons == ["the wiki warns, of revisions: This result was truncated."]


def test_listings_that_are_no_history_are_told(tmp_path: Path) -> None:
    records = told(tmp_path, {"query": {"recentchanges": [{"revid": 4, "type": "edit"}]}})
    assert [problem.reason for problem in of(Problem, records)] == ["holds only recentchanges, which is not read"]
    page = {"pageid": 7, "ns": 0, "title": "Gué", "revisions": [{"revid": 4, "parentid": 0}]}
    records = told(tmp_path, {"query": {"allrevisions": [page]}})
    assert [problem.reason for problem in of(Problem, records)] == [
        "a revision of which no more than the number is told"
    ]


KEYS = """query answer pages revisions slots main revid pageid title timestamp user userid logevents logid params type
allusers name groups blocks general namespaces id usergroups rights statistics warnings error errors redirects * tags
size redirect""".split()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just("2012-01-01T00:00:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(values=st.lists(JSON, min_size=1, max_size=3))
def test_whatever_the_json_says_every_byte_is_accounted_for(
    values: list[object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = told(tmp_path_factory.mktemp("any"), *values)
    end = records[-1]
    assert isinstance(end, Extent)
    assert sizes(records) == end.bytes
    assert len(of(Extent, records)) == 1


def test_half_characters_and_deep_nests_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    page = b'{"query": {"pages": [{"pageid": 7, "ns": 0, "title": "G\\ud800"}]}}\n'
    path.write_bytes(page + b'{"query":' * 100_000 + b"\n" + page)
    records = read(path)
    assert [one.title for one in of(Page, records)] == ["G?", "G?"]
    assert len(of(Problem, records)) == 1
