"""The one module that imports experta 1.9.4, and undoes what that import does to the process.

experta pins frozendict 1.2, which reads `collections.Mapping`; that name is gone since Python 3.10, so it is there for the
length of the import only. The import also calls `logging.basicConfig()`, whose handler is taken off the root logger again.
"""

import collections
import collections.abc
import logging


def _import() -> None:
    before = list(logging.root.handlers)
    missing = not hasattr(collections, "Mapping")
    if missing:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta  # noqa: F401
    finally:
        if missing:
            del collections.Mapping  # type: ignore[attr-defined]
        for handler in [handler for handler in logging.root.handlers if handler not in before]:
            logging.root.removeHandler(handler)


_import()

from experta import Fact, KnowledgeEngine, Rule  # noqa: E402
from experta.abstract import Matcher, Strategy  # noqa: E402
from experta.activation import Activation  # noqa: E402
from experta.agenda import Agenda  # noqa: E402
from experta.factlist import FactList  # noqa: E402

__all__ = ["Activation", "Agenda", "Fact", "FactList", "KnowledgeEngine", "Matcher", "Rule", "Strategy"]
