"""A small knowledge base in memory, for tests that need to know every rule in it."""

from datetime import date
from typing import Any

from advisor import Advisor, Recommendation
from knowledge import Base
from knowledge.load import build

SOURCES = """
[page]
title = "A page"
kind  = "aws"
url   = "https://example.com/page"
read  = 2026-01-31
"""
NOTES = """
["LIM-4"]
claim = "An invocation ends after 15 minutes"
lines = [39]
kind = "limit"
section = "limits"
"""
FIGURES = """
["run.max"]
about = "Longest run."
unit = "s"
hard = true
notes = ["LIM-4"]
values = [
  { since = 2018-01-01, value = 300, source = "page", confidence = "confirmed" },
  { since = 2022-01-01, value = 900, source = "page", confidence = "confirmed" },
]
["memory.max"]
about = "Most memory."
unit = "GiB"
hard = true
values = [ { value = 10, source = "page", confidence = "reported" } ]
["images"]
about = "Whether images run."
unit = "bool"
hard = true
values = [
  { since = 2015-01-01, value = false, source = "page", confidence = "confirmed" },
  { since = 2020-12-01, value = true, source = "page", confidence = "confirmed" },
]
["burst"]
about = "A limit that no longer exists."
unit = "1/s"
hard = true
values = [
  { since = 2015-01-01, value = 500, source = "page", confidence = "confirmed" },
  { since = 2023-01-01, ended = true, source = "page", confidence = "confirmed" },
]
["sizes"]
about = "A table."
unit = "table"
hard = true
values = [ { value = { cpu = 4, memory_gib = 30 }, source = "page", confidence = "confirmed" } ]
"""
FACTS = """
[run_s]
type = "number"
unit = "s"
range = [0.5, 100000]
question = "How long does a run take?"
help = "The longest one."
chapter = "shape"
bears_on = ["compute"]
prior = { low = 1, high = 10000 }
[memory_mib]
type = "number"
unit = "MiB"
range = [1, 1000000]
question = "How much memory?"
help = "Of one unit."
chapter = "resources"
prior = { low = 128, high = 100000 }
[rate]
type = "number"
unit = "1/s"
range = [0, 1000000]
question = "How many requests a second?"
help = "At the peak."
chapter = "shape"
prior = { low = 1, high = 1000 }
[connections]
type = "integer"
unit = "count"
range = [1, 100000]
question = "How many connections?"
help = "That the database takes."
chapter = "quality"
prior = { low = 10, high = 1000 }
[gpu]
type = "bool"
question = "A GPU?"
help = "Any."
chapter = "resources"
prior = { yes = 0.1 }
[trigger]
type = "choice"
question = "What starts it?"
help = "The event."
chapter = "shape"
prior = { api = 1, queue = 1, sdk = 1 }
values = { api = "A caller", queue = "A queue", sdk = "Code" }
[style]
type = "choice"
question = "Does somebody wait?"
help = "Or not."
chapter = "shape"
prior = { sync = 1, async = 1 }
values = { sync = "Waits", async = "Does not" }
derived = { from = ["trigger"], table = { api = "sync", queue = "async" } }
[services]
type = "set"
question = "Which services?"
help = "Called by the code."
chapter = "network"
prior = { s3 = 0.5, sqs = 0.3 }
values = { s3 = "S3", sqs = "SQS", sns = "SNS" }
[priorities]
type = "order"
question = "What matters most?"
help = "In order."
chapter = "team"
prior = { cost = 0.5, latency = 0.3 }
values = { cost = "Money", latency = "Speed", operations = "Less to run" }
[load]
type = "number"
unit = "count"
range = [0, 1e12]
help = "Runs at the same time."
chapter = "derived"
asked = false
derived = { function = "product", from = ["rate", "run_s"] }
"""
OPTION = """
id = "{id}"
title = "Option {id}"
family = "{family}"
since = {since}
about = "An option."
leaves_to_owner = ["code"]
sources = ["page"]
standing = {standing}
"""
COMPONENTS = """
["vpc"]
title = "VPC"
kind = "network"
about = "A network."
sources = ["page"]
["subnets"]
title = "Subnets"
kind = "network"
about = "Parts of it."
sources = ["page"]
["endpoint:*"]
title = "Endpoint"
kind = "network"
about = "A way to a service."
sources = ["page"]
members = ["s3", "sqs"]
"""
WEIGHTS = """
because = "Fit counts most."
priorities = [3, 2, 1]
[criteria]
fit = 3
operations = 1
cost = 1
latency = 1
scaling = 1
control = 1
portability = 0
"""
RULE = """
id = "{id}"
title = "A situation"
effect = "{effect}"
status = "reviewed"
reviewed = 2026-01-31
sources = ["page"]
because = "{because}"
rationale = "Because it is so."
not_when = "It is otherwise."
{more}
when = [ {when} ]
case = [ {case} ]
"""
LONG_RUN = RULE.format(
    id="RUN-001",
    effect="excludes",
    more='target = "small"\nnotes = ["LIM-4"]',
    because="A run of {{ run_s | duration }} is above {{ run.max | duration }}.",
    when='{ fact = "run_s", is = "above", figure = "run.max" }',
    case="""
  { name = "over", workload = { run_s = 901 }, expect = "fires" },
  { name = "at", workload = { run_s = 900 }, expect = "silent" },
  { name = "unknown", workload = {}, expect = "asks" },""",
)
IN_A_VPC = RULE.format(
    id="NET-001",
    effect="requires",
    more='target = "vpc"',
    because="It calls {{ services | list }}.",
    when='{ fact = "services", is = "includes", value = "s3" }',
    case="""
  { name = "s3", workload = { services = ["s3"] }, expect = "fires" },
  { name = "none", workload = { services = [] }, expect = "silent" },
  { name = "unknown", workload = {}, expect = "asks" },""",
)
IN_SUBNETS = RULE.format(
    id="NET-002",
    effect="requires",
    more='target = "subnets"\nfor = ["small"]',
    because="A VPC has subnets.",
    when='{ component = "vpc", is = "required" }',
    case="""
  { name = "s3", workload = { services = ["s3"] }, expect = "fires" },
  { name = "none", workload = { services = [] }, expect = "silent" },""",
)


