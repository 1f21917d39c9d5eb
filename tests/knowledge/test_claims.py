"""Every claim of the notes is encoded somewhere, and what cites a claim cites one that exists."""

from knowledge import Base


def citing(base: Base) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind in ("rules", "figures", "options", "facts"):
        for entry_id, entry in getattr(base, kind).items():
            for note in entry.notes:
                found.setdefault(note, set()).add(f"{kind}: {entry_id}")
    return found


def test_all_78_claims_are_cited_and_exist(base: Base) -> None:
    assert len(base.notes) == 78
    assert set(citing(base)) == set(base.notes)


def test_every_claim_is_cited_by_a_rule_or_a_figure(base: Base) -> None:
    """A question alone would only ask about the claim; a rule or a figure says what follows."""
    cited = citing(base)
    assert [note for note in base.notes if not any(one.startswith(("rules", "figures")) for one in cited[note])] == []


def test_every_source_is_used(base: Base) -> None:
    used = {row.source for figure in base.figures.values() for row in figure.values}
    used |= {source for rule in base.rules.values() for source in rule.sources}
    used |= {source for part in base.components.values() for source in part.sources}
    used |= {source for option in base.options.values() for source in (*option.sources, *(s.source for s in option.standing))}
    assert sorted(set(base.sources) - used) == []
