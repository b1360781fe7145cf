"""`maillage signature`, as programs use it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from command_line import COMMAND, environment

SIGNATURE = "Éloïse Tanguy\nFactrice\n29200 Brest\n"


def answered(text: str | bytes, *options: str) -> subprocess.CompletedProcess[str]:
    """What the command answers to a text on its standard input."""
    data = text if isinstance(text, bytes) else text.encode()
    done = subprocess.run(
        [COMMAND, "signature", *options], input=data, env=environment(), capture_output=True, timeout=300, check=False
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def test_it_shows_what_it_found() -> None:
    done = answered(SIGNATURE)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["human", "function", "postcode", "location"]


def test_json_has_offsets_in_characters() -> None:
    found = json.loads(answered(SIGNATURE, "--json").stdout)
    assert [SIGNATURE[one["begin"] : one["end"]] for one in found] == [one["value"] for one in found]
    assert {*found[0]} == {"kind", "value", "begin", "end", "rule", "confidence"}


def test_each_line_is_answered_by_a_line() -> None:
    lines = [json.dumps({"id": number, "text": SIGNATURE}) for number in range(3)]
    answers = [json.loads(line) for line in answered("\n".join(lines), "--jsonl").stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    assert all([one["kind"] for one in answer["found"]][:2] == ["human", "function"] for answer in answers)


def test_a_bad_line_is_told_and_the_others_are_answered() -> None:
    good = json.dumps({"id": "a", "text": SIGNATURE})
    done = answered(f'nothing\n{good}\n[1]\n\n{{"id": 1}}\n{good}\n', "--jsonl")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "a"]
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["line 1", "line 3", "line 5"]
    assert done.returncode == 2


def test_bytes_that_are_no_text_are_borne() -> None:
    assert answered(b"Ana Brun\n\xff\xfe\x00\nMaire\n", "--json").returncode == 0
    assert answered(b"\xff\xfe\n", "--jsonl").returncode == 2


def test_a_study_that_names_a_model_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "liste.mbox").write_text("")
    study = '[study]\ntitle = "Essai"\nlanguage_models = ["fr_none_there"]\n'
    (tmp_path / "maillage.toml").write_text(f'{study}[[source]]\nname = "liste"\nkind = "mbox"\npath = "liste.mbox"\n')
    done = answered(SIGNATURE, "--json", "--study", str(tmp_path / "maillage.toml"))
    assert "fr_none_there" in done.stderr
    assert json.loads(done.stdout)[0]["value"] == "Éloïse Tanguy"
