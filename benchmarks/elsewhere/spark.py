"""`python spark.py IN OUT ALONE`: the verdict on Spark, by `mapInArrow`.

IN is a folder of Parquet files with an `id`, OUT a new folder, ALONE the output of `advisor portfolio IN -o ALONE`. On a
cluster every worker needs the Python of `PYSPARK_PYTHON` with aws-compute-advisor[bulk] and pyarrow; here Spark starts two
workers of its own. The last line is one JSON object.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from judging import judge, same
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema


def judge_all(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """One partition: batches of Arrow in, batches of Arrow out."""
    for batch in batches:
        yield from judge(batch).to_batches()


def main(source: str, out: str, alone: str) -> None:
    """Run, compare with the single machine, and print what it took."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 65_536)
        .config("spark.ui.enabled", value=False)
        .getOrCreate()
    )
    session.sparkContext.addPyFile(str(Path(__file__).with_name("judging.py")))
    answer = from_arrow_schema(judge(pa.table({"id": pa.array([], pa.string())})).schema)
    workloads = session.read.parquet(source)
    began = time.perf_counter()
    workloads.mapInArrow(judge_all, answer).write.mode("overwrite").parquet(out)
    seconds = time.perf_counter() - began
    rows = session.read.parquet(out).count()
    session.stop()
    print(json.dumps({"engine": "spark", "rows": rows, "seconds": round(seconds, 1), "same": same(out, alone)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
