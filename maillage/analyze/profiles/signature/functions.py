"""What the person does: titles as French and English write them, by their head noun and what completes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from maillage.analyze.profiles.signature.domains import is_whole_domain
from maillage.analyze.profiles.signature.layout import Layout, Segment
from maillage.analyze.profiles.signature.lexicon import function_heads, listed
from maillage.analyze.profiles.signature.words import Word, words

_PREFIX = re.compile(
    r"^(?:vice|co|sous|ex|neo|auto|inter|demi|aide|micro|multi|tele|radio|neuro|cyber|web|geo|eco|bio|electro|micro|photo)-?(?=\w{4})"
)
_ENDINGS = re.compile(
    r".{3,}(?:teur|trice|teuse|seur|seuse|geur|geuse|deur|deuse|neur|neuse|leur|leuse|reur|reuse|veur|veuse|ceur|ceuse|meur|meuse|peur|queur|gueur|yeur"
    r"|iste|icien|icienne|ologue|ologiste|ographe|ometre|onome|iatre|peute|nicien|nicienne|ticien|ticienne"
    r"|ateur|atrice|iculteur|icultrice|thecaire|logicien|eutique|nome|culteur|isseur|isseuse)$"
)
_NOT_TITLES = frozenset(
    "secteur valeur ordinateur exterieur interieur ailleurs monsieur coeur fleur couleur moteur capteur vapeur bonheur hauteur chaleur"
    " douleur largeur longueur liste piste triste altiste seigneur simulateur tracteur congelateur refrigerateur accelerateur incubateur"
    " erreur terreur horreur humeur rumeur tumeur sueur lueur ardeur faveur saveur ferveur splendeur grandeur profondeur profondeurs"
    " vecteur facteurs reacteur generateur detecteur indicateur serveur repondeur telecopieur vainqueur meilleur meilleure leur majeur"
    " mineur anterieur posterieur ulterieur superieure matrice cicatrice telegraphe paragraphe orthographe kilometre centimetre thermometre"
    " barometre perimetre diametre hippodrome autonome economiste-conseil centre directeur-general veur chapiteau hateur ampleur pudeur".split()
) - {"serveur"}
_ADJECTIVES_BEFORE = frozenset(
    "ancien ancienne haut haute jeune futur future nouveau nouvelle premier premiere second seconde grand grande petit actuel actuelle"
    " simple libre votre ex vice co sous le la l' un une senior junior lead and et principal principale assistant aide eleve".split()
)
_OPENINGS = (  # titles that open with no noun of a person
    ("en", "charge"), ("a", "la", "retraite"), ("conseil", "en"), ("conseil", "aux"), ("conseils", "en"), ("bras", "droit"), ("main", "d'"),
    ("femme", "de"), ("second", "de"), ("seconde", "de"), ("support", "technique"), ("homme", "toutes"), ("homme", "de"), ("femme", "de", "menage"), ("chargee", "de"), ("personne", "ressource"), ("porte", "parole"),
    ("force", "de", "vente"), ("sage", "femme"), ("professions", "liberales"), ("profession", "liberale"), ("auto", "entrepreneur"),
    ("garde", "champetre"), ("garde", "des"), ("point", "focal"), ("premier", "ministre"), ("head", "of"), ("director", "of"), ("vp",), ("svp",), ("evp",),
    ("resp",), ("ing",), ("asst",), ("dir",), ("adj",), ("coord",), ("sec",), ("faisant", "fonction"), ("membre", "du"), ("membre", "de"), ("membre", "actif"), ("membre", "fondateur"), ("homme", "politique"), ("mission",),
    ("soutien", "scolaire"), ("faculty",), ("member", "of"), ("candidat", "a"), ("chartered",), ("ph.d", "student"), ("ph.d", "candidate"), ("phd",), ("ph.d",), ("post-doc",), ("postdoc",),
)  # fmt: skip
_FAMILIES = frozenset("mission".split())
_PEOPLE_OF = frozenset("de du des d' de la".split())
_TO = frozenset(("chez", "at", "@", "auprès"))
_ENGLISH_END = frozenset("of for in and & at to".split())
_MOST_WORDS = 22


_HANGING = frozenset("de du des d' et en la le les l' & pour a aux au of and for in sur pres aupres".split())


class Title(NamedTuple):
    """Where a title stands among words, why it is one, and how sure that is."""

    begin: int
    end: int
    rule: str
    confidence: float


def title(written: str) -> Title | None:
    """The title in a phrase of its own, by its words; None if it is none."""
    return read(words(written))


def is_title(written: str) -> bool:
    """Whether a phrase reads as the title of a function."""
    return title(written) is not None


def read(phrase: Sequence[Word]) -> Title | None:
    """The title that opens a phrase, or that closes it in English."""
    begin = 0
    while begin < len(phrase) and phrase[begin].look == "mark":
        begin += 1
    phrase_end = len(phrase)
    if begin == phrase_end:
        return None
    found = _head(phrase, begin)
    if found is None:
        return None
    rule, confidence = found
    end = _end(phrase, begin)
    if end < len(phrase):
        while end - 1 > begin and phrase[end - 1].key in _HANGING:
            end -= 1
    return Title(begin, end, rule, confidence)


def _head(phrase: Sequence[Word], begin: int) -> tuple[str, float] | None:
    keys = [word.key for word in phrase[begin:]]
    if _opens_with(keys):
        return "opening", 0.9
    if phrase[begin].look == "upper" and keys[0] in listed("function_acronyms.txt"):
        if len(keys) == 1 or keys[1] in (
            "de",
            "du",
            "des",
            "d'",
            "&",
            "/",
            "adjoint",
            "adjointe",
            "france",
            "et",
            "-",
            "en",
            "a",
            "delegue",
        ):
            return "acronym", 0.9
    at = 0
    while at < len(keys) - 1 and at < 3 and keys[at] in _ADJECTIVES_BEFORE and not is_head(keys[at]):
        at += 1
    if is_head(keys[at]):
        return "head-noun", 0.95
    if at < 2 and _is_english(keys):
        return "english-title", 0.9
    stem = keys[at].partition("-")[0]
    if _ENDINGS.match(stem) and stem not in _NOT_TITLES:
        return "ending", 0.7
    return None


def is_head(key: str) -> bool:
    """Whether a folded word, plural too, opens French titles; "vice-", "co-" and the like set aside."""
    heads = function_heads()
    if key in heads:
        return True
    if key.endswith(("s", "x")) and key[:-1] in heads and key[:-1] not in listed("first_names.txt"):
        return True
    if "-" in key and key.split("-")[0] in heads:
        return True
    bare = _PREFIX.sub("", key)
    return bare != key and bare in heads


def _opens_with(keys: Sequence[str]) -> bool:
    return any(
        tuple(keys[: len(opening)]) == opening
        and (len(keys) > 1 or opening[0] in ("vp", "svp", "evp", "phd", "ph.d", "postdoc", "post-doc"))
        for opening in _OPENINGS
        if opening != ("mission",)
    )


def _is_english(keys: Sequence[str]) -> bool:
    """Whether an English noun of a person closes the phrase, behind its modifiers, or stands before "of" or "for"."""
    nouns, modifiers = listed("function_words_en.txt"), listed("english_modifiers.txt")
    for at, key in enumerate(keys):
        if key not in nouns:
            continue
        modified = at > 0 and all(each in modifiers or each in nouns or each in _BETWEEN for each in keys[:at])
        stops = at + 1 == len(keys) or keys[at + 1] in _ENGLISH_END
        if modified or (stops and (at == 0 or (at <= 4 and keys[at - 1] in modifiers))):
            return True
        if at and at + 1 == len(keys) and key in _ENGLISH_HEADS:
            return len(keys) <= 5
    return False


_BETWEEN = frozenset("& and / - + of".split())
_ENGLISH_HEADS = frozenset("manager engineer developer designer officer analyst scientist director".split())


def _end(phrase: Sequence[Word], begin: int) -> int:
    """Behind the last word of the title: before an organisation that is named in the same breath."""
    organisations = listed("organisation_heads.txt")
    for at in range(begin + 1, len(phrase)):
        word = phrase[at]
        if word.key in _TO:
            return at
        before = phrase[at - 1].key
        if word.look == "lower" and word.key in _NAMED_BY_TYPE and before not in _LEADING:
            return at
        if word.key == "pole" and (at + 1 == len(phrase) or phrase[at + 1].key != "emploi"):
            continue
        if word.look in ("title", "upper") and word.key in organisations and word.key not in _NOT_CUT:
            if before in ("a", "au", "aux", "l'", "la") or before not in (
                "de",
                "du",
                "des",
                "d'",
                "en",
                "et",
                "&",
                "/",
                "-",
            ):
                start = _before_preposition(phrase, at, begin)
                if start > begin and (start != at or (before != "l'" and before != "la")):
                    return start
            elif before in ("de", "du", "des", "d'") and _is_named(phrase, at):
                return at - 1 if at - 1 > begin else at
        if (
            word.look == "upper"
            and len(word.text) > 2
            and before in ("au", "du", "chez")
            and word.key not in _KEPT_ACRONYMS
            and phrase[begin].look != "upper"
        ):
            return at - 1
        if word.key in ("au", "a") and at + 2 < len(phrase) and phrase[at + 1].key == "sein":
            return at
    return len(phrase)


_NOT_CUT = frozenset(
    "bureau service etudes poste conseil division departement direction reseau reseaux france marche banque assurance assurances eau gaz port transports transport secours centre-ville defense jeunesse jeunes habitat familles patisserie boulangerie restaurant hotel magasin boutique atelier ateliers presse radio station voies ordre office archives administration coordination convention credit fonds journal cluster studio parc maison".split()
)
_LEADING = frozenset("de du des d' en et a la le les l' au aux & / - sur pour par dans ou".split())
_NAMED_BY_TYPE = frozenset(
    "ministere universite mairie association societe conseil lycee college ecole hopital chu cnrs inserm inria cabinet"
    " groupe laboratoire prefecture fondation federation syndicat agence centre institut communaute metropole".split()
)
_KEPT_ACRONYMS = frozenset(
    "sig rh it si hse qse qhse rse r&d ti tic ntic bim pme pmi eti bts dut cap ess sav adv web seo crm erp sap sql cao dao pao fle svt eps stmg nsi snt b2b b2c rgpd sst epi cvc vrd oms ia tp td".split()
)


def _is_named(phrase: Sequence[Word], at: int) -> bool:
    """Whether a name follows the organisation's word: "de la Société Durand", "du Groupe X"."""
    if phrase[at].look == "upper" and all(
        word.look in ("upper", "mark", "digits") for word in phrase[:at] if len(word.text) > 3
    ):
        return False  # all in capitals: nothing tells a name
    return any(word.look in ("title", "upper") for word in phrase[at + 1 :])


