"""What the records say: one module per family of measures, each rebuilding tables of its own.

A module declares the classes of its rows in `ROWS` and computes them in `run(store, study, decisions)`.
`STEPS` is the order: a step may read the tables of the ones before it, and nothing but the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from importlib import import_module
from typing import Protocol, cast

from maillage.analyze.profiles import page_readings, readings
from maillage.analyze.wikis import words
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store

STEPS = (
    "people.accounts",  # accounts, account_names, persons, subscribers, subscription_spans
    "wikis.administrators",  # administrator_periods: A27
    "wikis.accounts",  # wiki_accounts: who is on each wiki, and what each is to it
    "wikis.edits",  # edits, wiki_pages: one row a revision, one a page
    "wikis.census",  # wiki_censuses, wiki_classes, wiki_statistics_compared, wiki_contents: A25-A27, A29, B5
    "wikis.articles",  # site_articles, site_statuses, site_sections, site_months, site_years: A28, A29
    "wikis.tiers",  # wiki_tiers, wiki_tier_counts, wiki_regulars
    "wikis.activity",  # wiki_months, wiki_renewals: B3
    "wikis.careers",  # wiki_careers, wiki_promotions: B13
    "wikis.affordances",  # wiki_affordances: A30
    "wikis.reverts",  # reverts: who undoes whose edits
    "wikis.sessions",  # edit_sessions, session_counts
    "wikis.survival",  # text_survival, survival_counts: B1 by surviving text
    "wikis.cowriting",  # cowriting, cowriting_ties: B27
    "wikis.discussion",  # discussion_pages, discussions: B28
    "wikis.duplicate_pages",  # duplicate_pages: B27
    "contributions",  # one row a message: who, which list, which month, counted or left out and why
    "volume",  # list_periods, list_volumes, list_years: A1-A6
    "authors",  # person_lists, person_months: A7
    "regulars",  # list_regulars: A8, A9, A11, A12
    "intensive",  # network_intensive, memberships: A10, A12, A16
    "profiles.attributions",  # attributions, attribution_messages: who each person is said to be, and when
    "profiles.functions",  # functions: each in the words of the vocabulary, of the PCS and of ROME
    "profiles.profiles",  # message_profiles, list_profiles, network_profiles, profile_evidence: A13
    "structures",  # network_structures: A14
    "scales",  # list_scales, list_locations, network_locations: A17-A21
    "sectors",  # list_sectors, network_institutional: A15, C2
    "workplaces",  # list_workplaces: A17 before any territory
    "sizes",  # list_sizes: C28
    "capacities",  # list_capacities: B30
    "coverage",  # list_coverage, list_dated: D1, D2
    "silence",  # silences: A22, A23, B4
    "silence_months",  # silence_months: B4 month by month
    "doubles",  # list_doubles: B6
    "tiers",  # tiers, tier_counts, tier_moves, ninety_nine_one
    "concentration",  # concentrations, lorenz_points: B8
    "wikis.writing",  # wiki_writing, wiki_writers, wiki_sectors: B1, B2, B8, C2
    "networks.presence",  # tool_members, tool_presence, network_presence: A16 over lists and wikis, C8
    "networks.overlaps",  # tool_overlaps: C8
    "networks.moves",  # tool_courses, network_moves, move_years, tool_migrations: B22
    "networks.links",  # tool_links, tool_circulation: B29
    "networks.tiers",  # network_tiers, network_tier_counts
    "quality",  # exclusion_counts, archive_gaps, list_natures: D4, D5
    "comparison",  # comparisons: D6
)


class Step(Protocol):
    """What each module of a step offers."""

    ROWS: tuple[type, ...]

    @staticmethod
    def run(store: Store, study: Study, decisions: Decisions) -> Iterable[object]:
        """The rows of all its tables, in a stable order."""


class Kept(Protocol):
    """What a module of tables that are kept between analyses offers."""

    @property
    def ROWS(self) -> tuple[type, ...]:  # noqa: N802  # a constant of the module
        """The classes of its rows; the first has one for each thing that was read."""

    @property
    def KEY(self) -> tuple[str, ...]:  # noqa: N802
        """The columns that tell these things apart."""

    @property
    def RULES(self) -> str:  # noqa: N802
        """The setting that keeps the rules they were read by."""


class Plan(Protocol):
    """What is to be done for such tables."""

    @property
    def anew(self) -> bool:
        """Whether the rules changed, so that everything goes."""

    @property
    def gone(self) -> Iterable[tuple[object, ...]]:
        """The keys whose rows go."""

    @property
    def new(self) -> Sized:
        """What is to be read."""

    @property
    def rules(self) -> str:
        """The rules of today."""


class Progress(Protocol):
    """What is told how far the work is."""

    def begin(self, what: str, total: int) -> None:
        """A stage of so many steps begins."""

    def advance(self, steps: int) -> None:
        """So many of them are done."""


def run(store: Store, study: Study, decisions: Decisions, progress: Progress | None = None) -> None:
    """Read what is new of mails and wiki pages, then rebuild every derived table, all in one transaction."""
    read_mails(store, study, progress)
    read_user_pages(store, study, progress)
    follow_words(store, study, progress)
    if progress:
        progress.begin("analyze", len(STEPS))
    with store.transaction():
        for name in STEPS:
            if progress:
                progress.advance(1)
            step = cast("Step", import_module(f"{__name__}.{name}"))
            store.rebuild(step.ROWS, step.run(store, study, decisions))


def read_mails(store: Store, study: Study, progress: Progress | None = None) -> None:
    """Read the mails that have no reading by the rules of today; what is read is kept, also when it is stopped."""
    plan = readings.plan(store, study)
    _keep_up(store, readings, plan, readings.batches(store, study, plan.new), "read", progress)


def read_user_pages(store: Store, study: Study, progress: Progress | None = None) -> None:
    """Read the user pages of wikis that changed, likewise."""
    plan = page_readings.plan(store, study)
    _keep_up(store, page_readings, plan, page_readings.batches(store, study, plan.new), "read-pages", progress)


def follow_words(store: Store, study: Study, progress: Progress | None = None) -> None:
    """Follow the words of the wiki pages that changed, likewise."""
    plan = words.plan(store, study)
    _keep_up(store, words, plan, words.batches(store, plan.new), "words", progress)


def _keep_up(  # what is kept, and how it is brought up to date
    store: Store, kept: Kept, plan: Plan, batches: Iterable[Sequence[object]], stage: str, progress: Progress | None
) -> None:
    """Bring tables that are kept between analyses up to date: what is stale goes, what is new comes batch by batch."""
    if progress and plan.new:
        progress.begin(stage, len(plan.new))
    with store.transaction():
        if plan.anew:
            store.rebuild(kept.ROWS, ())
            store.set_setting(kept.RULES, plan.rules)
        store.renew(kept.ROWS, plan.gone, (), by=kept.KEY)
    for rows in batches:
        with store.transaction():
            store.renew(kept.ROWS, (), rows, by=kept.KEY)
        if progress:
            progress.advance(sum(isinstance(row, kept.ROWS[0]) for row in rows))


def tables() -> Iterator[type]:
    """The row classes of all derived tables, in order."""
    yield from readings.ROWS
    yield from page_readings.ROWS
    yield from words.ROWS
    for name in STEPS:
        yield from cast("Step", import_module(f"{__name__}.{name}")).ROWS
