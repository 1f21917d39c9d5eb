"""One step of the questionnaire: where the answers stand, and what to ask next. Stateless; the same answers, the same step."""

import numpy as np

from advisor.inference import Findings
from advisor.language.workload import Workload
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.choosing import Chooser
from advisor.questionnaire.gain import Codes
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.models import Chapter, Conflict, NextQuestion, RuledOut, Share, Step
from advisor.questionnaire.probes import probe
from advisor.questionnaire.questions import DECIDES, ask_one, askable_facts, rules_on
from advisor.questionnaire.spreads import spread_outcome
from advisor.recommend import recommend
from advisor.result import Recommendation

SURE = 0.995
"""From this share of completions on an option counts as settled, once the rare answers have been tried too."""


class Questionnaire(Ground):
    """The questionnaire of one edition; safe to share between threads."""

    def step(self, answers: Answers, chapter: Chapter = "compute") -> Step:
        """Return the standing and the next question of a chapter; the chapter `compute` settles the recommended option."""
        findings = self.inference.infer(answers.known)
        advice = recommend(self.program, Workload(answers.known, answers.title), findings)
        completions = self.completions(answers)
        won = self.won(completions)
        standing = self._standing(won)
        asks = [name for name in askable_facts(findings, answers) if name in completions.codes]
        sure = bool(standing) and standing[0].share >= SURE
        flips = probe(self, answers, asks, completions, won) if sure else {}
        chooser = Chooser(self, completions.codes, won, rules_on(findings))
        compute = chooser.choose([name for name in asks if name in flips] if sure else asks, last=sure)
        question = compute if chapter == "compute" else self._of_chapter(advice, answers, chapter)
        chapters = {name: len(self._chapter_facts(advice, answers, name)) for name in ("network", "failure", "release", "cost")}
        return Step(
            settled=compute is None,
            option=standing[0].option if standing else None,
            sure=standing[0].share if standing else 0.0,
            standing=standing,
            question=question,
            chapter=chapter,
            chapters=chapters,
            answered=len(answers.settled_facts),
            ruled_out=[RuledOut(option=name, rules=rules) for name, rules in _excluded(findings).items()],
            conflicts=_conflicts(advice),
            could_change=[name for name in asks if name in flips],
            spreads=spread_outcome(self, answers, findings) if answers.ranges else None,
            workload=answers.known,
        )

    def question_on(self, name: str) -> NextQuestion:
        """The question about one fact, for a person who wants to answer it anew."""
        hanging = [rule.id for rule in self.program.rules if name in rule.reads and rule.rule.effect in DECIDES]
        return ask_one(self, name, {name: hanging}, 0.0, [])

    def _standing(self, won: Codes) -> list[Share]:
        good = won[won < len(self.options)]
        counts = np.bincount(good, minlength=len(self.options))
        order = sorted((int(-count), name) for name, count in zip(self.options, counts, strict=True) if count)
        titles = self.program.options
        return [Share(option=name, title=titles[name].title, share=-count / len(good)) for count, name in order]

    def _chapter_facts(self, advice: Recommendation, answers: Answers, chapter: str) -> list[str]:
        facts = self.program.edition.base.facts
        done = answers.settled_facts
        return [
            question.fact
            for question in advice.open_questions
            if question.fact not in done and chapter in facts[question.fact].bears_on
        ]

    def _of_chapter(self, advice: Recommendation, answers: Answers, chapter: Chapter) -> NextQuestion | None:
        names = self._chapter_facts(advice, answers, chapter)
        rules = {question.fact: question.rules for question in advice.open_questions}
        return ask_one(self, names[0], rules, 0.0, []) if names else None


def _excluded(findings: Findings) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in findings.fired:
        if finding.rule.rule.effect == "excludes":
            for target in finding.rule.targets:
                found.setdefault(target, []).append(finding.rule.id)
    return found


def _conflicts(advice: Recommendation) -> list[Conflict]:
    """Contradicting answers, the smallest sets first, none that holds a smaller one."""
    found: list[Conflict] = []
    for item in sorted(advice.contradictions, key=lambda item: (len(item.facts), item.rule)):
        if not any(set(smaller.facts) <= set(item.facts) for smaller in found):
            found.append(Conflict(facts=item.facts, rule=item.rule, because=item.because))
    return found
