"""A Discourse forum: answers of its JSON interface, and its backup, say the same of the same posts."""

from __future__ import annotations

import gzip
import json
import os
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import factories
import pytest
from contract import FIXTURES, IngesterContract, messages_of, records_of

from maillage import ingest
from maillage.ingest import discourse
from maillage.ingest.discourse.posts import Numbers, quoted
from maillage.project import Source, WebOptions
from maillage.records import Message, Problem, Record, Skipped
from maillage.store import Store
from maillage.update import Update, update

ANSWERS = FIXTURES / "discourse" / "answers"
DUMP = FIXTURES / "discourse" / "backup" / "dump.sql"
BACKUP = next(DUMP.parent.glob("*.tar.gz"))


def post(number: int, text: str, **fields: Any) -> dict[str, Any]:
    """A post of an answer, the only one of a topic of its own number."""
    return {
        "id": number,
        "topic_id": number,
        "post_number": 1,
        "post_type": 1,
        "user_id": 2,
        "username": "Yannick",
        "name": "Yannick Le Goff",
        "created_at": f"2007-03-12T10:{number // 60 % 60:02}:{number % 60:02}.000Z",
        "topic_slug": "reunion",
        "raw": text,
        "avatar_template": "/x.png",
        "trust_level": 1,
    } | fields


class TestAnswers(IngesterContract):
    kind = "discourse"
    sample = ANSWERS
    expected: ClassVar = {"messages": 6, "problems": 0, "duplicates": 1, "skipped": 2, "unread": 1}

    def big(self, folder: Path, mails: int) -> Path:
        path = folder / "posts.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number in range(1, mails + 1):
                file.write(json.dumps(post(number, f"{number} Bonjour " * 800)) + "\n")
        return path


class TestBackup(IngesterContract):
    kind = "discourse"
    sample = BACKUP
    expected: ClassVar = {"messages": 8, "problems": 0, "skipped": 4}

    def big(self, folder: Path, mails: int) -> Path:
        lines = DUMP.read_text("utf-8").split("\n")
        row = next(line for line in lines if line.startswith("101\t")).split("\t")
        begin = lines.index(next(line for line in lines if line.startswith("101\t")))
        rows = (
            "\t".join([str(1000 + number), *row[1:3], str(number + 10), f"{number} Bonjour " * 800, *row[5:]])
            for number in range(mails - 8)
        )
        path = folder / "forum.sql.gz"
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.write("\n".join(lines[:begin]) + "\n")
            file.writelines(f"{one}\n" for one in rows)
            file.write("\n".join(lines[begin:]))
        return path


def ingested(root: Path, path: Path, **keys: Any) -> tuple[Update, Path]:
    study = factories.study(root, Source("forum", "discourse", path, **keys), database=root / "study.db")
    with Store.open(study.database, write=True) as store:
        done = update(store, study)
    return done, study.database


def kept(path: Path) -> dict[int, Message]:
    """The messages of a forum by the number of their posts, the typed one where there are two."""
    found: dict[int, Message] = {}
    posts = {"reponse1@exemple.example": 102, "courriel1@exemple.example": 112}
    for one in messages_of("discourse", path):
        number = posts.get(one.message_id) or int(one.message_id.partition("@")[0].rpartition("/")[2])
        found.setdefault(number, one)
    return found


def told(records: dict[str, list[Record]], kind: type) -> list[Any]:
    return [one for of_part in records.values() for one in of_part if isinstance(one, kind)]


def test_the_backup_in_its_tar_file_says_what_the_dump_alone_says() -> None:
    assert ingest.recognize(DUMP) == ingest.recognize(BACKUP) == "discourse"
    assert list(records_of("discourse", DUMP).values()) == list(records_of("discourse", BACKUP).values())


@pytest.mark.parametrize("field", ["sent_at", "subject", "labels", "name", "label"])
def test_answers_and_backup_say_the_same_of_the_same_posts(field: str) -> None:
    answers, backup = kept(ANSWERS), kept(DUMP)
    shared = sorted(answers.keys() & backup.keys())
    assert shared == [101, 102, 103, 105, 106]
    assert [getattr(answers[one], field) for one in shared] == [getattr(backup[one], field) for one in shared]


def test_a_post_answers_the_one_it_names_else_the_topic() -> None:
    found = kept(ANSWERS)
    host = "@forum.invalid"
    assert [found[one].in_reply_to for one in (101, 102, 103)] == [
        "",
        f"discourse/post/101{host}",
        f"discourse/post/102{host}",
    ]
    assert found[103].references.split() == [f"discourse/post/101{host}", f"discourse/post/102{host}"]


def test_a_post_that_came_by_mail_keeps_the_id_of_that_mail() -> None:
    found = kept(DUMP)
    assert (found[112].message_id, found[112].id_source) == ("courriel1@exemple.example", "header")
    assert found[103].in_reply_to == "reponse1@exemple.example"
    assert (found[103].message_id, found[103].id_source) == ("discourse/post/103@forum.ateliers.example", "made")


