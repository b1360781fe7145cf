"""What programs wrote is told from what people wrote, and people are given the benefit of the doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.ingest.addresses import Author
from maillage.ingest.automatic import LABELS, label

ANNE = Author("anne@asso.example", "Anne Morvan")
OF_A_LIST = {
    "precedence": "list",
    "list-id": "<discussion.asso.example>",
    "list-post": "<mailto:discussion@asso.example>",
    "list-unsubscribe": "<mailto:sympa@asso.example>",
    "x-loop": "discussion@asso.example",
    "x-mailer": "Mozilla Thunderbird",
    "content-type": "multipart/alternative",
}


@pytest.mark.parametrize(
    ("fields", "kind", "reason"),
    [
        ({"auto-submitted": "auto-replied"}, "auto-reply", "header auto-submitted: auto-replied"),
        ({"auto-submitted": "Auto-Replied; owner=a"}, "auto-reply", "header auto-submitted: auto-replied"),
        ({"auto-submitted": "auto-generated"}, "robot", "header auto-submitted: auto-generated"),
        (
            {"auto-submitted": "auto-generated", "x-list-administrivia": "yes"},
            "administrative",
            "header auto-submitted: auto-generated",
        ),
        (
            {"auto-submitted": "auto-replied", "content-type": "multipart/report; report-type=delivery-status"},
            "administrative",
            "header auto-submitted: auto-replied",
        ),
        ({"x-autoreply": "yes"}, "auto-reply", "header x-autoreply"),
        ({"precedence": "auto_reply"}, "auto-reply", "header precedence: auto_reply"),
        (
            {"content-type": "multipart/report; report-type=disposition-notification"},
            "auto-reply",
            "header content-type: multipart/report",
        ),
        ({"content-type": "Multipart/Report"}, "administrative", "header content-type: multipart/report"),
        ({"x-list-administrivia": "yes"}, "administrative", "header x-list-administrivia"),
        ({"x-cron-env": "<SHELL=/bin/sh>"}, "robot", "header x-cron-env"),
        ({"x-github-sender": "anne"}, "robot", "header x-github-sender"),
        ({"x-trac-project": "asso"}, "robot", "header x-trac-project"),
        ({"x-mailer": "svnmailer-1.0.8"}, "robot", "header x-mailer: svnmailer"),
        ({"x-mailer": "phplist v3"}, "newsletter", "header x-mailer: phplist"),
        ({"x-mc-user": "1"}, "newsletter", "header x-mc-user"),
        ({"feedback-id": "1:2", "list-unsubscribe": "<u>"}, "newsletter", "header feedback-id"),
    ],
)
def test_a_header_tells(fields: dict[str, str], kind: str, reason: str) -> None:
    assert label(fields, ANNE, "Bonjour") == (kind, reason)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Absence du bureau : Budget", "auto-reply"),
        ("Réponse automatique : Budget", "auto-reply"),
        ("[Discussion] Réponse automatique d'absence du bureau : Budget", "auto-reply"),
        ("Message d’absence", "auto-reply"),
        ("Anne Morvan est absent(e).", "auto-reply"),
        ("AUTO: Anne Morvan est absente (retour 12/03/2007)", "auto-reply"),
        ("Automatic reply: Budget", "auto-reply"),
        ("Out of Office AutoReply: Budget", "auto-reply"),
        ("Anne Morvan is out of the office.", "auto-reply"),
        ("Abwesenheitsnotiz: Budget", "auto-reply"),
        ("Respuesta automática: Budget", "auto-reply"),
        ("Risposta automatica: Budget", "auto-reply"),
        ("Automatisch antwoord: Budget", "auto-reply"),
        ("Resposta automática: Budget", "auto-reply"),
        ("Undelivered Mail Returned to Sender", "administrative"),
        ("Échec de la remise : Budget", "administrative"),
        ("Discussion post from anne@asso.example requires approval", "administrative"),
        ("3 Discussion moderator request(s) waiting", "administrative"),
        ("asso.example mailing list memberships reminder", "administrative"),
        ("Article à modérer", "administrative"),
        ('Bienvenue sur la liste de diffusion "Discussion"', "administrative"),
        ("Cron <root@asso.example> /usr/bin/sauvegarde", "robot"),
        ("Build failed in Jenkins: asso #12", "robot"),
        ("[ asso-Bugs-1234 ] rien ne marche", "robot"),
        ("Newsletter n°12", "newsletter"),
        ("Lettre d’information n° 3 - mars", "newsletter"),
        # What people write about the same things.
        ("Re: Absence du bureau : Budget", ""),
        ("Absence du bureau samedi prochain", ""),
        ("Réponse automatique sur la liste ?", ""),
        ("Je suis absent(e) la semaine prochaine", ""),
        ("Newsletter de l'association", ""),
        ("Qui relit la newsletter n°12 ?", ""),
        ("Commit de la traduction", ""),
        ("Bienvenue sur la liste, Anne", ""),
        ("unsubscribe", ""),
        ("", ""),
    ],
)
def test_a_subject_tells(subject: str, kind: str) -> None:
    found, reason = label(OF_A_LIST, ANNE, subject)
    assert found == kind
    assert bool(reason) == bool(kind)


@pytest.mark.parametrize(
    ("author", "fields", "subject", "kind"),
    [
        (Author("mailer-daemon@asso.example", ""), {}, "Returned", "administrative"),
        (Author("discussion-request@asso.example", ""), {}, "Vos abonnements", "administrative"),
        (Author("discussion-bounces@asso.example", ""), {}, "x", "administrative"),
        (Author("sympa@asso.example", "SYMPA"), {}, "Liste x / abonnement", "administrative"),
        (Author("sympa@asso.example", "Anne Sympa"), {}, "Bonjour", ""),
        (Author("postmaster@asso.example", "Anne Morvan"), {}, "Bonjour", ""),
        (Author("discussion-owner@asso.example", "Anne Morvan"), {}, "Bonjour", ""),
        (Author("noreply@forge.example", "Forge"), {}, "Bonjour", "robot"),
        (Author("noreply@forum.example", "Anne"), {"reply-to": "anne@asso.example"}, "Bonjour", ""),
        (Author("svn@asso.example", "Anne"), {}, "r1234 - trunk/src", "robot"),
        (Author("svn@asso.example", "Anne"), {}, "Bonjour", ""),
        (Author("trac@asso.example", ""), {}, "Re: [Asso] #12: rien ne marche", "robot"),
        (Author("wiki@asso.example", "Wiki"), {}, "Accueil a été modifiée par Anne", "robot"),
        (Author("root@asso.example", "Anne Morvan"), {}, "rapport de bug 12", ""),
        (Author("nobody@remailer.example", "Anonymous"), {}, "commit 12", ""),
        (Author("", ""), {}, "", ""),
    ],
)
def test_an_author_tells_if_the_rest_agrees(author: Author, fields: dict[str, str], subject: str, kind: str) -> None:
    assert label(fields, author, subject)[0] == kind


@pytest.mark.parametrize(
    "fields",
    [
        OF_A_LIST,
        {"precedence": "bulk"},
        {"auto-submitted": "no"},
        {"x-list-administrivia": "no"},
        {"x-mailer": "git-send-email 2.1"},
        {"x-auto-response-suppress": "All"},
        {"feedback-id": "1:2", **OF_A_LIST},
    ],
)
def test_what_came_through_a_list_is_a_person_s(fields: dict[str, str]) -> None:
    assert label(fields, ANNE, "Compte-rendu du bureau") == ("", "")


HEADERS = st.sampled_from(["auto-submitted", "precedence", "content-type", "x-mailer", "feedback-id", "x-trac-project"])


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(st.dictionaries(HEADERS, st.text(max_size=50)), st.text(max_size=20), st.text(max_size=300))
def test_labelling_never_raises(fields: dict[str, str], local: str, subject: str) -> None:
    kind, reason = label(fields, Author(f"{local}@x.example", ""), subject)
    assert kind in {"", *LABELS}
    assert bool(kind) == bool(reason)


@pytest.mark.parametrize("subject", ["[" * 10_000, "a " * 10_000, "1 " * 10_000, "auto: " * 5000])
def test_an_endless_subject_takes_no_time(subject: str) -> None:
    assert label({}, ANNE, subject) == ("", "")
