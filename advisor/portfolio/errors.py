"""The errors of a portfolio run."""

from knowledge import AdvisorError, Problem


class PortfolioError(AdvisorError):
    """A portfolio can't be run; `problem` says where, what was found, what was expected and what to do."""

    def __init__(self, where: str, found: str, expected: str, remedy: str) -> None:
        self.problem = Problem(where, found, expected, remedy)
        super().__init__(f"the portfolio can't be run: {self.problem}")
