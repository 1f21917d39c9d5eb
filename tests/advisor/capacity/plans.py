"""What the tests of capacity share: an option of a workload, worked out from given facts."""

from typing import Any

from advisor.capacity.concurrency import concurrency
from advisor.capacity.headroom import headroom
from advisor.capacity.latency import latency
from advisor.capacity.models import Headroom, Latency, Load, Sizing
from advisor.capacity.sizing import size
from advisor.inference.plain import derive_all
from advisor.language.program import Program


def sized(program: Program, option: str, *components: str, **facts: Any) -> Sizing:
    found = size(program, derive_all(program, facts), option, components)
    return Sizing.model_validate(found.model_dump())


def loaded(program: Program, option: str, *components: str, **facts: Any) -> Load:
    known = derive_all(program, facts)
    sizing = size(program, known, option, components)
    return Load.model_validate(concurrency(program, known, option, sizing, components).model_dump())


def timed(program: Program, option: str, *components: str, **facts: Any) -> Latency:
    known = derive_all(program, facts)
    sizing = size(program, known, option, components)
    return Latency.model_validate(latency(program, known, option, sizing, components).model_dump())


def limits(program: Program, option: str, *components: str, **facts: Any) -> dict[str, Headroom]:
    """The headroom of an option by limit, tightest first."""
    known = derive_all(program, facts)
    sizing = size(program, known, option, components)
    load = concurrency(program, known, option, sizing, components)
    found = headroom(program, known, option, sizing, load, components)
    return {one.limit: Headroom.model_validate(one.model_dump()) for one in found}


def assumed(result: Sizing | Load | Latency) -> dict[str, Any]:
    return {one.fact: one.value for one in result.assumptions}


def said(result: Sizing | Load) -> str:
    notes = result.notes if isinstance(result, Sizing) else result.because
    return " ".join(note.because for note in notes)
