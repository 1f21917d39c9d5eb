"""Which AWS compute service fits a workload: dated, cited, the same answer every time."""

from advisor.advice import Advisor, advise
from advisor.language.workload import InvalidWorkloadError
from advisor.result import Recommendation
from knowledge.errors import AdvisorError, KnowledgeError, NoEditionError

__all__ = [
    "Advisor", "AdvisorError", "InvalidWorkloadError", "KnowledgeError", "NoEditionError", "Recommendation", "advise",
]  # fmt: skip
