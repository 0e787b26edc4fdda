"""Countries by what a text writes: names, demonyms, seats; case matters for short words."""

import pytest

from marsad.reading.countries import (
    countries,
    country_of_demonym,
    country_of_name,
    country_of_seat,
)


@pytest.mark.parametrize(
    ("look_up", "word", "iso"),
    [
        (country_of_demonym, "Sudanese", "SD"),
        (country_of_demonym, "ukrainian", "UA"),
        (country_of_demonym, "US", "US"),
        (country_of_demonym, "us", None),  # a pronoun
        (country_of_demonym, "Sudan", None),
        (country_of_name, "Sudan", "SD"),
        (country_of_name, "South Sudan", "SS"),
        (country_of_name, "Niger", "NE"),
        (country_of_name, "Nigeria", "NG"),
        (country_of_name, "Yemen's", "YE"),
        (country_of_name, "Yemen’s", "YE"),
        (country_of_name, "Goma", None),
        (country_of_seat, "Kremlin", "RU"),
        (country_of_seat, "Washington", "US"),
        (country_of_seat, "Tehran", "IR"),
    ],
)
def test_looked_up_by_what_is_written(look_up, word, iso):
    found = look_up(word)
    assert (found.iso if found is not None else None) == iso


def test_codes_are_two_capitals_and_each_once():
    codes = [country.iso for country in countries()]
    assert len(codes) == len(set(codes))
    assert all(len(code) == 2 and code.isupper() for code in codes)
