"""Read the knowledge base from disk: files parsed, models validated, references checked, all errors in one run."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from knowledge.cache import fetch, keep
from knowledge.edition import Base
from knowledge.errors import KnowledgeError, Problem
from knowledge.lint import lint
from knowledge.models import Component, Fact, Figure, Note, Option, Rule, Source, Weights

HERE = Path(__file__).parent
_TABLES: dict[str, type[BaseModel]] = {
    "sources": Source, "figures": Figure, "notes": Note, "facts": Fact, "components": Component,
}  # fmt: skip
_SINGLES: dict[str, type[BaseModel]] = {"options": Option, "rules": Rule}
_REMEDIES = {
    "extra_forbidden": "remove the key, or check its spelling against CONTRIBUTING.md",
    "missing": "add the key",
    "literal_error": "use one of the allowed words",
}


def load(folder: Path = HERE) -> Base:
    """Return the checked base of a folder; the one that comes with the package is kept between runs (see `knowledge.cache`).

    The order in which files are read does not matter. Raises KnowledgeError with every problem found.
    """
    files = read_files(folder)
    if folder != HERE:
        return build(files)
    base = fetch(digest_of(files))
    if base is None:
        base = build(files)
        keep(base)
    return base


def read_files(folder: Path) -> dict[str, bytes]:
    """Return all TOML files below the folder, by their path relative to it, in path order."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.toml"))
    return {name: (folder / name).read_bytes() for name in paths}


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, in name order, as hex."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()


def build(files: Mapping[str, bytes]) -> Base:
    """Turn file contents into a checked base. Raises KnowledgeError with every problem found."""
    problems: list[Problem] = []
    entries: dict[str, dict[str, Any]] = {kind: {} for kind in (*_TABLES, *_SINGLES, "weights")}
    origin: dict[tuple[str, str], str] = {}
    for name in sorted(files):
        for kind, entry_id, raw in _entries(name, files[name], problems):
            _add(kind, entry_id, raw, name, entries, origin, problems)
    weights = entries.pop("weights").get("weights")
    if weights is None:
        problems.append(Problem("weights.toml", "no weights", "one table of weights", "add knowledge/weights.toml"))
        raise KnowledgeError(problems)
    base = Base(**entries, weights=weights, digest=digest_of(files))
    problems.extend(lint(base, lambda kind, entry_id: origin.get((kind, entry_id), kind)))
    if problems:
        raise KnowledgeError(problems)
    return base


def _entries(name: str, content: bytes, problems: list[Problem]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (kind, id, raw table) for everything in one file."""
    try:
        raw = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(name, str(error), "a TOML file in UTF-8", "correct the file at that place"))
        return
    kind = name.partition("/")[0]
    if name == "weights.toml":
        yield "weights", "weights", raw
    elif kind in _SINGLES:
        yield from ((kind, str(item.get("id", name)), item) for item in _expand_each(raw))
    elif kind in _TABLES:
        for entry_id, table in raw.items():
            if isinstance(table, dict):
                yield kind, entry_id, table
            else:
                problems.append(Problem(f"{name}: {entry_id}", repr(table), "a table per entry", "write [id] above its keys"))
    else:
        known = ", ".join((*_TABLES, *_SINGLES))
        problems.append(Problem(name, f"a file in {kind!r}", f"a file in one of {known}", "move or remove it"))


def _add(
    kind: str,
    entry_id: str,
    raw: dict[str, Any],
    name: str,
    entries: dict[str, dict[str, Any]],
    origin: dict[tuple[str, str], str],
    problems: list[Problem],
) -> None:
    """Validate one entry and file it under its id; note the problems instead of raising."""
    model = Weights if kind == "weights" else (_TABLES | _SINGLES)[kind]
    where = f"{name}: {entry_id}"
    if entry_id in entries[kind]:
        other = origin[kind, entry_id]
        problems.append(Problem(where, f"the id of {other}", "an id used once", "give one of the two another id"))
        return
    try:
        entries[kind][entry_id] = model.model_validate(raw)
        origin[kind, entry_id] = where
    except ValidationError as error:
        problems.extend(_from_pydantic(where, error))


def _from_pydantic(where: str, error: ValidationError) -> Iterator[Problem]:
    """Put pydantic's findings into our words."""
    for item in error.errors():
        place = ".".join(str(part) for part in item["loc"])
        found = "nothing" if item["type"] == "missing" else _shorten(repr(item["input"]))
        remedy = _REMEDIES.get(item["type"], "correct the value")
        yield Problem(f"{where}.{place}", found, item["msg"][:1].lower() + item["msg"][1:], remedy)


def _shorten(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."


def _expand_each(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Spell out a rule file with `each = [..]` as one rule per item; `{each}` stands for the item everywhere in it."""
    items = raw.get("each")
    if items is None:
        return [raw]
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return [raw]  # the model then refuses the key with its place
    rest = {key: value for key, value in raw.items() if key != "each"}
    return [_filled(rest | {"id": f"{raw.get('id')}:{item}"}, item) for item in items]


def _filled(value: Any, item: str) -> Any:
    """Put the item for `{each}` in every string inside a raw value."""
    if isinstance(value, str):
        return value.replace("{each}", item)
    if isinstance(value, list):
        return [_filled(part, item) for part in value]
    if isinstance(value, dict):
        return {key: _filled(part, item) for key, part in value.items()}
    return value
