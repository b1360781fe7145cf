"""The words by which people speak of themselves, and how names, functions and places follow them.

Sentences are matched folded (`words.fold`), names of persons, organisations and places as they are written, for
capitals tell them.
"""

from __future__ import annotations

import re

# ------------------------------------------------------------------------------------- how names are written

CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
NAME_WORD = rf"{CAPITAL}(?:[\w+&|-]|[.'’](?=\w))*"
LINK = r"(?:de[ \n]la|de[ \n]l['’]|de|du|des|d['’]|la|le|les|l['’]|et|&|pour|en|sur|of|the|for|and|von|der)"
NAME = rf"{NAME_WORD}(?:[ ](?:{LINK}[ ]?){{0,2}}(?:{NAME_WORD}|\d{{1,2}}(?!\w))){{0,7}}"
PERSON_WORD = rf"{CAPITAL}[\w'’.-]*[\w'’]"
PERSON_PARTICLES = r"(?:(?:de|du|d['’]|la|le|van|von|der|den|da|dos|ben|el|al)[ ]?){0,2}"
PERSON = rf"{PERSON_WORD}(?: {PERSON_PARTICLES}{PERSON_WORD}){{0,3}}"
PLACE_WORD = rf"(?:{CAPITAL}[a-zà-öø-ÿœ'’]+(?:-[\w'’]+)*)"
PLACE = rf"{PLACE_WORD}(?:[ ](?:(?:de|du|la|le|les|sur|en|sous|d['’]|l['’])[ ]?){{0,2}}{PLACE_WORD}){{0,3}}"

NAMED = re.compile(NAME)
CALLED = re.compile(
    rf"((?!I['’ ]){PERSON_WORD}(?: {PERSON_PARTICLES}{PERSON_WORD}){{1,3}})(?=\s*(?:[,.(]|et |and |from |de |du ))"
)
PERSON_NAMED = re.compile(PERSON)

# --------------------------------------------------------------------------------------------------- cues

ADVERB = (
    r"(?:(?:actuellement|egalement|aussi|moi-meme|moi|toujours|desormais|maintenant|encore|personnellement|"
    r"en fait|par ailleurs|avant tout|depuis [^,.;:]{1,20}?|donc|currently|now|also|just|still|presently|myself|here),? )*"
)
CUE = re.compile(
    r"(?<![\w'-])(?:"
    r"(?P<work>je (?:travaille|bosse)\b|i(?:'m| am)? (?:currently |now |also )?work(?:ing)?\b)|"
    r"(?P<am>je suis |i am |i'm |im an? )|"
    r"(?P<name>je m'appelle |je me nomme |mon nom est |my name is |my name's |me llamo |mi nombre es |ich heisse |"
    r"ich hei.e |mein name ist |mi chiamo |ik heet |mijn naam is |meu nome e |chamo-me )|"
    r"(?P<present>je me presente\b[^:,.\n]{0,30}[:,] ?|je (?:tiens|souhaite|voudrais|voulais) a me presenter ?[:,.] ?|"
    r"let me introduce myself ?[:,.] ?|moi c'est )|"
    r"(?P<as>en tant qu(?:e |')|en ma qualite d(?:e |')|en qualite d(?:e |')|in my capacity as |in my role as )|"
    r"(?P<home>j'habite |je vis |je reside |i live |nous habitons )|"
    r"(?P<based>(?:nous sommes|we are|we're) (?:actuellement |currently )?(?:basee?s?|installee?s?|situee?s?|based|located) )|"
    r"(?P<member>je fais partie d|je represente |je preside |je dirige |je coordonne |je cree |i represent )|"
    r"(?P<own>(?:notre|mon|ma) (?=(?:association|asso|entreprise|employeur|structure|labo|laboratoire|universite|ecole|"
    r"cooperative|scop|scic|societe|boite|mairie|collectif|fac)\b))"
    r")"
)
SUPPOSED = re.compile(
    r"\b(?:si|s'il|quand|lorsque|comme si|que moi|des que|imagin\w+ que|suppos\w+ que|croi\w+ que|pens\w+ que|dit que|"
    r"disent que|dire que|parce qu'il|if|unless|whether|when|assum\w+(?: that)?|imagine|pretend\w*|suppose|as if|"
    r"thinks?(?: that)?|thought|says?(?: that)?|said(?: that)?|told)[ \n,]+(?:moi[ \n,]+)?$|[«\"“„][ \n\u00a0]*$|"
    r"\b(?:ou|where|what|who|which|qui)[ \n]$"
)
END = re.compile(r"[.!?;](?=\s|$)|\n|\s[-–—]{1,2}\s")
WRAPPED = re.compile(r"(?<=[^\n]{45})\n(?=[^\W_])")
"""A line that was broken because it was full: a name may go on behind it."""

# ------------------------------------------------------------------------------------------- after the cue

