"""What must hold of every record, whatever the claims."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from claims import ACTOR_FILE, PLACES, casualties, claim_lists
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.domain import wire
from marsad.domain.claim import Casualty, Claim, Quote
from marsad.domain.holding import contradictory, is_sole
from marsad.domain.judgement import Judgement
from marsad.domain.record import Record, Toll
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import Harm, JudgementKind
from marsad.reconcile import reconcile
from marsad.reconcile.totals import sum_events
from marsad.store.rows import ledger_of

PROFILES = ("strict", "acled", "ucdp", "airwars")
some = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AT = datetime(2031, 4, 1, tzinfo=UTC)


def all_tolls(record: Record) -> list[Toll]:
    return [toll for entry in (*record.events, *record.aggregates) for toll in entry.tolls]


@some
@given(claim_lists(), st.randoms(use_true_random=False))
def test_order_repetition_and_partition_never_change_the_record(claims, random):
    whole = reconcile(claims)
    mixed = [*claims, *random.sample(claims, random.randrange(len(claims) + 1))]
    random.shuffle(mixed)
    cut = random.randrange(len(mixed) + 1)
    assert reconcile(mixed[cut:] + mixed[:cut]) == whole
    assert reconcile(iter(reversed(mixed))) == whole


@some
@given(claim_lists(), st.sampled_from(PROFILES))
def test_low_best_and_high_are_in_order(claims, profile):
    for toll in all_tolls(reconcile(claims, profile=profile)):
        known = [figure for figure in (toll.low, toll.best, toll.high) if figure is not None]
        assert known == sorted(known)
        assert all(figure >= 0 for figure in known)


@some
@given(claim_lists())
def test_every_value_has_claims_that_were_given(claims):
    given_ids = {wire.claim_id(claim) for claim in claims}
    record = reconcile(claims)
    for entry in (*record.events, *record.aggregates, *record.control, *record.actors, *all_tolls(record)):
        assert entry.claims
        assert set(entry.claims) <= given_ids
    for toll in all_tolls(record):
        assert {revision.claim for revision in toll.revisions} == set(toll.claims)
        assert {revision.replaces for revision in toll.revisions} <= given_ids | {None}
    for spell in record.control:
        assert set(spell.contested_by) <= given_ids
    for actor in record.actors:
        assert all(tie.claims for tie in actor.relations)


@some
@given(claim_lists())
def test_ids_are_unique_and_no_claim_is_in_two_events(claims):
    record = reconcile(claims)
    for entries in (record.events, record.aggregates, record.control, record.actors):
        assert len({entry.id for entry in entries}) == len(entries)
    told = [claim for event in record.events for claim in event.claims]
    assert len(told) == len(set(told))


@some
@given(claim_lists(casualties()))
def test_a_voice_has_one_current_figure_and_its_later_one_replaces_it(claims):
    for toll in all_tolls(reconcile(claims)):
        # Unnamed and protected voices share a name and not a voice; the named ones are told apart by name.
        named = [one.voice for one in toll.revisions if one.current and not one.voice.startswith("a ")]
        assert len(named) == len(set(named))


@some
@given(claim_lists(), st.randoms(use_true_random=False))
def test_with_an_actor_file_too_order_changes_nothing_and_ids_are_unique(claims, random):
    record = reconcile(claims, actors=ACTOR_FILE)
    mixed = list(claims)
    random.shuffle(mixed)
    assert reconcile(mixed, actors=reversed(ACTOR_FILE)) == record
    for entries in (record.events, record.control):
        assert len({entry.id for entry in entries}) == len(entries)


@some
@given(claim_lists())
def test_sums_count_each_claim_in_one_place_and_stay_in_order(claims):
    for total in sum_events(reconcile(claims).events, "place"):
        known = [figure for figure in (total.low, total.best, total.high) if figure is not None]
        assert known == sorted(known)
        assert total.claims
        assert len(set(total.events)) == len(total.events)


@some
@given(claim_lists())
def test_spells_never_end_before_they_begin(claims):
    for spell in reconcile(claims).control:
        assert spell.from_ is None or spell.until is None or spell.from_ <= spell.until


@some
@given(claim_lists(), st.data())
def test_different_always_holds_even_beside_same(claims, data):
    ids = sorted({wire.claim_id(claim) for claim in claims})
    if len(ids) < 2:
        return
    pair = tuple(data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)))
    apart = Judgement(id="j1", kind=JudgementKind.DIFFERENT, claims=pair, author="one", at=AT)
    same = Judgement(id="j2", kind=JudgementKind.SAME, claims=pair, author="two", at=AT + timedelta(1))
    for event in reconcile(claims, [same, apart]).events:
        assert not set(pair) <= set(event.claims)


@some
@given(claim_lists(), st.data())
def test_undoing_restores_the_exact_record(claims, data):
    ids = sorted({wire.claim_id(claim) for claim in claims}) or ["c0"]
    kind = data.draw(st.sampled_from(tuple(JudgementKind)))
    chosen = tuple(data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True)))
    undone = Judgement(id="j1", kind=kind, claims=chosen, author="one", at=AT, undone=True)
    assert reconcile(claims, [undone]) == reconcile(claims)


@given(st.sampled_from(PROFILES))
def test_zero_is_not_unknown(profile):
    def tell(figure: int | None) -> Claim:
        said = Casualty(harm=Harm.KILLED, low=figure, best=figure, high=figure, words="those inside")
        day = date(2031, 3, 2)
        return Claim(
            document="d",
            quote=Quote(start=0, end=4, text="Text"),
            said=said,
            time=TimeSpan(start=day, end=day),
            place=PLACES[0],
        )

    (none,) = all_tolls(reconcile([tell(0)], profile=profile))
    assert none.low == 0
    assert none.high == 0
    (unknown,) = all_tolls(reconcile([tell(None)], profile=profile))
    assert (unknown.low == 3) if profile == "acled" else (unknown.low is None)


@some
@given(claim_lists())
def test_the_record_reads_back_from_its_lines(claims):
    record = reconcile(claims)
    assert wire.record_from_lines(wire.record_lines(record)) == record


@some
@given(claim_lists())
def test_no_two_spells_say_that_their_holder_alone_held_one_place_at_one_time(claims):
    ledgers = defaultdict(list)
    for spell in reconcile(claims, actors=ACTOR_FILE).control:
        if is_sole(spell) and ledger_of(spell.place):
            ledgers[ledger_of(spell.place)].append(spell)
    for spells in ledgers.values():
        assert not list(contradictory(spells))
