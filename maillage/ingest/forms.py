"""Forms of archive that are known and not read by this version, and what can be done about each."""

from __future__ import annotations

import re
from pathlib import Path

HEAD = 16384  # bytes of a file that tell its form

# What it is; what to do: the first "; " parts them.
FORMS: dict[str, dict[str, str]] = {
    "mhonarc": {
        "en": "HTML pages of MHonArc; ask the list's administrator for its mbox, or for Sympa's archive in zip form",
        "fr": "pages HTML de MHonArc ; demandez à l'administrateur de la liste son mbox, ou l'archive zip de Sympa",
    },
    "hypermail": {
        "en": "HTML pages of hypermail; ask the list's administrator for its mbox",
        "fr": "pages HTML d'hypermail ; demandez à l'administrateur de la liste son mbox",
    },
    "pipermail_html": {
        "en": "HTML pages of pipermail; download the text volumes (2014-June.txt.gz) of the list's page instead",
        "fr": "pages HTML de pipermail ; téléchargez plutôt les volumes texte (2014-June.txt.gz) de cette liste",
    },
    "yahoo": {
        "en": "JSON of Yahoo Groups; convert it to mbox, from the field rawEmail of each message",
        "fr": "JSON de Yahoo Groupes ; convertissez-le en mbox, à partir du champ rawEmail de chaque message",
    },
    "hyperkitty": {
        "en": "JSON of HyperKitty's interface; download the list's export instead (.mbox.gz)",
        "fr": "JSON de l'interface d'HyperKitty ; téléchargez plutôt l'export de la liste (.mbox.gz)",
    },
    "pst": {
        "en": "an Outlook folder (PST); convert it: readpst -o FOLDER FILE.pst writes mbox files",
        "fr": "un dossier Outlook (PST) ; convertissez-le : readpst -o DOSSIER FICHIER.pst écrit des mbox",
    },
    "dbx": {
        "en": "an Outlook Express folder (DBX); convert it to mbox, with Thunderbird or undbx",
        "fr": "un dossier Outlook Express (DBX) ; convertissez-le en mbox, avec Thunderbird ou undbx",
    },
    "msg": {
        "en": "Outlook mails (MSG); save them as .eml, or convert them with msgconvert",
        "fr": "courriels Outlook (MSG) ; enregistrez-les en .eml, ou convertissez-les avec msgconvert",
    },
    "listserv": {
        "en": "a LISTSERV notebook; ask the list's administrator for its mails as mbox",
        "fr": "un cahier LISTSERV ; demandez à l'administrateur de la liste ses messages en mbox",
    },
    "digest": {
        "en": "an old text archive of Sympa (log.YYYYMM); Sympa's arc2webarc.pl turns it into single mails",
        "fr": "une ancienne archive texte de Sympa (log.AAAAMM) ; arc2webarc.pl de Sympa en fait des messages",
    },
    "public_inbox": {
        "en": "a git repository of public-inbox; download /NAME/all.mbox.gz from its site instead",
        "fr": "un dépôt git de public-inbox ; téléchargez plutôt /NOM/all.mbox.gz de son site",
    },
    "mediawiki": {
        "en": "an XML export of MediaWiki; this version reads mailing lists only",
        "fr": "un export XML de MediaWiki ; cette version ne lit que les listes de discussion",
    },
    "mailman_config": {
        "en": "the settings of a Mailman 2 list; `list_members -f LIST` on the server writes its subscribers",
        "fr": "les réglages d'une liste Mailman 2 ; `list_members -f LISTE` sur le serveur écrit ses abonnés",
    },
    "owners": {
        "en": "the owners of a Sympa list; write their addresses under `administrators` of the source",
        "fr": "les propriétaires d'une liste Sympa ; écrivez leurs adresses sous `administrators` de la source",
    },
    "packed": {
        "en": "a packed archive; unpack it into a folder of its own, then run init again",
        "fr": "une archive compressée ; dépaquetez-la dans son propre dossier, puis relancez init",
    },
    "loose_mails": {
        "en": "single mails beside other archives; put them in a folder of their own, then run init again",
        "fr": "des messages isolés à côté d'autres archives ; mettez-les dans leur propre dossier, puis relancez init",
    },
    "bad_name": {
        "en": "a name that is not UTF-8, which the study file cannot hold; rename it, then run init again",
        "fr": "un nom qui n'est pas en UTF-8, que le fichier d'étude ne peut écrire ; renommez-le, puis relancez init",
    },
    "web_page": {
        "en": "a web page; download the archive's text volumes or mbox instead",
        "fr": "une page web ; téléchargez plutôt les volumes texte ou le mbox de l'archive",
    },
    "json": {
        "en": "JSON; export the archive as mbox instead",
        "fr": "du JSON ; exportez plutôt l'archive en mbox",
    },
    "document": {
        "en": "a document, picture, program or database; name the archive's own folder or file",
        "fr": "un document, une image, un programme ou une base ; nommez le dossier ou le fichier de l'archive",
    },
}  # fmt: skip

_MAGIC = {
    b"!BDN": "pst",
    b"\xcf\xad\x12\xfe": "dbx",
    b"7z\xbc\xaf\x27\x1c": "packed",
    b"Rar!": "packed",
    b"%PDF": "document",
    b"\x89PNG": "document",
    b"GIF8": "document",
    b"\xff\xd8\xff": "document",
    b"\x7fELF": "document",
    b"SQLite format 3": "document",
}


def form_of(path: Path, head: bytes) -> str | None:
    """The form of a file that is known and not read by this version, a key of `FORMS`; None for any other.

    `head`: its first unpacked bytes, `HEAD` of them.
    """
    by_magic = next((form for magic, form in _MAGIC.items() if head.startswith(magic)), None)
    if by_magic:
        return by_magic
    if head[257:262] == b"ustar":  # unpacked from gz, bz2 or xz
        return "packed"
    if path.name in ("config.pck", "config.db"):
        return "mailman_config"
    if head.startswith(b"\xd0\xcf\x11\xe0") and path.suffix.lower() == ".msg":
        return "msg"
    return _text_form(head)


_TEXT_FORMS = (
    ("mediawiki", rb"<\?xml[^>]*>\s*<mediawiki|<mediawiki"),
    ("mhonarc", rb"<(?s:.*)(?:mhonarc|<!--x-message-id)"),
    ("hypermail", rb"<(?s:.*)hypermail"),
    ("pipermail_html", rb"<(?s:.*)(?:<!--beginarticle-->|pipermail)"),
    ("yahoo", rb'[{\[](?s:.*)"(?:rawemail|ygdata|messagebody)"'),
    ("hyperkitty", rb'[{\[](?s:.*)"(?:message_id_hash|thread_id)"'),
    ("listserv", rb"={60,}\s*\r?\n(?:date|from|reply-to|sender):"),
    ("digest", rb"(?s:.*)^-------+ this is a rfc934 comp"),
    ("web_page", rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)"),
    ("json", rb'[{\[]\s*[{\["\]}]'),
    ("owners", rb"(?:[a-z_]+ [^\n]*\n)*profile (?:privileged|normal)"),
)


def _text_form(head: bytes) -> str | None:
    start = head.lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((form for form, rule in _TEXT_FORMS if re.match(rule, start, re.MULTILINE)), None)
