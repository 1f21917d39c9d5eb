"""Changes of facts as they are told."""

from advisor.questionnaire.alternatives import Alternative, Space, in_words
from advisor.questionnaire.models import Turn


def turn_of(space: Space, one: Alternative) -> Turn:
    """One change in numbers and in words."""
    return Turn(
        fact=one.fact,
        before=space.known.get(one.fact),
        after=one.value,
        above=one.low,
        up_to=one.high,
        like=list(one.like),
        words=in_words(one, space.domains.program.edition.base.facts[one.fact]),
    )
