"""The steps towards the public on a server as in a file: the same versions, the same refusals."""

import pytest
from sites import make_store, planted_readings

from marsad.domain.errors import InputError
from marsad.domain.person import SiteRole
from marsad.domain.publication import PublicState, Step
from marsad.pipeline.publishing import candidates, look_at_one, take_step
from marsad.store import Store
from marsad.store.publishing import public_ends


def test_the_way_to_the_public_is_the_same(new_database, planted_settings, tmp_path):
    settings = make_store(new_database(), planted_readings(), tmp_path)
    with Store.open(settings.db) as store, Store.open(planted_settings.db) as in_file:
        event = store.record().events[0].id
        assert look_at_one(store, event).version == look_at_one(in_file, event).version
        take_step(store, Step.SUBMIT, event, author="Hala", role=SiteRole.REVIEWER)
        with pytest.raises(InputError, match="another person's"):
            take_step(store, Step.APPROVE, event, author="HALA", role=SiteRole.ADMINISTRATOR)
        take_step(store, Step.APPROVE, event, author="Omar", role=SiteRole.EDITOR)
        done = take_step(store, Step.PUBLISH, event, author="Omar", role=SiteRole.EDITOR)
        assert done.standing.state is PublicState.PUBLISHED
        assert public_ends(store)[event].pinned == done.pinned
        assert [one.thing for one in candidates(store, PublicState.PUBLISHED, limit=25)] == [event]
