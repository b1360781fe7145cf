"""The ledger for programs: what was read, stored, found twice, refused and not selected, part by part."""

from __future__ import annotations

from typing import Any

from maillage.analyze.profiles.readings import MAILS_CUT_OFF
from maillage.reports.table import Choice
from maillage.store import Store

PARTS = """
    select part, source, path, digest, bytes_read, read, stored, stored_bytes, duplicates, duplicate_bytes,
      problems, problem_bytes, skipped, skipped_bytes
    from parts where :source in ('', source) order by source, part
"""
PROBLEMS = "select place, size, reason from problems where part = ? order by place"
UNREAD = "select source, path, size, reason from unread_files where :source in ('', source) order by source, path"
UNREAD_ENDS = f"select * from ({MAILS_CUT_OFF}) where :source in ('', source) order by source, path, place"
ROSTERS = """
    select source, path, kind, taken_on, subscriptions, problems from rosters
    where :source in ('', source) order by source, taken_on, path
"""


def ledger(store: Store, choice: Choice) -> dict[str, Any]:
    """The whole ledger: `parts` with their problems, their sums, files and ends of mails left unread, subscribers."""
    asked = {"source": choice.source}
    parts = [_part(store, dict(row)) for row in store.rows(PARTS, asked)]
    summed = ("bytes_read", "read", "stored", "stored_bytes", "duplicates", "duplicate_bytes", "problems")
    selected = ("problem_bytes", "skipped", "skipped_bytes")
    return {
        "parts": parts,
        "totals": {name: sum(part[name] for part in parts) for name in (*summed, *selected)},
        "unread_files": [dict(row) for row in store.rows(UNREAD, asked)],
        "unread_ends": [dict(row) for row in store.rows(UNREAD_ENDS, asked)],
        "subscriber_lists": [dict(row) for row in store.rows(ROSTERS, asked)],
    }


def _part(store: Store, row: dict[str, Any]) -> dict[str, Any]:
    number = row.pop("part")
    reasons = [dict(problem) for problem in store.rows(PROBLEMS, (number,))]
    items = sum(row[name] for name in ("stored", "duplicates", "problems", "skipped"))
    size = sum(row[name] for name in ("stored_bytes", "duplicate_bytes", "problem_bytes", "skipped_bytes"))
    return {**row, "adds_up": (row["read"], row["bytes_read"]) == (items, size), "reasons": reasons}
