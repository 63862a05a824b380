"""The hazard log holds what a safety case needs, and every proof that it names is there and runs."""

import ast
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HAZARDS = yaml.safe_load((ROOT / "docs" / "safety" / "hazards.yml").read_text("utf-8"))
SCALES = {
    "severity": ("catastrophic", "serious", "moderate", "minor"),
    "likelihood": ("probable", "occasional", "remote", "unlikely"),
}
SKIPPED = {"skip", "skipif", "xfail"}


@lru_cache(maxsize=None)
def _tests_in(path):
    """Names of the tests of a file, with the marks that would keep each from counting."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {f.name: {n.attr for d in f.decorator_list for n in ast.walk(d) if isinstance(n, ast.Attribute)} for f in functions}


def proofs():
    return [(h["id"], test) for h in HAZARDS for test in h["tests"]]


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda h: h["id"])
def test_a_hazard_is_described_in_full(hazard):
    for field in ("hazard", "cause", "effect", "controls", "residual_risk"):
        assert hazard[field], field
    for field, scale in SCALES.items():
        assert hazard[field] in scale, field
    assert hazard["residual_risk"].split(":")[0] in ("high", "medium", "low")


def test_each_hazard_has_its_own_number():
    ids = [h["id"] for h in HAZARDS]
    assert len(set(ids)) == len(ids) >= 40


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda h: h["id"])
def test_a_hazard_has_a_proof_or_says_why_there_is_none(hazard):
    assert bool(hazard["tests"]) != bool(hazard.get("no_test_because"))


@pytest.mark.parametrize(("hazard", "test"), proofs(), ids=[f"{h}-{t.rsplit('::', 1)[-1][:60]}" for h, t in proofs()])
def test_a_proof_exists_and_runs(hazard, test):
    path, _, name = test.partition("::")
    assert (ROOT / path).is_file(), f"{hazard}: there is no {path}"
    assert name in _tests_in(path), f"{hazard}: {path} has no {name}"
    assert not _tests_in(path)[name] & SKIPPED, f"{hazard}: {name} does not count"


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda h: h["id"])
def test_files_named_as_controls_are_there(hazard):
    for control in hazard["controls"]:
        for place in control.split("(")[1:]:
            for name in place.split(")")[0].replace(" and ", ", ").split(", "):
                if "/" in name and " " not in name:
                    assert list(ROOT.glob(name.rstrip("/"))), f"{hazard['id']}: there is no {name}"
