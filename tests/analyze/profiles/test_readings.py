from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive, study

from maillage import analyze
from maillage.analyze.profiles import readings
from maillage.store import Store

SIGNED = """Bonjour,

Le compte rendu est en ligne.

Cordialement,

--\N{SPACE}
Maëlle Kerdoncuff
Chargée de mission
Association Le Phare
12 rue de Siam
29200 Brest
"""


def read(store: Store, root: Path) -> list[int]:
    """The messages that a run reads."""
    plan = readings.plan(store, study(root))
    analyze.read_mails(store, study(root))
    return sorted(plan.new)


def text(archive: Archive, message: int, written: str) -> None:
    archive.store.connection.execute("insert or replace into texts values (?, ?)", (message, written))


@pytest.fixture
def signed(archive: Archive) -> Archive:
    archive.message(by="maelle@phare.example", name="Maëlle Kerdoncuff")
    text(archive, 1, SIGNED)
    return archive


def test_zones_cover_the_mail_and_findings_are_its_characters(signed: Archive, tmp_path: Path) -> None:
    read(signed.store, tmp_path)
    zones = [tuple(row) for row in signed.store.rows("select begin, end, kind from zones order by begin")]
    assert [begin for begin, _, _ in zones] == [0, *(end for _, end, _ in zones[:-1])]
    assert zones[-1][1] == len(SIGNED)
    found = {row["kind"]: row for row in signed.store.rows("select * from findings")}
    assert {kind: found[kind]["value"] for kind in ("human", "function", "postcode")} == {
        "human": "Maëlle Kerdoncuff",
        "function": "Chargée de mission",
        "postcode": "29200",
    }
    for row in found.values():
        assert SIGNED[row["begin"] : row["end"]] == row["value"] or row["kind"] == "location"


def test_a_mail_is_read_once(signed: Archive, tmp_path: Path) -> None:
    assert read(signed.store, tmp_path) == [1]
    assert read(signed.store, tmp_path) == []


def test_a_changed_text_is_read_again_and_its_old_findings_go(signed: Archive, tmp_path: Path) -> None:
    signed.message(by="autre@phare.example")
    text(signed, 2, "Bien reçu.\n")
    assert read(signed.store, tmp_path) == [1, 2]
    text(signed, 1, "Merci.\n")
    assert read(signed.store, tmp_path) == [1]
    assert signed.store.value("select count(*) from findings where message = 1") == 0


def test_a_removed_mail_leaves_no_reading(signed: Archive, tmp_path: Path) -> None:
    read(signed.store, tmp_path)
    for table in ("messages", "texts"):
        signed.store.connection.execute(f"delete from {table}")
    assert read(signed.store, tmp_path) == []
    assert [signed.store.value(f"select count(*) from {table}") for table in ("readings", "zones", "findings")] == [
        0,
        0,
        0,
    ]


def test_other_rules_read_everything_again(signed: Archive, tmp_path: Path) -> None:
    read(signed.store, tmp_path)
    with signed.store.transaction():
        signed.store.set_setting(readings.RULES, "older rules")
    assert read(signed.store, tmp_path) == [1]
    assert signed.store.value("select count(*) from readings") == 1


def test_of_a_mail_without_end_the_beginning_is_read_and_the_rest_counted(archive: Archive, tmp_path: Path) -> None:
    archive.message(by="longue@phare.example")
    text(archive, 1, "mot " * 100_000)
    read(archive.store, tmp_path)
    assert archive.store.value("select unread from readings") == 400_000 - readings.MOST_READ
    assert archive.store.value("select max(end) from zones") == readings.MOST_READ