def test_an_answer_to_what_is_not_there_is_one_to_the_topic() -> None:
    assert kept(DUMP)[111].in_reply_to == "discourse/post/106@forum.ateliers.example"
    (alone,) = (
        one for one in discourse.read(next(discourse.parts(ANSWERS / "posts" / "103.json"))) if isinstance(one, Message)
    )
    assert alone.in_reply_to == "topic/12@forum.invalid"
    assert (alone.subject, alone.repairs) == ("reunion de mardi", "subject-from-slug")


def test_nothing_of_private_messages_and_of_what_was_withdrawn_is_kept(tmp_path: Path) -> None:
    for path, secrets in (
        (ANSWERS, ["docteur"]),
        (DUMP, ["docteur", "Achetez", "prudence", "5ec4e7", "192.0.2.7", "anne@"]),
    ):
        root = tmp_path / path.name
        root.mkdir()
        _, database = ingested(root, path)
        raw = database.read_bytes()
        assert [secret for secret in secrets if secret.encode() in raw] == []


def test_what_is_not_open_to_the_forum_is_counted_as_skipped(tmp_path: Path) -> None:
    done, database = ingested(tmp_path, DUMP)
    with Store.open(database) as store:
        row = tuple(
            next(store.rows("select read, stored, skipped, bytes_read - stored_bytes - skipped_bytes from parts"))
        )
    assert row == (12, 8, 4, 0)  # a note of the program, a private message, a whisper, a deleted post
    assert done.added.problems == 0


@pytest.mark.parametrize(("changes", "kept_too"), [
    ({}, True),
    ({"post_type": 2}, True),
    ({"post_type": 3, "action_code": "closed.enabled"}, False),
    ({"post_type": 4}, False),
    ({"deleted_at": "2020-01-01T00:00:00Z"}, False),
    ({"user_deleted": True}, False),
    ({"hidden": True}, False),
])  # fmt: skip
def test_which_posts_are_messages(changes: dict[str, Any], *, kept_too: bool, tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps(post(1, "Bonjour", **changes)))
    records = records_of("discourse", tmp_path / "1.json")
    assert (len(told(records, Message)), sum(one.items for one in told(records, Skipped))) == (kept_too, not kept_too)


def test_the_forum_s_own_accounts_are_robots() -> None:
    assert [(one.label, one.address) for number, one in kept(DUMP).items() if number == 105] == [
        ("robot", "system@forum.ateliers.example")
    ]
    assert {one.label for number, one in kept(DUMP).items() if number != 105} == {""}


def test_an_address_is_the_first_one_of_the_account_and_a_handle_where_there_is_none() -> None:
    found = kept(DUMP)
    assert (found[102].address, found[102].from_written) == (
        "mael@exemple.example",
        '"Maël Kervéant" <mael@exemple.example>',
    )
    assert (found[110].address, found[110].from_written) == ("anon123@forum.ateliers.example", "anon123 (@anon123)")
    assert (found[111].address, found[111].name) == ("", "")


@pytest.mark.parametrize(("keys", "host"), [
    ({"web": WebOptions("https://Forum.example.org/c/ateliers")}, "forum.example.org"),
    ({"addresses": ("forum@example.org", "https://parlons.example.org/")}, "parlons.example.org"),
    ({}, "forum.invalid"),
])  # fmt: skip
def test_handles_are_at_the_host_that_the_study_says(keys: dict[str, Any], host: str, tmp_path: Path) -> None:
    _, database = ingested(tmp_path, ANSWERS, **keys)
    with Store.open(database) as store:
        assert (
            store.value("select address from messages where message_id like 'discourse/post/101@%'")
            == f"yannick@{host}"
        )


def test_a_copy_tells_its_host_by_its_requests(tmp_path: Path) -> None:
    line = {"request": {"url": "https://forum.example.org/posts/5.json"}, "answer": post(5, "Bonjour")}
    (tmp_path / "copy.jsonl").write_text(json.dumps(line) + "\n")
    (message,) = messages_of("discourse", tmp_path / "copy.jsonl")
    assert (message.message_id, message.address) == ("discourse/post/5@forum.example.org", "yannick@forum.example.org")


def test_the_study_s_host_makes_a_second_reading_and_the_same_one_none(tmp_path: Path) -> None:
    ingested(tmp_path, ANSWERS)
    again, _ = ingested(tmp_path, ANSWERS)
    other, _ = ingested(tmp_path, ANSWERS, addresses=("https://forum.example.org/",))
    assert (again.changed, other.changed) == (False, True)


def test_a_category_can_be_selected(tmp_path: Path) -> None:
    done, _ = ingested(tmp_path, DUMP, labels=("Ateliers",))
    assert (done.added.stored, done.added.skipped) == (4, 8)


@pytest.mark.parametrize(("written", "read"), [
    ('[quote="marie, post:3, topic:12"]\nBonjour\n[/quote]\n\nOui.', "marie :\n> Bonjour\n\nOui."),
    ('[quote]\na\n[quote="b"]\nc\n[/quote]\nd\n[/quote]', "> a\n> b :\n> > c\n>\n> d\n"),
    ("[quote", "[quote"),
    ("a [/quote] b", "a\n\n b"),
    ("rien", "rien"),
])  # fmt: skip
def test_quotations_are_marked_as_in_mails(written: str, read: str) -> None:
    assert quoted(written) == read


