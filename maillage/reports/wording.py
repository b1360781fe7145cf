"""What reports say around the tables, in French and in English, and how each language sets it.

French: no-break spaces before `: ; ! ?` and inside « », narrow ones in numbers, ’ for apostrophes.
English is left as it is written, but for the apostrophe.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from maillage import sentences
from maillage.reports.table import Cell, Column, Kind, Text

NO_BREAK = sentences.NBSP
NARROW = sentences.NNBSP
UNKNOWN = "–"
MINUS = "\N{MINUS SIGN}"

MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOCALES = {"fr": "fr", "en": "en_GB"}
_YES_NO = {"fr": ("oui", "non"), "en": ("yes", "no")}
_NUMBERS = frozenset({Kind.COUNT, Kind.MEAN, Kind.SHARE, Kind.YEAR})

typeset = sentences.typeset

WORDS: dict[str, Text] = {
    "language": {"fr": "fr", "en": "en"},
    "by": {
        "fr": "Rapport établi par maillage {version}",
        "en": "Report made by maillage {version}",
    },
    "skip": {"fr": "Aller au contenu", "en": "Skip to the content"},
    "contents": {"fr": "Sommaire", "en": "Contents"},
    "sources": {"fr": "Sources", "en": "Sources"},
    "period": {"fr": "Période", "en": "Period"},
    "period-closed": {"fr": "du {begin} au {end}", "en": "from {begin} to {end}"},
    "period-from": {
        "fr": "du {begin} au {end}, jour du dernier message compté",
        "en": "from {begin} to {end}, the day of the last message counted",
    },
    "period-to": {
        "fr": "du {begin}, jour du premier message compté, au {end}",
        "en": "from {begin}, the day of the first message counted, to {end}",
    },
    "period-open": {
        "fr": "du {begin} au {end}, jours du premier et du dernier message comptés, toutes listes ensemble",
        "en": "from {begin} to {end}, the days of the first and the last message counted, all lists together",
    },
    "period-from-empty": {
        "fr": "depuis le {begin} ; aucun message n'y est compté",
        "en": "from {begin} on; no message counts in it",
    },
    "period-to-empty": {
        "fr": "jusqu’au {end} ; aucun message n'y est compté",
        "en": "up to {end}; no message counts in it",
    },
    "period-open-empty": {"fr": "aucun message n'est compté", "en": "no message counts"},
    "period-from-wikis": {
        "fr": "du {begin} au {end}, jour de la dernière contribution comptée",
        "en": "from {begin} to {end}, the day of the last contribution counted",
    },
    "period-to-wikis": {
        "fr": "du {begin}, jour de la première contribution comptée, au {end}",
        "en": "from {begin}, the day of the first contribution counted, to {end}",
    },
    "period-open-wikis": {
        "fr": "du {begin} au {end}, jours de la première et de la dernière contribution comptées, toutes sources "
        "ensemble",
        "en": "from {begin} to {end}, the days of the first and the last contribution counted, all sources together",
    },
    "period-from-empty-wikis": {
        "fr": "depuis le {begin} ; aucune contribution n'y est comptée",
        "en": "from {begin} on; no contribution counts in it",
    },
    "period-to-empty-wikis": {
        "fr": "jusqu’au {end} ; aucune contribution n'y est comptée",
        "en": "up to {end}; no contribution counts in it",
    },
    "period-open-empty-wikis": {"fr": "aucune contribution n'est comptée", "en": "no contribution counts"},
    "key-figures": {"fr": "Chiffres d’ensemble", "en": "Key figures"},
    "key-messages": {"fr": "messages", "en": "messages"},
    "key-authors": {"fr": "auteurs", "en": "authors"},
    "key-regular": {
        "fr": "auteurs réguliers, de plus de {regular_over} messages sur une liste",
        "en": "regular authors, of more than {regular_over} messages on one list",
    },
    "key-silent_share": {
        "fr": "des abonnés sont silencieux, selon les listes",
        "en": "of subscribers are silent, depending on the list",
    },
    "key-contributors": {"fr": "contributeurs des wikis", "en": "contributors to the wikis"},
    "key-contributors-several": {"fr": "contributeurs, selon les wikis", "en": "contributors, depending on the wiki"},
    "key-content_pages": {"fr": "pages de contenu des wikis", "en": "content pages of the wikis"},
    "key-edits": {"fr": "modifications des wikis", "en": "edits of the wikis"},
    "key-contributors-sites": {"fr": "contributeurs du site", "en": "contributors to the site"},
    "key-contributors-several-sites": {
        "fr": "contributeurs, selon les wikis et sites",
        "en": "contributors, depending on the wiki or site",
    },
    "key-content_pages-sites": {
        "fr": "pages et articles des wikis et sites",
        "en": "pages and articles of the wikis and sites",
    },
    "key-edits-sites": {"fr": "contributions aux wikis et sites", "en": "contributions to the wikis and sites"},
    "range": {"fr": "{least} à {most}", "en": "{least} to {most}"},
    "total": {"fr": "Total", "en": "Total"},
    "caption": {"fr": "Tableau {number}. {title}", "en": "Table {number}. {title}"},
    "figure-caption": {"fr": "Figure {number}. {title}", "en": "Figure {number}. {title}"},
    "of-list": {"fr": "{title}, {list}", "en": "{title}, {list}"},
    "reproduces-table": {
        "fr": "Reproduit le tableau {numbers} de Taniguchi 2018.",
        "en": "Reproduces Table {numbers} of Taniguchi 2018.",
    },
    "reproduces-tables": {
        "fr": "Reproduit les tableaux {numbers} de Taniguchi 2018.",
        "en": "Reproduces Tables {numbers} of Taniguchi 2018.",
    },
    "reproduces-figure": {
        "fr": "Reproduit la figure {numbers} de Taniguchi 2018.",
        "en": "Reproduces Figure {numbers} of Taniguchi 2018.",
    },
    "reproduces-annex": {
        "fr": "Reproduit l'annexe {numbers} de Taniguchi 2018.",
        "en": "Reproduces annex {numbers} of Taniguchi 2018.",
    },
    "reproduces-other": {
        "fr": "Reproduit, de Taniguchi 2018 : {what}.",
        "en": "Reproduces, of Taniguchi 2018: {what}.",
    },
    "definition": {"fr": "Ce qui est compté", "en": "What is counted"},
    "measures": {"fr": "Mesures : {measures}", "en": "Measures: {measures}"},
    "open-csv": {"fr": "Données du tableau (CSV)", "en": "Data of the table (CSV)"},
    "open-svg": {"fr": "Figure en SVG", "en": "Figure as SVG"},
    "open-png": {"fr": "en PNG", "en": "as PNG"},
    "open-workbook": {
        "fr": "Tous les tableaux dans un classeur (XLSX)",
        "en": "All tables in one workbook (XLSX)",
    },
    "scroll": {
        "fr": "{title} : tableau à faire défiler",
        "en": "{title}: table to scroll",
    },
    "cut": {
        "fr": "Les {shown} premières lignes sur {rows} ; toutes sont dans le fichier CSV.",
        "en": "The first {shown} rows of {rows}; all of them are in the CSV file.",
    },
    "unfold": {"fr": "Montrer le tableau ({rows} lignes)", "en": "Show the table ({rows} rows)"},
    "unfold-one": {"fr": "Montrer le tableau (1 ligne)", "en": "Show the table (1 row)"},
    "folded-years": {
        "fr": "Les mois sont réunis par année pour tenir dans cette largeur.",
        "en": "Months are brought together by year to fit this width.",
    },
    "row-number": {"fr": "N°", "en": "No."},
    "empty": {"fr": "Ce tableau n’a aucune ligne.", "en": "This table has no row."},
    "command-month": {
        "fr": "Pour lire les messages derrière une cellule, par exemple : ",
        "en": "To read the messages behind a cell, for example: ",
    },
    "command-list": {
        "fr": "Pour lire les messages d’une personne, par exemple : ",
        "en": "To read the messages of a person, for example: ",
    },
    "command-source": {
        "fr": "Pour lire les messages d’une liste, par exemple : ",
        "en": "To read the messages of a list, for example: ",
    },
    "command-edits": {
        "fr": "Pour voir les modifications derrière une ligne, par exemple : ",
        "en": "To see the edits behind a row, for example: ",
    },
    "command-edits-person": {
        "fr": "Pour voir les modifications d’une personne, par exemple : ",
        "en": "To see the edits of a person, for example: ",
    },
    "shading": {
        "fr": "Le fond est d’autant plus soutenu que la personne a écrit davantage ce mois-là.",
        "en": "The darker the background, the more the person wrote in that month.",
    },
    "sorting": {
        "fr": "Un clic sur l’en-tête d’une colonne trie le tableau.",
        "en": "Click the header of a column to sort the table.",
    },
    "filter": {"fr": "Chercher dans ce tableau", "en": "Search in this table"},
    "private": {
        "fr": "Les personnes portent des pseudonymes ; aucun nom ni aucune adresse ne figure dans ce rapport.",
        "en": "Persons bear pseudonyms; no name and no address stands in this report.",
    },
    "named": {
        "fr": "Ce rapport nomme les personnes : ne le diffusez pas sans leur accord.",
        "en": "This report names persons: do not pass it on without their consent.",
    },
    "hidden-address": {"fr": "[adresse masquée]", "en": "[address hidden]"},
    "hidden-name": {"fr": "[nom masqué]", "en": "[name hidden]"},
    "section-lists": {"fr": "Les listes et leur volume", "en": "The lists and their volume"},
    "section-authors": {"fr": "Qui écrit", "en": "Who writes"},
    "section-profiles": {"fr": "Qui sont les auteurs", "en": "Who the authors are"},
    "section-places": {"fr": "D’où ils écrivent", "en": "Where they write from"},
    "section-known": {"fr": "Ce que l’on sait d’eux, et comment", "en": "What is known of them, and how"},
    "section-months": {
        "fr": "Messages par auteur et par mois",
        "en": "Messages by author and month",
    },
    "section-silent": {"fr": "Qui se tait", "en": "Who stays silent"},
    "section-tiers": {"fr": "Les niveaux de participation", "en": "The tiers of participation"},
    "section-concentration": {
        "fr": "La concentration des échanges",
        "en": "How concentrated the exchanges are",
    },
    "section-wikis": {"fr": "Les wikis et leur activité", "en": "The wikis and their activity"},
    "section-wikis-sites": {
        "fr": "Les wikis, les sites participatifs et leur activité",
        "en": "The wikis and participatory sites and their activity",
    },
    "section-articles": {"fr": "Les articles des sites participatifs", "en": "The articles of participatory sites"},
    "section-writers": {"fr": "Qui écrit dans les wikis", "en": "Who writes in the wikis"},
    "section-writers-sites": {"fr": "Qui écrit dans les wikis et les sites", "en": "Who writes in the wikis and sites"},
    "section-together": {"fr": "Écrire ensemble dans les wikis", "en": "Writing together in the wikis"},
    "section-together-sites": {
        "fr": "Écrire ensemble dans les wikis et les sites",
        "en": "Writing together in the wikis and sites",
    },
    "section-sites": {"fr": "Ce que les wikis permettent", "en": "What the wikis make possible"},
    "section-sites-sites": {
        "fr": "Ce que les wikis et les sites permettent",
        "en": "What the wikis and sites make possible",
    },
    "section-tools": {"fr": "Listes et wikis ensemble", "en": "Lists and wikis together"},
    "section-tools-sites": {"fr": "Listes, wikis et sites ensemble", "en": "Lists, wikis and sites together"},
    "section-tools-wikis": {"fr": "Les wikis ensemble", "en": "The wikis together"},
    "section-tools-wikis-sites": {"fr": "Les wikis et les sites ensemble", "en": "The wikis and sites together"},
    "of-sites": {
        "fr": "Un site participatif se lit ici comme un wiki : une « page de contenu » y est un article publié, une "
        "« modification » la part d’un auteur dans un article, une version gardée ou un message de son forum. Ce qui "
        "n’est pas publié ne compte pas.",
        "en": "A participatory site is read here as a wiki is: a “content page” is a published article, an “edit” the "
        "part of an author in an article, a version that is kept, or a message of its forum. What is not published "
        "does not count.",
    },
    "section-comparison": {"fr": "Comparaison avec la thèse", "en": "Comparison with the thesis"},
    "section-quality": {
        "fr": "Ce qui a été lu, retenu et écarté",
        "en": "What was read, kept and left out",
    },
    "section-others": {"fr": "Autres tableaux", "en": "Other tables"},
    "section-settings": {
        "fr": "Définitions et seuils en vigueur",
        "en": "Definitions and thresholds in force",
    },
    "section-files": {"fr": "Fichiers de ce rapport", "en": "Files of this report"},
    "silent-unknown": {
        "fr": "On ne connaît aucune liste d’abonnés pour {sources} : le silence ne peut pas y être mesuré.",
        "en": "No subscriber list is known for {sources}: silence cannot be measured there.",
    },
    "no-problems": {
        "fr": "Aucun problème : tout ce qui a été lu a été compris.",
        "en": "No problem: all that was read was understood.",
    },
    "no-comparison": {
        "fr": "Cette étude ne porte pas sur les listes de la thèse : il n’y a rien à comparer. "
        "Celle qui les reproduit l’indique par `compare_with_thesis = true` dans `maillage.toml`.",
        "en": "This study is not about the lists of the thesis: there is nothing to compare. "
        "One that reproduces them says so by `compare_with_thesis = true` in `maillage.toml`.",
    },
    "no-intensive": {
        "fr": "Personne n’atteint le seuil d’intensité sur une de ces listes.",
        "en": "Nobody reaches the threshold of intensity on one of these lists.",
    },
    "no-profiles": {
        "fr": "Personne n’atteint le seuil d’intensité sur une de ces listes.",
        "en": "Nobody reaches the threshold of intensity on one of these lists.",
    },
    "no-structures": {
        "fr": "Personne n’atteint le seuil d’intensité sur une de ces listes.",
        "en": "Nobody reaches the threshold of intensity on one of these lists.",
    },
    "no-places": {
        "fr": "Aucun réseau de cette étude n’a de territoire : les échelles ne peuvent pas être comptées.",
        "en": "No network of this study has a territory: scales cannot be counted.",
    },
    "no-memberships": {
        "fr": "Personne n’écrit sur plusieurs listes d’un même réseau.",
        "en": "Nobody writes on several lists of one network.",
    },
    "no-wiki-statistics": {
        "fr": "Les archives ne contiennent pas les chiffres que les wikis donnent d’eux-mêmes.",
        "en": "The archives do not have the numbers that wikis give of themselves.",
    },
    "no-wiki-careers": {
        "fr": "Rien ne dit qui administre ces wikis.",
        "en": "Nothing tells who administers these wikis.",
    },
    "no-wiki-revert-pairs": {
        "fr": "Aucune personne n’a révoqué une modification d’une autre.",
        "en": "Nobody reverted an edit of anybody else.",
    },
    "no-wiki-duplicate-pages": {
        "fr": "Aucune paire de pages de titres voisins.",
        "en": "No pair of pages with similar titles.",
    },
    "no-tools-movers": {
        "fr": "Personne ne contribue à la fois à une liste et à un wiki d’un même réseau.",
        "en": "Nobody contributes to a list and to a wiki of one network.",
    },
    "no-tools-migrations": {
        "fr": "Personne n’a quitté un outil de son réseau pour un autre.",
        "en": "Nobody left one tool of the network for another.",
    },
    "no-tools-links": {
        "fr": "Aucun lien d’un outil à un autre n’a été trouvé.",
        "en": "No link from one tool to another was found.",
    },
    "no-tools-link-places": {
        "fr": "Aucun lien d’un outil à un autre n’a été trouvé.",
        "en": "No link from one tool to another was found.",
    },
    "no-gaps": {
        "fr": "Aucun mois sans message entre le premier et le dernier de chaque liste.",
        "en": "No month without messages between the first and the last of each list.",
    },
    "no-coder-agreement": {
        "fr": "Personne n’a codé d’auteur : `maillage code export` en écrit la feuille.",
        "en": "Nobody coded an author: `maillage code export` writes the sheet for it.",
    },
    "no-automatic": {
        "fr": "Aucun message automatique n’a été reconnu.",
        "en": "No automatic message was recognised.",
    },
    "no-exclusions": {"fr": "Aucun message n’a été écarté.", "en": "No message was left out."},
    "no-author-by-month": {
        "fr": "Aucun message daté d’un auteur connu sur cette liste.",
        "en": "No dated message of a known author on this list.",
    },
    "setting": {"fr": "Réglage", "en": "Setting"},
    "value": {"fr": "Valeur", "en": "Value"},
    "set-regular_over": {
        "fr": "Auteur régulier : plus de … messages sur une liste",
        "en": "Regular author: more than … messages on one list",
    },
    "set-intensive_from": {
        "fr": "Auteur intensif : au moins … messages sur une liste",
        "en": "Intensive author: at least … messages on one list",
    },
    "set-very_intensive_over": {
        "fr": "Auteur très intensif : plus de … messages sur une liste",
        "en": "Very intensive author: more than … messages on one list",
    },
    "set-core": {
        "fr": "Noyau : au moins … messages sur une liste",
        "en": "Core: at least … messages on one list",
    },
    "set-active": {
        "fr": "Actif : au moins … messages sur une liste",
        "en": "Active: at least … messages on one list",
    },
    "set-core_rate": {
        "fr": "Noyau, par année de vie de la liste : au moins … messages",
        "en": "Core, per year of the list’s life: at least … messages",
    },
    "set-active_rate": {
        "fr": "Actif, par année de vie de la liste : au moins … messages",
        "en": "Active, per year of the list’s life: at least … messages",
    },
    "set-onion_core": {
        "fr": "Modèle de l’oignon : part des messages où se ferme le noyau",
        "en": "Onion model: share of messages at which the core closes",
    },
    "set-onion_regular": {
        "fr": "Modèle de l’oignon : part des messages où se ferme le cercle des réguliers",
        "en": "Onion model: share of messages at which the circle of regulars closes",
    },
    "set-silent_months": {
        "fr": "Parti d’un outil : sans contribution depuis … mois à la fin de la période",
        "en": "Has left a tool: without a contribution for … months when the period ends",
    },
    "set-set_aside": {
        "fr": "Trafic automatique écarté des comptes",
        "en": "Automatic traffic left out of the counts",
    },
    "set-aside-none": {
        "fr": "aucun : tout message compte, comme dans la thèse",
        "en": "none: every message counts, as in the thesis",
    },
    "label-auto-reply": {"fr": "réponses automatiques", "en": "automatic replies"},
    "label-administrative": {"fr": "messages d’administration", "en": "administrative messages"},
    "label-robot": {"fr": "robots", "en": "robots"},
    "label-newsletter": {"fr": "lettres d’information", "en": "newsletters"},
    "study": {"fr": "Étude", "en": "Study"},
    "program": {"fr": "Programme", "en": "Program"},
    "time-zone": {"fr": "Fuseau horaire", "en": "Time zone"},
    "persons-shown": {"fr": "Personnes", "en": "Persons"},
    "as-pseudonyms": {"fr": "pseudonymes", "en": "pseudonyms"},
    "as-names": {"fr": "noms", "en": "names"},
    "thresholds": {"fr": "Seuils", "en": "Thresholds"},
    "parts": {"fr": "Fichiers lus", "en": "Files read"},
    "rosters": {"fr": "Listes d’abonnés", "en": "Subscriber lists"},
    "decisions": {"fr": "Décisions", "en": "Decisions"},
    "no-decisions": {"fr": "aucun fichier de décisions", "en": "no decisions file"},
    "codebook": {"fr": "Dictionnaire", "en": "Codebook"},
    "provenance": {"fr": "Provenance", "en": "Provenance"},
    "table": {"fr": "Tableau", "en": "Table"},
    "table-title": {"fr": "Titre", "en": "Title"},
    "sheet": {"fr": "Feuille", "en": "Sheet"},
    "column": {"fr": "Colonne", "en": "Column"},
    "label": {"fr": "Libellé", "en": "Label"},
    "kind": {"fr": "Nature", "en": "Kind"},
    "unit": {"fr": "Unité", "en": "Unit"},
    "thesis-table": {"fr": "Tableau de la thèse", "en": "Table of the thesis"},
    "measure-ids": {"fr": "Mesures", "en": "Measures"},
    "path": {"fr": "Fichier", "en": "File"},
    "digest": {"fr": "Empreinte", "en": "Digest"},
    "source": {"fr": "Liste", "en": "List"},
    "source-wikis": {"fr": "Liste ou wiki", "en": "List or wiki"},
    "read-wikis": {"fr": "Messages et versions lus", "en": "Messages and revisions read"},
    "stored-wikis": {"fr": "Messages et versions retenus", "en": "Messages and revisions stored"},
    "archive-kind": {"fr": "Format", "en": "Format"},
    "taken-on": {"fr": "Date", "en": "Date"},
    "subscriptions": {"fr": "Lignes", "en": "Lines"},
    "bytes_read": {"fr": "Octets lus", "en": "Bytes read"},
    "read": {"fr": "Messages lus", "en": "Messages read"},
    "stored": {"fr": "Messages retenus", "en": "Messages stored"},
    "duplicates": {"fr": "Doublons", "en": "Duplicates"},
    "problems": {"fr": "Problèmes", "en": "Problems"},
    "unit-text": {"fr": "texte", "en": "text"},
    "unit-person": {"fr": "personne", "en": "person"},
    "unit-list": {"fr": "nom de la liste", "en": "name of the list"},
    "unit-count": {"fr": "nombre entier", "en": "whole number"},
    "unit-mean": {"fr": "nombre décimal", "en": "real number"},
    "unit-share": {"fr": "de 0 à 1", "en": "0 to 1"},
    "unit-date": {"fr": "jour (ISO 8601)", "en": "day (ISO 8601)"},
    "unit-month": {"fr": "mois (ISO 8601)", "en": "month (ISO 8601)"},
    "unit-year": {"fr": "année", "en": "year"},
    "unit-flag": {"fr": "1 : oui, 0 : non", "en": "1: yes, 0: no"},
    "and": {"fr": "et", "en": "and"},
    "figure-volume": {
        "fr": "Messages par année et par liste",
        "en": "Messages per year and list",
    },
    "figure-tiers": {
        "fr": "Niveaux de participation par liste",
        "en": "Tiers of participation by list",
    },
    "figure-places": {
        "fr": "Auteurs par échelle géographique",
        "en": "Authors by geographical scale",
    },
    "places-of": {"fr": "Listes de {network}.", "en": "Lists of {network}."},
    "places-reads": {
        "fr": "Sur {list}, {share} des auteurs travaillent à l’échelle « {scale} ».",
        "en": "On {list}, {share} of the authors work at the scale “{scale}”.",
    },
    "figure-lorenz": {
        "fr": "Concentration des messages (courbes de Lorenz)",
        "en": "Concentration of messages (Lorenz curves)",
    },
    "figure-silent": {"fr": "Part des abonnés silencieux", "en": "Share of silent subscribers"},
    "volume-own-scale": {
        "fr": "Chaque liste a son échelle.",
        "en": "Each list has its own scale.",
    },
    "volume-reads": {
        "fr": "{list} a son année la plus active en {year}, avec {messages} messages.",
        "en": "{list} has its busiest year in {year}, with {messages} messages.",
    },
    "tiers-reads": {
        "fr": "Sur {list}, le niveau « {tier} » réunit {share} des personnes.",
        "en": "On {list}, the tier “{tier}” holds {share} of the persons.",
    },
    "lorenz-reads": {
        "fr": "{list} est la liste la plus concentrée, avec un indice de Gini de {gini}.",
        "en": "{list} is the most concentrated list, with a Gini index of {gini}.",
    },
    "silent-reads": {
        "fr": "{list} a la plus grande part d’abonnés silencieux : {share}.",
        "en": "{list} has the largest share of silent subscribers: {share}.",
    },
    "figure-edits": {"fr": "Modifications par année et par wiki", "en": "Edits per year and wiki"},
    "edits-own-scale": {"fr": "Chaque wiki a son échelle.", "en": "Each wiki has its own scale."},
    "edits-reads": {
        "fr": "{wiki} a son année la plus active en {year}, avec {edits} modifications.",
        "en": "{wiki} has its busiest year in {year}, with {edits} edits.",
    },
    "figure-administrators": {
        "fr": "Part des administrateurs dans la rédaction",
        "en": "Share of administrators in writing",
    },
    "administrators-reads": {
        "fr": "La part la plus grande est celle de {wiki}, comptée en {counted_in} : {share}.",
        "en": "The largest share is that of {wiki}, counted in {counted_in}: {share}.",
    },
    "figure-overlap": {"fr": "Personnes communes à deux outils", "en": "Persons shared by two tools"},
    "overlap-tool": {"fr": "{tool} ({persons})  {number}", "en": "{tool} ({persons})  {number}"},
    "overlap-diagonal": {
        "fr": "Entre parenthèses, les contributeurs de l'outil ; le bleu est d'autant plus soutenu que l'indice de "
        "Jaccard est élevé.",
        "en": "In brackets, the contributors of the tool; the higher the Jaccard index, the darker the blue.",
    },
    "overlap-cut": {
        "fr": "Seuls les {shown} outils qui ont le plus de contributeurs sont montrés.",
        "en": "Only the {shown} tools with most contributors are shown.",
    },
    "overlap-reads": {
        "fr": "Les deux outils les plus proches sont {one} et {other} ; personnes communes : {shared}.",
        "en": "The two nearest tools are {one} and {other}; persons shared: {shared}.",
    },
    "overlap-none": {
        "fr": "Personne ne contribue à deux outils.",
        "en": "Nobody contributes to two tools.",
    },
    "figure-moves": {
        "fr": "Passages entre listes et wikis par année",
        "en": "Moves between lists and wikis by year",
    },
    "moves-of": {"fr": "Réseau de {network}.", "en": "Network of {network}."},
    "move-list_to_wiki": {"fr": "de la liste au wiki", "en": "from list to wiki"},
    "move-wiki_to_list": {"fr": "du wiki à la liste", "en": "from wiki to list"},
    "move-together": {"fr": "les deux le même mois", "en": "both in the same month"},
    "moves-reads": {
        "fr": "Venues d'une liste à un wiki : {list_to_wiki} ; d'un wiki à une liste : {wiki_to_list} ; aux deux le "
        "même mois : {together}.",
        "en": "Come from a list to a wiki: {list_to_wiki}; from a wiki to a list: {wiki_to_list}; to both in the same "
        "month: {together}.",
    },
    "axis-persons": {"fr": "Personnes", "en": "Persons"},
    "axis-authors": {
        "fr": "Part des auteurs, du moins au plus actif",
        "en": "Share of authors, from the least to the most active",
    },
    "axis-messages": {"fr": "Part des messages", "en": "Share of messages"},
    "equality": {"fr": "égalité", "en": "equality"},
    "gini": {"fr": "{list} (Gini {gini})", "en": "{list} (Gini {gini})"},
}


def say(key: str, language: str, **values: object) -> str:
    """One of our texts, with its values, set in the manner of the language."""
    return typeset(WORDS[key][language].format(**values), language)


def knows(key: str) -> bool:
    """Whether there is such a text."""
    return key in WORDS


def enumerated(items: list[str], language: str) -> str:
    """Items as a sentence lists them: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {say('and', language)} {items[-1]}"


