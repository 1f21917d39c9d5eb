"""Which AWS compute service fits a workload: dated, cited, the same answer every time.

The names are loaded when they are first used, so that `advisor --version` does not wait for the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.advice import Advisor, advise
    from advisor.language.workload import InvalidWorkloadError
    from advisor.result import Recommendation
    from knowledge.errors import AdvisorError, KnowledgeError, NoEditionError

__all__ = [
    "Advisor",
    "AdvisorError",
    "InvalidWorkloadError",
    "KnowledgeError",
    "NoEditionError",
    "Recommendation",
    "advise",
]

_PLACES = {
    "Advisor": "advisor.advice",
    "advise": "advisor.advice",
    "InvalidWorkloadError": "advisor.language.workload",
    "Recommendation": "advisor.result",
    "AdvisorError": "knowledge.errors",
    "KnowledgeError": "knowledge.errors",
    "NoEditionError": "knowledge.errors",
}


def __getattr__(name: str) -> Any:
    """Load one of the public names."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
