"""`python -m knowledge`: load the base and print what is wrong with it, or how much there is."""

import sys

from knowledge.errors import KnowledgeError
from knowledge.load import load


def main() -> int:
    """Print counts and return 0, or print every problem and return 1."""
    try:
        base = load()
    except KnowledgeError as error:
        print(error)
        return 1
    kinds = ("sources", "figures", "notes", "facts", "options", "components", "rules")
    print(", ".join(f"{len(getattr(base, kind))} {kind}" for kind in kinds), "digest", base.digest[:16])
    return 0


if __name__ == "__main__":
    sys.exit(main())
