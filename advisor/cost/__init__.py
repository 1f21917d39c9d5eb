"""What an option costs in a month: prices as of a date, formulas, the bill line by line, other ways to buy, break-evens.

    sizing -> usage (what is used, meter by meter) -> lines (priced and rounded) -> bill -> variants
                                                   -> curves -> crossings -> break-evens

Only what the design itself is made of is in a bill: the databases, buckets and streams that a workload calls are not. Amounts are
US dollars before tax for a month of 730 hours.
"""

from advisor.cost.bill import bill
from advisor.cost.break_even import break_even
from advisor.cost.models import Bill, BillLine, BreakEven, CostCurve, Unpriced, Variant
from advisor.cost.price_file import InvalidPricesError, OwnPrices, parse_prices, read_prices
from advisor.cost.prices import PriceBook, RegionWithoutPricesError, price_book, priced_regions

__all__ = [
    "Bill", "BillLine", "BreakEven", "CostCurve", "InvalidPricesError", "OwnPrices", "PriceBook", "RegionWithoutPricesError",
    "Unpriced", "Variant", "bill", "break_even", "parse_prices", "price_book", "priced_regions", "read_prices",
]  # fmt: skip
