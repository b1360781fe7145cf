"""The words by which people speak of themselves, and how names, functions and places follow them.

The words of a sentence are matched folded (`words.fold`); names of persons, organisations and places are matched as
they are written, for capitals tell them. Every repetition is bounded, so that no text takes long.
"""

from __future__ import annotations

import re

# ------------------------------------------------------------------------------------- how names are written

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_LINK = r"(?:de la|de l['’]|de|du|des|d['’]|la|le|les|l['’]|et|&|pour|en|sur|of|the|for|and|von|der)"
_NAME_WORD = rf"{_CAPITAL}(?:[\w+&|-]|[.'’](?=\w))*"
_NAME = rf"{_NAME_WORD}(?: (?:{_LINK} ?){{0,2}}(?:{_NAME_WORD}|\d{{1,2}}(?!\w))){{0,7}}"
_PERSON_WORD = rf"{_CAPITAL}[\w'’.-]*[\w'’]"
_FURTHER_NAMES = rf"(?: (?:(?:de|du|d['’]|la|le|van|von|der|den|da|dos|ben|el|al) ?){{0,2}}{_PERSON_WORD})"
_PLACE_WORD = rf"(?:{_CAPITAL}[a-zà-öø-ÿœ'’]+(?:-[\w'’]+)*)"
_PLACE = (
    rf"((?:La |Le |Les |L['’])?{_PLACE_WORD}(?: (?:(?:de|du|la|le|les|sur|en|sous|d['’]|l['’]) ?){{0,2}}{_PLACE_WORD})"
    r"{0,3})(?![\w|+&])"
)