DETERMINER = re.compile(rf"(?:{ADVERB})(?P<article>une? |le |la |l'|an? |the |en |a la |a )?", re.IGNORECASE)
QUALIFIED = frozenset(
    "futur ancien ex former jeune nouveau nouvel simple petit senior junior".split()  # noqa: SIM905
)
NO_MODIFIER = frozenset(
    "about all also amateur and as at bad been beginning being big bit busy but by casual decent fairly fan from going "
    "good great happy having hobby hobbyist humble if is it its just lazy lousy mere more much my naive newbie no not "
    "novice occasional old on one only or our paid person poor pretty quite real really reasonable regular same simple "
    "so someone sort still terrible than that their this to too trying typical user using very was what when which who "
    "with working".split()
)
MOST_MODIFIERS = 4

WEAK = frozenset(
    (
        "responsable de / du", "chargé(e) de (tout autre)", "administrateur / administratrice", "président(e)", "expert",
        "secrétaire", "associé", "créateur / co-créateur", "initiateur / initiatrice", "auteur, écrivain", "adhérent(e)",
        "correspondant local", "délégué(e)", "coworker / maker", "patron", "cadre", "assistant(e)", "mentor", "coach",
        "directeur / directrice", "connecteur (de quartier, de centre-ville)", "conseiller / conseillère", "salarié(e)",
        "commercial(e)", "gestionnaire", "acheteur / acheteuse", "facilitateur", "vice-président(e)", "militant(e)",
        "attaché(e) de presse", "ouvrier / ouvrière", "agent (municipal, public)", "artiste", "militaire", "marketing",
        "chef de service", "gérant(e)", "dirigeant(e)", "médiateur / médiatrice", "porteur de projet(s)", "stagiaire",
        "élu(e)", "maire / maire adjoint(e)", "journaliste", "bénévole", "chargé d'édition", "analyste",
    )
)  # fmt: skip
"""Words that are said of a bug, a list or a mood too: they count with the organisation they are held in, or a field."""

NO_FUNCTION = frozenset(("citoyen(ne)", "habitant(e)", "coworker / maker", "sans emploi"))
OF_STUDY = frozenset(("teaching", "research"))
OF_TOWN = frozenset(("public office",))

FIELDS = (
    r"(?:projets?|service|pole|secteur|communication|informatique|developpement|formation|programmes?|departement|mission|"
    r"animation|pedagogique|technique|animations?|mediation|relations?|partenariats?|reseaux?|systemes?|vie associative|"
    r"recherches?|etudes|production|numerique|web|multimedia|culture|culturel|insertion|emploi|bibliotheque|mediatheque|"
    r"coordination|centre|espace|cyber|qualite|administrati\w+|scientifique|regional|departemental|general|"
    r"innovation|marketing|evaluation|accompagnement|suivi|gestion|conference|cours|enseignement|support|maintenance)"
)
FIELD = re.compile(rf"\s+(?:(?:de la|de l'|du|des|de|d'|en|of the|of)\s?)?(?:l'|la |le )?{FIELDS}\b")
OF_FORMATION = re.compile(r"\s+(?:de formation|dans l'ame|du dimanche|by training|at heart|amateur|of sorts)\b")
OF_THIS = re.compile(
    r"\s+(?:de |d'|du |des |of |for |to )?(?:ce|cet|cette|ces|ca|cela|this|that|these|those|toi|vous|lui|mon|mes|tout|"
    r"rien|ne|pas|liste|la liste|the list|thread|fil|bug|erreur|l'erreur|probleme|code|module|patch)\b"
)

