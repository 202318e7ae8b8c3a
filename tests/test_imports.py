"""Who may import whom: the core is layered, its middle is pure, it names no service, and it starts fast."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import exporter
import exporter.sandbox
import exporter.testing
from exporter import errors

ROOT = Path(__file__).parent.parent
FORMATS = ROOT / "exporter" / "formats"
"""A plugin like any other, though it comes with the core: nobody imports it, and it sees public names alone."""
TEMPLATES = ROOT / "exporter" / "authoring" / "files"
CORE = sorted(path for path in (ROOT / "exporter").rglob("*.py") if not path.is_relative_to(TEMPLATES))
LAYERED = [path for path in CORE if path != ROOT / "exporter" / "__init__.py" and FORMATS not in path.parents]
PLUGINS = sorted([*(ROOT / "plugins").glob("*/exporter_*/**/*.py"), *FORMATS.rglob("*.py")])

LAYERS = (
    {"clock", "errors", "model", "suggest"},
    {"asking", "locked", "loopback", "store"},
    {"answers", "backend", "exchange", "lock_lines"},
    {"enricher", "hookspecs"},
    {"files", "lock", "quota"},
    {"session"},
    {"plugins", "project"},
    {"vault"},
    {"face", "logins", "matching", "sandbox", "sync"},
    {"adoption", "crew", "render", "targets", "testing"},
    {"job"},
    {"decide", "place"},
    {"access", "authoring", "nightly", "overview", "starting", "work"},
    {"app", "reviewing"},
    {"enriching", "exporting", "health", "importing", "remotes", "reports"},
    {"api", "cli"},
)
"""What is imported by nobody below it, from the bottom up. A module may use what stands in a lower row."""

PLAIN = {
    "__future__",
    "bisect",
    "collections",
    "collections.abc",
    "dataclasses",
    "enum",
    "functools",
    "itertools",
    "math",
    "operator",
    "re",
    "string",
    "typing",
    "unicodedata",
}
"""The part of the standard library that knows no file, clock, network or process."""

MATCHING = {f"exporter.matching.{path.stem}" for path in (ROOT / "exporter" / "matching").glob("[!_]*.py")}
PURE = {
    "exporter/access/screens.py": {"exporter.errors", "exporter.render", "rich"},
    "exporter/lock_lines.py": {"exporter.errors", "exporter.locked", "exporter.suggest", "json", "msgspec"},
    "exporter/locked.py": {"exporter.model", "msgspec"},
    "exporter/model.py": set[str](),
    "exporter/errors.py": set[str](),
    "exporter/backend.py": {"pathlib"},  # a type
    "exporter/enricher.py": {"exporter.backend", "exporter.model"},
    "exporter/exchange.py": {"exporter.model"},
    **{
        f"exporter/formats/article/{path.name}": {"exporter", "html", "rapidfuzz"}
        for path in sorted((ROOT / "exporter" / "formats" / "article").glob("*.py"))
    },
    "exporter/enriching/answers.py": {
        "exporter.enricher",
        "exporter.enriching.outcomes",
        "exporter.enriching.proposals",
        "exporter.model",
    },
    "exporter/enriching/outcomes.py": {"exporter.enriching.proposals", "exporter.errors", "exporter.model"},
    "exporter/enriching/proposals.py": {
        "exporter.enricher",
        "exporter.files.writing",
        "exporter.matching.rules",
        "exporter.matching.text",
        "exporter.model",
    },
    "exporter/enriching/screens.py": {"exporter.enricher", "exporter.enriching.outcomes", "exporter.files.writing"}
    | {"exporter.enriching.proposals", "exporter.render", "difflib", "rich"},
    "exporter/sync/plan.py": {"exporter.backend", "exporter.model", "rapidfuzz"},
    "exporter/sync/parts.py": {"exporter.sync.plan"},
    "exporter/sync/guards.py": {"exporter.errors", "exporter.model"},
    "exporter/overview/screens.py": {"exporter.model", "exporter.overview.states", "exporter.render", "rich"},
    "exporter/overview/states.py": {"exporter.lock", "exporter.model", "exporter.project"},
    "exporter/render.py": {"exporter.errors", "exporter.model", "rich"},
    "exporter/health/screens.py": {"exporter.health.condition", "exporter.model", "exporter.render", "rich"},
    "exporter/remotes/difference.py": {"rapidfuzz"},
    "exporter/remotes/screens.py": {"exporter.face", "exporter.model", "exporter.render", "rich"}
    | {"exporter.remotes.difference"},
    "exporter/reports/words.py": {"exporter.errors", "exporter.face", "exporter.model", "exporter.render"},
    "exporter/reports/screens.py": {"exporter.errors", "exporter.face", "exporter.render", "exporter.reports", "rich"}
    | {"exporter.model", "exporter.reports.words"},
    "exporter/reports/markdown.py": {"exporter.errors", "exporter.face", "exporter.model", "exporter.quota"}
    | {"exporter.render", "exporter.reports", "exporter.reports.words", "exporter.reviewing.pick"}
    | {"datetime", "shlex", "urllib.parse"},  # to write moments, commands and addresses
    "exporter/starting/screens.py": {"exporter.render", "exporter.starting.kit", "rich", "shlex"},
    "exporter/reviewing/pick.py": {
        "exporter.errors",
        "exporter.lock",
        "exporter.matching.text",
        "exporter.model",
        "exporter.suggest",
    },
    "exporter/importing/draft.py": {"exporter.exchange", "exporter.model"},
    "exporter/importing/encodings.py": {"codecs", "contextlib", "exporter.errors", "exporter.importing.languages"},
    "exporter/importing/languages.py": set(),
    "exporter/importing/merging.py": {"exporter.matching.text", "exporter.model"},
    "exporter/importing/screens.py": {"exporter.exchange", "exporter.model", "exporter.render", "rich"}
    | {f"exporter.importing.{name}" for name in ("draft", "intake", "keeping")},
    "exporter/files/writing.py": {"exporter.files.findings", "exporter.model", "json"},
    "exporter/matching/contest.py": {"exporter.lock", "exporter.matching.rules", "exporter.model"},
    "exporter/reviewing/screens.py": {"exporter.matching.evidence", "exporter.model", "exporter.render", "rich"},
    **{
        f"{name.replace('.', '/')}.py": {"exporter.backend", "exporter.model", "rapidfuzz"} | MATCHING - {name}
        for name in sorted(MATCHING - {"exporter.matching.resolve", "exporter.matching.contest"})
    },
}
"""The pure modules, each with what it may import beside the plain library."""

EFFECTS = {
    "exporter.importing.intake": {"read", "write"},
    "exporter.importing.keeping": {"keep"},
    "exporter.lock": {"read", "write"},
    "exporter.matching.resolve": {"resolve"},
    "exporter.starting.kit": {"kit"},
}
"""Names that a pure module may not take from a module whose data it may use."""

PUBLIC = {
    "exporter": set(exporter.__all__),
    "exporter.errors": {name for name in vars(errors) if name[0].isupper()},
    "exporter.matching": {"compare", "judge"},
    "exporter.loopback": {"PORT", "listening", "open_browser", "port_of"},
    "exporter.sandbox": set(exporter.sandbox.__all__),
    "exporter.session": {"json_of", "retry_after", "wait_longer"},
    "exporter.testing": set(exporter.testing.__all__),
}
"""What a plugin may import from the core."""

SPOKEN = {"exporter/matching/text.py": {"youtube"}}  # artists call themselves "... Official YouTube Channel" anywhere
"""Services that a module has to name in code, and why."""

SERVICES = ("spotify", "spotipy", "ytmusic", "youtube", "tidal", "deezer")


@dataclass(frozen=True)
class Import:
    """``from module import name`` (``name`` is empty for ``import module``); ``typing``: for type checkers alone."""

    module: str
    name: str
    typing: bool

    @property
    def target(self) -> str:
        """The module that is meant: ``from exporter import lock`` means ``exporter.lock``."""
        return f"exporter.{self.name}" if self.module == "exporter" and self.name in MODULES else self.module


MODULES = {path.relative_to(ROOT / "exporter").parts[0].removesuffix(".py") for path in LAYERED}


def imports(path: Path) -> Iterator[Import]:
    """Every import of a file, also those inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guards = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    guarded = {id(inner) for guard in guards for node in guard.body for inner in ast.walk(node)}
    for node in ast.walk(tree):
        typing = id(node) in guarded
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} is a relative import"
            yield from (Import(node.module or "", alias.name, typing) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (Import(alias.name, "", typing) for alias in node.names)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def rank(module: str) -> int:
    """The row of a module of ours; ``exporter`` itself, which imports on first use, stands above all."""
    unit = module.partition(".")[2].partition(".")[0]
    (row,) = [number for number, layer in enumerate(LAYERS) if unit in layer] if unit else [len(LAYERS)]
    return row


# Layers.


def test_every_module_has_its_layer() -> None:
    assert set().union(*LAYERS) == MODULES
    assert sum(map(len, LAYERS)) == len(MODULES)


@pytest.mark.parametrize("path", LAYERED, ids=named)
def test_imports_run_downwards_only(path: Path) -> None:
    own = path.relative_to(ROOT / "exporter").parts[0].removesuffix(".py")
    upwards = [
        found.target
        for found in imports(path)
        if found.target.partition(".")[0] == "exporter"
        and not found.typing
        and found.target.split(".")[1:2] != [own]
        and rank(found.target) >= rank(f"exporter.{own}")
    ]
    assert not upwards


# Purity.


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_reaches_for_nothing_outside(name: str) -> None:
    for found in imports(ROOT / name):
        if not found.typing:
            allowed = found.target in PLAIN | PURE[name] or found.module.partition(".")[0] in PURE[name]
            assert allowed, f"{name} imports {found.target}"
            assert found.name not in EFFECTS.get(found.target, ()), f"{name} takes {found.name} from {found.target}"
            assert found.name or found.target not in EFFECTS, f"{name} takes all of {found.target}"
            assert found.target != f"exporter.{found.name}" or found.target not in EFFECTS


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_calls_nothing_that_reads_or_writes(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}


OUTSIDE = {
    "os",
    "shutil",
    "subprocess",
    "socket",
    "urllib.request",
    "requests",
    "time",
    "datetime",
    "tempfile",
    "random",
}


@pytest.mark.parametrize("path", sorted(FORMATS.rglob("*.py")), ids=named)
def test_a_format_touches_no_file_and_asks_no_clock(path: Path) -> None:
    found = list(imports(path))
    assert not {one.module for one in found} & OUTSIDE
    assert "Path" not in {one.name for one in found}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}


