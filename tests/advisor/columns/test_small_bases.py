"""Every operator, every effect and every kind of chain, on small bases where each rule is known."""

import pytest

from advisor.columns import RULED, compile_columns
from advisor.inference import Inference
from advisor.language.program import compile_edition, edition_on
from knowledge import Base
from tests.advisor.columns.oracle import answers, wholly
from tests.mini import mini_base, rule
from tests.workloads import random_workloads

SMALL = 'target = "small"'
FIT = 'criterion = "fit"\nstrength = "clear"'
COST = 'criterion = "cost"\nstrength = "weak"'


def both(fact: str, operator: str, value: str, cases: tuple[str, str], rule_id: str, effect: str, more: str) -> str:
    """A rule with one condition; `cases` are a value for which it fires and one for which it is silent."""
    yes, no = cases
    wanted = f", value = {value}" if value else ""
    condition = f'{{ fact = "{fact}", is = "{operator}"{wanted} }}'
    return rule(rule_id, effect, condition, f"{{ {fact} = {yes} }}", f"{{ {fact} = {no} }}", more)


OPERATORS = {
    "rules__a": both("trigger", "differs", '"api"', ('"sdk"', '"api"'), "OP-001", "favours", f'target = "large"\n{FIT}'),
    "rules__b": both("trigger", "none-of", '["api", "sdk"]', ('"queue"', '"api"'), "OP-002", "disfavours", f"{SMALL}\n{COST}"),
    "rules__c": both("services", "lacks", '"s3"', ('["sqs"]', '["s3"]'), "OP-003", "favours", f"{SMALL}\n{COST}"),
    "rules__d": both(
        "services", "includes-any", '["sns", "sqs"]', ('["sqs"]', "[]"), "OP-004", "advises", 'target = "endpoint:sqs"'
    ),
    "rules__e": both("services", "nonempty", "", ('["s3"]', "[]"), "OP-005", "warns", ""),
    "rules__f": both("services", "empty", "", ("[]", '["s3"]'), "OP-006", "excludes", 'target = "large"'),
    "rules__g": both("priorities", "includes", '"cost"', ('["cost"]', "[]"), "OP-007", "favours", f'target = "late"\n{COST}'),
    "rules__h": both("gpu", "equals", "true", ("true", "false"), "OP-008", "excludes", f"{SMALL}"),
    "rules__i": both("style", "one-of", '["async"]', ('"async"', '"sync"'), "OP-009", "favours", f'target = "late"\n{FIT}'),
}
CHAINS = {
    "rules__o": rule(
        "CH-001", "favours", '{ option = "small", is = "excluded" }, { fact = "gpu", is = "equals", value = false }',
        "{ run_s = 901, gpu = false }", "{ run_s = 901, gpu = true }", f'target = "large"\n{FIT}',
    ),
    "rules__p": rule(
        "CH-002", "contradicts", '{ finding = "NET-001", is = "fired" }, { fact = "style", is = "equals", value = "async" }',
        '{ services = ["s3"], style = "async" }', '{ services = ["s3"], style = "sync" }',
    ),
}  # fmt: skip
BASES = {"operators": OPERATORS, "chains": CHAINS, "all": OPERATORS | CHAINS}


def base_of(name: str) -> Base:
    return mini_base(**BASES[name])


@pytest.mark.parametrize("name", BASES)
def test_small_bases(name: str) -> None:
    base = base_of(name)
    for day in sorted({base.first, base.read}):
        inference = Inference(compile_edition(edition_on(base, day)))
        columns = compile_columns(inference.program)
        rows = list(random_workloads(inference.program, 21, 1_500))
        for values, found in zip(rows, answers(columns, rows, RULED), strict=True):
            assert found == wholly(inference, values), values
