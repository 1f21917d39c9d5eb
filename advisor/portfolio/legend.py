"""What the packed bits of an answer stand for, as JSON beside the output."""

from collections.abc import Sequence
from typing import Any

from advisor.columns import Columns, Output

PACKED: tuple[Output, ...] = ("components", "rules", "asking")


def legend(columns: Columns, outputs: Sequence[Output]) -> dict[str, Any]:
    """For every packed output the meaning of its bits: bit b of the column `rules_k` is entry 64 k + b of `rules`."""
    needs = [{"component": need.component, "need": need.need, "options": list(need.options)} for need in columns.needs]
    meanings: dict[Output, list[Any]] = {"components": needs, "rules": list(columns.rules), "asking": list(columns.rules)}
    edition = columns.program.edition
    return {
        "as_of": edition.as_of.isoformat(),
        "digest": edition.digest,
        "options": list(columns.options),
        **{output: meanings[output] for output in outputs if output in PACKED},
    }