# ------------------------------------------------------------------------------------------- values


def is_number(kind: Kind) -> bool:
    """Whether a column stands flush right."""
    return kind in _NUMBERS


def is_month(column: Column) -> bool:
    """Whether a column counts one month, as those of wide matrices do."""
    return column.kind is Kind.COUNT and MONTH.fullmatch(column.name) is not None


def is_year_of_months(column: Column) -> bool:
    """Whether a column adds up the months of a year, beside them."""
    return column.kind is Kind.COUNT and len(column.name) == 4 and column.name.isdigit()


@lru_cache(maxsize=65536)
def count(value: float, language: str) -> str:
    """A whole number: 12 345 in French, 12,345 in English."""
    return _decimal(value, "#,##0", language)


@lru_cache(maxsize=65536)
def mean(value: float, language: str) -> str:
    """A real number with two decimals."""
    return _decimal(value, "#,##0.00", language)


@lru_cache(maxsize=65536)
def share(value: float, language: str) -> str:
    """A share of 0 to 1 in percent, with one decimal: 12,8 % in French, 12.8% in English."""
    return _decimal(value * 100, "#,##0.0", language) + percent_sign(language)


def percent_sign(language: str) -> str:
    """The sign with the space that the language puts before it."""
    return f"{NARROW}%" if language == "fr" else "%"


