"""A second oracle: the exclusions as SQL, written from the rules without any of the readings, run by DuckDB."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from advisor import Advisor
from advisor.columns import compile_columns
from advisor.language.program import Program, RuleAt
from advisor.language.program import Test as Condition
from tests.workloads import random_workloads

FUNCTIONS = {
    "concurrency": "{0} * {1} / 1000.0",
    "concurrency_needed": "greatest({0}, {1} / {2})",
    "mean_concurrency": "{0} * {1} / 2628000000.0",
    "quotient": "{0} / {1}",
    "product": "{0} * {1}",
    "exceeds": "{0} > {1}",
    "typical_exceeds_longest": "{0} > {1} * 1000.0",
    "month_exceeds_peak": "{0} > {1} * 2678400.0",
}
"""The derived facts, said again in SQL from what their texts say."""

OPERATORS = {"above": ">", "at-least": ">=", "below": "<", "at-most": "<=", "equals": "=", "differs": "<>"}


def literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    return f"{float(value)!r}::double" if isinstance(value, int | float) else f"({', '.join(map(literal, value))})"


def condition(test: Condition) -> str:
    """A condition on a fact as SQL, null where the fact is."""
    name, wanted = f'"{test.name}"', test.wanted
    if test.operator in OPERATORS:
        return f"{name} {OPERATORS[test.operator]} {literal(wanted)}"
    if test.operator in ("one-of", "none-of"):
        return f"{name} {'' if test.operator == 'one-of' else 'not '}in {literal(wanted)}"
    if test.operator in ("nonempty", "empty"):
        return f"len({name}) {'>' if test.operator == 'nonempty' else '='} 0"
    if test.operator == "includes-any":
        return "(" + " or ".join(f"list_contains({name}, {literal(value)})" for value in wanted) + ")"
    return f"{'' if test.operator == 'includes' else 'not '}list_contains({name}, {literal(wanted)})"


def fires(program: Program, rule: RuleAt) -> str:
    """A rule's conditions as SQL; those that chain are the rules that bring them about."""
    parts = ["true"]
    for test in rule.tests:
        if test.subject == "fact":
            parts.append(f"({condition(test)})")
        else:
            providers = program.providers[test.subject, test.name]
            parts.append("(" + " or ".join(fires(program, provider) for provider in providers) + ")")
    return "(" + " and ".join(parts) + ")"


def read_by(program: Program, rule: RuleAt) -> set[str]:
    """The facts that a rule and those that it chains on test."""
    chained = [(test.subject, test.name) for test in rule.tests if test.subject != "fact"]
    found = {test.name for test in rule.tests if test.subject == "fact"}
    return found.union(*(read_by(program, provider) for key in chained for provider in program.providers[key]))


def derived(program: Program, name: str) -> str:
    """A fact as SQL over the given columns: the given value, else what follows from others."""
    found = next((derivation for derivation in program.derivations if derivation.fact == name), None)
    fact = program.edition.base.facts[name]
    given = f'"{name}"' if fact.asked else "null"
    if found is None:
        return given
    sources = [f"({derived(program, source)})" for source in found.sources]
    if found.table is not None:
        cases = " ".join(f"when {literal(key)} then {literal(value)}" for key, value in found.table.items())
        return f"coalesce({given}, case {sources[0]} {cases} end)"
    declared = fact.derived
    assert declared is not None
    arguments = [*sources, *(literal(figure) for figure in found.figures)]
    return FUNCTIONS[str(declared.function)].format(*arguments)


def statement(program: Program, path: Path) -> str:
    """For every row and option whether some rule excludes it."""
    excluding = [rule for rule in program.rules if rule.rule.effect == "excludes"]
    facts = {name for rule in excluding for name in read_by(program, rule)}
    columns = ", ".join(f'{derived(program, name)} as "{name}"' for name in sorted(facts))
    options = [
        " or ".join(["false", *(f"coalesce({fires(program, rule)}, false)" for rule in excluding if name in rule.targets)])
        for name in program.options
    ]
    answers = ", ".join(f'{text} as "{name}"' for name, text in zip(program.options, options, strict=True))
    known = f"select \"row\", {columns} from read_parquet('{path}')"  # noqa: S608
    return f'with known as ({known}) select {answers} from known order by "row"'  # noqa: S608


@pytest.mark.slow
@pytest.mark.parametrize(("day", "seed", "count"), [(None, 31, 40_000), (date(2020, 2, 1), 32, 10_000)])
def test_exclusions_are_those_of_the_sql(advisor: Advisor, tmp_path: Path, day: date | None, seed: int, count: int) -> None:
    program = advisor.edition(day).program
    columns = compile_columns(program)
    rows = columns.frame(random_workloads(program, seed, count))
    plain = rows.with_columns(
        pl.col(pl.Int64).cast(pl.Float64), pl.col(pl.Enum).cast(pl.String), pl.selectors.list().cast(pl.List(pl.String))
    )
    plain.with_row_index("row").write_parquet(tmp_path / "rows.parquet")
    found = duckdb.sql(statement(program, tmp_path / "rows.parquet")).fetchall()
    status = columns.evaluate(rows, ("status",))
    excluded = status.select(pl.all() == "excluded").rows()
    assert excluded == found
    assert sum(map(sum, found)) > count
