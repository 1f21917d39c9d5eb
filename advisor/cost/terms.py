"""On what terms a bill is drawn up: the user's own prices, and whether what AWS gives each month is taken off."""

import hashlib
from dataclasses import dataclass

from advisor.cost.price_file import OwnPrices


@dataclass(frozen=True)
class Terms:
    """The user's prices, which come before those of AWS, and `free_tier`. Equal terms give equal bills."""

    own: OwnPrices | None = None
    free_tier: bool = False

    @property
    def digest(self) -> str:
        """What tells these terms from others, the same on every machine."""
        return hashlib.sha256(repr((self.own, self.free_tier)).encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.digest)


LISTED = Terms()
"""AWS's prices as they are listed, with nothing taken off."""
