"""What speaks for or against two accounts being one person, in words."""

from __future__ import annotations

from maillage.reports import wording
from maillage.reports.table import Text

RULES: dict[str, Text] = {
    "alone": {"fr": "seul", "en": "alone"},
    "decision": {"fr": "décision", "en": "a decision"},
    "before": {"fr": "avant tout indice", "en": "before any evidence"},
    "same-mailbox": {"fr": "même boîte aux lettres", "en": "same mailbox"},
    "account-address": {
        "fr": "adresse sous laquelle le site connaît le compte",
        "en": "address that the site knows the account by",
    },
    "same-name": {"fr": "même nom complet", "en": "same full name"},
    "similar-name": {"fr": "nom à une lettre près, ou diminutif", "en": "name but for a letter, or a short form"},
    "shortened-name": {"fr": "nom dont un mot manque", "en": "name without one of its words"},
    "abbreviated-name": {"fr": "nom avec des initiales", "en": "name with initials"},
    "signed-name": {"fr": "nom au bas des messages", "en": "name below the messages"},
    "name-and-address": {"fr": "adresse faite du nom de l'autre", "en": "address made of the other's name"},
    "name-and-user": {"fr": "nom d'utilisateur fait du nom de l'autre", "en": "user name made of the other's name"},
    "same-login": {"fr": "même identifiant avant l'arobase", "en": "same login before the at sign"},
    "same-form": {"fr": "identifiant fait de même", "en": "login made in the same manner"},
    "other-login": {"fr": "même identifiant, qui n'est pas le nom", "en": "same login, which is not the name"},
    "host-of-domain": {"fr": "machine du domaine de l'autre", "en": "host of the other's domain"},
    "same-organisation": {"fr": "même organisation", "en": "same organisation"},
    "same-signature": {"fr": "même signature", "en": "same signature"},
    "same-phone": {"fr": "même téléphone", "en": "same telephone"},
    "same-email": {"fr": "signe avec l'adresse de l'autre", "en": "signs with the other's address"},
    "same-url": {"fr": "même site", "en": "same site"},
    "other-name": {"fr": "noms qui s'excluent", "en": "names that exclude each other"},
    "other-phone": {"fr": "autre téléphone au même moment", "en": "another telephone at the same time"},
    "other-organization": {"fr": "autre organisation au même moment", "en": "another organisation at the same time"},
    "other-postcode": {"fr": "autre code postal au même moment", "en": "another postcode at the same time"},
    "two-employers": {"fr": "deux employeurs au même moment", "en": "two employers at the same time"},
    "pseudonym": {"fr": "nom d'utilisateur qui n'est pas un nom", "en": "user name that is no name"},
    "page-name": {"fr": "nom dit sur la page d'utilisateur", "en": "name told on the user page"},
    "page-heading": {"fr": "nom en tête de la page d'utilisateur", "en": "name at the head of the user page"},
    "page-address": {"fr": "adresse donnée sur la page d'utilisateur", "en": "address given on the user page"},
    "own-page": {"fr": "page d'utilisateur dite sienne dans un message", "en": "user page called hers in a mail"},
    "one-farm": {"fr": "même nom d'utilisateur chez un même hébergeur", "en": "one user name on wikis of one host"},
    "same-organization": {"fr": "même organisation sur la page et en signature", "en": "same organisation on both"},
    "same-postcode": {"fr": "même code postal sur la page et en signature", "en": "same postcode on both"},
    "numbered-apart": {"fr": "même nom d'utilisateur, autre numéro", "en": "one user name, another number"},
    "same-user": {"fr": "même nom d'utilisateur sur deux wikis", "en": "one user name on two wikis"},
    "same-years": {"fr": "actifs dans les mêmes années", "en": "active in the same years"},
    "other-years": {"fr": "actifs à des années d'écart", "en": "active years apart"},
    "same-place": {"fr": "même lieu", "en": "one place"},
    "no-namesake": {"fr": "seuls à porter ce nom", "en": "nobody else has the name"},
    "two-of-a-wiki": {"fr": "deux comptes actifs d'un même wiki", "en": "two active accounts of one wiki"},
    "blocked": {"fr": "compte bloqué sans limite", "en": "account blocked for ever"},
    "several-fit": {"fr": "plusieurs personnes conviennent", "en": "several persons fit"},
    "against-others": {"fr": "un autre compte s'y oppose", "en": "another account speaks against it"},
}


def rule(name: str, language: str) -> str:
    """A rule in words."""
    return wording.typeset(RULES[name][language], language)


def piece(name: str, weight: float, language: str) -> str:
    """A piece of evidence in words, with its weight in bits."""
    if not weight:
        return rule(name, language)
    number = f"{abs(weight):.1f}".replace(".", "," if language == "fr" else ".")
    return f"{rule(name, language)} {'+' if weight > 0 else wording.MINUS}{number}"
