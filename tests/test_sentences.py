"""Every sentence of what goes wrong is there in both languages, and says the same of the same things."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import maillage
from maillage import errors, sentences
from maillage.french import ERRORS, REASONS
from maillage.reports import reasons
from maillage.sentences import NBSP, NNBSP, SENTENCES, Said, because, language_of_user, recognised, say, typeset

PACKAGE = Path(maillage.__file__).parent
TREES = {file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text("utf-8")) for file in PACKAGE.rglob("*.py")}
FRENCH = {**ERRORS, **REASONS}
RAISED = {name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, Exception)}
REFUSED = {"Problem", "problem", "NotAMail"}  # these get an English text, which the database keeps
WORDS_OF_OURS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls of functions and classes by these names, each with where it stands."""
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
                yield f"{file}:{node.lineno}", node


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def filled_in(node: ast.expr) -> list[str]:
    """What a text of the code looks like when it is filled in; nothing where it is no literal."""
    if isinstance(node, ast.IfExp):
        return filled_in(node.body) + filled_in(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)]
    return []


SAID = [
    (where, call, text)
    for where, call in calls("Said")
    if not where.startswith("sentences.py") or filled_in(call.args[0])
    for text in filled_in(call.args[0]) or [""]
]


@pytest.mark.parametrize(("where", "call", "template"), SAID, ids=[where for where, *_ in SAID])
def test_a_sentence_is_a_literal_with_a_french_counterpart(where: str, call: ast.Call, template: str) -> None:
    assert template in FRENCH
    if not any(keyword.arg is None for keyword in call.keywords):
        assert {keyword.arg for keyword in call.keywords} == placeholders(template)


@pytest.mark.parametrize("template", FRENCH)
def test_both_languages_speak_of_the_same(template: str) -> None:
    said, meant = placeholders(FRENCH[template]), placeholders(template)
    assert said == meant or (template in REASONS and said < meant)  # details of a library need not be repeated
    assert FRENCH[template] == FRENCH[template].strip()
    assert template == "{text}" or FRENCH[template] != template


def test_nothing_is_translated_that_is_not_said() -> None:
    assert ERRORS.keys() - {template for *_, template in SAID} == set()
    assert ERRORS.keys() & REASONS.keys() == set()


def test_an_error_is_given_sentences_only() -> None:
    """And no text that would be English in every language."""
    raised = RAISED | {name for tree in TREES.values() for name in classes_of_errors(tree)}
    for where, call in calls(*raised, "wrong"):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        texts = [text for node in given for text in literals(node)]
        assert [text for text in texts if WORDS_OF_OURS.search(text)] == [], where


