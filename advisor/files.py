"""Workload files: TOML, JSON or YAML read into a plain mapping, and every way in which a file can be wrong.

Nothing is judged about facts here; `advisor.language.workload.parse` does that. What is refused here is what can't be read
without a guess: broken syntax, a key given twice, a number that is none, a file too large or too deep to be a workload.
"""

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from advisor.language.workload import InvalidWorkloadError
from knowledge import Problem

Syntax = Literal["toml", "json", "yaml"]

SYNTAXES: tuple[Syntax, ...] = get_args(Syntax)
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_YAML_EVENTS = 10_000
STDIN = "-"

_ENDINGS: dict[str, Syntax] = {".toml": "toml", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}
_TOML_LINE = re.compile(r"""\s*(?:[\w."'-]+\s*=|\[)""")
_YAML_LINE = re.compile(r"""\s*(?:[\w."' -]+:(?:\s|$)|---|%YAML)""")
_ONE_A_LINE = "write one fact and its value a line"


class UnreadableWorkloadError(InvalidWorkloadError):
    """The workload can't be read from where it was looked for; root of the errors of this module."""

    def __init__(self, where: str, found: str, expected: str, remedy: str) -> None:
        super().__init__([Problem(where, found, expected, remedy)])


class NoSuchWorkloadError(UnreadableWorkloadError):
    """There is no file there, or none that may be read."""


class TooLargeError(UnreadableWorkloadError):
    """More bytes, levels or entries than a workload can have; bytes are counted before anything is parsed."""


class BrokenSyntaxError(UnreadableWorkloadError):
    """The text is empty or not what its ending says; the message names the line."""


class RepeatedKeyError(BrokenSyntaxError):
    """One key stands twice in one table, so that one of its values would be lost."""


def read_workload(path: str, syntax: Syntax | None = None) -> dict[str, Any]:
    """Return the mapping in a file, or on standard input when the path is `-`.

    The syntax follows from the ending, or from the first line where the ending tells nothing. Raises
    UnreadableWorkloadError.
    """
    where = "standard input" if path == STDIN else path
    content = _read_bytes(path, where)
    known = syntax or _ENDINGS.get(Path(path).suffix.lower())
    return parse_workload(content, known, where, f"name the format with --input-format, or {_ONE_A_LINE}")


def parse_workload(
    content: bytes, syntax: Syntax | None = None, where: str = "workload", unclear: str = _ONE_A_LINE
) -> dict[str, Any]:
    """Return the mapping in some bytes. Raises UnreadableWorkloadError with `where` as the place.

    `unclear` says what to do where nothing tells the syntax.
    """
    if len(content) > MAX_BYTES:
        raise TooLargeError(where, "more than 1 MiB", "at most 1 MiB", "check that this is the right file")
    text = _decode(content, where)
    if not text.strip():
        raise BrokenSyntaxError(where, "an empty file", "the facts of a workload", _ONE_A_LINE)
    try:
        return _table(_READERS[syntax or sniff(text, where, unclear)](text, where), where)
    except RecursionError:
        raise _too_deep(where) from None


def sniff(text: str, where: str = "workload", unclear: str = _ONE_A_LINE) -> Syntax:
    """Tell the syntax from the first line that is neither blank nor a comment; BrokenSyntaxError when it tells nothing."""
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    if first.lstrip().startswith("{"):
        return "json"
    if _TOML_LINE.match(first):
        return "toml"
    if _YAML_LINE.match(first):
        return "yaml"
    raise BrokenSyntaxError(where, "a text of no known format", "TOML, JSON or YAML", unclear)


