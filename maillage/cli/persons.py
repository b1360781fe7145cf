"""The commands about who is who: what to ask people, their answers, and why accounts are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from maillage.cli.options import HERE, AsJson, Names, StudyFile, analysed, load, print_json
from maillage.sentences import say

if TYPE_CHECKING:
    from maillage.analyze.people.suggestions import Evidence, Member, ToldOnPage
    from maillage.reports.people import People

app = typer.Typer(
    name="persons",
    help="Who is who: questions about probable doubles, their answers, and why accounts are one person.",
    no_args_is_help=True,
    epilog="Example: `maillage persons suggest`, then `maillage persons answer`",
)


@app.command()
def suggest(study: StudyFile = HERE) -> None:
    """Write the file that asks which persons are one, those that matter most first.

    Example: `maillage persons suggest`
    """
    from maillage import answers
    from maillage.analyze.people.suggestions import suggestions

    settings = load(study)
    with analysed(settings) as store:
        questions = [
            answers.Question(
                first=one.first,
                first_name=one.first_name,
                second=one.second,
                second_name=one.second_name,
                probability=f"{one.probability:.2f}",
                messages=str(one.messages),
                reasons=_reasons(one.evidence, settings.language),
            )
            for one in suggestions(store)
        ]
    count = answers.ask(settings, questions)
    path = settings.shown(settings.decisions / "suggestions.csv")
    typer.echo(say("suggestions" if count else "no-suggestions", settings.language, count=count, path=path))


@app.command()
def answer(
    by: Annotated[str, typer.Option("--by", help="Who answers, where the file does not say it.")] = "",
    study: StudyFile = HERE,
) -> None:
    """Turn the answers of the file into decisions.

    Example: `maillage persons answer --by ER`
    """
    from maillage import answers

    settings = load(study)
    taken = answers.take(settings, by, date.today())  # noqa: DTZ011  # the day where the user is
    typer.echo(say("answers", settings.language, **taken._asdict()))


@app.command()
def show(
    who: Annotated[str, typer.Argument(help="A pseudonym, a name or an address.")],
    names: Names = False,
    as_json: AsJson = False,
    study: StudyFile = HERE,
) -> None:
    """Show the accounts of a person, and what ties them together.

    Example: `maillage persons show P-7K3Q2M`
    """
    from maillage.analyze.people.lookup import Lookup
    from maillage.analyze.people.suggestions import members, told_on_pages
    from maillage.reports.behind import UnknownAuthor
    from maillage.reports.people import People

    settings = load(study)
    with analysed(settings) as store:
        found = sorted(Lookup(store).persons(who))
        if not found:
            raise UnknownAuthor(who)
        people = People.of(store, settings, names=names)
        persons = {people.label(one): (list(members(store, one)), told_on_pages(store, one)) for one in found}
        if as_json:
            print_json([_json(label, *known, names=names) for label, known in persons.items()])
            return
        for label, (accounts, told) in persons.items():
            typer.echo(say("person", settings.language, person=label, count=len(accounts)))
            for account in accounts:
                _print_account(account, settings.language, names=names)
            for one in told:
                _print_told(one, people, settings.language)


def _print_account(account: Member, language: str, *, names: bool) -> None:
    from maillage.reports import evidence

    shown = f"{account.source}:{account.name}" if account.source else f"{account.name} <{account.address}>"
    called = f"{account.account} ({shown})" if names else account.account
    values = {"account": called, "rule": evidence.rule(account.rule, language), "messages": account.messages}
    if account.kind == "wiki":
        typer.echo("  " + say("wiki-account", language, source=account.source, **values))
    else:
        typer.echo("  " + say("account", language, **values))
    for other, probability, pieces in account.links:
        # Never 100: evidence is no proof.
        values = {"probability": min(99, round(100 * probability)), "reasons": _reasons(pieces, language)}
        typer.echo("    " + say("account-link", language, other=other, **values))


def _print_told(told: ToldOnPage, people: People, language: str) -> None:
    from maillage.reports.profiles import FIELDS

    days = " – ".join(dict.fromkeys(day for day in (told.since, told.until) if day))
    values = {
        "field": FIELDS[told.field][language],
        "value": people.clean(told.value, language),
        "source": told.source,
        "revision": told.revision,
        "days": days,
    }
    typer.echo("  " + say("told-on-page", language, **values))


def _reasons(pieces: Sequence[Evidence], language: str) -> str:
    from maillage.reports import evidence

    return ", ".join(evidence.piece(one.rule, one.weight, language) for one in pieces)


def _json(label: str, accounts: Sequence[Member], told: Sequence[ToldOnPage], *, names: bool) -> dict[str, object]:
    hidden = frozenset() if names else frozenset({"address", "name"})
    shown = []
    for account in accounts:
        links = [
            {"other": other, "probability": probability, "evidence": [asdict(one) for one in pieces]}
            for other, probability, pieces in account.links
        ]
        fields = {name: value for name, value in vars(account).items() if name not in hidden}
        shown.append({**fields, "links": links})
    return {"person": label, "accounts": shown, "user_pages": [asdict(one) for one in told]}