def _before_preposition(phrase: Sequence[Word], at: int, begin: int) -> int:
    """The place of the preposition and article that lead to an organisation."""
    start = at
    while start - 1 > begin and phrase[start - 1].key in (
        "a",
        "au",
        "aux",
        "l'",
        "la",
        "le",
        "les",
        "chez",
        "pour",
        "dans",
    ):
        start -= 1
    return start


def take(layout: Layout) -> None:
    """Take the titles of all segments, and what continues them on the same line or the next."""
    previous: Segment | None = None
    for segment in list(layout.segments()):
        phrase = layout.words[segment.begin : segment.end]
        found = read(phrase) if len(phrase) <= _MOST_WORDS * 2 else None
        if segment.label == "function":
            end = _end(phrase, 0)
            layout.take("function", segment.begin, segment.begin + end, "labelled-function", 0.97)
            previous = segment
        elif segment.label:
            previous = None
        elif found and not _is_organisation(layout, phrase, found):
            layout.take(
                "function", segment.begin + found.begin, segment.begin + found.end, found.rule, found.confidence
            )
            previous = segment if found.end == len(phrase) else None
        elif previous and _continues(layout, previous, segment, phrase):
            layout.take("function", segment.begin, segment.end, "continued", 0.8)
            previous = segment
        else:
            previous = None