def _decimal(value: float, pattern: str, language: str) -> str:
    from babel.numbers import format_decimal  # late: only what people read needs it

    written = format_decimal(value, format=pattern, locale=_LOCALES[language])
    return written.replace("-", MINUS)


@lru_cache(maxsize=4096)
def day(value: str, language: str) -> str:
    """An ISO day as people write it: 3 mars 2015. What is no day is shown as it stands."""
    from babel.dates import format_date

    if not _DAY.fullmatch(value):
        return value
    written = format_date(date.fromisoformat(value), "d MMMM y", locale=_LOCALES[language])
    return re.sub(r"^1 ", "1er ", written) if language == "fr" else written


@lru_cache(maxsize=4096)
def month(value: str, language: str, *, short: bool = False) -> str:
    """An ISO month: mars 2015, or 03.2015 as the thesis has it where space is short."""
    from babel.dates import format_date

    if not MONTH.fullmatch(value):
        return value
    if short:
        return f"{value[5:]}.{value[:4]}"
    return format_date(date.fromisoformat(f"{value}-01"), "LLLL y", locale=_LOCALES[language])


def plain(value: Cell, kind: Kind, language: str) -> str:
    """A cell that is neither a person nor a list, as people read it."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124  # nan
        return UNKNOWN
    if isinstance(value, str):
        return _words(value, kind, language)
    if kind is Kind.FLAG:
        return _YES_NO[language][not value]
    if kind is Kind.SHARE:
        return share(value, language)
    if kind is Kind.MEAN or (isinstance(value, float) and not value.is_integer()):
        return mean(value, language)
    return str(value) if kind in {Kind.YEAR, Kind.TEXT} else count(value, language)


def _words(value: str, kind: Kind, language: str) -> str:
    if kind is Kind.DATE:
        return day(value, language)
    if kind is Kind.MONTH:
        return month(value, language)
    return value
