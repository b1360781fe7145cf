"""Reading a study from its file, all its mistakes reported at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from maillage.errors import InvalidStudy
from maillage.project.lines import places
from maillage.project.mistakes import Mistakes, meant
from maillage.project.sources import check_networks, check_sources, in_zone, read_sources
from maillage.project.study import (
    AUTOMATIC_LABELS,
    LANGUAGES,
    STUDY_FILE,
    Moves,
    OfficialFiles,
    Study,
    Thresholds,
    Tiers,
)
from maillage.project.territories import read_territories
from maillage.project.toml import StudyTable, existing, inside
from maillage.sentences import Said, because, recognised


def load(path: Path) -> Study:
    """Read a study from its file, or from the folder that holds its `maillage.toml`.

    Raises `InvalidStudy` with every mistake of the file, each with its line.
    """
    file = (path / STUDY_FILE if path.is_dir() else path).absolute()
    text = _text(file)
    try:
        values = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, and numbers too long for int()
        raise InvalidStudy(file, [_syntax_mistake(text, error)], language=_language(text)) from None
    mistakes = Mistakes(places(text))
    study = read_study(StudyTable(values, (), "", mistakes), file)
    if mistakes.found:
        raise InvalidStudy(file, mistakes.in_order(), language=_language(text))
    return study


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        reason = Said("it does not exist; `maillage init FOLDER` writes one for a folder of archives")
        raise InvalidStudy(file, [reason]) from None
    except OSError as error:
        raise InvalidStudy(file, [Said("it cannot be read: {reason}", reason=because(error))]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        said = Said("the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8", byte=error.object[error.start])
        language = _language(data.decode("latin-1"))
        raise InvalidStudy(file, [Said("line {line}: {said}", line=line, said=said)], language=language) from None


def _language(text: str) -> str | None:
    """The language of a study that may not be valid otherwise; None where it does not say."""
    found = re.search(rf"^\s*language\s*=\s*([\"'])({'|'.join(LANGUAGES)})\1", text, re.MULTILINE)
    return found[2] if found else None


def _syntax_mistake(text: str, error: ValueError) -> Said:
    """What tomllib says, its line first."""
    said = str(error)
    at = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    if at:
        reason = recognised(said[: at.start()])
        where = Said("not valid TOML at column {column}: {reason}", column=at[2], reason=reason)
        return Said("line {line}: {said}", line=at[1], said=where)
    reason = recognised(said.removesuffix(" (at end of document)"))
    where = Said("not valid TOML at the end of the file: {reason}", reason=reason)
    return Said("line {line}: {said}", line=len(text.splitlines()) or 1, said=where)


def read_study(root: StudyTable, file: Path) -> Study:
    """The study of a whole file; what is wrong in it is noted in its mistakes."""
    study = root.table("study")
    if not root.has("study"):
        root.wrong("study", Said("the table [study] is missing"))
    thresholds = _thresholds(root.table("thresholds"))
    tiers = _tiers(root.table("tiers"))
    moves = _moves(root.table("moves"))
    exclusions = root.table("exclusions")
    set_aside = _set_aside(exclusions)
    territories = read_territories(root)
    gazetteer = _gazetteer(root.table("gazetteer"), file.parent)
    sources = read_sources(root, file.parent)
    _unknown_tables(root)
    title = study.text("title", required=root.has("study"))
    zone = _time_zone(study)
    begin, end = study.day("from"), study.day("to")
    if begin and end and end < begin:
        study.wrong("to", Said("to ({end}) is before from ({begin})", end=end, begin=begin))
    read = Study(
        file=file,
        title=title,
        sources=tuple(in_zone(source, zone.key) for _, source in sources),
        language=study.choice("language", LANGUAGES, "fr"),
        time_zone=zone,
        begin=begin,
        end=end,
        database=inside(file.parent, study.text("database", "maillage.db")),
        reports=inside(file.parent, study.text("reports", "reports")),
        decisions=inside(file.parent, study.text("decisions", "decisions")),
        thresholds=thresholds,
        tiers=tiers,
        moves=moves,
        set_aside=set_aside,
        territories=tuple(territory for _, territory in territories),
        gazetteer=gazetteer,
        smallest_group=study.count("smallest_group", 3),
        compare_with_thesis=study.flag("compare_with_thesis", default=False),
        language_models=study.texts("language_models"),
        rome=existing(study, file.parent, "rome") if study.has("rome") or study.text("rome") else None,
    )
    study.done()
    check_sources(sources, end)
    check_networks(territories, read.sources)
    return read


def _unknown_tables(root: StudyTable) -> None:
    known = ("study", "thresholds", "tiers", "moves", "exclusions", "gazetteer", "territory", "source")
    for name, value in root.values.items():
        if name in known:
            continue
        if isinstance(value, dict | list):
            hint = meant(name, known, Said("known tables"))
            root.wrong(name, Said('unknown table "{name}"; {hint}', name=name, hint=hint))
        else:
            said = Said('the key "{name}" stands before any table; keys belong to one, such as [study]', name=name)
            root.wrong(name, said)


def _time_zone(study: StudyTable) -> ZoneInfo:
    name = study.text("time_zone", "Europe/Paris")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, such as "Europe"
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        nearest = Said('did you mean "{name}"?', name=near[0]) if near else None
        hint = nearest or Said('write one such as "Europe/Paris"')
        study.wrong("time_zone", Said('there is no time zone "{name}"; {hint}', name=name, hint=hint))
        return ZoneInfo("Europe/Paris")


def _thresholds(table: StudyTable) -> Thresholds:
    default = Thresholds()
    read = Thresholds(
        regular_over=table.count("regular_over", default.regular_over),
        intensive_from=table.count("intensive_from", default.intensive_from),
        very_intensive_over=table.count("very_intensive_over", default.very_intensive_over),
    )
    table.done()
    _check_over(table, read, "intensive_from", "regular_over")
    _check_over(table, read, "very_intensive_over", "intensive_from")
    return read


def _tiers(table: StudyTable) -> Tiers:
    default = Tiers()
    read = Tiers(
        core=table.count("core", default.core),
        active=table.count("active", default.active),
        core_rate=table.number("core_rate", default.core_rate),
        active_rate=table.number("active_rate", default.active_rate),
        onion_core=table.number("onion_core", default.onion_core, most=1),
        onion_regular=table.number("onion_regular", default.onion_regular, most=1),
    )
    table.done()
    _check_over(table, read, "core", "active")
    _check_over(table, read, "core_rate", "active_rate")
    _check_over(table, read, "onion_regular", "onion_core")
    return read


def _moves(table: StudyTable) -> Moves:
    read = Moves(silent_months=table.count("silent_months", Moves().silent_months))
    table.done()
    return read


def _check_over(table: StudyTable, read: Thresholds | Tiers, high: str, low: str) -> None:
    """One setting must be over another, written or default."""
    value, least = getattr(read, high), getattr(read, low)
    if value <= least:
        said = Said("{high} ({value}) must be over {low} ({least})", high=high, value=value, low=low, least=least)
        table.wrong(high if table.has(high) else low, said)


def _set_aside(table: StudyTable) -> tuple[str, ...]:
    labels = table.texts("set_aside")
    for index, label in enumerate(labels):
        if label and label not in AUTOMATIC_LABELS:
            hint = meant(label, AUTOMATIC_LABELS, Said("known labels"))
            said = Said('set_aside has an unknown label "{label}"; {hint}', label=label, hint=hint)
            table.wrong("set_aside", said, index)
    table.done()
    return labels


def _gazetteer(table: StudyTable, folder: Path) -> OfficialFiles:
    def file(key: str) -> Path | None:
        return existing(table, folder, key) if table.has(key) or table.text(key) else None

    read = OfficialFiles(communes=file("communes"), postcodes=file("postcodes"), epci=file("epci"))
    table.done()
    return read
