"""One step of the questionnaire: where the answers stand, and what to ask next. Stateless; the same answers, the same step."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from advisor.inference import Findings
from advisor.language.workload import Workload
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.gain import Codes, information
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.models import Chapter, Conflict, NextQuestion, RuledOut, Share, Step
from advisor.questionnaire.probes import probe
from advisor.questionnaire.questions import DECIDES, ask_checklist, ask_one, askable_facts, rare, rules_on
from advisor.questionnaire.spreads import spread_outcome
from advisor.recommend import recommend
from advisor.result import Recommendation

LINES = 12
"""So many lines a checklist has at the most."""

SURE = 0.995
"""From this share of completions on an option counts as settled, once the rare answers have been tried too."""

ENOUGH = 64
"""Below so many completions without a contradiction, shares say nothing."""


class Questionnaire(Ground):
    """The questionnaire of one edition; safe to share between threads."""

    def step(self, answers: Answers, chapter: Chapter = "compute") -> Step:
        """Return the standing and the next question of a chapter; the chapter `compute` settles the recommended option."""
        findings = self.inference.infer(answers.known)
        advice = recommend(self.program, Workload(answers.known, answers.title), findings)
        won = self.winners(self.completions(answers), answers)
        standing = self._standing(won)
        asks = [name for name in askable_facts(findings) if name not in answers.settled_facts]
        sure = bool(standing) and standing[0].share >= SURE
        flips = probe(self, answers, asks, won) if sure else {}
        compute = self._next(findings, won, asks, flips if sure else None)
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
            spreads=spread_outcome(self, answers, findings) if answers.spreads else None,
            workload=answers.known,
        )

    def question_on(self, name: str) -> NextQuestion:
        """The question about one fact, for a person who wants to answer it anew."""
        hanging = [rule.id for rule in self.program.rules if name in rule.reads and rule.rule.effect in DECIDES]
        return ask_one(self, name, {name: hanging}, 0.0, None)

    def _standing(self, won: Codes) -> list[Share]:
        good = won[won < len(self.options)]
        counts = np.bincount(good, minlength=len(self.options))
        order = sorted((int(-count), name) for name, count in zip(self.options, counts, strict=True) if count)
        titles = self.program.options
        return [Share(option=name, title=titles[name].title, share=-count / len(good)) for count, name in order]

    def _next(self, findings: Findings, won: Codes, asks: list[str], flips: dict[str, float] | None) -> NextQuestion | None:
        """The question that is expected to settle most for the effort; None when nothing could change the option."""
        if not asks:
            return None
        rules = rules_on(findings)
        if flips is not None:
            return ask_checklist(self, sorted(flips, key=asks.index)[: 2 * LINES], rules, 0.0) if flips else None
        kept = won < len(self.options)
        if kept.sum() < ENOUGH:
            return ask_one(self, asks[0], rules, 0.0, won)
        return self._best(asks, won, kept, rules)

    def _best(self, asks: list[str], won: Codes, kept: npt.NDArray[np.bool_], rules: dict[str, list[str]]) -> NextQuestion:
        facts, kinds, options = self.program.edition.base.facts, len(self.options) + 1, won[kept]
        bits = {name: information(self.cells.codes[name][kept], options, kinds) for name in asks}
        worth: dict[tuple[str, ...], float] = {(name,): bits[name] / facts[name].effort for name in asks}
        flags = self._flags(asks)
        for group in self._groups(flags, bits):
            told = information(self.cells.joint(flags[name] for name in group)[kept], options, kinds)
            worth[tuple(group)] = told / (1.5 + 0.05 * len(group))
        best = max(worth, key=lambda group: (worth[group], -asks.index(group[0])))
        if len(best) > 1:
            return ask_checklist(self, list(best), rules, worth[best])
        return ask_one(self, best[0], rules, bits[best[0]], won)

    def _flags(self, asks: Iterable[str]) -> dict[str, npt.NDArray[np.bool_]]:
        """The open facts that can stand in a checklist, each with the completions that it applies to."""
        facts = self.program.edition.base.facts
        found = {}
        for name in asks:
            if rare(facts[name]):
                found[name] = self.cells.codes[name] == 1
            elif facts[name].type in ("number", "integer") and (bound := self.cells.rare_bound(name)) is not None:
                found[name] = bound[1]
        return found

    def _groups(self, names: Iterable[str], bits: dict[str, float]) -> list[list[str]]:
        """Checklists: those that tell most, from one chapter and from all of them."""
        facts = self.program.edition.base.facts
        by_chapter: dict[str, list[str]] = {"": list(names)}
        for name in names:
            by_chapter.setdefault(facts[name].chapter, []).append(name)
        groups = (sorted(group, key=lambda name: -bits[name])[:LINES] for group in by_chapter.values())
        return [group for group in groups if len(group) > 1]

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
        return ask_one(self, names[0], rules, 0.0, None) if names else None


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
