"""The engine reading: which rules fire on a workload, which still wait for a fact, and in which order it happened."""

from advisor.inference.findings import Asking, Finding, Findings
from advisor.inference.infer import Inference, infer_plainly

__all__ = ["Asking", "Finding", "Findings", "Inference", "infer_plainly"]