def test_files_of_a_post_are_told() -> None:
    assert [one[1:] for one in kept(ANSWERS)[106].attachments] == [("plan.pdf", "application/pdf", None)]


def test_tags_may_be_names_or_objects_and_categories_stand_in_one_another() -> None:
    found = kept(ANSWERS)
    assert found[101].labels.split("\n") == ["Ateliers/Bois métal", "agenda", "rencontres"]
    assert found[106].labels.split("\n") == ["Général", "plan"]


def test_categories_in_a_circle_end(tmp_path: Path) -> None:
    categories = [{"id": one, "name": f"C{one}", "parent_category_id": 3 - one} for one in (1, 2)]
    (tmp_path / "site.json").write_text(json.dumps({"categories": categories, "category_list": {"categories": []}}))
    topic = {"id": 7, "title": "Rond", "category_id": 1, "post_stream": {"posts": [post(7, "x", topic_id=7)]}}
    (tmp_path / "t.json").write_text(json.dumps(topic))
    assert messages_of("discourse", tmp_path)[0].labels.startswith("C2/C1/C2")


@pytest.mark.parametrize("spoil", [
    lambda raw: raw[: len(raw) // 2],
    lambda raw: raw.replace(b'"id"', b'"ID"'),
    lambda raw: raw.replace(b"101", b'"101"'),
    lambda raw: raw.replace(b'"posts": [', b'"posts": [7, null, [], '),
    lambda raw: raw.replace(b'"tags": [', b'"tags": [1, {}, '),
    lambda raw: raw.replace(b'"2007', b'"9999999'),
    lambda raw: raw.replace(b"2007-03-12T09:15:03.123Z", b"never"),
    lambda _: b"[" * 100_000 + b'"post_stream" "posts"',
], ids=["half", "no ids", "texts for numbers", "no objects", "odd tags", "far years", "no date", "deep"])  # fmt: skip
def test_damaged_answers_are_problems_or_less_and_the_sizes_fill_the_file(
    spoil: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "12.json"
    path.write_bytes(spoil((ANSWERS / "t" / "12.json").read_bytes()))
    (records,) = records_of("discourse", path).values()
    assert (
        sum(one.size for one in records[:-1] if not isinstance(one, Message) or one)
        == path.stat().st_size
        == records[-1][0]
    )


@pytest.mark.parametrize("cut", [0.4, 0.55, 0.7, 0.98])
def test_a_dump_that_is_cut_off_gives_what_it_holds(cut: float, tmp_path: Path) -> None:
    path = tmp_path / "dump.sql"
    path.write_bytes(DUMP.read_bytes()[: int(DUMP.stat().st_size * cut)])
    (records,) = records_of("discourse", path).values()
    assert sum(one.size for one in records[:-1] if not isinstance(one, Message) or one) == path.stat().st_size
    assert all(isinstance(one, Message | Problem | Skipped) for one in records[:-1])


def test_posts_of_topics_that_the_dump_lacks_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "dump.sql"
    path.write_text(DUMP.read_text("utf-8").replace("COPY public.topics", "COPY public.lost"), "utf-8")
    assert messages_of("discourse", path) == []


def test_a_bomb_in_a_backup_is_read_no_further_than_its_size_allows(tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql.gz"
    with gzip.open(dump, "wb", 1) as file:
        file.write(DUMP.read_bytes())
        for _ in range(200):
            file.write(b"\n" * (1 << 20))
    path = tmp_path / "forum-2024-01-01-000000-v20240101.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(dump, "dump.sql.gz")
    dump.unlink()
    tracemalloc.start()
    done, _ = ingested(tmp_path, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "times its size" in str(done.broken[0][2])
    assert peak < 160 << 20


def test_numbers_that_are_far_apart_take_no_room() -> None:
    numbers = Numbers()
    numbers.add(1, 1, 10)
    numbers.add(1, 2_000_000_000, 11)
    numbers.add(1, -5, 12)
    assert [numbers.of(1, one) for one in (1, 2, 2_000_000_000, -5, 0)] == [10, None, 11, 12, None]
    assert numbers.of(2, 1) is None


def test_another_database_is_no_forum(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text(
        "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.posts (\n    id integer\n);\n"
    )
    assert ingest.recognize(tmp_path / "a.sql") is None


@pytest.mark.skipif("MAILLAGE_CORPORA" not in os.environ, reason="MAILLAGE_CORPORA names no real archives")
def test_real_answers_are_read_to_their_ends() -> None:
    path = Path(os.environ["MAILLAGE_CORPORA"]) / "peer-tests" / "perceval" / "discourse"
    assert ingest.recognize(path) == "discourse"
    (records,) = records_of("discourse", path).values()
    messages = [one for one in records if isinstance(one, Message)]
    assert (len(messages), len({one.message_id for one in messages})) == (29, 25)
    assert not any(isinstance(one, Problem) for one in records)
    assert all(one.sent_at and one.subject and one.text and one.address for one in messages)
