"""What a language does with prices, measures, dates, models and addresses, as one list of rules.

Rules are tried in order wherever a word may begin; the first that gives pieces wins.
"""

from __future__ import annotations

from functools import cache

from pitchreel.voice.speakable.addresses import address_rules
from pitchreel.voice.speakable.calendar import calendar_rules
from pitchreel.voice.speakable.language import speech
from pitchreel.voice.speakable.measures import measure_rules
from pitchreel.voice.speakable.money import money_rules
from pitchreel.voice.speakable.names import name_rules
from pitchreel.voice.speakable.numbers import number_pattern
from pitchreel.voice.speakable.pieces import Rule


@cache
def rules_of(language: str) -> tuple[Rule, ...]:
    """The rules of a language, in the order in which they are tried."""
    rules = speech(language)
    number = number_pattern(rules)
    return (
        *address_rules(rules),
        *calendar_rules(rules),
        *money_rules(rules, number),
        *measure_rules(rules, number),
        *name_rules(rules),
    )
