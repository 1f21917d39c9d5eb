"""Every command, once: its name, where it is, what it is for. A new command is a module and a line here.

The module is loaded when the command is asked for, and not for the help of another one, so that a command may import
what is slow to load or comes with an extra.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

ADVICE = "Advice"
KNOWLEDGE = "Knowledge"
UPKEEP = "Upkeep"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `place` is `module:name` of a function, or of a `typer.Typer` for a command with commands of its own."""

    name: str
    place: str
    summary: str
    panel: str

    def load(self) -> Any:
        """Import the module and return the function or the Typer."""
        module, _, name = self.place.partition(":")
        return getattr(import_module(module), name)


COMMANDS: tuple[Command, ...] = (
    Command("advise", "advisor.cli.advise:advise", "Advice on a workload, with every reason and its source.", ADVICE),
    Command("why", "advisor.cli.why:why", "What speaks for and against one option.", ADVICE),
    Command("ask", "advisor.cli.ask:ask", "The shortest way to an answer: one question at a time.", ADVICE),
    Command("what-if", "advisor.cli.compare:what_if_command", "What changes when some facts change.", ADVICE),
    Command("as-of", "advisor.cli.compare:as_of", "What changed between two days, and what made it so.", ADVICE),
    Command("flips", "advisor.cli.compare:flips", "The smallest changes that flip the answer.", ADVICE),
    Command("demo", "advisor.cli.demo:demo", "Advice on an example that ships with the advisor.", ADVICE),
    Command("portfolio", "advisor.cli.portfolio:portfolio", "Advice on every workload of some files, summed up.", ADVICE),
    Command("map", "advisor.cli.map:map_command", "Where the answer changes over the plane of two facts.", ADVICE),
    Command("picture", "advisor.cli.picture:picture", "The architecture, the bill or the headroom as a picture.", ADVICE),
    Command("document", "advisor.cli.document:document", "The design document or decision record of a workload.", ADVICE),
    Command("verify", "advisor.cli.document:verify", "Take a document up again: the same, or what changed and why.", ADVICE),
    Command("network", "advisor.cli.network:network", "Check a network of your own.", ADVICE),
    Command("rules", "advisor.cli.knowledge:rules", "List the rules, or show one.", KNOWLEDGE),
    Command("facts", "advisor.cli.knowledge:facts", "List what can be said about a workload, or show one fact.", KNOWLEDGE),
    Command("figures", "advisor.cli.knowledge:figures", "List the limits, capabilities and prices, or show one.", KNOWLEDGE),
    Command("options", "advisor.cli.knowledge:options", "List what can be recommended, or show one option.", KNOWLEDGE),
    Command("sources", "advisor.cli.knowledge:sources", "List the pages that were read, or show one.", KNOWLEDGE),
    Command("components", "advisor.cli.knowledge:components", "List the parts of a design, or show one.", KNOWLEDGE),
    Command("notes", "advisor.cli.knowledge:notes", "List the claims of the notes of 2020, or show one.", KNOWLEDGE),
    Command("check", "advisor.cli.check:check", "Load and lint the knowledge, and run the cases of every rule.", UPKEEP),
    Command("serve", "advisor.cli.serve:serve", "Answer over HTTP.", UPKEEP),
)
BY_NAME: dict[str, Command] = {command.name: command for command in COMMANDS}
