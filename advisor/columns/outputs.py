"""The columns of an answer: names, types, and how arrays become them."""

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.planes import WORD, Array
from advisor.columns.verdict import STATUSES

Output = Literal[
    "option", "status", "score", "components", "component_names", "rules", "asking", "question", "questions", "bill"
]
"""What can be asked for.

option: the recommended option, ties, margin, nearest. status, score: a column per option. components, rules, asking: packed
bits. component_names: what the recommended option needs. question: the most decisive open question; questions: all, in order.
bill: dollars a month of every option that is not excluded, and whether they are a lower bound; `no_bill` says why none has any.
"""

OUTPUTS: tuple[Output, ...] = get_args(Output)
VERDICT: tuple[Output, ...] = ("option", "status", "score", "components")
"""What a verdict consists of."""
RULED: tuple[Output, ...] = tuple(output for output in OUTPUTS if output != "bill")
"""What follows from the rules alone; the bill takes the steps of the plan, a hundred times as long and more."""

STATUS = pl.Enum(STATUSES)
NO_BILL = pl.Enum(("answers contradict each other", "no prices for the Region"))
"""Why no option of a row has a bill."""
BILL = pl.Schema({"usd": pl.Float64(), "lower_bound": pl.Boolean()})
"""The bill of one option."""


class Names(Protocol):
    """What the values of some outputs are drawn from."""

    @property
    def options(self) -> tuple[str, ...]:
        """Option ids."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts in the vocabulary's order."""

    @property
    def components(self) -> tuple[str, ...]:
        """Component ids."""


def schema_of(outputs: Iterable[Output], names: Names, bits: Mapping[str, int]) -> pl.Schema:
    """The columns of some outputs, in order; `bits` says how many bits the packed ones have."""
    option, fact = pl.Enum(names.options), pl.Enum(names.facts)
    headline = {"option": option, "tie": pl.List(option), "margin": pl.Int32(), "nearest": option, "contradicted": pl.Boolean()}
    known: dict[str, dict[str, pl.DataType]] = {
        "option": headline,
        "status": {f"status_{name}": STATUS for name in names.options},
        "score": {f"score_{name}": pl.Int32() for name in names.options},
        "component_names": {"component_names": pl.List(pl.Enum(names.components))},
        "question": {"question": fact},
        "questions": {"questions": pl.List(fact)},
        "bill": {
            **{f"bill_{name}": pl.Float64() for name in names.options},
            **{f"lower_bound_{name}": pl.Boolean() for name in names.options},
            "no_bill": NO_BILL,
        },
    }
    for packed, count in bits.items():
        known[packed] = {f"{packed}_{number}": pl.UInt64() for number in range(-(-count // WORD))}
    return pl.Schema({name: kind for output in outputs for name, kind in known[output].items()})


def named(codes: npt.NDArray[np.uint8], kind: pl.Enum) -> pl.Series:
    """Codes as the names that they stand for; a code beyond the names is null."""
    count = len(kind.categories)
    series = pl.Series(np.minimum(codes, count - 1)).cat.to(kind)
    known = codes < count
    return series if known.all() else pl.select(pl.when(pl.Series(known)).then(series)).to_series()


def listed(codes: npt.NDArray[np.uint8], lengths: Array, kind: pl.Enum) -> pl.Series:
    """Rows of codes, of which the first `lengths` count, as lists of names; what comes behind may be any code."""
    if codes.size == 0:
        return pl.Series([[]] * len(codes), dtype=pl.List(kind))
    flat = pl.Series(np.minimum(codes, len(kind.categories) - 1).ravel()).cat.to(kind)
    frame = pl.DataFrame([flat.reshape(codes.shape).alias("codes"), pl.Series("lengths", lengths)])
    return frame.select(pl.col("codes").arr.to_list().list.head(pl.col("lengths"))).to_series()


def listed_at(rows: Array, codes: npt.NDArray[np.uint8], lengths: Array, kind: pl.Enum, height: int) -> pl.Series:
    """Lists that belong to some rows, with empty ones on the others."""
    width = int(lengths.max(initial=1))
    padded, counts = np.zeros((height, width), np.uint8), np.zeros(height, np.int64)
    padded[rows], counts[rows] = codes[:, :width], lengths
    return listed(padded, counts, kind)
