"""What the advisor knows: dated, cited data and the closed models that check it. Imports nothing of ours."""

from knowledge.edition import Base, Edition, FigureAt
from knowledge.errors import AdvisorError, KnowledgeError, NoEditionError, Problem
from knowledge.load import load

__all__ = ["AdvisorError", "Base", "Edition", "FigureAt", "KnowledgeError", "NoEditionError", "Problem", "load"]
