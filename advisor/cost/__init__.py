"""What an option costs in a month: prices as of a date, formulas, the bill line by line, other ways to buy, break-evens.

    sizing -> usage (what is used, meter by meter) -> lines (priced and rounded) -> bill -> variants
                                                   -> curves -> crossings -> break-evens

Only what the design itself is made of is in a bill: the databases, buckets and streams that a workload calls are not. Amounts
are US dollars before tax for a month of 730 hours.
"""
