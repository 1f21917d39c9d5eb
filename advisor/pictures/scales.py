"""Scales of a picture: places from 0 to 1 for values, and round values to write beside it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of numbers, on a logarithmic scale or a linear one; `low` is above 0 on a logarithmic one."""

    low: float
    high: float
    log: bool

    def place(self, value: float) -> float:
        """The place from 0 to 1 of a value within the stretch."""
        if self.log:
            return math.log(max(value, 1e-300) / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        """Round values: powers of ten on a logarithmic scale, else about five steps of 1, 2 or 5."""
        if self.log:
            powers = range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)
            return [10.0**power for power in powers]
        step = 10 ** math.floor(math.log10((self.high - self.low) / 2))
        step = next(step * times for times in (1, 2, 5, 10) if (self.high - self.low) / (step * times) <= 6)
        return [step * number for number in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]
