"""Members of groups: the exports of Google Groups and groups.io."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maillage.errors import UnreadableArchive
from maillage.ingest import rosters
from maillage.records import Problem, Subscription

ENGLISH = """\
Members for group Réunions
Email address,Nickname,Group status,Email status,Email preference,Posting permissions,Join year,Join month,Join day,\
Join hour,Join minute,Join second,Time zone
yann@a.example,"Le Goff, Yann",owner,,email,allowed,2018,4,10,18,54,7,Central European Summer Time
mael@a.example,,member,bouncing,digest,allowed,2019,12,1,0,0,0,Central European Standard Time
invite@a.example,,invited,,email,allowed,,,,,,,
"""
FRENCH = """\
Membres du groupe Réunions
Adresse e-mail,Pseudo,État du groupe,État de l'adresse e-mail,Préférences relatives aux e-mails,Droits de publication,\
Année d’abonnement,Mois d’abonnement,Jour d’abonnement,Heure d’abonnement,Minute d’abonnement,Seconde d’abonnement,\
Fuseau horaire
yann@a.example,"Le Goff, Yann",propriétaire,,e-mails,autorisé,2018,4,10,18,54,7,heure d’été d’Europe centrale
mael@a.example,,membre,,e-mails,autorisé,2019,12,1,0,0,0,heure normale d’Europe centrale
invite@a.example,,invité,,e-mails,autorisé,,,,,,,
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "status"), [(ENGLISH, "invited"), (FRENCH, "invité")])
def test_google_tells_who_joined_on_which_day(text: str, status: str, tmp_path: Path) -> None:
    path = write(tmp_path / "reunions.csv", text)
    assert rosters.recognize(path) == "google_groups"
    *members, waiting = rosters.read(path)
    assert [member[:5] for member in members] == [
        ("3", "yann@a.example", "Le Goff, Yann", "2018-04-10", None),
        ("4", "mael@a.example", "", "2019-12-01", None),
    ]
    assert isinstance(waiting, Problem)
    assert (waiting.place, waiting.reason) == ("5", f"its status is {status!r}: not subscribed")


def test_an_older_export_of_google_has_no_days(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "Email address,Nickname,Group status\na@b.example,Anne,member\nx,,member\n")
    member, problem = rosters.read(path)
    assert member[:5] == ("2", "a@b.example", "Anne", None, None)
    assert isinstance(problem, Problem)


@pytest.mark.parametrize("day", ["2019,2,31", "hier,1,1", "2019,,", "999999999999,1,1"])
def test_a_day_that_is_none_is_told_and_the_member_kept(day: str, tmp_path: Path) -> None:
    head = "Email address,Nickname,Group status,Join year,Join month,Join day\n"
    member, problem = rosters.read(write(tmp_path / "m.csv", f"{head}a@b.example,,member,{day}\n"))
    assert isinstance(member, Subscription)
    assert member.subscribed is None
    assert isinstance(problem, Problem)
    assert problem.reason.startswith("the date of subscription ")


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("google_groups", "Indirizzo email,Soprannome\na@b.example,\n", "no columns for the address and the status"),
        ("groups_io", "Nom,Prénom\nMorvan,Aline\n", "no column for addresses"),
    ],
)
def test_headings_in_another_language_say_what_is_missing(kind: str, text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableArchive, match=told):
        list(rosters.read(write(tmp_path / "m.csv", text), kind))


MEMBER = {
    "id": 1, "object": "member_info", "created": "2018-07-03T02:24:32.465887176-07:00", "status": "sub_status_normal",
    "email_delivery": "email_delivery_digest", "email": "yann@a.example", "full_name": "Yann Le Goff",
}  # fmt: skip
WAITING = {**MEMBER, "email": "x@a.example", "status": "sub_status_pending"}
TOLD = ("yann@a.example", "Yann Le Goff", "2018-07-03", None)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"object": "list", "total_count": 2, "data": [MEMBER, WAITING]}),
        json.dumps([MEMBER, WAITING]),
        json.dumps({"data": [MEMBER]}) + "\n" + json.dumps({"data": [WAITING]}) + "\n",
        """email,full_name,created,status,email_delivery
yann@a.example,Yann Le Goff,2018-07-03,sub_status_normal,x\nx@a.example,,,sub_status_pending,x\n""",
        """Email,Display Name,Joined,Status,Email Delivery
yann@a.example,Yann Le Goff,2018-07-03 02:24:32,,x\nx@a.example,,,Not Confirmed,x\n""",
    ],
)
def test_members_of_groups_io_are_read_from_its_interface_and_its_table(text: str, tmp_path: Path) -> None:
    path = write(tmp_path / "members", text)
    assert rosters.recognize(path) == "groups_io"
    member, waiting = rosters.read(path)
    assert member[1:5] == TOLD
    assert isinstance(waiting, Problem)
    assert waiting.reason.endswith("not subscribed")


def test_an_ordinary_table_is_not_of_a_group(tmp_path: Path) -> None:
    assert rosters.recognize(write(tmp_path / "m.csv", "Email,Name,Joined\na@b.example,Anne,2018-07-03\n")) == "csv"