def _is_organisation(layout: Layout, phrase: Sequence[Word], found: Title) -> bool:
    """Names of organisations that open like a title: "Avocats Associés", "Compagnons du Devoir", "Pompiers de…"."""
    first, last = phrase[0], phrase[-1]
    if found.end == len(phrase) and len(phrase) > 1 and last.key in _FORMS:
        return True
    if found.rule in ("english-title", "ending") and is_whole_domain(layout, phrase):
        return True
    plural = first.key.endswith("s") and first.key[:-1] in function_heads() and first.key not in function_heads()
    if not plural:
        return False
    return layout.taken.count("human") < 3 and not (len(phrase) > 1 and phrase[1].key in ("en", "a", "aux", "associes"))


_FORMS = frozenset("sarl sas eurl sasu scop gmbh ltd inc scic".split())


_NO_CONTINUATION = frozenset(
    "a au chez at aux equipe service pole unite direction departement laboratoire labo projet cellule".split()
)


def _continues(layout: Layout, previous: Segment, segment: Segment, phrase: Sequence[Word]) -> bool:
    """Whether a segment goes on with the title before it."""
    last = layout.words[previous.end - 1]
    between = [word.text for word in layout.words[previous.end : segment.begin]]
    hanging = last.key in _HANGING
    first = phrase[0]
    if segment.line == previous.line:
        if not all(text in ",/-–—()" for text in between) or segment.begin - previous.end > 2:
            return False
        return first.look == "lower" and first.key not in _NO_CONTINUATION
    if segment.line != previous.line + 1 or segment.before != "\n":
        return False
    if hanging:
        return True
    return first.look == "lower" and first.key in (
        "de",
        "du",
        "des",
        "d'",
        "et",
        "en",
        "pour",
        "adjoint",
        "adjointe",
        "aupres",
        "sur",
        "delegue",
        "deleguee",
    )
