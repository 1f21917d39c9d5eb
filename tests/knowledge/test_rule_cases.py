"""Every case that a rule carries comes out; a rule's parts say what they should."""

from datetime import timedelta

from advisor import Advisor
from advisor.check import check_cases
from knowledge import Base


def test_every_case_of_every_rule(advisor: Advisor) -> None:
    count, failures = check_cases(advisor)
    assert failures == []
    assert count > 3 * 200


def test_titles_are_unique_and_sentences_end(base: Base) -> None:
    titles = [rule.title for rule in base.rules.values()]
    assert sorted(title for title in titles if titles.count(title) > 1) == []
    for rule in base.rules.values():
        for text in (rule.because, rule.rationale, rule.not_when):
            assert text.rstrip().endswith((".", "!", "?")), rule.id


def test_no_rule_was_reviewed_after_the_newest_reading(base: Base) -> None:
    assert max(rule.reviewed for rule in base.rules.values()) <= base.read
    assert all(rule.since is None or rule.since <= base.read + timedelta(days=0) for rule in base.rules.values())
