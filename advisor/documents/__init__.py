"""The design document of a workload: what an architect would write down and sign, in every format, and checked again later.

`desk.produce` writes one, `verify.verify` takes one up again. Needs the extras `docs` and `bulk`.
"""
