"""The answers in an address: `?trigger=s3&longest_run_s=5..900&gpu=unknown&as_of=2020-02-01`, so that a page can be linked.

A value reads as a person types it, so an address can be written by hand: `longest_run_s=15 min`. A range is `low..high`,
perhaps with ` usually usual`; `~low..high` are the bounds that a checklist left. The order of the facts is the order of
answering, `rounds=1.15` says how many were answered at once, and `former=os:linux` what the last change replaced.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from fastapi import Request

from advisor.language.typed import legal_values
from advisor.language.workload import InvalidWorkloadError
from advisor.questionnaire.models import CHAPTERS, Chapter
from advisor.questionnaire.replies import DONT_KNOW, range_or_value
from api.nearest import nearest
from api.problems import FieldProblem, ProblemError, in_address, shorten
from api.questions import bad_date, date_of
from knowledge.models import Fact

MAX_ADDRESS = 6_000
"""Characters of a query; beyond some thousands servers and proxies refuse an address in their own words."""

Pairs = list[tuple[str, str]]
Raw = dict[str, Any]
_BOUNDS = re.compile(r"~(\d{1,20}(?:\.\d{1,20})?)\.\.(\d{1,20}(?:\.\d{1,20})?)", re.ASCII)
TEXTS = ("title", "description")
CONTROLS = (*TEXTS, "as_of", "rounds", "former", "chapter", "ask")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says. `rounds` has the facts in the order of answering, those answered at once together.

    `former` has the answers that the last one replaced, None for one that was not known.
    """

    values: Raw = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    rounds: tuple[tuple[str, ...], ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    chapter: Chapter = "compute"
    ask: tuple[str, ...] = ()
    former: tuple[tuple[str, Any], ...] = ()

    @property
    def answers(self) -> Raw:
        """The answers as the questionnaire reads them, with ranges."""
        unknown = {"unknown": list(self.unknown)} if self.unknown else {}
        return {**self.values, **unknown, **self.texts}

    @property
    def workload(self) -> Raw:
        """The answers as the advice reads them: a number known only within bounds is not known."""
        return {name: value for name, value in self.answers.items() if not isinstance(value, Mapping)}

    def pairs(self, *, place: bool = True) -> Pairs:
        """The parameters; without `place` those of the answers alone, not where the questionnaire stands."""
        order = [name for one in self.rounds for name in one]
        pairs = [(name, _stated(self.values.get(name))) for name in order]
        pairs += [(name, text) for name, text in self.texts.items() if text]
        pairs += [("as_of", self.as_of.isoformat())] if self.as_of else []
        if place:
            counted = any(len(one) > 1 for one in self.rounds)
            pairs += [("rounds", ".".join(str(len(one)) for one in self.rounds))] if counted else []
            pairs += [("former", ";".join(f"{name}:{_stated(value)}" for name, value in self.former))] if self.former else []
            pairs += [("chapter", self.chapter)] if self.chapter != "compute" else []
            pairs += [("ask", ",".join(self.ask))] if self.ask else []
        return pairs

    def query(self, *, place: bool = True, **more: str) -> str:
        """The query with its question mark, the same for the same answers; empty when there is nothing to say."""
        pairs = [*self.pairs(place=place), *more.items()]
        return "?" + "&".join(f"{name}={_quoted(text)}" for name, text in pairs) if pairs else ""

    def given(self, values: Mapping[str, Any], unknown: Iterable[str] = (), ask: tuple[str, ...] = ()) -> "Address":
        """With some answers more, given at once. Those that replace others take their places, and remember them."""
        names = (*values, *unknown)
        if all(name in self.values or name in self.unknown for name in names):
            before = tuple((name, self.values.get(name)) for name in names)
            changed = any(value != values.get(name) for name, value in before)
            return replace(self.stating(values, unknown), ask=ask, former=before if changed else self.former)
        kept = self.without(*names)
        return replace(kept.stating(values, unknown), rounds=(*kept.rounds, names), ask=ask)

    def stating(self, values: Mapping[str, Any], unknown: Iterable[str]) -> "Address":
        """With other answers, whatever their places."""
        kept = {name: value for name, value in self.values.items() if name not in unknown}
        still = (name for name in self.unknown if name not in values and name not in unknown)
        return replace(self, values={**kept, **values}, unknown=(*still, *unknown))

    def without(self, *names: str) -> "Address":
        """As if these facts had not been asked."""
        rounds = (tuple(name for name in one if name not in names) for one in self.rounds)
        return replace(
            self,
            values={name: value for name, value in self.values.items() if name not in names},
            unknown=tuple(name for name in self.unknown if name not in names),
            rounds=tuple(one for one in rounds if one),
            ask=(),
            former=(),
        )

    def back(self) -> "Address":
        """Before what was answered last: without it, or with the answers that it replaced."""
        if not self.former:
            return self.without(*self.rounds[-1]) if self.rounds else self
        known = {name: value for name, value in self.former if value is not None}
        unknown = tuple(name for name, value in self.former if value is None)
        return replace(self.stating(known, unknown), ask=(), former=())


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return quote_plus(text, safe=",.:~")


def written(value: Any) -> str:
    """A value as it stands in an address."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        usual = f" usually {_digits(value['usual'])}" if value.get("usual") is not None else ""
        return f"{'~' if value.get('open') else ''}{_digits(value['low'])}..{_digits(value['high'])}{usual}"
    if isinstance(value, list | tuple):
        return ",".join(value) or "none"
    return _digits(value) if isinstance(value, int | float) else str(value)


def _stated(value: Any) -> str:
    return "unknown" if value is None else written(value)


def _digits(number: float) -> str:
    """A number without an exponent."""
    return format(Decimal(repr(number)), "f")


def from_answers(raw: Mapping[str, Any], asked: Iterable[str] = (), as_of: date | None = None) -> Address:
    """The address of a workload that was read from a file."""
    unknown = tuple(raw.get("unknown", ()))
    values = {name: value for name, value in raw.items() if name not in ("unknown", "session", *TEXTS)}
    order = dict.fromkeys((*(name for name in asked if name in values or name in unknown), *values, *unknown))
    texts = {name: raw[name] for name in TEXTS if raw.get(name)}
    return Address(values, unknown, tuple((name,) for name in order), texts, as_of)


def pairs_of(request: Request) -> Pairs:
    """The parameters of an address, in order. Raises ProblemError (414, 422)."""
    query = request.url.query
    if len(query) > MAX_ADDRESS:
        raise too_long(len(query))
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=600, errors="strict")
    except ValueError as error:
        remedy = "write it in UTF-8, percent-encoded, each parameter once"
        problem = in_address("?", shorten(str(error).lower()), "parameters that can be read", remedy)
        raise ProblemError("invalid-parameter", "The address can't be read.", [problem]) from None


def too_long(length: int) -> ProblemError:
    """What to say about more answers than an address can carry."""
    told = in_address("?", f"{length:,} characters", f"at most {MAX_ADDRESS:,}", "shorten the title, or leave facts out")
    return ProblemError("address-too-long", "The answers do not fit into an address.", [told])


def read_address(pairs: Pairs, facts: Mapping[str, Fact]) -> Address:
    """Return what the parameters say. Raises ProblemError (422) that names each one that does not fit."""
    reader = _Reader(facts)
    for name, text in pairs:
        reader.take(name, text)
    if reader.problems:
        raise ProblemError("invalid-parameter", "A parameter of the address does not fit.", reader.problems)
    return reader.address()


def _bounds(found: re.Match[str]) -> Raw:
    """What a checklist left of a number; its bounds need not be whole where the fact is."""
    low, high = (int(text) if text.isdecimal() else float(text) for text in found.groups())
    return {"low": low, "high": high, "open": True}


class _Reader:
    """Takes parameters one by one."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._values: Raw = {}
        self._unknown: list[str] = []
        self._order: list[str] = []
        self._controls: dict[str, str] = {}
        self.problems: list[FieldProblem] = []

    def take(self, name: str, text: str) -> None:
        if name in self._order or name in self._controls:
            self.problems.append(in_address(name, "the parameter a second time", "each one once", "keep the one that is meant"))
        elif name in CONTROLS:
            self._controls[name] = text
        elif name in self._facts:
            self._order.append(name)
            self._take_fact(name, text.strip())
        else:
            near = nearest(name, (*self._facts, *CONTROLS))
            remedy = f"did you mean {near!r}?" if near else "leave it out"
            self.problems.append(in_address(shorten(name) or "?", "an unknown parameter", "a fact of the vocabulary", remedy))

    def _take_fact(self, name: str, text: str) -> None:
        try:
            value = self._value(name, text)
        except ValueError as error:
            self.problems.append(in_address(name, shorten(text) or "nothing", legal_values(self._facts[name]), str(error)))
            return
        if value is None:
            self._unknown.append(name)
        else:
            self._values[name] = value

    def _value(self, name: str, text: str) -> Any:
        """The value that a text stands for, None for one that is not known. Raises ValueError."""
        if text.casefold() in DONT_KNOW:
            return None
        fact = self._facts[name]
        bounds = _BOUNDS.fullmatch(text) if fact.type in ("number", "integer") else None
        return _bounds(bounds) if bounds is not None else range_or_value(name, fact, text)

    def address(self) -> Address:
        """What was taken. Raises ProblemError."""
        day, chapter = self._day(), self._controls.get("chapter", "compute")
        found = next((one for one in CHAPTERS if one == chapter), None)
        if found is None:
            self._refuse("chapter", chapter, "one of " + ", ".join(CHAPTERS), "leave it out for compute")
        asked = [name for name in self._controls.get("ask", "").split(",") if name]
        for name in asked:
            if name not in self._facts or not self._facts[name].asked:
                self._refuse("ask", name, "a fact that is asked for", "leave it out")
        texts = {name: self._controls[name] for name in TEXTS if self._controls.get(name)}
        unknown, ask = tuple(self._unknown), tuple(dict.fromkeys(asked))
        return Address(self._values, unknown, self._rounds(), texts, day, found or "compute", ask, self._former())

    def _day(self) -> date | None:
        text = self._controls.get("as_of")
        if not text:
            return None
        day = date_of(text)
        if day is None:
            raise ProblemError("invalid-parameter", "The date can't be read.", [bad_date(text, partial(in_address, "as_of"))])
        return day

    def _rounds(self) -> tuple[tuple[str, ...], ...]:
        """The facts by rounds; one by one when the numbers do not add up."""
        counts = [int(one) for one in self._controls.get("rounds", "").split(".") if one.isascii() and one.isdigit()][:600]
        if sum(counts) != len(self._order) or 0 in counts:
            return tuple((name,) for name in self._order)
        left = iter(self._order)
        return tuple(tuple(next(left) for _ in range(count)) for count in counts)

    def _former(self) -> tuple[tuple[str, Any], ...]:
        text = self._controls.get("former", "")
        told = [one.partition(":")[::2] for one in text.split(";")] if text else []
        try:
            if all(name in self._order for name, _ in told):
                return tuple((name, self._value(name, said)) for name, said in told)
        except ValueError:
            pass
        self._refuse("former", text, "an answer of the address as it was before, such as os:linux", "leave it out")
        return ()

    def _refuse(self, name: str, found: str, expected: str, remedy: str) -> None:
        raise ProblemError("invalid-parameter", "A parameter of the address does not fit.",
                           [in_address(name, shorten(found) or "nothing", expected, remedy)])  # fmt: skip


def refused_answers(error: InvalidWorkloadError) -> ProblemError:
    """What the vocabulary refuses, by the parameter that says it."""
    errors = [in_address(one.where, one.found, one.expected, one.remedy) for one in error.problems]
    return ProblemError("invalid-parameter", "The answers can't be used.", errors)
