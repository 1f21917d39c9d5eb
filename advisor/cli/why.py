"""`advisor why`: one option of one answer."""

from typing import Annotated

import typer

from advisor.cli.output import emit, format_of
from advisor.cli.parameters import (
    AsOf,
    FormatOption,
    InputFormat,
    Out,
    Set,
    WorkloadFile,
    advisor,
    read_date,
    read_facts,
    unknown,
)  # fmt: skip
from advisor.reports.why import weigh, why_document

OptionId = Annotated[str, typer.Argument(metavar="OPTION", help="The id of an option, as `advisor options` lists them.")]


def why(
    file: WorkloadFile,
    option: OptionId,
    as_of: AsOf = None,
    settings: Set = None,
    format_: FormatOption = None,
    out: Out = None,
    input_format: InputFormat = None,
) -> None:
    """Say what speaks for and against one option, and what would have to change.

    Names what excludes the option or holds it back against the recommended one, each rule with its sources, and for each
    rule what would have to be so for it not to count. For the recommended option: what its lead rests on.
    """
    day = read_date(as_of)
    raw = read_facts(file, settings, input_format, out)
    program = advisor().edition(day).program
    if option not in program.options:
        raise unknown("OPTION", option, program.options, "advisor options")
    recommendation = advisor().advise(raw, day)
    found = next(one for one in recommendation.options if one.id == option)
    case = weigh(recommendation, found, program)
    emit(lambda: why_document(case, recommendation), lambda: case.model_dump(mode="json"), format_of(format_, out), out)
