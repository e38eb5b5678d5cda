"""The surroundings of a round are the same whether all readings are handed on or the likeliest alone."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from vnfix.channels.proposal import Proposal
from vnfix.context_model.surroundings import _choose_readings
from vnfix.estimation import _take_likeliest
from vnfix.token_table import TokenTable

TABLE = TokenTable.of_text("mot hai ba")
READINGS = st.tuples(st.integers(0, 9), st.integers(0, 4), st.sampled_from([0.0, 1e-9, 0.3, 0.5, 0.7, 1.0]))


@given(st.lists(READINGS, max_size=30), st.dictionaries(st.integers(0, 4), st.sampled_from([0.0, 0.4, 0.6])))
def test_the_likeliest_reading_from_each_place_on_is_all_that_surroundings_ask_for(readings, kept):
    proposals = [
        Proposal(start, min(start + size, 10), "x", symbol, 0.0, ())
        for symbol, (start, size, _) in enumerate(readings)
    ]
    posteriors = [posterior for _, _, posterior in readings]
    document = SimpleNamespace(table=TABLE)
    likeliest = _take_likeliest(SimpleNamespace(proposals=proposals, posteriors=posteriors))

    of_all = _choose_readings(document, proposals, posteriors, kept)
    of_likeliest = _choose_readings(document, *likeliest, kept)

    assert [part.tolist() for part in of_likeliest] == [part.tolist() for part in of_all]
