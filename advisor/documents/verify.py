"""A document taken up again: what it says about itself is read out of it, the decision is made anew, and both are compared."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from advisor.advice import Advisor
from advisor.cost.price_file import OwnPrices, check_prices
from advisor.differences import Difference, compare, explained
from advisor.documents.desk import Form, written
from advisor.documents.outcome import outcomes
from advisor.documents.stamp import KIND, Stamp, bills, figures_used, plan_hashes, seal
from advisor.documents.subject import Subject, study
from advisor.identity import version
from advisor.reports.stamp import MAX_STAMP, stamps_in
from knowledge import AdvisorError

MAX_DOCUMENT = 64 * 1024 * 1024


class InvalidDocumentError(AdvisorError):
    """A file that can't be verified; the message says where, what was found, what was expected and what to do."""

    def __init__(self, where: str, found: str, expected: str, remedy: str) -> None:
        super().__init__(f"{where}: found {found}; expected {expected}; {remedy}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a document's decision.

    `difference` compares the outcomes; `figures`, `bills` and `plan` map what differs to what it was and is (of the plan only
    which parts). `edition` has the digests of the knowledge then and now, `software` its versions. `as_written` says whether
    the text is what would be written today for the same answers; None where it is not asked, as records are edited by hand and
    another day has another text.
    """

    subject: Subject
    stamp: Stamp
    difference: Difference
    figures: dict[str, tuple[Any, Any]]
    bills: dict[str, tuple[Any, Any]]
    plan: tuple[str, ...]
    edition: tuple[str, str]
    software: tuple[str, str]
    as_written: bool | None

    @property
    def same(self) -> bool:
        """Whether the decision and all that belongs to it is what it was."""
        found = self.difference
        told = (found.changed, found.facts, found.options, found.components, found.rules, self.figures, self.bills, self.plan)
        return not any(told)

    @property
    def edited(self) -> bool:
        """Whether somebody has changed the text: the software and the answers are the same, and the text is not."""
        return self.as_written is False and self.same and len(set(self.software)) == 1 and len(set(self.edition)) == 1

    def as_json(self) -> dict[str, Any]:
        """The verdict for programs."""
        return {
            "same": self.same,
            "edited": self.edited,
            "as_written": self.as_written,
            "edition": {"then": self.edition[0], "now": self.edition[1]},
            "software": {"then": self.software[0], "now": self.software[1]},
            "difference": self.difference.model_dump(mode="json"),
            "figures": {name: {"then": old, "now": new} for name, (old, new) in self.figures.items()},
            "bills": {name: {"then": old, "now": new} for name, (old, new) in self.bills.items()},
            "plan": list(self.plan),
        }


def read_document(path: Path) -> bytes:
    """The bytes of a document. Raises InvalidDocumentError."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_DOCUMENT + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()
        raise InvalidDocumentError(str(path), reason, "a document of the advisor", "check the path") from None
    if len(content) > MAX_DOCUMENT:
        raise InvalidDocumentError(str(path), "more than 64 MiB", "at most 64 MiB", "check that this is the right file")
    return content


def verify(advisor: Advisor, content: bytes, where: str, as_of: date | None = None) -> Verdict:
    """Decide again on what a document carries, on its own day or another one, and compare.

    Raises InvalidDocumentError, and what `produce` raises when the vocabulary has changed.
    """
    stamp = read_stamp(content, where)
    prices = _prices(advisor, stamp, where)
    subject = study(advisor, stamp.workload, as_of or stamp.as_of, prices, free_tier=stamp.free_tier)
    answer = subject.recommendation
    difference = compare(*outcomes(stamp.outcome, answer, stamp.as_of, advisor.base))
    if answer.edition.as_of != stamp.as_of:
        difference = explained(advisor.base, difference)
    form, same_day = form_of(content), answer.edition.as_of == stamp.as_of
    as_written = written(subject, form, stamp.paper) == content if same_day and form != "adr" else None
    return Verdict(
        subject=subject,
        stamp=stamp,
        difference=difference,
        figures=_changed(stamp.figures, json.loads(json.dumps(figures_used(answer)))),
        bills=_changed({name: float(usd) for name, usd in stamp.bills.items()}, bills(answer)),
        plan=tuple(_changed(stamp.plan, plan_hashes(subject.best))),
        edition=(stamp.digest, answer.edition.digest),
        software=(stamp.software, version()),
        as_written=as_written,
    )


def form_of(content: bytes) -> Form:
    """The form of a document, by how it begins."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"---\n"):
        return "adr"
    return "html" if content.lstrip()[:9].lower() == b"<!doctype" else "markdown"


def read_stamp(content: bytes, where: str) -> Stamp:
    """The stamp of a document. Raises InvalidDocumentError when there is none, several, or one that was changed."""
    wanted, remedy = "a document of `advisor document`, with its stamp", "write the document again"
    found = list(stamps_in(content))
    if not found:
        raise InvalidDocumentError(where, "no stamp", wanted, "check that this is the right file")
    if len(set(found)) > 1:
        raise InvalidDocumentError(where, f"{len(found)} stamps that differ", "one stamp", remedy)
    if len(found[0]) > MAX_STAMP:
        raise InvalidDocumentError(where, "a stamp of more than 2 MiB", "a smaller one", remedy)
    try:
        told = json.loads(found[0])
    except (ValueError, RecursionError):
        raise InvalidDocumentError(where, "a stamp that is no JSON", wanted, remedy) from None
    if not isinstance(told, dict) or told.get("kind") != KIND:
        kind = str(told.get("kind"))[:60] if isinstance(told, dict) else type(told).__name__
        raise InvalidDocumentError(where, f"a stamp of the kind {kind!r}", repr(KIND), "use the version that wrote it")
    if told.get("seal") != seal(told):
        raise InvalidDocumentError(where, "a stamp that was changed after it was written", "the seal to fit", remedy)
    try:
        return Stamp.model_validate(told)
    except (ValidationError, ValueError, RecursionError) as error:
        fault = str(error).splitlines()[0][:120]
        raise InvalidDocumentError(where, f"a stamp that can't be read ({fault})", wanted, remedy) from None


def _prices(advisor: Advisor, stamp: Stamp, where: str) -> OwnPrices | None:
    if stamp.prices is None:
        return None
    raw: dict[str, Any] = {}
    for name, told in stamp.prices.items():
        since = told.get("since") if isinstance(told, Mapping) else None
        try:
            raw[name] = {**told, "since": date.fromisoformat(since)} if since is not None else told
        except (TypeError, ValueError):
            raise InvalidDocumentError(where, f"the date {since!r} of a price", "YYYY-MM-DD", "write it again") from None
    return check_prices(raw, where, advisor.base)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = dict.fromkeys([*before, *after])
    return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}
