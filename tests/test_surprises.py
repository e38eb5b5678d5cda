"""Words that hardly fit their neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from tests.pages import CLEAN_PAGE, NAMES, WRONG_WORDS, misread_page
from vnfix.channels.misreadings import MisreadingChannel
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.document import Document
from vnfix.surprises import find_surprises


@pytest.fixture(scope="module")
def dictionaries() -> Dictionaries:
    return Dictionaries(find_dictionaries())


def surprises(text: str, data: Dictionaries) -> list[str]:
    document = Document.of_text(text, data.lexicon)
    return [document.tokens[place].text for place in find_surprises(document, data.model).nonzero()[0]]


def test_words_misread_as_words_surprise(dictionaries):
    found = surprises(misread_page(), dictionaries)
    wrong = {word for right, misread in WRONG_WORDS for word in {*misread.split()} - {*right.split()}}
    assert len(wrong & {*found}) >= len(wrong) / 3


def test_hardly_a_word_of_a_right_page_does(dictionaries):
    assert len(surprises(CLEAN_PAGE, dictionaries)) <= len(CLEAN_PAGE.split()) / 50


def test_names_do_not(dictionaries):
    assert not surprises(NAMES, dictionaries)


def test_nothing_does_in_a_text_shorter_than_a_page(dictionaries):
    assert not surprises(misread_page()[:700], dictionaries)


def test_nor_in_an_empty_text(dictionaries):
    assert surprises("", dictionaries) == []


def test_what_stands_beyond_doubt_is_not_opened_again(dictionaries):
    document = Document.of_text(CLEAN_PAGE, dictionaries.lexicon)
    word = next(place for place, token in enumerate(document.tokens) if token.text.islower())
    is_doubtful = np.arange(len(document.table)) == word
    channel = MisreadingChannel(document, dictionaries.near_words, dictionaries.profiles, lambda: is_doubtful)
    rates, start = channel.first_rates(), document.tokens[word].start
    assert start in [proposal.start for proposal in channel.propose(rates)]
    assert start not in [proposal.start for proposal in channel.propose(rates, {word})]
