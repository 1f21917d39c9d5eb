"""Where a questionnaire stands at an address, as its page shows it: the question, the standing, what was ruled out and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor import Advisor, InvalidWorkloadError, NoEditionError
from advisor.explain import sentence
from advisor.inference import Inference
from advisor.language.words import measure
from advisor.questionnaire.models import NextQuestion, Step
from advisor.reports.steps import shown
from api.pages.address import Address, refused_answers
from api.pages.ready import QUESTIONNAIRE, Kept, part_of
from api.requests import no_edition_of_address
from knowledge.models import Fact

CHAPTERS = {"network": "the network", "failure": "failure handling", "release": "how it is released", "cost": "what it costs"}
_UNITS: Mapping[str, str] = {"count": "", "1/s": "a second"}
_STEPS: Kept[tuple[Advisor, str], Step] = Kept(512)


@dataclass(frozen=True, slots=True)
class RuledOutRow:
    """An option that is out: since when, by which rules, and the sentence of the first of them."""

    option: str
    title: str
    new: bool
    because: str
    rules: list[str]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: the fact, its question, the answer in words with its unit.

    `aside` is what stands on a checklist and does not apply, or is not known: there are many of these.
    """

    fact: str
    question: str
    shown: str
    aside: bool


def step_at(advisor: Advisor, address: Address) -> Step:
    """The step of an address. Raises ProblemError (422, 501)."""
    desk = part_of(QUESTIONNAIRE, "ask")

    def make() -> Step:
        try:
            found: Step = desk.next_step(advisor, address.answers, address.chapter, address.as_of)
        except InvalidWorkloadError as error:
            raise refused_answers(error) from None
        except NoEditionError:
            raise no_edition_of_address(advisor.base, address.as_of) from None
        return found

    return _STEPS.get((advisor, address.query()), make)


def question_on(advisor: Advisor, address: Address, name: str) -> NextQuestion:
    """The question about one fact."""
    desk = part_of(QUESTIONNAIRE, "ask")
    found: NextQuestion = desk.questionnaire_of(advisor.edition(address.as_of)).question_on(name)
    return found


def ruled_out(inference: Inference, address: Address, step: Step) -> list[RuledOutRow]:
    """The options that are out, those that the last answer ruled out first."""
    program = inference.program
    said = {found.rule.id: found for found in inference.infer(dict(step.workload)).fired}
    before = _excluded(inference, address.back().values)
    rows = [
        RuledOutRow(
            one.option, program.options[one.option].title, one.option not in before,
            sentence(program, said[one.rules[0]]) if one.rules[0] in said else "", one.rules,
        )
        for one in step.ruled_out if one.option in program.options
    ]  # fmt: skip
    return sorted(rows, key=lambda row: not row.new)


def _excluded(inference: Inference, values: Mapping[str, Any]) -> set[str]:
    known = {name: value for name, value in values.items() if not isinstance(value, Mapping)}
    fired = inference.infer(known).fired
    return {target for found in fired if found.rule.rule.effect == "excludes" for target in found.rule.targets}


def answer_rows(address: Address, facts: Mapping[str, Fact]) -> list[AnswerRow]:
    """All answers, the last one first."""
    rows = []
    for one in reversed(address.rounds):
        for name in one:
            fact, value = facts[name], address.values.get(name)
            text = "not known" if name in address.unknown else _in_words(fact, value)
            bounded = isinstance(value, Mapping) and value.get("open")
            aside = len(one) > 1 and (value is None or value is False or bool(bounded))
            rows.append(AnswerRow(name, fact.question or name, text, aside))
    return rows


def answer_text(address: Address, name: str, facts: Mapping[str, Fact]) -> str:
    """One answer in words, with its unit."""
    row = next((row for row in answer_rows(address, facts) if row.fact == name), None)
    return row.shown if row else "not answered"


def _in_words(fact: Fact, value: Any) -> str:
    """An answer with its unit: a number as it reads best, a range in the unit of the fact."""
    if isinstance(value, Mapping):
        if value.get("open"):
            return f"at most {measure(value['high'], fact.unit)}"
        return f"{shown(value)} {_UNITS.get(fact.unit or '', fact.unit or '')}".rstrip()
    return measure(value, fact.unit) if isinstance(value, int | float) and not isinstance(value, bool) else shown(value)
