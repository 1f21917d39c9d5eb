"""The shape of the code: which package may import which, no ring, nothing hidden, names that say something."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("knowledge", "advisor", "api")
MAY_IMPORT = {"knowledge": {"knowledge"}, "advisor": {"advisor", "knowledge"}, "api": {"api", "advisor", "knowledge"}}


def modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def typing_only(tree: ast.AST) -> set[int]:
    branches = (node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    return {id(inner) for branch in branches for node in branch.body for inner in ast.walk(node)}


def imports(path: Path, known: dict[str, Path]) -> dict[str, set[str]]:
    """Our own modules that a module imports: at its top, and hidden inside functions."""
    tree = ast.parse(path.read_text())
    skipped = typing_only(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inner = {id(node) for function in functions for node in ast.walk(function) if node is not function}
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom):
            names = [
                f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in known else node.module or ""
                for alias in node.names
            ]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if id(node) not in skipped:
            found["hidden" if id(node) in inner else "top"] |= {name for name in names if name in known}
    return found


def test_packages_import_in_one_direction() -> None:
    known = modules()
    for name, path in known.items():
        for group in imports(path, known).values():
            allowed = MAY_IMPORT[name.partition(".")[0]]
            assert {target.partition(".")[0] for target in group} <= allowed, name


def test_there_is_no_ring_of_imports() -> None:
    known = modules()
    edges = {name: imports(path, known).get("top", set()) - {name} for name, path in known.items()}
    state: dict[str, int] = {}

    def walk(name: str, path: list[str]) -> None:
        assert state.get(name) != 1, f"ring: {' -> '.join([*path, name])}"
        if name not in state:
            state[name] = 1
            for target in sorted(edges[name]):
                walk(target, [*path, name])
            state[name] = 2

    for name in edges:
        walk(name, [])


LAZY = ("advisor.cli", "advisor.__main__")
"""The command line imports what a command needs when it is called, so that `--version` and `--help` stay fast."""


def test_no_import_of_ours_hides_in_a_function() -> None:
    known = modules()
    hidden = {name: found for name, path in known.items() if (found := imports(path, known).get("hidden"))}
    assert [name for name in hidden if not name.startswith(LAZY)] == []


@pytest.mark.parametrize("path", modules().values(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 60, node.name


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not [
        name for name in modules() if name.rpartition(".")[2] in ("utils", "helpers", "manager", "data", "common", "misc")
    ]
