"""Outlets by address and by name, from the packaged file and a user's own."""

from collections import Counter

import pytest

from marsad.domain.errors import SetupError
from marsad.intake.outlets import load_outlets


@pytest.fixture(scope="module")
def outlets():
    return load_outlets()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.reuters.com/world/a-b", "Reuters"),
        ("https://REUTERS.com./x", "Reuters"),
        ("https://news.un.org/en/story", "UN News"),
        ("https://www.un.org/x", "United Nations"),
        ("https://notreuters.com/x", None),
        ("https://reuters.com.evil.example/x", None),
        ("https://com/x", None),
        ("http://[broken/", None),
        (None, None),
    ],
)
def test_an_address_names_its_outlet(outlets, url, name):
    assert outlets.name_of(url) == name


@pytest.mark.parametrize(
    ("name", "kind", "scale"),
    [
        ("AFP", "agency", "International"),
        ("agence  france-presse", "agency", "International"),
        ("SANA", "state", "National"),
        ("SOHR", "monitor", "Local partner-Other"),
        ("t.me", None, None),
        (None, None, None),
    ],
)
def test_a_name_has_a_kind_and_a_scale(outlets, name, kind, scale):
    found = outlets.find(name)
    assert (found and found.kind, found and found.scale) == (kind, scale)


def test_the_packaged_file_is_wide_and_no_name_or_domain_is_twice_in_it(outlets):
    told = list(outlets._told.values())
    assert len(told) >= 150
    names = Counter(name.casefold() for one in told for name in (one.name, *one.also))
    domains = Counter(domain for one in told for domain in one.domains)
    assert [name for name, count in (names | domains).items() if count > 1] == []
    assert {one.kind for one in told} >= {"agency", "state", "partisan", "local", "monitor", "official", "ngo"}
    assert all(one.domains == tuple(domain.lower() for domain in one.domains) for one in told)


def test_an_outlet_of_the_users_file_goes_before_the_packaged(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'outlets = [{name = "Reuters", kind = "partisan", scale = "Other", domains = ["wire.example"]},'
        ' {name = "Tallan Post", kind = "local", scale = "Subnational", domains = ["tallan.example"]}]'
    )
    mine = load_outlets([file])
    assert mine.find("reuters").kind == "partisan"
    assert mine.name_of("https://tallan.example/x") == "Tallan Post"
    assert mine.name_of("https://reuters.com/x") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('outlets = [{name = "A", kind = "newspaper", scale = "National"}]', "outlet 'A'.*newspaper"),
        ('outlets = [{kind = "state", scale = "National"}]', "outlet 1.*name"),
        ("outlets = 7", "expected"),
        ("nothing = []", "outlets"),
        ("outlets = [", "expected"),
    ],
)
def test_a_broken_file_is_said_in_one_line(tmp_path, text, said):
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(SetupError, match=said) as met:
        load_outlets([file])
    assert "\n" not in str(met.value)
