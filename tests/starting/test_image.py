"""The image for other schedulers: small, without rights and without secrets, as far as its recipe tells."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from tests.starting.machine import ROOT

RECIPE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
LINES = [line.split(maxsplit=1) for line in RECIPE.splitlines() if line and not line.startswith("#")]
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()[1:]


def said(word: str) -> list[str]:
    return [rest for first, rest in LINES if first == word]


def test_it_copies_what_is_there_and_what_docker_may_see() -> None:
    sources = [path for rest in said("COPY") if "--from" not in rest for path in rest.split()[:-1]]
    assert sources
    assert all((ROOT / path).exists() for path in sources)
    assert {path for path in sources if f"!{path}" not in IGNORED} == set()


def test_everything_else_stays_outside() -> None:
    assert IGNORED[0] == "*"
    seen = [line[1:] for line in IGNORED if line.startswith("!")]
    private = (".git", ".env", ".venv", ".state", "tests")
    assert not [name for name in private if any(fnmatch(name, one) for one in seen)]


def test_it_installs_every_plugin_with_the_versions_that_are_tested() -> None:
    (install,) = [rest for rest in said("RUN") if "pip install" in rest]
    assert set(re.findall(r"plugins/\w+", install)) == {f"plugins/{path.name}" for path in ROOT.glob("plugins/*")}
    assert "--constraint constraints.txt" in install


def test_it_runs_without_rights_and_holds_no_secret() -> None:
    assert said("USER") == ["10001"]
    assert not said("ARG")
    assert set(re.findall(r"(\w+)=", " ".join(said("ENV")))) == {"EXPORTER_STATE_DIR", "PYTHONUNBUFFERED"}
    assert said("ENTRYPOINT") == ['["exporter"]']
