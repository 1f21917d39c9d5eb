"""The one way from a plain mapping to a recommendation: parse, infer, recommend."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import cache

from advisor.cost.price_file import OwnPrices
from advisor.inference import Inference
from advisor.language.program import compile_edition, edition_on
from advisor.language.workload import parse
from advisor.plan import plan
from advisor.recommend import recommend
from advisor.result import Recommendation
from knowledge import Base, load

MAX_EDITIONS = 32


class Advisor:
    """A knowledge base with its editions, ready to answer; safe to share between threads.

    Editions are compiled once a date and kept, the oldest unused one dropped beyond `MAX_EDITIONS`.
    """

    def __init__(self, base: Base) -> None:
        self.base = base
        self._editions: OrderedDict[date, Inference] = OrderedDict()
        self._lock = threading.Lock()

    def edition(self, as_of: date | None = None) -> Inference:
        """The inference of a date (default: the day the knowledge was last read). Raises NoEditionError."""
        day = as_of or self.base.read
        with self._lock:
            found = self._editions.get(day)
            if found is None:
                found = self._editions[day] = Inference(compile_edition(edition_on(self.base, day)))
                while len(self._editions) > MAX_EDITIONS:
                    self._editions.popitem(last=False)
            else:
                self._editions.move_to_end(day)
            return found

    def advise(
        self,
        workload: Mapping[str, object],
        as_of: date | None = None,
        prices: OwnPrices | None = None,
        *,
        free_tier: bool = False,
        planned: bool = True,
    ) -> Recommendation:
        """Return the recommendation for a workload, with the plan of each option unless `planned` is false.

        `prices` are the user's own, `free_tier` takes off what AWS gives each month. Raises InvalidWorkloadError and
        NoEditionError.
        """
        inference = self.edition(as_of)
        parsed = parse(workload, self.base.facts)
        findings = inference.infer(parsed.values)
        answer = recommend(inference.program, parsed, findings)
        return plan(inference.program, findings, answer, prices, free_tier=free_tier) if planned else answer


@cache
def default_advisor() -> Advisor:
    """The advisor of the knowledge that ships with the package, loaded once a process."""
    return Advisor(load())


def advise(workload: Mapping[str, object], as_of: date | None = None) -> Recommendation:
    """Return the recommendation for a workload, from the shipped knowledge.

    `workload` maps fact names to values in the units of their names; unknown facts are left out. `as_of` picks the edition
    (default: the day the knowledge was last read). Raises InvalidWorkloadError and NoEditionError.
    """
    return default_advisor().advise(workload, as_of)