def classes_of_errors(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & RAISED:
            yield node.name


def literals(node: ast.expr) -> Iterator[str]:
    """The texts of an expression that no `Said` is made of."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Said":
        return
    yield from filled_in(node)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr) and not isinstance(node, ast.JoinedStr):
            yield from literals(child)


STORED = [(where, text) for where, call in calls(*REFUSED) for text in filled_in(call.args[-1])]


@pytest.mark.parametrize(("where", "text"), STORED, ids=[where for where, _ in STORED])
def test_the_reason_of_a_problem_is_known_in_french(where: str, text: str) -> None:
    assert len(STORED) > 8
    assert recognised(text).template != "{text}", where


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("bytes that belong to no message", "octets hors de tout message"),
        ("empty file", "fichier vide"),
        ("longer than the 40 MiB that a mail may have", "plus long que les 40 Mio qu’un message peut avoir"),
        (
            "reading ends here: the packed file is cut off",
            f"la lecture s’arrête ici{NBSP}: le fichier compressé est coupé",
        ),
        (
            "reading ends here: Error -3 Invalid lookback distance found",
            f"la lecture s’arrête ici{NBSP}: le fichier compressé est abîmé (erreur -3)",
        ),
        ("reading ends here: quelque chose", f"la lecture s’arrête ici{NBSP}: quelque chose"),
        (
            "the date of subscription 'hier; demain' is not one",
            "la date d’abonnement 'hier; demain' n’en est pas une",
        ),
        (
            "the date of subscription 'a' is not one; the date of unsubscription 'b' is not one",
            f"la date d’abonnement 'a' n’en est pas une{NNBSP}; la date de désabonnement 'b' n’en est pas une",
        ),
        ("says 12 members, but there are 11", "annonce 12 membres, mais il y en a 11"),
        ("Permission denied", "ses droits d’accès l’interdisent"),
        ("Bad CRC-32 for file 'a : b.eml'", "la somme de contrôle de 'a : b.eml' est fausse"),
        ("something new, with {braces}", "something new, with {braces}"),
        ("{text}", "{text}"),
        ("", ""),
    ],
)
def test_a_stored_reason_is_shown_in_french(stored: str, shown: str) -> None:
    assert reasons.problem(stored, "fr") == shown
    assert reasons.problem(stored, "en") == stored


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("before-period", "avant la période", "before the period"),
        ("decision: spam: encore", f"décision{NBSP}: spam: encore", "decision: spam: encore"),
        (
            "set-aside: administrative",
            f"mis de côté{NBSP}: message d’administration",
            "set aside: administrative message",
        ),
        ("something-new", "something-new", "something-new"),
        ("", "", ""),
    ],
)
def test_why_a_message_does_not_count(code: str, french: str, english: str) -> None:
    assert (reasons.left_out(code, "fr"), reasons.left_out(code, "en")) == (french, english)


def test_what_shows_that_a_message_is_automatic() -> None:
    assert reasons.sign("header x-cron-env", "fr") == "en-tête x-cron-env"
    assert reasons.sign("header x-cron-env", "en") == "header x-cron-env"
    assert reasons.sign("other thing", "fr") == "other thing"


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ENOTDIR, errno.EROFS,
                                    errno.EMFILE, errno.EIO])  # fmt: skip
def test_what_the_system_refuses_is_told_by_its_number(number: int) -> None:
    error = OSError(number, "in words of another system")
    assert because(error) == os.strerror(number)
    assert because(error).said("fr") in {typeset(text, "fr") for text in REASONS.values()}


def test_what_the_system_seldom_refuses_stands_as_it_is() -> None:
    assert because(OSError(errno.EXDEV, "Invalid {cross}-device link")).said("fr") == "Invalid {cross}-device link"
    assert because(OSError("Invalid data stream")).said("fr") == "le fichier compressé est abîmé"


def test_a_sentence_is_its_english_text() -> None:
    said = Said("{file}: {reason}", file="a {b} : c", reason=Said("the file is empty"))
    assert said == "a {b} : c: the file is empty" == str(said) == f"{said}" == said.said("en")
    assert type(str(said)) is str
    assert said.said("fr") == f"a {{b}} : c{NBSP}: le fichier est vide"


def test_what_people_wrote_is_not_translated_nor_set() -> None:
    said = Said(
        'the path "{path}" does not exist; it is looked for from {folder}', path="none ; 'x' !", folder="/a : b"
    )
    assert "none ; 'x' !" in said.said("fr")
    assert said.said("fr").endswith("/a : b")


@pytest.mark.parametrize("template", FRENCH)
def test_french_is_set_as_french(template: str) -> None:
    set_ = typeset(FRENCH[template], "fr")
    assert not re.search(r"(?<!\S) [;:!?]|\w'\w|« | »", re.sub(r"`[^`]*`", "", set_))


@pytest.mark.parametrize("key", SENTENCES)
def test_what_commands_say_has_the_same_values_in_both_languages(key: str) -> None:
    french, english = (
        {name.removesuffix("_s") for name in placeholders(SENTENCES[key][language])} for language in ("fr", "en")
    )
    assert french == english


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 message", "0 messages"),
        (1, "1 message", "1 message"),
        (2, "2 messages", "2 messages"),
        (1234, f"1{NNBSP}234 messages", "1,234 messages"),
    ],
)
def test_one_is_not_said_in_the_plural(count: int, french: str, english: str) -> None:
    assert say("messages", "fr", count=count) == french
    assert say("messages", "en", count=count) == english


@pytest.mark.parametrize(
    ("set_to", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_BE"}, "fr"),
    ],
)
def test_the_language_of_the_user(set_to: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    assert language_of_user() == language


def test_only_this_module_knows_the_rules_of_french() -> None:
    assert sentences.typeset("« oui » : 12 345 !", "fr") == f"«{NBSP}oui{NBSP}»{NBSP}: 12{NNBSP}345{NNBSP}!"
