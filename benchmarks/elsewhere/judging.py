"""One batch of Arrow in, one out: what Spark and Ray Data call on their workers.

The columns are those of `advisor portfolio`, in types that all three write alike: names as text, words of bits as signed
integers of 64 bits.
"""

from functools import cache

import polars as pl
import pyarrow as pa

from advisor.advice import default_advisor
from advisor.columns import Columns, compile_columns


@cache
def columns() -> Columns:
    """The columnar reading of today's edition, compiled once in each worker process."""
    return compile_columns(default_advisor().edition().program)


def judge(batch: pa.RecordBatch | pa.Table) -> pa.Table:
    """The verdict of every workload of a batch, with its `id`."""
    frame = pl.DataFrame(pl.from_arrow(batch))
    found = plain(pl.concat([frame.select("id"), columns().evaluate(frame)], how="horizontal"))
    return small(found.to_arrow(compat_level=pl.CompatLevel.oldest()))


def small(table: pa.Table) -> pa.Table:
    """Text and lists with offsets of 32 bits, as Spark has no others."""
    kinds = {pa.large_string(): pa.string(), pa.large_list(pa.large_string()): pa.list_(pa.string())}
    return table.cast(pa.schema([field.with_type(kinds.get(field.type, field.type)) for field in table.schema]))


def plain(found: pl.DataFrame) -> pl.DataFrame:
    """Answers in plain types, whoever wrote them."""
    kinds = found.schema.items()
    return found.with_columns(
        *(pl.col(name).cast(pl.String) for name, kind in kinds if isinstance(kind, pl.Enum | pl.Categorical)),
        *(pl.col(name).cast(pl.List(pl.String)) for name, kind in kinds if isinstance(kind, pl.List)),
        *(pl.col(name).reinterpret(signed=True) for name, kind in kinds if kind == pl.UInt64),
    )


def same(folder: str, alone: str) -> bool:
    """Whether two outputs have the same answers for the same ids, byte for byte, once they are sorted."""
    one, other = (plain(pl.read_parquet(path)).sort("id") for path in (f"{folder}/**/*.parquet", alone))
    names = [name for name in one.columns if name != "row"]
    return one.select(names).equals(other.select(names))