NAME = re.compile(_NAME)
ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,9}(?![\w'’])")
PERSON = re.compile(rf"{_PERSON_WORD}{_FURTHER_NAMES}{{0,3}}")
CALLED = re.compile(rf"((?!I['’ ]){_PERSON_WORD}{_FURTHER_NAMES}{{1,3}})(?=\s*(?:[,.(]|et |and |from |de |du ))")
PLACE = re.compile(rf"\s?{_PLACE}")
IN_PLACE = re.compile(rf"[\s,(]{{0,2}}\b(?:[àa]|en|sur|aux?|pr[eè]s de|in|near|around) {_PLACE}")

OF_PLACE = re.compile(rf"\s(?:de |d['’]|du |[àa] |of ){_PLACE}")

QUOTE = "«“\"' \u00a0\u202f"

# ------------------------------------------------------------------------------------ how sentences begin

_OWN = "association|asso|entreprise|employeur|structure|labo|laboratoire|universite|ecole|cooperative|scop|scic|societe"
_SITUATED = r"(?:basee?s?|installee?s?|situee?s?|localisee?s?|implantee?s?|based|located)"
_ADVERBS = (
    r"(?:(?:actuellement|egalement|aussi|moi-meme|moi|toujours|desormais|maintenant|encore|personnellement|en fait|"
    r"par ailleurs|avant tout|donc|depuis [^,.;:]{1,20}?|currently|now|also|just|still|presently|myself|here),? )*"
)
_INTRODUCTION = (
    r"je me presente\b[^:,.\n]{0,30}[:,] ?|je (?:tiens|souhaite|voudrais|voulais) a me presenter ?[:,.] ?|"
    r"let me introduce myself ?[:,.] ?|moi c'est "
)
_CALLING = (
    "je m'appelle |je me nomme |mon nom est |my name is |my name's |me llamo |mi nombre es |ich heisse |ich hei.e |"
    "mein name ist |mi chiamo |ik heet |mijn naam is |meu nome e |chamo-me "
)

CUE = re.compile(
    r"(?<![\w'-])(?=je |j'|i[ ']|im |in my|ich |chamo|ik |m[aeioy]|en |let |no[tu]|we[ '])(?:"
    r"(?P<work>je (?:travaille|bosse)\b|i(?:'m| am)? (?:currently |now |also )?work(?:ing)?\b)|"
    r"(?P<am>je suis |i am |i'm |im an? )|"
    rf"(?P<name>{_CALLING})|"
    rf"(?P<present>{_INTRODUCTION})|"
    r"(?P<role>en tant qu(?:e |')|en (?:ma )?qualite d(?:e |')|in my capacity as |in my role as )|"
    r"(?P<home>j'habite |je vis |je reside |i live |nous habitons )|"
    rf"(?P<based>(?:nous sommes|we are|we're) (?:actuellement |currently )?{_SITUATED} )|"
    r"(?P<member>je fais partie d|je represente |je preside |je dirige |je coordonne |i represent )|"
    rf"(?P<own>(?:notre|mon|ma) (?=(?:{_OWN}|boite|mairie|collectif|fac)\b))"
    r")"
)
SUPPOSED = re.compile(  # what before these words makes the sentence no statement of the author on herself
    r"\b(?:si|s'il|quand|lorsque|comme si|que moi|des que|parce qu'il|(?:imagin|suppos|croi|pens)\w+ que|dit que|"
    r"disent que|dire que|if|unless|whether|when|as if|assum\w+(?: that)?|imagine|pretend\w*|suppose|thinks?(?: that)?|"
    r"thought|says?(?: that)?|said(?: that)?|told)[ \n,]+(?:moi[ \n,]+)?$|"
    r"\b(?:ou|where|what|who|which|qui)[ \n]$|[«\"“„][ \n\u00a0]*$"
)
SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n|\s[-–—]{1,2}\s")
WRAPPED = re.compile(r"\n(?<=[^\n]{45}\n)(?=[^\W_])")
"""A line that was broken because it was full: a name may go on behind it."""

# --------------------------------------------------------------------------------------- behind "je suis"

ADVERBS = re.compile(_ADVERBS)
DETERMINER = re.compile(rf"{_ADVERBS}(?P<article>une? |le |la |l'|an? |the |en |a la |a )?")
SITUATED = re.compile(rf"(?:actuellement |currently )?{_SITUATED} ")
MEMBER = re.compile(
    r"(?:une? |an? )?(?:membres?|salariee?|employee?|benevole|adherente?|stagiaire|member|employee) "
    r"(?:actif |active |fondateur |fondatrice |of |par |at |de la |de l'|d'|du |des |de |a la |a l'|au |chez )"
)
INHABITANT = re.compile(r"(?:une? |an? )?(?:simple )?(?:habitante?|inhabitant|resident|riveraine?)(?= )")
ONLY_LINKS = re.compile(r"(?:(?:en|a|au|la|le|l'|les|un|une|a la|a mon)\s?)*")
BEHIND_NAME = re.compile(
    rf"(?:\s?[,(]\s?|\s+(?:et|and)\s+)(?:(?:je suis|i am|i'm)\s)?(?:\d\d ans, )?{_ADVERBS}|\s+(?:et )?je suis "
)

QUALIFIED = frozenset(("jeune", "nouveau", "nouvelle", "simple", "petit", "petite", "senior", "junior"))
"""What may stand between the article and a function in French."""

FORMER = frozenset(("ancien", "ancienne", "ex", "former", "futur", "future"))

NO_MODIFIER = frozenset(
    (
        "about all also amateur and as at bad been beginning being big bit busy but by casual decent fairly fan "
        "from going good great happy having hobby hobbyist humble if is it its just lazy lousy mere more much my "
        "naive newbie no not novice occasional old on one only or our paid person poor pretty quite real really "
        "reasonable regular same simple so someone sort still terrible than that their this to too trying typical "
        "user using very was what when which who with working"
    ).split()
)
"""What makes the noun behind it no profession in English: "a lazy programmer", "the only programmer"."""

MOST_MODIFIERS = 4

WEAK = frozenset(
    (
        "acheteur / acheteuse",
        "adhérent(e)",
        "administrateur / administratrice",
        "agent (municipal, public)",
        "analyste",
        "artiste",
        "assistant(e)",
        "associé",
        "attaché(e) de presse",
        "auteur, écrivain",
        "bénévole",
        "cadre",
        "chargé d'édition",
        "chargé(e) de (tout autre)",
        "chef de service",
        "coach",
        "commercial(e)",
        "connecteur (de quartier, de centre-ville)",
        "conseiller / conseillère",
        "correspondant local",
        "créateur / co-créateur",
        "directeur / directrice",
        "dirigeant(e)",
        "délégué(e)",
        "expert",
        "facilitateur",
        "gestionnaire",
        "gérant(e)",
        "initiateur / initiatrice",
        "journaliste",
        "maire / maire adjoint(e)",
        "marketing",
        "mentor",
        "militaire",
        "militant(e)",
        "médiateur / médiatrice",
        "ouvrier / ouvrière",
        "patron",
        "porteur de projet(s)",
        "président(e)",
        "responsable de / du",
        "salarié(e)",
        "secrétaire",
        "stagiaire",
        "vice-président(e)",
        "élu(e)",
    )
)
"""What is said of a bug, a list or a mood too: it counts with the place where it is held, or with its field."""

NO_FUNCTION = frozenset(("citoyen(ne)", "habitant(e)", "coworker / maker", "sans emploi"))
STUDY = frozenset(("teaching", "research"))
"""Groups whose "of" and "in" lead to a subject and not to an organisation."""

OF_TOWN = frozenset(("public office",))
"""Groups whose "of" leads to a commune."""

_FIELDS = (
    r"(?:accompagnement|administrati\w+|animations?|bibliotheque|centre|communication|conference|coordination|cours|"
    r"culturel|culture|cyber\w*|departemental|departement|developpement|emploi|enseignement|espace|etudes|evaluation|"
    r"formation|general|gestion|informatique|innovation|insertion|maintenance|marketing|mediatheque|mediation|mission|"
    r"multimedia|numerique|partenariats?|pedagogique|pole|production|programmes?|projets?|qualite|recherches?|regional|"
    r"relations?|reseaux?|scientifique|secteur|service|suivi|support|systemes?|technique|vie associative|web)"
)
FIELD = re.compile(rf"\s+(?:(?:de la|de l'|du|des|de|d'|en|of the|of)\s?)?(?:l'|la |le )?{_FIELDS}\b")
BY_TRAINING = re.compile(r"\s+(?:de formation|dans l'ame|du dimanche|by training|at heart|amateur|of sorts)\b")
OF_THIS = re.compile(
    r"\s+(?:de |d'|du |des |of |for |to )?(?:ce|cet|cette|ces|ca|cela|this|that|these|those|toi|vous|lui|mon|mes|tout|"
    r"rien|ne|pas|liste|la liste|the list|thread|fil|bug|erreur|l'erreur|probleme|code|module|patch)\b"
)
COMPLEMENT = re.compile(
    r" (?:(?:de la |de l['’]|du |des |de |d['’]|en )(?!(?:ce|cet|cette|ces|mon|ma|mes|plus|nombreu|tout|vous|toi)\b)"
    r"[a-zà-öø-ÿœ-]{3,}|(?:web|informatique|numérique|indépendante?|libérale?|salariée?|bénévole|freelance|technique|"
    r"senior|junior|associée?|générale?|généraux)\b)"
)

# ------------------------------------------------------------------------------- at, in and of an organisation

_AT = (
    r"(?:au sein d(?:e la |e l['’]|u |es |e |['’])|[àa] la |[àa] l['’]|aux? |[àa] |chez |"
    r"dans (?:la |le |les |l['’]|une? )|pour (?:la |le |les |l['’]|une? )?|(?:at|for|within|in) (?:the |an? )?|@ ?)"
)
AT = re.compile(rf"\s?{_AT}")
BEHIND_AT = re.compile(rf"[\s,(]{{1,2}}{_AT}")
WITHOUT_ARTICLE = re.compile(r"\s?[àa] ")
"""It leads to a place more often than to an organisation: "à Lille", "à la mairie"."""

OF = re.compile(r"\s(?:de la |de l['’]|d['’]une? |du |des |de |d['’]|of (?:the |an? )?)")
LEADING = re.compile(
    r"[ «“\"]{0,3}(?:(?:de la|de l['’]|du|des|de|d['’]|of the|of|e la|e l['’]|u|es|e|la|le|les|l['’]|the|pour|"
    r"en) ?){1,2}(?=\S)[«“\"]? ?"
)
AFTER_COMMA = re.compile(rf"(?: (?!et )[a-zà-öø-ÿœ'’-]+){{0,8}}(?P<gap>\s?,\s?)((?:l['’]|la |le )?{_NAME})")
ASIDE = re.compile(rf"\s?\(({_NAME})\)")
UNIT = re.compile(
    r" (?:de la |de l['’]|du |des )(?:service|pôle|équipe|direction|secteur|département|division|bureau|unité|"
    r"section)s?(?: (?!de |du |des |à |au |et )[a-zà-öø-ÿœ'’-]+){0,3}"
)
WORKING_AS = re.compile(r"\s?(?:[^,.;:]{0,30}?\s)?(?:comme|en tant qu(?:e |')|as (?=an? |the ))\s?")
SINCE = re.compile(
    r"\s(?:(?:actuellement|maintenant|aussi|aujourd'hui|egalement|currently|now|here)\s|"
    r"depuis [^,.;]{1,20}?\s(?=chez|a|au|pour|dans))?"
)
IN_FIELD = re.compile(
    r"\s?(?:dans|in) (?:le |la |l'|les |the )?(?:domaine |secteur |field |area )?(?:de la |de l'|du |des |de |d'|of )?"
)
OWN = re.compile(r"(\w+),? (?:qui s'appelle |s'appelle |appelée |nommée |called |: )?[«“\"]?\s?")
_NO_GAP = (
    "et|je|j'|qui|que|qu'|mais|avec|depuis|pour|car|donc|and|who|which|that|but|since|i|we|nous|ou|or|so|is|to|au sein|"
    "chez|dans|at|for|within"
)
GAP = re.compile(rf"(?: (?!(?:{_NO_GAP})\b)[\w'’-]+){{0,8}}")
"""What may stand between a function and where it is held: "chargée de mission innovation à …"."""

NO_ORGANISATION = frozenset(
    ("elle", "france", "i", "il", "internet", "java", "je", "linux", "nous", "on", "the", "windows")
)
BEFORE_NAMES = frozenset(
    (
        "agence asso association cabinet collectif company cooperative entreprise projet sarl sas scic scop "
        "societe start-up startup"
    ).split()
)
"""What is called "association Untel" is called Untel; a "mairie de Brest" is not called Brest."""

NO_PLACE = frozenset(
    (
        "internet linux windows java ocaml caml python perl haskell php javascript web unix lisp ruby emacs "
        "english french lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin "
        "juillet aout septembre octobre novembre decembre january february march april may june july august "
        "september october november december"
    ).split()
)
MORE_KINDS = (
    "agence|ambassade|cabinet|centre|college|department|division|département|fac|groupe|institut|institute|maison|office|"
    "pôle|région|réseau|service|UFR|ville|équipe"
).split("|")
"""What organisations are called by, besides the words that tell their status."""