AT_WORDS = (
    r"(?:au sein d(?:e la |e l['’]|u |es |e |['’])|[àa] la |[àa] l['’]|aux? |[àa] |chez |dans (?:la |le |les |l['’]|une? )|"
    r"pour (?:la |le |les |l['’]|une? )?|at (?:the |an? )?|for (?:the |an? )?|within (?:the |an? )?|in (?:the |an? )?|@ ?)"
)
AT = re.compile(rf"\s?{AT_WORDS}")
AT_PREPOSITION = re.compile(rf"[\s,(]{{1,2}}{AT_WORDS}")
BARE = re.compile(r"\s?[àa] ")  # without an article it leads to a place more often than to an organisation
OF_PREPOSITION = re.compile(r"\s(?:de la |de l['’]|d['’]une? |du |des |de |d['’]|of (?:the |an? )?)")
LEADING = re.compile(
    r"[ «“\"]{0,3}(?:(?:de la|de l['’]|du|des|de|d['’]|of the|of|e la|e l['’]|u|es|e|la|le|les|l['’]|the|pour|en)[ ]?){1,2}"
    r"(?=\S)[«“\"]{0,1}[ ]?"
)
IN_PLACE = re.compile(
    rf"[\s,(]{{0,2}}\b(?:[àa]|en|sur|au|aux|près de|pres de|in|near|around)[ ]((?:La |Le |Les |L['’])?{PLACE})(?![\w|+&])"
)
BARE_PLACE = re.compile(rf"\s?((?:La |Le |Les |L['’])?{PLACE})(?![\w|+&])")
AFTER_COMMA = re.compile(rf"(?:[ ](?!et )[a-zà-öø-ÿœ'’-]+){{0,8}}(?P<gap>\s?,\s?)((?:l['’]|la |le )?{NAME})")
ASIDE = re.compile(rf"\s?\(({NAME})\)")
UNIT = re.compile(
    r" (?:de la |de l['’]|du |des )(?:service|pôle|équipe|direction|secteur|département|division|bureau|unité|section)s?"
    r"(?: (?!de |du |des |à |au |et )[a-zà-öø-ÿœ'’-]+){0,3}"
)
ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,9}(?![\w'’])")
WORKING_AS = re.compile(r"\s?(?:[^,.;:]{0,30}?\s)?(?:comme|en tant qu(?:e |')|as (?=an? |the ))\s?")
SINCE = re.compile(
    r"\s(?:(?:actuellement|maintenant|aussi|aujourd'hui|egalement|currently|now|here)\s|depuis [^,.;]{1,20}?\s(?=chez|a|au|pour|dans))?"
)
IN_FIELD = re.compile(
    r"\s?(?:dans|in) (?:le |la |l'|les |the )?(?:domaine |secteur |field |area )?(?:de la |de l'|du |des |de |d'|of )?"
)
ADVERBS = re.compile(ADVERB)
OWN = re.compile(r"([\w]+),? (?:qui s'appelle |s'appelle |appelée |nommée |called |: )?[«“\"]?\s?")
BEHIND_NAME = re.compile(
    rf"(?:\s?[,(]\s?|\s+(?:et|and)\s+)(?:(?:je suis|i am|i'm)\s)?(?:\d\d ans, )?{ADVERB}|\s+(?=(?:et )?je suis )(?:et )?je suis "
)
ONLY_LINKS = re.compile(r"(?:(?:en|a|au|la|le|l'|les|un|une|a la|a mon)\s?)*")
GAP = re.compile(
    r"(?:[ ](?!(?:et|je|j'|qui|que|qu'|mais|avec|depuis|pour|car|donc|and|who|which|that|but|since|i|we|nous|ou|or|so|is|to)\b)(?!(?:au sein|chez|dans|at|for|within)\b)[\w'’-]+){0,8}"
)
COMPLEMENT = re.compile(
    r" (?:(?:de la |de l['’]|du |des |de |d['’]|en )(?!(?:ce|cet|cette|ces|mon|ma|mes|plus|nombreu|tout|vous|toi)\b)[a-zà-öø-ÿœ-]{3,}|web\b|informatique\b|"
    r"numérique\b|indépendante?\b|libéral\b|salariée?\b|bénévole\b|freelance\b|technique\b|senior\b|junior\b|associée?\b|généraux?\b|générale?\b)"
)
FORMER = frozenset(("ancien", "ancienne", "ex", "former", "futur", "future"))
NO_ORGANISATION = frozenset(
    ("je", "i", "nous", "internet", "linux", "windows", "france", "the", "il", "elle", "on", "java")
)
BEFORE_NAMES = frozenset(
    "agence asso association cabinet collectif cooperative entreprise projet sarl sas scic scop societe start-up startup "
    "company".split()
)
"""What is called "association Untel" is called Untel; a "mairie de Brest" is not called Brest."""

NO_PLACE = frozenset(
    "internet linux windows java ocaml caml python perl haskell php javascript web unix lisp ruby emacs english french "
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre "
    "octobre novembre decembre january february march april may june july august september october november december"
    .split()
)  # fmt: skip
MORE_KINDS = (
    ("équipe", ""), ("agence", ""), ("institut", ""), ("institute", ""), ("centre", ""), ("cabinet", ""), ("service", ""),
    ("maison", ""), ("réseau", ""), ("groupe", ""), ("département", ""), ("department", ""), ("UFR", ""), ("ville", ""),
    ("région", ""), ("college", ""), ("ambassade", ""), ("office", ""), ("fac", ""), ("pôle", ""), ("division", ""),
)  # fmt: skip
QUOTE = "«“\"' \u00a0\u202f"

BASED = re.compile(
    r"(?:actuellement |currently )?(?:basee?s?|installee?s?|situee?s?|localisee?s?|implantee?s?|based|located) "
)
MEMBER = re.compile(
    r"(?:un |une |a |an )?(?:membres?|salariee?|employee?|benevole|adherente?|stagiaire|member|employee) "
    r"(?:actif |active |fondateur |fondatrice |of |par |at |de la |de l'|d'|du |des |de |a la |a l'|au |chez )"
)
INHABITANT = re.compile(
    r"(?:une? |an? )?(?:simple )?(?:habitante?|inhabitant|resident|riveraine?) (?:de |d'|du |a |of )"
)
