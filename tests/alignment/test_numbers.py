"""Numbers as people type them: taken where they are plain, else told how to write them."""

from decimal import Decimal

import pytest
from django.forms import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from alignment.forms.numbers import NumberField, as_meant
from alignment.models import KeyResult

FIELD = NumberField(KeyResult(title="Pilots"))


@pytest.mark.parametrize(
    ("typed", "value"), [("12.5", "12.5"), (" -3 ", "-3"), ("0", "0"), ("\u0663.\u0665", "3.5"), ("1e3", "1000")]
)
def test_a_plain_number_is_taken(typed: str, value: str) -> None:
    assert FIELD.clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12,5", "Write it as 12.5:"),
        ("1.250,00 €", "Write it as 1250:"),
        ("1,250.50", "Write it as 1250.5:"),
        ("1,250", "Write it as 1250, or as 1.25:"),
        ("1,234,567", "Write it as 1234567:"),
        ("1.234.567", "Write it as 1234567:"),
        ("45 %", "Write it as 45:"),
        ("-12,5", "Write it as -12.5:"),
        ("lots", "Say how far “Pilots” is as a number"),
        ("3 of 7", "Say how far “Pilots” is as a number"),
        ("NaN", "Say how far “Pilots” is as a number"),
        ("1e400", "too l"),
        ("1.1234567", "at most six places"),
    ],
)
def test_any_other_is_told_how_to_write_it(typed: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FIELD.clean(typed)
    assert told in refused.value.messages[0]


@given(st.text(max_size=30))
def test_whatever_is_typed_the_advice_can_be_followed(typed: str) -> None:
    for advice in filter(None, as_meant(typed).split(", or as ")):
        assert Decimal(advice).is_finite()
