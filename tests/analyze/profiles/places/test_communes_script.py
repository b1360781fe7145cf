from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from maillage.analyze.profiles.places import gazetteer
from maillage.analyze.profiles.places.gazetteer import Gazetteer

SCRIPT = Path(__file__).parents[4] / "scripts" / "communes.py"

CURRENT: dict[str, list[dict[str, Any]]] = {
    "regions": [{"code": "53", "nom": "Bretagne"}],
    "departements": [{"code": "29", "nom": "Finistère", "region": "53"}],
    "epci": [{"code": "242900314", "nom": "Brest Métropole", "type": "METRO", "membres": [{"code": "29019"}]}],
    "communes": [
        {
            "code": "29076",
            "nom": "Milizac-Guipronvel",
            "type": "commune-actuelle",
            "anciensCodes": ["29149"],
            "codesPostaux": ["29290"],
            "population": 4800,
        },
        {
            "code": "29019",
            "nom": "Brest",
            "type": "commune-actuelle",
            "anciensCodes": ["29096"],
            "codesPostaux": ["29200"],
            "population": 140000,
        },
        {"code": "29149", "nom": "Milizac", "type": "commune-deleguee", "chefLieu": "29076"},
    ],
}
HISTORY = {
    "historique-communes": [
        {"code": "29096", "nom": "Lambézellec", "type": "COM"},
        {"code": "29019", "nom": "Brest", "type": "COM"},
        {"code": "29149", "nom": "Milizac", "type": "COM"},
        {"code": "99999", "nom": "Nulle-Part", "type": "COM"},
    ]
}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("communes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_that_the_script_makes_is_what_the_gazetteer_reads(script: ModuleType) -> None:
    table = Gazetteer(gazetteer.blocks(script.table(CURRENT, HISTORY)))
    assert [commune.code for commune in table] == ["29019", "29076"]
    assert table.in_epci("242900314") == ("29019",)
    assert [(match.commune.code, match.how) for match in table.matches("Milizac")] == [("29076", "delegated")]
    assert [(match.commune.code, match.how) for match in table.matches("Lambézellec")] == [("29019", "former")]
    assert table.named("Nulle-Part") == ()


def test_the_script_writes_the_versions_and_the_licence_above_its_rows(script: ModuleType) -> None:
    text = script.table(CURRENT, HISTORY)
    assert script.CURRENT in text
    assert "Licence Ouverte" in text


def test_the_shipped_table_is_of_the_versions_that_the_script_names(script: ModuleType) -> None:
    assert gazetteer.shipped_text().startswith(script.NOTICE)
