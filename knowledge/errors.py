"""The root of the error tree, and the errors of the knowledge base.

Every message says where, what was read, what was expected and what to do.
"""

from dataclasses import dataclass


class AdvisorError(Exception):
    """Root of every error that this project raises on purpose."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with one place.

    `where` names the file (and the place in it) or the fact; `found`, `expected` and `remedy` are plain sentences or values.
    """

    where: str
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}; expected {self.expected}; {self.remedy}"


class KnowledgeError(AdvisorError):
    """The knowledge base does not load; carries every problem that one run found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"the knowledge base has {len(self.problems)} problem(s):\n{lines}")


class NoEditionError(AdvisorError):
    """There is no edition for the date that was asked for."""
