"""What the invented wiki pages say: titles, paragraphs, talk, and how an edit changes them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from maillage.demo import calendar_fr, mbox, pipermail
from maillage.demo.published import LILLE
from maillage.demo.texts import contracted
from maillage.demo.wikis.doubles import near
from maillage.demo.words import alternatives, sections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from random import Random

    from maillage.demo.mails import Mail
    from maillage.demo.wikis.sites import Space

BRACES = re.compile(r"\{([^{}]+?)(2?)(\.?)\}")
ARTICLE = re.compile(r"(?:les? |la |l'|une? |des )")
LINKS_TO_LISTS = 0.03  # of the edits that change a page of contents: a link into the archive of a list
LONGEST = 9  # paragraphs of a page, from which it is cut
LISTS = {"brest": ("wiki-brest", "cartes-ouvertes"), "projet": ("brest-bc", "wiki-brest")}
LISTS_OF_LILLE = ("ac-lille", "catalyst", "unisson")
SYMPA = f"http://{mbox.HOST}/wws/arc"
PIPERMAIL = f"http://{pipermail.HOST}/pipermail"
TALK_LINKS = "[[Utilisateur:{user}|{user}]] ([[Discussion utilisateur:{user}|discuter]])"


class Prose:
    """Writes for one wiki. `mails`: those of the lists, which pages may lead to."""

    def __init__(self, rng: Random, mails: Mapping[str, Sequence[Mail]]) -> None:
        self.rng = rng
        self.mails = mails

    # ----------------------------------------------------------------------------------------------- titles

    def title(self, space: Space, number: int, at: datetime, taken: Collection[str]) -> tuple[str, str]:
        """A title that no page has, and how sentences call its subject; the first page is the way in."""
        if space.words == "livre":
            return self._chapter(space, taken)
        if not number:
            return "Accueil", "ce wiki"
        lines = sections("wikis.txt")[f"{space.words}.titre"]
        while True:
            pattern, _, subject = self.rng.choice(lines).partition(";")
            words: dict[str, str] = {}
            title = self.filled(pattern, space.words, at, words)
            if title not in taken:
                return title, self.filled(subject, space.words, at, words)

    def _chapter(self, space: Space, taken: Collection[str]) -> tuple[str, str]:
        if space.prefix not in taken:
            return space.prefix, "ce projet"
        chapters = alternatives("wikis.txt", "livre.page")
        free = [chapter for chapter in chapters if f"{space.prefix}/{chapter}" not in taken]
        chapter = self.rng.choice(free[:14])
        return f"{space.prefix}/{chapter}", "ce chapitre"

    def second(self, space: Space, title: str, taken: Collection[str]) -> str:
        """Nearly the same title, as somebody gives it who does not know the page; "" where there is none."""
        free = [made for made in near(title, space.words) if made not in taken]
        return self.rng.choice(free) if free else ""

    def retitled(self, title: str, taken: Collection[str]) -> str:
        """A shorter title for a page, or the one it has."""
        for shorter in (title.partition(" à ")[0], title.partition(", édition")[0], title.partition(" : ")[0]):
            if shorter != title and shorter not in taken:
                return shorter[:1].upper() + shorter[1:]
        return title

    def short(self, title: str, taken: Collection[str]) -> str:
        """A short name that leads to a page, "" where there is none."""
        words = [word for word in re.split(r"[ :(),]+", title) if len(word) > 5]
        name = words[-1] if words else ""
        return name[:1].upper() + name[1:] if name and name[:1].upper() + name[1:] not in taken else ""

    def heading(self, space: Space, namespace: int) -> str:
        """The title of a page about the wiki itself, without its namespace."""
        known = {4: "fete" if space.words == "brest" else "", 100: "quartier" if space.words == "brest" else ""}
        kinds = {"brest": "genre", "projet": "projet", "communs": "notion", "livre": ""}
        section = known.get(namespace) or kinds[space.words]
        if namespace in {10, 12} or not section:
            return self.rng.choice(("Mise en page", "Modifier une page", "Licence", "Ajouter une photo", "Ébauche"))
        word = ARTICLE.sub("", self.rng.choice(alternatives("wikis.txt", f"{space.words}.{section}")), count=1)
        return word[:1].upper() + word[1:]

    # ---------------------------------------------------------------------------------------------- contents

    def article(self, space: Space, subject: str, other: str, at: datetime) -> str:
        """A new page: some paragraphs, a link to another page, a category."""
        rng = self.rng
        lines = [
            self.sentence(space, subject, at) for _ in range(rng.choices((1, 2, 3, 5), weights=(30, 35, 25, 10))[0])
        ]
        if other and rng.random() < 0.6:
            lines.append(f"Voir aussi : [[{other}]].")
        if rng.random() < 0.75:
            lines.append(f"[[Catégorie:{self.heading(space, 14)}]]")
        return "\n\n".join(lines) + "\n"

    def sentence(self, space: Space, subject: str, at: datetime) -> str:
        """One or two sentences about something."""
        name = "communs" if space.words == "livre" else space.words
        pieces = self.rng.sample(sections("wikis.txt")[f"{name}.phrase"], self.rng.choice((1, 1, 2)))
        return " ".join(self.filled(piece, name, at, {"sujet": subject}) for piece in pieces)

    def changed(self, space: Space, text: str, subject: str, at: datetime) -> tuple[str, str]:
        """The page after an edit, and what its author says of it; never quite as it was."""
        rng = self.rng
        lines = [line for line in text.split("\n\n") if line.strip()]
        if rng.random() < LINKS_TO_LISTS and (link := self._list_link(space, at)):
            return "\n\n".join([*lines, f"On en a parlé sur la liste : [{link} le message].\n"]), "lien"
        chance = rng.random()
        if chance < 0.16 and len(text) > 80 and (corrected := self._mistaken(text)) != text:
            return corrected, "orthographe"
        if (chance < 0.26 and len(lines) > 2) or len(lines) > LONGEST:
            lines.pop(rng.randrange(len(lines) - 1))
            return "\n\n".join(lines) + "\n", "allègement"
        if chance < 0.42 and lines:
            lines[rng.randrange(len(lines))] = self.sentence(space, subject, at)
            return "\n\n".join(lines) + "\n", "reformulation"
        place = max(0, len(lines) - rng.choice((0, 0, 1, 2)))
        lines.insert(place, self.sentence(space, subject, at))
        return "\n\n".join(lines) + "\n", rng.choice(alternatives("wikis.txt", "resume"))

    def tidied(self, text: str) -> str:
        """What the robot does: a category where there is none, else one blank line more or less at the end."""
        if "[[Catégorie:" not in text:
            return f"{text.rstrip()}\n\n[[Catégorie:À classer]]\n"
        return text.rstrip() + ("\n" if text.endswith("\n\n") else "\n\n")

    def _mistaken(self, text: str) -> str:
        """The text with a mistake less, or one more where there is none."""
        for line in sections("wikis.txt")["faute"]:
            good, bad = line.split(";")
            if bad in text and good not in text:
                return text.replace(bad, good, 1)
        for line in sections("wikis.txt")["faute"]:
            good, bad = line.split(";")
            if good in text:
                return text.replace(good, bad, 1)
        return text

    def _list_link(self, space: Space, at: datetime) -> str:
        """The address of a message of the months before, "" where there is none."""
        name = self.rng.choice(LISTS.get(space.words, LISTS_OF_LILLE))
        near = [
            (index, mail)
            for index, mail in enumerate(self.mails[name])
            if timedelta() < at - mail.sent < timedelta(days=120)
        ]
        if not near:
            return ""
        index, mail = self.rng.choice(near)
        if name in LISTS_OF_LILLE:
            month = calendar_fr.LONG_ENGLISH_MONTHS[mail.sent.month - 1]
            return f"{archive_of(name)}/{mail.sent.year}-{month}/{index:06}.html"
        return f"{archive_of(name)}/{mail.sent:%Y-%m}/msg{index % 90:05}.html"

    # -------------------------------------------------------------------------------------------------- talk

    def question(self, user: str, at: datetime) -> tuple[str, str]:
        """A section of a talk page: its heading, and its text with the signature."""
        subject = self.rng.choice(alternatives("wikis.txt", "discussion.sujet"))
        asked = self.rng.choice(sections("wikis.txt")["discussion.question"])
        return subject, f"\n== {subject} ==\n\n{asked} {signed(user, at)}\n"

    def answer(self, user: str, at: datetime) -> str:
        """An answer, below what it answers."""
        return f":{self.rng.choice(sections('wikis.txt')['discussion.reponse'])} {signed(user, at)}\n"

    def welcome(self, user: str, at: datetime) -> str:
        """A first word on somebody's talk page."""
        said = self.rng.choice(sections("wikis.txt")["discussion.bienvenue"])
        return f"\n== Bienvenue ==\n\n{said} {signed(user, at)}\n"

    def profile_line(self, text: str, title: str) -> tuple[str, str]:
        """One line more on a user page, for the page of that title."""
        return f"{text}* [[{title}]]\n", "mes pages"

    # ------------------------------------------------------------------------------------------------- words

    def filled(self, piece: str, name: str, at: datetime, words: dict[str, str]) -> str:
        """The piece with its braces filled; `words` keeps what was drawn, so that a title and its subject agree."""

        def word(found: re.Match[str]) -> str:
            slot, again, title = found.groups()
            key = slot.lower()
            if f"{key}{again}" not in words:
                words[f"{key}{again}"] = self._word(key, name, at)
            text = words[f"{key}{again}"]
            if title:
                text = ARTICLE.sub("", text, count=1) if name == "brest" else text
            return text[:1].upper() + text[1:] if title or slot[0].isupper() else text

        return contracted(BRACES.sub(word, piece))

    def _word(self, slot: str, name: str, at: datetime) -> str:
        rng = self.rng
        if slot == "annee":
            return str(rng.randrange(1880, 2005) if name == "brest" else max(2004, at.year - rng.randrange(5)))
        if slot == "nombre":
            return str(rng.randrange(3, 20))
        if slot == "centaine":
            return str(rng.randrange(2, 9) * 100)
        if slot == "jour":
            held = at - timedelta(days=rng.randrange(0, 25))
            return f"{calendar_fr.day(held).partition(' ')[2]} {held.year}"
        return rng.choice(alternatives("wikis.txt", f"{name}.{slot}"))


def archive_of(name: str) -> str:
    """Where the archive of a list is on the web."""
    return f"{PIPERMAIL if name in LILLE else SYMPA}/{name}"


def signed(user: str, at: datetime) -> str:
    """What four tildes leave: links to somebody's pages, and the moment in Paris."""
    there = calendar_fr.paris(at.year, at.month, at.day, 12, 0)
    shown = at.astimezone(there.tzinfo)
    zone = "CEST" if (there.utcoffset() or timedelta()) == timedelta(hours=2) else "CET"
    day = f"{shown.day} {calendar_fr.MONTHS[shown.month - 1]} {shown.year}"
    return f"{TALK_LINKS.format(user=user)} {day} à {calendar_fr.clock(shown)} ({zone})"