# Services.


def test_the_core_imports_no_client_library() -> None:
    found = {one.module.partition(".")[0] for path in CORE for one in imports(path)}
    assert not {name for name in found if any(service in name for service in SERVICES)}


@pytest.mark.parametrize("path", CORE, ids=named)
def test_the_core_knows_no_service_by_name(path: Path) -> None:
    """Words for a person may name one as an example: docstrings, comments, strings of several words. Code may not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    known = [
        word
        for node in ast.walk(tree)
        if id(node) not in docstrings
        for word in _words_of_code(node)
        if any(service in word.lower() for service in set(SERVICES) - SPOKEN.get(named(path), set()))
    ]
    assert not known


def _words_of_code(node: ast.AST) -> Iterator[str]:
    """Identifiers, and strings that are one word: keys, addresses, commands."""
    for attribute in ("id", "attr", "arg", "name", "asname", "module"):
        value = getattr(node, attribute, None)
        if isinstance(value, str):
            yield value
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) == 1:
        yield node.value


# Plugins.


@pytest.mark.parametrize("path", PLUGINS, ids=named)
def test_a_plugin_imports_public_names_only(path: Path) -> None:
    private = [
        f"{found.module}.{found.name}"
        for found in imports(path)
        if found.module.partition(".")[0] == "exporter"
        and found.name not in PUBLIC.get(found.module, ())
        and not (FORMATS in path.parents and found.module.startswith("exporter.formats"))
    ]
    assert not private


@pytest.mark.parametrize("path", LAYERED, ids=named)
def test_the_core_imports_no_format(path: Path) -> None:
    assert not [found for found in imports(path) if found.module.startswith("exporter.formats")]


@pytest.mark.parametrize("path", PLUGINS, ids=named)
def test_a_plugin_imports_no_other_plugin(path: Path) -> None:
    own = "" if FORMATS in path.parents else path.relative_to(ROOT / "plugins").parts[1]
    others = {found.module.partition(".")[0] for found in imports(path)} - {own}
    assert not {name for name in others if name.startswith("exporter_")}


@pytest.mark.parametrize("module", [exporter, exporter.sandbox, exporter.testing], ids=lambda module: module.__name__)
def test_every_public_name_is_there(module: object) -> None:
    names: list[str] = module.__all__  # type: ignore[attr-defined]
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), name)), "constants stand first"
    for name in names:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        module.no_such_name  # type: ignore[attr-defined]  # noqa: B018 - looking is the test


# Starting.


def modules_after(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after running ``code``."""
    script = f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return set(done.stderr.split())


HEAVY = {
    "keyring",
    "rich",
    "requests",
    "msgspec",
    "yaml",
    "rapidfuzz",
    "pluggy",
    "spotipy",
    "starlette",
    "uvicorn",
    "sqlite3",
}


def test_importing_exporter_costs_nothing() -> None:
    loaded = modules_after("import exporter")
    assert {name for name in loaded if name.startswith("exporter")} == {"exporter"}
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    "code",
    ["import exporter.cli.main", "from exporter.cli.main import run\nrun(['--help'])"],
    ids=["import", "help"],
)
def test_the_command_line_starts_without_heavy_libraries(code: str) -> None:
    assert not modules_after(code) & HEAVY


def test_formats_are_listed_without_importing_any() -> None:
    loaded = modules_after("from exporter.formats import exporter_formats\nexporter_formats()")
    assert not loaded & (HEAVY - {"pluggy"} | {"csv", "json", "xml", "exporter.formats.table"})


def test_a_backend_plugin_can_be_listed_without_the_network_library() -> None:
    code = "from exporter import BackendInfo, Feature, Kind, Limits, Login, hookimpl"
    assert not modules_after(code) & (HEAVY - {"pluggy"})
