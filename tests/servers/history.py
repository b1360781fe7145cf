"""Eight years of an invented wiki, written as people write: `write(wiki)`. Every name, place and sentence is made up.

The towns that people say they live in are real ones; the valley, its hamlets and its people are not. What follows
depends on nothing but this file and MediaWiki: the same dates, numbers and texts at every run.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from servers.mediawiki import ADMIN, PASSWORD, MediaWiki
from servers.people import Person

# Who opens an account, and what their user page says ("" where there is none).
PEOPLE = {
    "Maëlle Kerbrat": """\
Bonjour, je m'appelle Maëlle Kerbrat. Je suis bibliothécaire à Landerneau et j'anime ce wiki avec Yann.

--
Maëlle Kerbrat
Bibliothécaire, médiathèque du Val de Morne
29800 Landerneau
maelle.kerbrat@mediatheque.example
""",
    "Yann T.": """\
'''Yann Tanguy''', enseignant en histoire-géographie au collège, à Quimper. Mes pages : [[Sentier des lavoirs]].
""",
    "Soizic": "Soizic Abgrall, retraitée de l'agriculture, j'habite Plougastel-Daoulas.\n",
    "GPrigent": """\
Gwenaël Prigent
chargé de mission numérique, communauté de communes
Brest
g.prigent@valdemorne.example
""",
    "Nolwenn29": "Je débute. Infirmière à Morlaix, je m'intéresse aux plantes. Ne soyez pas trop sévères !\n",
    "Ibrahim Diallo": "Ibrahim Diallo, informaticien, Rennes. Contact : ibrahim@diallo.example\n",
    "Colette": "",
    "Hervé Cosquer": "Hervé Cosquer -- photographe -- Lorient\n",
    "Lecteur du dimanche": "",
    "P. Guéguen": "",
    "Tournevis": "",
    "RelanceVentes": "",
}  # fmt: skip
SILENT = ("Lecteur du dimanche", "P. Guéguen")
BOT = "Balai mécanique"
FORMER, RENAMED = "Tournevis", "Ewen Bozec"
ANONYMOUS = ("192.0.2.33", "192.0.2.34", "203.0.113.8", "2001:db8:0:7::1f")
TEMPORARY = (
    "$wgAutoCreateTempUser = [ 'enabled' => true, 'actions' => [ 'edit' ], 'genPattern' => '~2014-$1',"
    " 'matchPattern' => '~2014-$1', 'serialProvider' => [ 'type' => 'local' ],"
    " 'serialMapping' => [ 'type' => 'plain-numeric' ] ];"
)

TOPICS = (
    "Moulin de Kerlosquen", "Four à pain de Traonvel", "Lavoir du Stang", "Fontaine Sainte-Haude", "Marché aux chevaux",
    "École de Traonvel", "Pont de la Morne", "Verger conservatoire", "Chemin des meuniers", "Toponymie de la vallée",
    "Pardon de Sainte-Haude", "Tannerie Ollivier", "Crue de 1974", "Recette du kouign aux pommes", "Écluse du Stang",
    "Gare de Morne", "Chapelle Saint-Maudet", "Tourbière du Menez", "Association des riverains", "Carte des sources",
)  # fmt: skip
WORKSHOPS = ("Atelier:Semences", "Atelier:Photographies anciennes", "Atelier:Cartographie")
CATEGORIES = ("Patrimoine bâti", "Eau", "Mémoire", "Savoir-faire")
WHO = ("le dernier meunier", "une famille de tanneurs", "la commune", "l'institutrice", "un groupe d'élèves",
       "le syndicat d'initiative", "une voisine", "l'ancien cantonnier")  # fmt: skip
DID = ("a relevé", "a fait réparer", "raconte", "conserve", "a photographié", "cherche encore", "avait construit",
       "se souvient d'avoir vu")  # fmt: skip
WHAT = ("la roue à aubes", "le bief", "un registre de 1893", "les pierres du seuil", "trois cartes postales",
        "un plan au lavis", "la margelle", "un outil dont le nom s'est perdu", "le chemin creux")  # fmt: skip
WHEN = ("avant la guerre", "au printemps", "lors de la crue", "chaque année", "en 1911", "pendant l'enquête",
        "sans en parler à personne", "d'après le cadastre")  # fmt: skip


class Chronicle:
    """The wiki while it is written: whose session is open, what each page says now, and what time it is."""

    def __init__(self, wiki: MediaWiki) -> None:
        self.wiki = wiki
        self.now = datetime(2006, 1, 5, 9, 30)  # noqa: DTZ001 the wiki's clock, UTC
        self.chance = Random(18930611)  # noqa: S311 a history, not a secret
        self.texts: dict[str, str] = {}
        self.people: dict[str, Person] = {}
        self.last: dict[str, int] = {}

    def who(self, name: str) -> Person:
        """The session of somebody with an account, or of an address."""
        if name not in self.people:
            self.people[name] = Person(self.wiki, name) if name in ANONYMOUS else Person(self.wiki)
        return self.people[name]

    def later(self, days: float = 9.0) -> datetime:
        """The next moment: between a minute and so many days from the last."""
        self.now += timedelta(seconds=60 + self.chance.randrange(int(days * 86400)))
        return self.now

    def since(self, day: str) -> datetime:
        """A moment of a day, or the next one if that day is over."""
        self.now = max(self.now + timedelta(minutes=3), datetime.fromisoformat(f"{day}T10:12:00"))
        return self.now

    def arrive(self, day: str, *names: str) -> None:
        """People open accounts, the first one on a day, and present themselves."""
        self.since(day)
        for name in names:
            self.who(name).register(self.later(20), name)
            if PEOPLE[name]:
                self.write(name, f"Utilisateur:{name}", PEOPLE[name], "me présenter", days=0.1)

    def write(self, who: str, title: str, text: str, summary: str = "", *, days: float = 9.0, **more: object) -> int:
        """Replace the text of a page."""
        self.texts[title] = text
        self.last[title] = self.who(who).edit(self.later(days), title, text, summary, **more)
        return self.last[title]

    def add(self, who: str, title: str, text: str, summary: str = "", *, days: float = 9.0, **more: object) -> int:
        """Add to the end of a page."""
        whole = f"{self.texts.get(title, '')}\n{text}".strip()
        return self.write(who, title, whole, summary, days=days, **more)

    def sentence(self) -> str:
        """A sentence about the valley."""
        words = [self.chance.choice(choices) for choices in (WHO, DID, WHAT, WHEN)]
        return f"{' '.join(words).capitalize()}."

    def paragraph(self, most: int = 4) -> str:
        """Some sentences."""
        said = " ".join(self.sentence() for _ in range(1 + self.chance.randrange(most)))
        return f"{said} Voir [[{self.chance.choice(TOPICS)}]]." if self.chance.random() < 0.4 else said


def write(wiki: MediaWiki) -> None:
    """Write the whole history into a new wiki that is being served."""
    told = Chronicle(wiki)
    told.who(ADMIN).log_in(told.now, ADMIN, PASSWORD)
    for chapter in (foundation, growth, discussions, care, trouble, changes, late_years, settle):
        chapter(told)


def foundation(told: Chronicle) -> None:
    """2006: four people, the first pages, a template, categories, a bot and its flag."""
    told.arrive("2006-01-09", "Maëlle Kerbrat", "Yann T.", "Soizic")
    told.who(ADMIN).post(
        told.later(), "userrights", user="Maëlle Kerbrat", add="sysop|bureaucrat", reason="Animatrice du wiki"
    )
    told.who(BOT).register(told.later(), BOT)
    told.write(BOT, f"Utilisateur:{BOT}", "Robot de Yann. Il range les catégories.\n", days=1)
    told.who("Maëlle Kerbrat").post(told.later(1), "userrights", user=BOT, add="bot", reason="Robot de rangement")
    told.write(
        "Yann T.", "Modèle:Lieu", "<div>'''{{{1}}}''', {{{2|lieu-dit}}}</div><noinclude>Modèle de lieu</noinclude>"
    )
    told.write("Maëlle Kerbrat", "Accueil", "Bienvenue sur le wiki du val de Morne. Voir [[Aide:Débuter]].\n")
    told.write("Maëlle Kerbrat", "Aide:Débuter", "Cliquez sur ''modifier'' et racontez.\n")
    for category in CATEGORIES:
        told.write("Yann T.", f"Catégorie:{category}", "[[Catégorie:Vallée]]\n", days=0.5)
    told.write("Yann T.", "Catégorie:Vallée", "Tout ce qui touche à la vallée.\n", days=0.5)
    for title in TOPICS[:8]:
        category = told.chance.choice(CATEGORIES)
        told.write(
            told.chance.choice(("Maëlle Kerbrat", "Yann T.", "Yann T.", "Soizic")),
            title,
            f"{{{{Lieu|{title}}}}}\n{told.paragraph()}\n[[Catégorie:{category}]]",
            "nouvelle page",
        )


def growth(told: Chronicle) -> None:
    """2006 to 2008: pages grow, by edits of people, of addresses and of the bot; a book of chapters is begun."""
    told.arrive("2006-09-11", "GPrigent", "Nolwenn29")
    for title in TOPICS[8:]:
        told.write(told.chance.choice(("Yann T.", "Soizic", "GPrigent")), title, f"{told.paragraph()}", days=6)
    for title in WORKSHOPS:
        told.write("GPrigent", title, f"Compte rendu de l'atelier. {told.paragraph(6)}", "compte rendu", days=5)
    for step in ("Sentier des lavoirs", "Sentier des lavoirs/Étape 1", "Sentier des lavoirs/Étape 2"):
        told.write("Yann T.", step, f"{told.paragraph()}\n[[Catégorie:Eau]]", days=3)
    for _ in range(60):
        one_edit(told, ("Maëlle Kerbrat", "Yann T.", "Yann T.", "Yann T.", "Soizic", "GPrigent", "Nolwenn29"))


def one_edit(told: Chronicle, people: tuple[str, ...], days: float = 7.0) -> None:
    """An edit of any kind that a page gets on an ordinary day."""
    title = told.chance.choice([*TOPICS, *WORKSHOPS])
    text, kind = told.texts.get(title, ""), told.chance.random()
    if kind < 0.12:
        told.add(told.chance.choice(ANONYMOUS), title, told.sentence(), days=days)
    elif kind < 0.24:
        category = told.chance.choice(CATEGORIES)
        told.add(BOT, title, f"[[Catégorie:{category}]]", "catégorie", days=days, bot=1, minor=1)
    elif kind < 0.40:
        told.write(
            told.chance.choice(people), title, text.replace(" encore ", " toujours ", 1).replace(".", " !", 1),
            "coquille", days=days, minor=1,
        )  # fmt: skip
    else:
        told.add(told.chance.choice(people), title, told.paragraph(), told.chance.choice(("", "précision")), days=days)


def discussions(told: Chronicle) -> None:
    """Talk pages with subjects, answers and signatures; an edit twice within one second."""
    for title in TOPICS[:7]:
        talk = f"Discussion:{title}"
        told.add(
            "Soizic", talk, f"== D'où vient cette date ? ==\n{told.sentence()} ~~~~", "/* D'où vient cette date ? */"
        )
        told.add("Yann T.", talk, f": Du cadastre, je crois. {told.sentence()} ~~~~", "réponse", days=3)
        if told.chance.random() < 0.6:
            told.add("Soizic", talk, ":: Merci ! ~~~~", "réponse", days=1)
        if told.chance.random() < 0.4:
            told.add(told.chance.choice(ANONYMOUS), talk, ":: Ma grand-mère disait 1912. ~~~~", days=20)
    told.add("Nolwenn29", "Discussion:Accueil", "== Une question ==\nComment ajouter une image ? ~~~~", "question")
    told.add("GPrigent", "Discussion:Accueil", ": En l'envoyant d'abord. ~~~~", "réponse", days=2)
    for name in ("Soizic", "GPrigent", "Nolwenn29"):
        told.add(
            "Maëlle Kerbrat",
            f"Discussion utilisateur:{name}",
            f"== Bienvenue ==\nBienvenue parmi nous, {name} ! ~~~~",
            "bienvenue",
        )
    told.add(
        "Soizic", "Discussion utilisateur:Maëlle Kerbrat", "== Merci ==\nMerci de ton accueil. ~~~~", "merci", days=1
    )
    moment = told.later(2)
    for name, word in (("Soizic", "Premier mot."), ("Yann T.", "Second mot, à la même seconde.")):
        text = f"{told.texts['Carte des sources']}\n{word}"
        told.texts["Carte des sources"] = text
        told.who(name).edit(moment, "Carte des sources", text)


def care(told: Chronicle) -> None:
    """2009 to 2011: rights come and go, pages are protected, moved, merged, deleted and brought back."""
    told.arrive("2009-01-30", "Ibrahim Diallo", "Colette")
    rule = told.who("Maëlle Kerbrat")
    rule.post(told.since("2009-06-02"), "userrights", user="Yann T.", add="sysop", reason="Élu par six voix")
    rule.post(told.later(), "userrights", user="Nolwenn29", add="animation", reason="Anime les ateliers")
    rule.post(
        told.later(),
        "userrights",
        user="Soizic",
        add="sysop",
        expiry="2010-01-31T00:00:00Z",
        reason="Le temps de l'été",
    )
    rule.post(
        told.later(), "protect", title="Accueil", protections="edit=sysop|move=sysop", expiry="infinite",
        reason="Page la plus lue",
    )  # fmt: skip
    rule.post(
        told.later(),
        "protect",
        title=TOPICS[4],
        protections="edit=autoconfirmed",
        expiry="2010-03-01T00:00:00Z",
        reason="Calme",
    )
    rule.post(told.later(), "protect", title=TOPICS[4], protections="edit=all", expiry="infinite", reason="Calmé")
    told.who("Yann T.").post(
        told.later(),
        "move",
        **{"from": TOPICS[8], "to": "Chemin des meuniers (vallée)"},
        reason="précision",
        movetalk=1,
    )
    told.texts["Chemin des meuniers (vallée)"] = told.texts[TOPICS[8]]
    told.texts[TOPICS[8]] = "#REDIRECTION [[Chemin des meuniers (vallée)]]"
    told.write("Soizic", "Kouign aux pommes", f"#REDIRECTION [[{TOPICS[13]}]]", "redirection")
    told.write("Soizic", "Les eaux", "#REDIRECTION [[:Catégorie:Eau]]", "redirection")
    # The same subject twice, under titles that hardly differ, with texts that hardly differ.
    double = told.texts[TOPICS[1]].replace("le bief", "le canal")
    told.write("Colette", "Four a pain de Traonvel", double, "nouvelle page")
    # A page begun twice: the older half is joined to the younger.
    told.write("GPrigent", "Moulin du Stang (brouillon)", told.paragraph())
    told.add("GPrigent", "Moulin du Stang (brouillon)", told.paragraph())
    told.write("Yann T.", "Moulin du Stang", told.paragraph())
    rule.post(
        told.later(), "mergehistory", **{"from": "Moulin du Stang (brouillon)", "to": "Moulin du Stang"},
        reason="Même moulin",
    )  # fmt: skip
    for title, reason in (("Brouillon de Soizic", "À la demande de l'auteure"), ("Règlement", "Adopté ailleurs")):
        told.write("Soizic", title, told.paragraph())
        told.add("GPrigent", title, told.paragraph())
        rule.post(told.later(), "delete", title=title, reason=reason)
    rule.post(told.later(), "undelete", title="Règlement", reason="Décision de l'assemblée")
    for _ in range(50):
        one_edit(told, ("Yann T.", "Yann T.", "Soizic", "GPrigent", "Nolwenn29", "Ibrahim Diallo", "Colette"), 8)


def trouble(told: Chronicle) -> None:
    """Vandals, and how their edits are undone: by undo, by rollback, by writing the old text again; blocks."""
    told.arrive("2011-10-20", "RelanceVentes", *SILENT)
    rule = told.who("Maëlle Kerbrat")
    vandals = (*ANONYMOUS[:2], "RelanceVentes")
    for number, title in enumerate(TOPICS[:12]):
        before = told.texts[title]
        vandal = vandals[number // 3 % len(vandals)]
        bad = told.write(vandal, title, "Achetez nos tuiles pas chères" if number % 2 else f"{before} nul", days=10)
        told.texts[title] = before
        if number % 3 == 0:
            told.who("Soizic").post(told.later(0.1), "edit", title=title, undo=bad)
        elif number % 3 == 1:
            rule.post(told.later(0.1), "rollback", title=title, user=vandal)
        else:
            told.write("Yann T.", title, before, "retour", days=0.2)
    yann = told.who("Yann T.")
    yann.post(told.later(1), "block", user=ANONYMOUS[0], expiry="2012-06-01T00:00:00Z", reason="Vandalisme")
    yann.post(told.later(1), "block", user=ANONYMOUS[1], expiry="infinite", anononly=1, nocreate=1, reason="Publicité")
    yann.post(told.later(20), "unblock", user=ANONYMOUS[1], reason="Adresse d'une école")
    yann.post(told.later(9), "block", user="203.0.113.64/26", expiry="infinite", reason="Serveur ouvert à tous")


def changes(told: Chronicle) -> None:
    """2012: an account is renamed, pages come from another wiki, parts of revisions are masked."""
    rule = told.who("Maëlle Kerbrat")
    told.arrive("2012-05-02", FORMER, "Hervé Cosquer")
    told.write(FORMER, f"Utilisateur:{FORMER}", "Je m'appelle Ewen Bozec, menuisier à Brest.\n", days=3)
    for title in TOPICS[3:7]:
        told.add(FORMER, title, told.sentence(), "outil", days=2)
    page = rule.submit(
        told.later(9), "Special:Renameuser", oldusername=FORMER, newusername=RENAMED, reason="À sa demande",
        movepages=1, confirmaction=1, submit=1,
    )  # fmt: skip
    assert RENAMED in page
    told.who(RENAMED).log_in(told.later(1), RENAMED)
    told.add(RENAMED, TOPICS[2], told.sentence(), days=2)
    rule.import_pages(told.later(4), OTHER_WIKI, "ancien", "Pages de l'ancien site")
    told.write("RelanceVentes", "Tuiles pas chères", "Achetez nos tuiles, toutes les tuiles.", days=4)
    rule.post(told.later(0.2), "delete", title="Tuiles pas chères", reason="Publicité")
    before = told.texts[TOPICS[9]]
    bad = told.write("RelanceVentes", TOPICS[9], "Le numéro de téléphone de la voisine est ici.", "vengeance", days=1)
    rule.post(told.later(0.1), "rollback", title=TOPICS[9], user="RelanceVentes")
    told.texts[TOPICS[9]] = before
    rule.post(
        told.later(0.1), "revisiondelete", type="revision", ids=bad, hide="user|comment|content", reason="Vie privée"
    )
    slip = told.add("Nolwenn29", TOPICS[10], told.sentence(), "une phrase que je regrette", days=3)
    rule.post(told.later(1), "revisiondelete", type="revision", ids=slip, hide="comment", reason="À sa demande")
    masked = told.add(ANONYMOUS[2], TOPICS[10], told.sentence(), "oubli de connexion", days=3)
    rule.post(told.later(1), "revisiondelete", type="revision", ids=masked, hide="user", reason="Adresse à cacher")
    rule.post(told.later(1), "block", user="RelanceVentes", expiry="infinite", reason="Publicité", autoblock=0)
    rule.post(
        told.later(5), "block", user="Colette", expiry="infinite", partial=1, allowusertalk=1,
        pagerestrictions=TOPICS[0], reason="Guerre d'édition sur le moulin",
    )  # fmt: skip
    rule.post(told.later(5), "block", user="P. Guéguen", expiry="2090-01-01T00:00:00Z", reason="Compte inutilisé")
    rule.post(told.later(30), "userrights", user="Yann T.", remove="sysop", reason="Fin de mandat")
    rule.post(told.later(5), "userrights", user="Ibrahim Diallo", add="sysop", reason="Prend la suite de Yann")


def late_years(told: Chronicle) -> None:
    """2012 and 2013: fewer people write; two visitors get temporary accounts."""
    for _ in range(45):
        one_edit(told, ("Ibrahim Diallo", "Ibrahim Diallo", "Soizic", "Hervé Cosquer", RENAMED, "Nolwenn29"), 18)
    told.wiki.switch(more=TEMPORARY)
    for title in ("Lavoir du Stang (photographies)", "Fontaine oubliée"):
        at = told.later(20)
        Person(told.wiki, "2001:db8:5::2").submit(
            at, title, action="submit", wpTextbox1=told.paragraph(), wpSummary="premier essai", wpSave=1, wpEdittime="",
            wpStarttime=f"{at:%Y%m%d%H%M%S}", wpUltimateParam=1, wpUnicodeCheck="ℳ𝒲♥𝓊𝓃𝒾𝒸ℴ𝒹ℯ",
        )  # fmt: skip
    told.wiki.switch(more=None)
    told.add("Ibrahim Diallo", "Lavoir du Stang (photographies)", "[[Catégorie:Eau]]", "catégorie")


def settle(told: Chronicle) -> None:
    """What a wiki does by itself afterwards: its jobs, and its statistics."""
    at = f"{told.later(1):%Y-%m-%dT%H:%M:%SZ}"
    told.wiki.maintenance("runJobs", at=at)
    told.wiki.maintenance("initSiteStats", "--update", at=at)


OTHER_WIKI = """\
<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr">
  <page>
    <title>Histoire de la minoterie</title><ns>0</ns><id>41</id>
    <revision>
      <id>310</id><timestamp>2005-02-11T17:05:00Z</timestamp>
      <contributor><username>Meunier du Stang</username><id>4</id></contributor>
      <comment>première version</comment><model>wikitext</model><format>text/x-wiki</format>
      <text xml:space="preserve">La minoterie employait douze personnes.</text>
    </revision>
    <revision>
      <id>322</id><timestamp>2005-03-01T08:41:10Z</timestamp>
      <contributor><ip>198.51.100.77</ip></contributor>
      <model>wikitext</model><format>text/x-wiki</format>
      <text xml:space="preserve">La minoterie employait douze personnes, treize en été.</text>
    </revision>
    <revision>
      <id>323</id><timestamp>2005-03-02T19:00:00Z</timestamp>
      <contributor><username>Soizic</username><id>9</id></contributor>
      <minor/><comment>accord</comment><model>wikitext</model><format>text/x-wiki</format>
      <text xml:space="preserve">La minoterie employait douze personnes, et treize en été.</text>
    </revision>
  </page>
</mediawiki>
"""
