"""`python ray_data.py IN OUT ALONE`: the verdict on Ray Data, by `map_batches`.

IN is a folder of Parquet files with an `id`, OUT a new folder, ALONE the output of `advisor portfolio IN -o ALONE`. On a
cluster `ray.init("auto")` finds it, and every node needs aws-compute-advisor[bulk] and pyarrow; here Ray starts two workers of
its own. The last line is one JSON object.
"""

import json
import sys
import time
from pathlib import Path

import ray
from judging import judge, same


def main(source: str, out: str, alone: str) -> None:
    """Run, compare with the single machine, and print what it took."""
    ray.init(num_cpus=2, include_dashboard=False, runtime_env={"env_vars": {"PYTHONPATH": str(Path(__file__).parent)}})
    began = time.perf_counter()
    workloads = ray.data.read_parquet(source)
    workloads.map_batches(judge, batch_format="pyarrow", batch_size=65_536, zero_copy_batch=True).write_parquet(out)
    seconds = time.perf_counter() - began
    rows = ray.data.read_parquet(out).count()
    ray.shutdown()
    print(json.dumps({"engine": "ray", "rows": rows, "seconds": round(seconds, 1), "same": same(out, alone)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