def _read_bytes(path: str, where: str) -> bytes:
    """At most one byte more than is allowed, so that an endless file ends here."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else b""
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        found, remedy = "no such file", "check the path; `advisor demo` names a workload to start from"
    except IsADirectoryError:
        found, remedy = "a folder", "name a file in it"
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()
        found, remedy = f"a file that can't be opened ({reason})", "check the path and its permissions"
    raise NoSuchWorkloadError(where, found, "a workload file", remedy)


def _decode(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = "UTF-16" if utf16 else f"the byte 0x{content[error.start]:02x}, which is not UTF-8"
        raise BrokenSyntaxError(f"{where}, line {line}", found, "text in UTF-8", "save the file as UTF-8") from None


def _broken(where: str, line: int | None, found: str, name: str) -> BrokenSyntaxError:
    place = where if line is None else f"{where}, line {line}"
    if "limit (4300 digits)" in found:
        found = "a number of thousands of digits"
    return BrokenSyntaxError(place, f"broken {name} ({' '.join(found.split())[:200]})", f"valid {name}", "correct that place")


def _repeated(where: str, line: int, key: object) -> RepeatedKeyError:
    found = f"{str(key)[:60]!r} a second time"
    return RepeatedKeyError(f"{where}, line {line}", found, "each key once", "remove one of the two")


def _too_deep(where: str) -> TooLargeError:
    return TooLargeError(where, "tables or lists inside each other, many levels deep", "facts side by side", _ONE_A_LINE)


def _read_toml(text: str, where: str) -> Any:
    try:
        value = tomllib.loads(text)
    except ValueError as error:
        message = str(error)
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", message)
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        if message.startswith(("Cannot overwrite", "Cannot declare")):
            raise _repeated(where, line, text.splitlines()[line - 1].partition("=")[0].strip()) from None
        found = message.replace(at[0], " at the end of the text" if at[1] is None else "") if at else message
        raise _broken(where, line if at else None, found[:1].lower() + found[1:], "TOML") from None
    if not value:
        raise BrokenSyntaxError(where, "no fact", "the facts of a workload", _ONE_A_LINE)
    return value


def _read_json(text: str, where: str) -> Any:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        ended = not text[error.pos :].strip()
        found = "it ends too early" if ended else f"{error.msg.lower()}, column {error.colno}"
        raise _broken(where, error.lineno, found, "JSON") from None
    except ValueError as error:
        raise _broken(where, None, str(error), "JSON") from None
    _scan_json(text, where)
    return value


_JSON_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|([{}])|(NaN|-?Infinity)')


def _scan_json(text: str, where: str) -> None:
    """Refuse what Python's reader lets pass and JSON does not: numbers that are none, and a key given twice."""
    tables: list[set[str]] = []
    for match in _JSON_TOKEN.finditer(text):
        string, colon, brace, constant = match.groups()
        if brace == "{":
            tables.append(set())
        elif brace == "}":
            tables.pop()
        elif constant:
            place = f"{where}, line {_line(text, match)}"
            raise BrokenSyntaxError(place, constant, "a number", "leave the fact out if it is not known")
        elif colon:
            key = json.loads(string)
            if key in tables[-1]:
                raise _repeated(where, _line(text, match), key)
            tables[-1].add(key)


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _read_yaml(text: str, where: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        _check_yaml_events(YAML(typ="safe", pure=True).parse(text), where)
        value = YAML(typ="safe", pure=True).load(text)
    except DuplicateKeyError as error:
        key = re.search(r'duplicate key "([^"]*)"', str(error.problem))
        raise _repeated(where, error.problem_mark.line + 1 if error.problem_mark else 1, key[1] if key else "a key") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _broken(where, mark.line + 1 if mark else None, str(error.problem or error.context), "YAML") from None
    except (YAMLError, ValueError) as error:
        raise _broken(where, None, str(error), "YAML") from None
    if value is None:
        raise BrokenSyntaxError(where, "no fact", "the facts of a workload", _ONE_A_LINE)
    return value


def _check_yaml_events(events: Iterable[Any], where: str) -> None:
    """Refuse, before anything is built: aliases, which can blow up a small file, and more entries than a workload has."""
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent

    depth = 0
    for count, event in enumerate(events):
        if isinstance(event, NodeEvent) and event.anchor is not None:
            place, found = f"{where}, line {event.start_mark.line + 1}", f"the anchor or alias {str(event.anchor)[:40]!r}"
            raise BrokenSyntaxError(place, found, "values written out", "repeat the value in its place")
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _too_deep(where)
        if count > MAX_YAML_EVENTS:
            raise TooLargeError(where, "thousands of entries", "at most 500 facts", "check that this is the right file")


_READERS: dict[Syntax, Callable[[str, str], Any]] = {"toml": _read_toml, "json": _read_json, "yaml": _read_yaml}
_KINDS = {list: "a list", str: "text", bool: "a truth value", int: "a number", float: "a number", type(None): "null"}


def _table(value: Any, where: str) -> dict[str, Any]:
    """The value as a table of facts; anything else, deep nesting, and text that is no text are refused."""
    if not isinstance(value, dict):
        raise BrokenSyntaxError(where, _KINDS.get(type(value), "a single value"), "a table of facts", _ONE_A_LINE)
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise _too_deep(where)
        if isinstance(item, str) and any("\ud800" <= letter <= "\udfff" for letter in item):
            raise BrokenSyntaxError(where, "half a character (a lone surrogate)", "text", "write the whole character")
        waiting.extend((inner, depth + 1) for inner in _inside(item))
    return value


def _inside(item: Any) -> Iterable[Any]:
    if isinstance(item, Mapping):
        return (*item.keys(), *item.values())
    return item if isinstance(item, list | tuple | set | frozenset) else ()
