"""The nouns: frozen, by keyword, with ids and kinds that follow from what they hold."""

import dataclasses
import importlib
import pkgutil
from datetime import date
from hashlib import sha256

import pytest

import marsad.domain
from marsad.domain.claim import KIND_OF, Claim, Event, Quote, Relation
from marsad.domain.document import Document, text_digest
from marsad.domain.errors import InputError, MarsadError, NotFoundError, SetupError, StoreError
from marsad.domain.filter import fold_words
from marsad.domain.vocabulary import ClaimKind, EventType, RelationKind

MODULES = [
    importlib.import_module(f"marsad.domain.{each.name}") for each in pkgutil.iter_modules(marsad.domain.__path__)
]
NOUNS = [
    noun
    for module in MODULES
    for noun in vars(module).values()
    if isinstance(noun, type) and dataclasses.is_dataclass(noun) and noun.__module__ == module.__name__
]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_nouns_are_frozen_slotted_and_given_by_keyword(noun):
    assert noun.__dataclass_params__.frozen
    assert "__slots__" in vars(noun)
    assert all(field.kw_only for field in dataclasses.fields(noun))


def test_the_domain_imports_nothing_of_ours():
    ours = {name for module in MODULES for name in vars(module) if name.startswith("marsad")}
    assert not ours
    assert all(
        getattr(value, "__module__", "").startswith("marsad.domain")
        for module in MODULES
        for value in vars(module).values()
        if getattr(value, "__module__", "").startswith("marsad")
    )


def test_each_payload_has_a_kind_of_its_own():
    assert set(KIND_OF.values()) == set(ClaimKind)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Event(type=EventType.ATTACK), "event"),
        (Relation(subject="A", relation=RelationKind.BACKS, object="B"), "relation"),
    ],
)
def test_a_claims_kind_is_that_of_what_it_says(said, kind):
    assert Claim(document="d", quote=Quote(start=0, end=0, text=""), said=said).kind == kind


def test_a_claim_cannot_be_changed():
    claim = Claim(document="d", quote=Quote(start=0, end=0, text=""), said=Event(type=EventType.ATTACK))
    with pytest.raises(dataclasses.FrozenInstanceError):
        claim.document = "e"


@pytest.mark.parametrize("text", ["", "Shells fell.", "مرصد", "\x00", "\ud800"])
def test_a_texts_digest_is_of_its_utf_8_and_never_fails(text):
    assert text_digest(text) == sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    assert Document(id="d", text=text, date=date(2031, 3, 1)).sha256 == text_digest(text)


@pytest.mark.parametrize("error", [InputError, SetupError, StoreError, NotFoundError])
def test_every_error_is_one_of_ours(error):
    assert issubclass(error, MarsadError)


@pytest.mark.parametrize(
    ("looked_for", "text", "found"),
    [
        ("hama", "Hama province", True),
        ("hama", "Hamas", False),
        ("Qamishli", "al-Qāmishlī", True),
        ("sanaa", "Sana'a", True),
        ("deir ez-zor", "Deir ez Zor", True),
        ("", "Hama", False),
    ],
)
def test_words_are_found_whole_in_any_spelling_of_case_and_marks(looked_for, text, found):
    folded = fold_words(looked_for)
    assert (folded != " " and folded in fold_words(text)) is found
