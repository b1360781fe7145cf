"""HyperKitty's exports and answers: what a real one wrote of seven mails that it took in."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any, ClassVar

import pytest
from contract import FIXTURES, IngesterContract, mail, mbox_of, messages_of, records_of, study_of

from maillage import ingest
from maillage.ingest import hyperkitty, json_files
from maillage.records import Attachment, Extent, Message, Problem, Skipped
from maillage.store import Store
from maillage.update import update

SAMPLE = FIXTURES / "hyperkitty" / "hyperkitty-1.3.12"
API = "https://listes.exemple.example/archives/api/list/atelier@listes.exemple.example"
SIZE = 10_000


def email(number: int, **more: Any) -> dict[str, Any]:
    """An email as the interface tells it."""
    return {
        "url": f"{API}/email/{number}/",
        "mailinglist": f"{API}/",
        "message_id": f"m{number}@exemple.example",
        "sender": {"address": "anne (a) exemple.example", "mailman_id": None, "emails": None},
        "sender_name": "Anne Le Bras",
        "subject": f"Message {number}",
        "date": f"2007-03-12T09:{number // 60 % 60:02}:{number % 60:02}Z",
        "parent": None,
        "children": [],
        **more,
    }


def whole(number: int, size: int = 60, **more: Any) -> dict[str, Any]:
    text = "Encore une ligne de texte.\n" * (size // 27)
    return email(number, **{"content": text, "attachments": [], **more})


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


class TestExports(IngesterContract):
    kind = "hyperkitty"
    sample = SAMPLE / "exports"
    expected: ClassVar = {"messages": 8, "problems": 0, "duplicates": 1}  # the two overlap

    def big(self, folder: Path, mails: int) -> Path:
        start = gzip.decompress((self.sample / "atelier@listes.exemple.example-2007-03.mbox.gz").read_bytes())
        path = folder / "big.mbox"
        path.write_bytes(start + b"\n" + mbox_of(*(mail(number, SIZE) for number in range(mails - 4))))
        return path


class TestAnswers(IngesterContract):
    kind = "hyperkitty"
    sample = SAMPLE / "api"
    # Of two emails only the list tells: their texts are missing, which is one problem.
    expected: ClassVar = {"messages": 12, "problems": 1, "duplicates": 5}

    def big(self, folder: Path, mails: int) -> Path:
        (folder / "api").mkdir()
        for number in range(mails):
            written(folder / "api" / f"{number}.json", whole(number, SIZE))
        return folder / "api"


class TestLinesOfAnswers(IngesterContract):
    kind = "hyperkitty"
    sample = SAMPLE / "lines"
    expected: ClassVar = {"messages": 14, "problems": 0, "duplicates": 7}

    def big(self, folder: Path, mails: int) -> Path:
        path = folder / "emails.jsonl"
        lines = (json.dumps({"request": {"url": API}, "answer": whole(number, SIZE)}) for number in range(mails))
        path.write_text("\n".join(lines), encoding="utf-8")
        return path


# ------------------------------------------------------------------------------------------- exports


def by_id(path: Path) -> dict[str, Message]:
    """The messages by their ids; the first of each, as the store keeps them."""
    found: dict[str, Message] = {}
    for one in messages_of("hyperkitty", path):
        found.setdefault(one.message_id, one)
    return found


def test_an_id_that_hyperkitty_made_is_told_as_made_and_is_the_same_in_each_export() -> None:
    made = [one for one in messages_of("hyperkitty", SAMPLE / "exports") if one.id_source == "made"]
    assert [one.subject for one in made] == ["Compte rendu", "Compte rendu"]
    assert len({one.message_id for one in made}) == 1


def test_exports_that_overlap_give_counted_duplicates(tmp_path: Path) -> None:
    study = study_of(tmp_path, ("hyperkitty", SAMPLE / "exports"))
    with Store.open(study.database, write=True) as store:
        added = update(store, study).added
    assert (added.read, added.stored, added.duplicates, added.problems) == (8, 7, 1, 0)


def test_a_mail_of_html_alone_has_its_text() -> None:
    html = by_id(SAMPLE / "exports")["reunion.3@exemple.example"]
    assert (html.text.strip(), html.attachments) == ("Je viens, avec du café.", ())


def test_names_replies_files_and_escaped_lines_come_through() -> None:
    first, reply = (by_id(SAMPLE / "exports")[key] for key in ("reunion.1@exemple.example", "reunion.2@asso.example"))
    assert (reply.name, reply.address) == ("Maël Kervéant", "mael@asso.example")
    assert (reply.subject, reply.in_reply_to) == ("Re: Réunion de mardi", first.message_id)
    assert reply.attachments == (Attachment(0, "ordredujour.pdf", "application/pdf", 25),)
    assert (reply.sent_at, reply.utc_offset) == ("2007-03-12T10:02:40Z", 60)
    assert "\nFrom Brest, il y a un car" in first.text


def test_the_form_of_versions_before_1_3_has_ids_without_brackets(tmp_path: Path) -> None:
    raw = (
        b"From anne@exemple.example Mon Mar 12 10:15:03 2018\nFrom: Anne <anne@exemple.example>\n"
        b"To: atelier@listes.exemple.example\nSubject: Re: oui\nDate: Mon, 12 Mar 2018 11:15:00 +0100\n"
        b"Message-ID: <b@exemple.example>\nIn-Reply-To: a@exemple.example\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="===============1234=="\n\n--===============1234==\n'
        b'Content-Type: text/plain; charset="utf-8"\n\nOui.\n--===============1234==--\n'
    )
    (tmp_path / "a.mbox").write_bytes(raw)
    assert ingest.recognize(tmp_path / "a.mbox") == "hyperkitty"
    (message,) = messages_of("hyperkitty", tmp_path / "a.mbox")
    assert message.in_reply_to == "a@exemple.example"


@pytest.mark.parametrize(("name", "local"), [("Marie Le Dû", "marieled"), ("", "unknown")])
def test_the_address_that_hyperkitty_makes_up_of_a_name_is_nobodys(name: str, local: str, tmp_path: Path) -> None:
    sender = {"address": f"{local} (a) example.com"}
    (message,) = messages_of("hyperkitty", written(tmp_path / "a.json", whole(1, sender=sender, sender_name=name)))
    assert (message.name, message.address) == (name, "")


def test_an_mbox_with_other_fields_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mbox_of(mail(1)))
    shutil.copy(next((SAMPLE / "exports").iterdir()), tmp_path / "b.mbox.gz")
    assert ingest.recognize(tmp_path / "a.mbox") == "mbox"
    assert ingest.recognize(tmp_path) == "mbox"  # which reads both


# ------------------------------------------------------------------------------------------- answers


def test_answers_say_of_the_mails_what_the_export_says() -> None:
    exported, told = by_id(SAMPLE / "exports"), by_id(SAMPLE / "lines")
    assert exported.keys() <= told.keys()
    for key, one in exported.items():
        other = told[key]
        assert (one.sent_at, one.address, one.name, one.subject) == (
            other.sent_at,
            other.address,
            other.name,
            other.subject,
        )
        assert one.id_source == other.id_source
        if other.repairs != "text-missing":
            assert one.text.split() == other.text.split()


def test_a_reply_is_told_by_the_id_of_what_it_answers() -> None:
    told = by_id(SAMPLE / "api")
    assert told["reunion.2@asso.example"].in_reply_to == "reunion.1@exemple.example"
    assert told["avril.3@asso.example"].in_reply_to == ""  # the mail that it answers was never archived


def test_the_time_zone_of_an_answer_is_not_known() -> None:
    told = by_id(SAMPLE / "api")["reunion.2@asso.example"]
    assert (told.sent_at, told.utc_offset, told.date_source) == ("2007-03-12T10:02:40Z", None, "date")
    assert told.from_written == '"Maël Kervéant" <mael (a) asso.example>'


def test_a_sender_without_an_address_is_a_name() -> None:
    told = by_id(SAMPLE / "api")["avril.2@exemple.example"]
    assert (told.name, told.address) == ("Fanny", "")


def test_an_email_whose_page_is_missing_is_a_message_without_text_and_counted() -> None:
    (records,) = records_of("hyperkitty", SAMPLE / "api").values()
    textless = [one for one in records if isinstance(one, Message) and one.repairs == "text-missing"]
    whole_ids = {one.message_id for one in records if isinstance(one, Message) and not one.repairs}
    assert {one.subject for one in textless if one.message_id not in whole_ids} >= {"Compte rendu"}
    assert [one for one in records if isinstance(one, Problem)] == [
        Problem("?", 0, "2 emails without texts, which their own pages alone have")
    ]


def test_a_whole_email_wins_over_the_list_wherever_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "api"
    folder.mkdir()
    written(folder / "a.json", [email(1), email(2)])
    written(folder / "b.json", {"count": 1, "next": None, "previous": None, "results": [email(1)]})
    written(folder / "c.json", whole(1))
    written(folder / "d.json", whole(2))
    study = study_of(tmp_path, ("hyperkitty", folder))
    with Store.open(study.database, write=True) as store:
        added = update(store, study).added
        texts = [row["text"] for row in store.rows("select text from texts order by message")]
    assert (added.stored, added.duplicates, added.problems) == (2, 3, 0)
    assert all(text.startswith("Encore une ligne") for text in texts)


def test_lists_and_threads_hold_no_mail_and_are_no_problem(tmp_path: Path) -> None:
    for name in ("lists.json", "threads.json"):
        shutil.copy(SAMPLE / "api" / name, tmp_path)
    (records,) = records_of("hyperkitty", tmp_path).values()
    assert {type(one) for one in records} == {Skipped, Extent}


def test_what_a_server_refuses_is_told(tmp_path: Path) -> None:
    written(tmp_path / "a.json", whole(1))
    written(tmp_path / "b.json", {"detail": "Not found.", "mailinglist": f"{API}/"})
    (records,) = records_of("hyperkitty", tmp_path).values()
    assert [one.reason for one in records if isinstance(one, Problem)] == ["the server answers: Not found."]


def test_a_file_that_is_cut_off_does_not_hide_the_others(tmp_path: Path) -> None:
    raw = json.dumps(whole(1)).encode()
    (tmp_path / "a.json").write_bytes(raw[:-40])
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(json.dumps(whole(2)).encode())[:-12])
    written(tmp_path / "c.json", whole(3))
    (records,) = records_of("hyperkitty", tmp_path).values()
    assert [one.subject for one in records if isinstance(one, Message)] == ["Message 3"]
    assert [one.place for one in records if isinstance(one, Problem)] == ["a.json:0", "b.json.gz!"]


def test_a_broken_line_does_not_hide_the_others(tmp_path: Path) -> None:
    lines = [json.dumps(whole(number)) for number in range(3)]
    (tmp_path / "a.jsonl").write_text(f"{lines[0]}\n{lines[1][:50]}\n{lines[2]}\n", encoding="utf-8")
    (records,) = records_of("hyperkitty", tmp_path).values()
    assert [type(one) for one in records] == [Message, Problem, Message, Extent]


@pytest.mark.parametrize("value", [
    {"sender": None, "sender_name": None, "subject": None, "date": None, "parent": 7, "attachments": {}},
    {"sender": {"address": 5}, "attachments": [None, {"name": 1, "size": "x", "content_type": None}], "date": "hier"},
    {"content": "a\0b\ud800", "subject": "un\ndeux\ud83d", "message_id_hash": 5, "mailinglist": []},
])  # fmt: skip
def test_values_of_any_type_are_read(value: dict[str, Any], tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", [whole(1), whole(2, **value)])
    first, second = messages_of("hyperkitty", path)
    assert (first.message_id, second.message_id) == ("m1@exemple.example", "m2@exemple.example")
    (second.text + second.subject + second.name).encode("utf-8")
    assert "\0" not in second.text


def test_json_of_others_is_not_recognised(tmp_path: Path) -> None:
    for number, value in enumerate(([{"id": 1, "title": "x"}], {"message_id": "x"}, [], "", {"query": {}})):
        assert not hyperkitty.recognizes(written(tmp_path / f"{number}.json", value))


# ------------------------------------------------------------------------------------------- files of JSON


def values(raw: bytes, tmp_path: Path) -> list[object]:
    path = tmp_path / "x.json"
    path.write_bytes(raw)
    with path.open("rb") as stream:
        found = list(json_files.pieces(stream))
    assert sum(piece.size for piece in found) == len(raw)
    return [json_files.parsed(piece.raw) for piece in found if piece.raw and piece.raw.strip()]


@pytest.mark.parametrize(("raw", "expected"), [
    (b'[{"a": "],[{\\"}"}, [1, 2], 3]\n', [{"a": '],[{"}'}, [1, 2], 3]),
    (b'\xef\xbb\xbf [ {"a": 1} ,{"b": [{}]} ] ', [{"a": 1}, {"b": [{}]}]),
    (b'{"a": 1}\n{"b": 2}\n', [{"a": 1}, {"b": 2}]),
    (b'{\n "a": {\n "b": 2}\n}\n', [{"a": {"b": 2}}]),
    (b"[]", []),
    (b"", []),
    (b'[{"a": 1}, {"b": "cou', [{"a": 1}, "JSON that is cut off"]),
    (b'{"a": ', ["JSON that is cut off"]),
    (b"[" * 100_000, ["JSON that is cut off"]),
])  # fmt: skip
def test_files_of_json_are_read_a_value_at_a_time(raw: bytes, expected: list[object], tmp_path: Path) -> None:
    assert values(raw, tmp_path) == expected


def test_an_element_may_cross_blocks_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = json.dumps([{"é": 'a"\\', "b": ["{", "}"]}, {"c": "\\" * 9}] * 3).encode()
    for size in range(1, 30):
        monkeypatch.setattr(json_files, "BLOCK", size)
        assert values(raw, tmp_path) == json.loads(raw)


def test_an_endless_value_is_a_problem_and_not_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "LONGEST", 1000)
    monkeypatch.setattr(json_files, "BLOCK", 100)
    for raw in (b'[{"a": "' + b"x" * 5000, b'{"a": "' + b"x" * 5000, b"[" + b" " * 5000):
        (tmp_path / "a.json").write_bytes(raw)
        with (tmp_path / "a.json").open("rb") as stream:
            assert [(piece.raw, piece.size) for piece in json_files.pieces(stream)] == [(None, len(raw))]


def test_lines_of_answers_are_not_taken_for_those_of_a_wiki() -> None:
    lines = SAMPLE / "lines" / "emails.jsonl"
    assert ingest.recognize(lines) == "hyperkitty"
    assert not ingest.reader("mediawiki").recognizes(lines)