def mini_files(**changed: str) -> dict[str, bytes]:
    """The files of the base; `changed` replaces or adds files by name, with `__` for `/`."""
    files = {
        "sources/all.toml": SOURCES,
        "notes/all.toml": NOTES,
        "figures/all.toml": FIGURES,
        "facts/all.toml": FACTS,
        "options/small.toml": OPTION.format(id="small", family="Lambda", since="2015-01-01", standing="[]"),
        "options/large.toml": OPTION.format(id="large", family="ECS", since="2016-01-01", standing=standing("operations", -1)),
        "options/late.toml": OPTION.format(id="late", family="Batch", since="2021-01-01", standing=standing("operations", -1)),
        "components/all.toml": COMPONENTS,
        "weights.toml": WEIGHTS,
        "rules/run.toml": LONG_RUN,
        "rules/vpc.toml": IN_A_VPC,
        "rules/subnets.toml": IN_SUBNETS,
    }
    files |= {f"{name.replace('__', '/')}.toml": text for name, text in changed.items()}
    return {name: text.encode() for name, text in files.items() if text}


def standing(criterion: str, strength: int) -> str:
    return f'[ {{ criterion = "{criterion}", strength = {strength}, because = "So it is.", source = "page" }} ]'


class MiniAdvisor(Advisor):
    """Advice without the plan, which knows the real options only."""

    def advise(self, workload: Any, as_of: date | None = None, **_: Any) -> Recommendation:
        return super().advise(workload, as_of, planned=False)


def mini_base(**changed: str) -> Base:
    """The small base, checked."""
    return build(mini_files(**changed))


def rule(rule_id: str, effect: str, when: str, fires: str, silent: str, more: str = "", because: str = "So.") -> str:
    """The text of one rule; `fires` and `silent` are workloads as inline tables."""
    case = f'{{ name = "f", workload = {fires}, expect = "fires" }}, {{ name = "s", workload = {silent}, expect = "silent" }}'
    case += ', { name = "u", workload = {}, expect = "asks" }'
    return RULE.format(id=rule_id, effect=effect, when=when, case=case, more=more, because=because)
