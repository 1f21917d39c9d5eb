"""The course of `advisor ask`: ask, understand, save, show; and what the commands do."""

import shlex
from datetime import date
from pathlib import Path
from typing import Any

from advisor import Advisor
from advisor.cli.keeping import dated, resuming, save
from advisor.cli.prompts import Prompter
from advisor.cli.replies import COMMANDS, Command, NotUnderstoodError, Reply
from advisor.explain import sentence
from advisor.language.workload import InvalidWorkloadError
from advisor.questionnaire.answers import read_answers
from advisor.questionnaire.desk import questionnaire_of
from advisor.questionnaire.models import Chapter, NextQuestion, Step
from advisor.questionnaire.replies import Given
from advisor.questionnaire.session import Session
from advisor.reports.steps import (
    answers_document,
    message,
    question_document,
    shown,
    standing_document,
    why_document,
)

CHAPTERS: dict[Chapter, str] = {
    "network": "the network",
    "failure": "failure handling",
    "release": "how it is released",
    "cost": "what it costs",
}


class Interview:
    """One session at a terminal. Everything that was answered is in the file before the next question is put."""

    def __init__(self, advisor: Advisor, as_of: date | None, session: Session, prompter: Prompter) -> None:
        self._inference = advisor.edition(as_of)
        self._facts = advisor.base.facts
        self._session, self._prompter = session, prompter
        self._as_of = as_of
        self._chapter: Chapter = "compute"
        self._shown: Step | None = None
        self._ended = False
        read_answers(session.raw, self._facts)
        prompter.tell(message("One moment: the rules are made ready for questions."))
        self._questionnaire = questionnaire_of(self._inference)

    def run(self) -> None:
        """Ask until it is settled and nobody wants to go on. Raises KeyboardInterrupt."""
        save(self._session)
        self._tell(f"Answer, or say ? if you don't know. At any question: {', '.join(COMMANDS)}.")
        while not self._ended:
            step = self._step()
            self._show(step)
            try:
                if step.conflicts:
                    self._part(step)
                elif step.question is not None:
                    self._ask(step.question)
                else:
                    self._go_on(step)
            except NotUnderstoodError as error:
                self._tell(f"Not understood: {error}.")
            except EOFError:
                self._quit()

    def _step(self) -> Step:
        return self._questionnaire.step(read_answers(self._session.raw, self._facts), self._chapter)

    def _show(self, step: Step) -> None:
        if self._shown is not None and step == self._shown:
            return
        fired = self._inference.infer(dict(step.workload)).fired
        told = {found.rule.id: sentence(self._inference.program, found) for found in fired}
        titles = {name: option.title for name, option in self._inference.program.options.items()}
        self._prompter.tell(standing_document(step, self._shown, told, titles))
        self._shown = step

    def _tell(self, text: str) -> None:
        self._prompter.tell(message(text))

    def _ask(self, question: NextQuestion) -> None:
        self._prompter.tell(question_document(question, self._session.rounds + 1))
        fact = None if question.kind == "checklist" else self._facts[question.facts[0]]
        self._do(self._prompter.ask(question, fact), question)

    def _do(self, reply: Reply, question: NextQuestion | None) -> None:
        if isinstance(reply, Command):
            self._obey(reply, question)
            return
        if reply.answers or reply.unknown:
            self._take(reply)
        for name in reply.numbers:
            if not self._ended:
                self._ask_again(name)

    def _take(self, given: Given) -> None:
        """Keep some answers, or say what is wrong with them; what was not checked never gets into the session."""
        try:
            read_answers(self._session.with_answers(given.answers, given.unknown), self._facts)
        except InvalidWorkloadError as error:
            raise NotUnderstoodError("; ".join(str(problem) for problem in error.problems)) from None
        self._session.give(given.answers, given.unknown)
        save(self._session)

    def _ask_again(self, name: str) -> None:
        """Ask about one fact until it is answered, or a command leads elsewhere."""
        while True:
            try:
                self._ask(self._questionnaire.question_on(name))
            except NotUnderstoodError as error:
                self._tell(f"Not understood: {error}.")
            else:
                return

    def _obey(self, command: Command, question: NextQuestion | None) -> None:
        if command.name == "why" and question is None:
            self._tell("Here nothing is asked about the workload.")
        elif command.name == "why" and question is not None:
            titles = {rule: self._inference.program.by_id[rule].rule.title for rule in question.rules}
            self._prompter.tell(why_document(question, titles))
        elif command.name == "back":
            self._tell("One step back." if self._session.back() else "There is nothing to undo.")
            save(self._session)
        elif command.name == "change":
            self._change(command.argument)
        elif command.name == "show":
            self._prompter.tell(answers_document(self._session.answers, self._session.raw.get("unknown", ())))
        elif command.name == "save":
            self._session.path = Path(command.argument) if command.argument else self._session.path
            save(self._session)
            self._tell(f"Written to {self._session.path}.")
        elif command.name == "quit":
            self._quit()
        else:
            self._tell("; ".join(f"{name}: {about}" for name, about in COMMANDS.items()) + ".")

    def _change(self, name: str) -> None:
        """Ask for a fact anew; without a name, let one of those answered be chosen."""
        said = {**self._session.answers, **dict.fromkeys(self._session.raw.get("unknown", ()), "you don't know")}
        if not name and said:
            chosen = self._prompter.choose("Which answer?", [(fact, _said(fact, value)) for fact, value in said.items()])
            if isinstance(chosen, Command):
                self._obey(chosen, None)
                return
            name = chosen
        if name in self._facts and self._facts[name].asked:
            self._ask_again(name)
        else:
            answered = ", ".join(said) or "none yet"
            raise NotUnderstoodError(
                f"found {name[:60]!r}; expected change FACT with a fact, such as those answered: {answered}"
            )

    def _part(self, step: Step) -> None:
        """Answers that can't hold together: the person chooses which one to drop."""
        conflict = step.conflicts[0]
        self._tell(f"These answers can't hold together: {conflict.because} ({conflict.rule})")
        chosen = self._prompter.choose(
            "Drop any one of them; it will be asked again if it matters.",
            [(name, f"{name} ({self._facts[name].question})") for name in conflict.facts],
        )
        if isinstance(chosen, Command):
            self._obey(chosen, None)
            return
        self._session.drop(chosen)
        save(self._session)

    def _go_on(self, step: Step) -> None:
        """The recommendation is settled, or a chapter is through: what next."""
        if self._chapter == "compute":
            leader = step.standing[0].title if step.standing else "no option"
            self._tell(f"Settled: {leader}. No unanswered question can change the recommendation.")
        open_chapters = [(name, f"Questions on {CHAPTERS[name]} ({step.chapters[name]} left)")
                         for name in CHAPTERS if step.chapters.get(name)]  # fmt: skip
        choices = [("quit", "End here"), *open_chapters, ("back", "Back to the last answer"), ("show", "Show all answers")]
        chosen = self._prompter.choose("Go on?", choices)
        if isinstance(chosen, Command):
            self._obey(chosen, None)
        elif chosen in CHAPTERS:
            self._chapter = next(name for name in CHAPTERS if name == chosen)
        elif chosen == "back":
            self._chapter = "compute"
            self._obey(Command("back"), None)
        else:
            self._obey(Command(chosen), None)

    def _quit(self) -> None:
        save(self._session)
        self._ended = True
        path = shlex.quote(str(self._session.path))
        self._tell(f"The answers are in {path}. The whole advice: advisor advise {path}{dated(self._as_of)}")
        self._tell(f"Go on later: {resuming(self._session.path, self._as_of)}")


def _said(fact: str, value: Any) -> str:
    return f"{fact}: {shown(value)}"
