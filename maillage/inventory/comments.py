"""What the study file that `maillage init` writes says beside its keys, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "top": "Écrit par `maillage init` d'après ce que contient {folder}.\n"
               "Relisez, complétez, puis lancez `maillage run`. Toutes les clés : docs/study-file.md.",
        "title": "à changer : le titre des rapports",
        "language": "la langue des rapports : fr ou en",
        "time_zone": "où commencent les mois",
        "from": "premier jour compté ; sans lui, la création de chaque liste",
        "to": "dernier jour compté ; sans lui, le dernier message de chaque liste",
        "database": "les chemins partent du dossier de ce fichier",
        "decisions": "le dossier de ce que vous décidez : docs/decisions.md",
        "territory": "Un territoire compare des échelles, par noms ou codes INSEE. Lille et Brest sont connus :\n"
                     'il suffit que `network` d\'une liste soit "Lille" ou "Brest". Un autre : docs/territories.md.',
        "files": "{files} fichiers",
        "stems": "Ces fichiers ont des noms différents ({stems}) : si ce sont plusieurs listes,\n"
                 "donnez à chacune son [[source]], avec le chemin de son fichier.",
        "created": "AAAA-MM ou un jour ; sans elle, le premier message",
        "network": "le réseau de la liste, pour les territoires",
        "administrators": "adresses",
        "wiki_network": "le réseau du wiki, comme celui des listes",
        "part": "une partie seulement : les pages de ce nom et celles qui sont dessous",
        "sections": "seulement ces rubriques, et celles qui sont dedans",
        "texts": "\"discussion\" : seulement pages d'utilisateurs et de discussion ; \"none\" : aucun texte",
        "accounts": "Une sauvegarde ne dit ni les droits ni les blocages. Ajoutez l'adresse du wiki,\n"
                    "puis `maillage fetch` ; ou mettez à côté les réponses de son interface (users.json…).",
        "mailbox": "Une boîte aux lettres est privée : ôtez les # et dites de quelles listes sont les messages\n"
                   "à retenir (leur adresse), ou leurs libellés par `labels`. Rien d'autre n'en est enregistré.",
        "selection": "d'une boîte aux lettres : les listes à retenir",
        "url": "où elle est en ligne : `maillage fetch` rapporte la suite",
        "weak": "Une carte est une source faible : peu disent qui a fait quoi, et quand. Ce qu'elle compte sont des\n"
                "gestes de dessin, pas des échanges.",
        "forum": "son adresse : les réponses de son interface ne la disent pas",
        "living": "Un wiki en ligne n'a pas besoin de fichier : ôtez les #, puis lancez `maillage run`.",
        "contact": "une adresse où l'on peut vous écrire, dite au wiki",
        "merged": "un autre fichier de la même liste ; plus simple : un dossier par liste",
        "roster": "Peut-être les abonnés de cette liste : vérifiez la date, puis ôtez les #.",
        "unsure": "pas reconnu : enregistrez-le en CSV (UTF-8)",
        "date": "le jour de l'extraction : à vérifier",
        "list": "le fichier contient plusieurs listes : celle-ci",
        "rosters": "Listes d'abonnés sans liste certaine : à recopier sous la bonne [[source]].",
        "unread": "Trouvé, mais non lu par cette version :",
        "unrecognised": "Non reconnu :",
        "more": "et {more} autres",
    },
    "en": {
        "top": "Written by `maillage init` from what {folder} holds.\n"
               "Read it, complete it, then run `maillage run`. All the keys: docs/study-file.md.",
        "title": "to change: the title of reports",
        "language": "the language of reports: fr or en",
        "time_zone": "where months begin",
        "from": "first day counted; without it, the creation of each list",
        "to": "last day counted; without it, the last message of each list",
        "database": "paths are relative to the folder of this file",
        "decisions": "the folder of what you decide: docs/decisions.md",
        "territory": "A territory compares scales, by names or INSEE codes. Those of Lille and Brest are known:\n"
                     'let `network` of a list be "Lille" or "Brest". Any other: docs/territories.md.',
        "files": "{files} files",
        "stems": "These files have different names ({stems}): if they are several lists,\n"
                 "give each its own [[source]], with the path of its file.",
        "created": "YYYY-MM or a day; without it, the first message",
        "network": "the list's network, for territories",
        "administrators": "addresses",
        "wiki_network": "the wiki's network, as that of lists",
        "part": "a part only: the pages of this name and those below",
        "sections": "only these sections, and those inside them",
        "texts": '"discussion": those of user and talk pages only; "none": no text',
        "accounts": "A dump tells neither rights nor blocks. Add the wiki's address, then run `maillage fetch`;\n"
                    "or put answers of its API beside it (users.json…).",
        "mailbox": "A mailbox is private: take away the # and say of which lists its mails are meant\n"
                   "(their addresses), or give their labels by `labels`. Nothing else of it is stored.",
        "selection": "of a mailbox: the lists that are meant",
        "url": "where it is on the web: `maillage fetch` brings what is new",
        "weak": "A map is a weak source: few tell who did what, and when. What it counts are acts of drawing,\n"
                "no exchanges.",
        "forum": "its address, which answers of its interface do not tell",
        "living": "A living wiki needs no file: take away the #, then run `maillage run`.",
        "contact": "an address where you can be written to, told to the wiki",
        "merged": "another file of the same list; simpler: one folder a list",
        "roster": "Perhaps the subscribers of this list: check the date, then take away the #.",
        "unsure": "not recognised: save it as CSV (UTF-8)",
        "date": "the day of the snapshot: to be checked",
        "list": "the file holds several lists: this one",
        "rosters": "Subscriber lists of no certain list: copy each under its [[source]].",
        "unread": "Found, but not read by this version:",
        "unrecognised": "Not recognised:",
        "more": "and {more} more",
    },
}  # fmt: skip
