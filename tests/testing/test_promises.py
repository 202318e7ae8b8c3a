"""The table of promises is whole: each is tested, explained where it says, and listed in docs/contract.md."""

from __future__ import annotations

import importlib.util
import inspect
import pydoc
from pathlib import Path

import pytest

from exporter.testing import PROMISES, BackendContract, EnricherContract, FormatContract, Promise, ReadingsContract

DOCS = Path(__file__).parents[2] / "docs"
CONTRACTS = {
    "backend": BackendContract,
    "format": FormatContract,
    "readings": ReadingsContract,
    "enricher": EnricherContract,
}


def promises_of(contract: type) -> list[str]:
    tests = [test for name, test in inspect.getmembers(contract) if name.startswith("test_")]
    assert tests
    return [test.promise for test in tests]


@pytest.mark.parametrize("kind", CONTRACTS)
def test_every_promise_has_a_test_and_every_test_a_promise(kind: str) -> None:
    assert set(promises_of(CONTRACTS[kind])) == {one.name for one in PROMISES.values() if one.kind == kind}


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_a_promise_is_explained_where_it_says(promise: Promise) -> None:
    explained = pydoc.locate(promise.where)
    assert explained is not None
    assert inspect.getdoc(explained)


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_a_promise_is_one_sentence_with_one_reason(promise: Promise) -> None:
    assert promise.sentence.endswith(".")
    assert promise.why.endswith(".")
    assert promise.page == f"docs/contract.md#{promise.name}"


def test_the_page_lists_what_is_in_the_table() -> None:
    spec = importlib.util.spec_from_file_location("make_contract", DOCS / "make_contract.py")
    assert spec is not None
    assert spec.loader is not None
    make_contract = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_contract)
    text = make_contract.PAGE.read_text(encoding="utf-8")
    assert text == make_contract.page(text), "run: uv run python docs/make_contract.py"
