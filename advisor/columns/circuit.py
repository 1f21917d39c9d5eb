"""The rules of a program as a circuit: distinct tests, distinct conjunctions of them, and what chains on what.

Nothing here depends on a workload. Rules with the same conditions share a body, so that it is settled once.
"""

from dataclasses import dataclass

from advisor.language.program import Key, Program, Test


@dataclass(frozen=True, slots=True)
class Body:
    """The conditions of one or more rules: numbers of tests on facts, and what other rules must have brought about."""

    tests: tuple[int, ...]
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Circuit:
    """Distinct tests and bodies; every key's providers come before the bodies that chain on it.

    `body_of` has the number of the body of each of the program's rules, `providers` the bodies that bring a key about.
    """

    tests: tuple[Test, ...]
    bodies: tuple[Body, ...]
    body_of: tuple[int, ...]
    providers: dict[Key, tuple[int, ...]]


def circuit_of(program: Program) -> Circuit:
    """Number the tests and bodies of a program, in the order in which its rules are settled."""
    tests: dict[Test, int] = {}
    bodies: dict[Body, int] = {}
    body_of = []
    for rule in program.rules:
        facts = {_numbered(tests, test) for test in rule.tests if test.subject == "fact"}
        keys = {(test.subject, test.name) for test in rule.tests if test.subject != "fact"}
        body = Body(tuple(sorted(facts)), tuple(sorted(keys)))
        body_of.append(bodies.setdefault(body, len(bodies)))
    place = {rule.id: body_of[number] for number, rule in enumerate(program.rules)}
    providers = {
        key: tuple(dict.fromkeys(place[rule.id] for rule in rules))
        for key, rules in program.providers.items()
        if key in program.chained
    }
    return Circuit(tuple(tests), tuple(bodies), tuple(body_of), providers)


def _numbered(tests: dict[Test, int], test: Test) -> int:
    """The number of a test; where its value came from makes no difference."""
    bare = Test(test.subject, test.name, test.operator, test.wanted, None)
    return tests.setdefault(bare, len(tests))
