"""What holds for every text in an old encoding."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repair.sentences import SENTENCES
from vnfix import Kind, apply_corrections
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.documents.legacy import open_legacy_decoder
from vnfix.encodings.keystrokes import decode_keystrokes
from vnfix.encodings.odd_letters import compose_word
from vnfix.encodings.stage import EncodingStage
from vnfix.encodings.tables import LEGACY

PAIRS = Path(__file__).parents[3] / "shared" / "pairs"
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def data():
    return Dictionaries(find_dictionaries())


@cache
def stage():
    return EncodingStage(lambda: data().lexicon, lambda: data().encodings, lambda: data().model)


def repair(text):
    fixes = stage().find_repairs(text)
    done = 0
    for fix in fixes:
        assert done <= fix.start < fix.end
        assert text[fix.start : fix.end] == fix.before != fix.after
        assert 0 < fix.confidence <= 1
        assert fix.kind in (Kind.ENCODING, Kind.KEYSTROKES)
        done = fix.end
    return apply_corrections(text, fixes)


def common_words():
    words = [w.text for w in data().lexicon.words[4:3000] if w.is_syllable]
    return [word for word in words if len(word) > 1]


syllables = st.lists(st.deferred(lambda: st.sampled_from(common_words())), min_size=12, max_size=40)
sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n".join)


def shown(data):
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


@few
@given(syllables.map(" ".join))
@pytest.mark.parametrize("name", LEGACY)
def test_syllables_go_there_and_back(name, text):
    data_in = data().encodings.legacy[name].encode(text)
    # `và` looks the same in VPS and in Windows-1252: only words that look different show the encoding.
    marked = sum(a != b for a, b in zip(text.split(" "), shown(data_in).split(" "), strict=False))
    assert open_legacy_decoder().decode(data_in, name) == text
    if marked >= 8:
        assert repair(shown(data_in)) == text
        assert repair(data_in.decode("latin-1")) == text


@few
@given(sentences)
@pytest.mark.parametrize("name", ["vni", "viscii", "vps", "cp1258"])
def test_sentences_go_there_and_back(name, text):
    if len(re.findall("[^\x00-\x7f]", text)) >= 8:
        assert repair(shown(data().encodings.legacy[name].encode(text))) == text


@few
@given(sentences, st.integers(1, 2))
def test_mojibake_goes_back(text, times):
    damaged = text
    for _ in range(times):
        damaged = shown(damaged.encode())
    assert repair(damaged) == text


@few
@given(syllables.map(" ".join))
def test_decomposed_text_is_composed(text):
    assert repair(unicodedata.normalize("NFD", text)) == text


@few
@given(sentences)
def test_right_sentences_stay(text):
    assert stage().find_repairs(text) == ()


@few
@given(st.text(max_size=200))
def test_any_text_is_taken(text):
    once = repair(text)
    assert isinstance(once, str)


@few
@given(st.text(st.sampled_from("aăâeơưđcnghAĐ®¬µ¸ñôòåø§Þ\xadÃ¡»á '.?^+(~\n"), max_size=120))
def test_a_second_run_settles(text):
    for _ in range(4):
        text = repair(text)
    assert stage().find_repairs(text) == ()


def test_a_name_among_misread_letters_stays():
    text = (
        "cÃ nhà đều khen bé Tý học nhanh và Tý thấy việc học cũng vui.\n"
        "Tý không biết tại sao cần sổ; về nhà Tý chán nhưng mẹ vẫn giao cho Tý việc trông em.\n"
        "©ä xóm gọi Tý ra sân, Tý cười. Tÿ lại đến chơi, Tý rất mừng.\n"
    )
    assert repair(text) == text


def test_a_word_of_unicode_within_a_line_of_another_encoding_stays():
    text = "¸p dông quy ®Þnh cña ph¸p luËt vÒ ®Êt ®ai được c¬ quan nhµ n­íc ban hµnh."
    assert repair(text) == "áp dụng quy định của pháp luật về đất đai được cơ quan nhà nước ban hành."


@pytest.mark.parametrize(
    ("method", "keys", "word"),
    [
        ("telex", "Vieejt", "Việt"),
        ("telex", "dduwowcj", "được"),
        ("telex", "ddwowcj", "được"),
        ("telex", "nguwowif", "người"),
        ("telex", "nguowif", "người"),
        ("telex", "hoaf", "hòa"),
        ("telex", "thuowr", "thuở"),
        ("vni", "thuo73", "thuở"),
        ("telex", "quaan", "quân"),
        ("telex", "truwowngf", "trường"),
        ("telex", "boss", "boss"),
        ("telex", "class", "class"),
        ("telex", "dogs", "dogs"),
        ("vni", "Vie65t", "Việt"),
        ("vni", "d9u7o7c5", "được"),
        ("vni", "nguo7i2", "người"),
        ("vni", "h5n1", "h5n1"),
    ],
)
def test_keystrokes(method, keys, word):
    rules = next(rule for rule in data().encodings.keystrokes if rule.name == method)
    assert decode_keystrokes(keys, rules)[0] == word


@pytest.mark.parametrize(
    ("word", "composed"),
    [
        ("e\u0302\u0323", "ệ"),
        ("e\u0323\u0302", "ệ"),
        ("\u1eb9\u0302", "ệ"),
        ("\u00e9\u0302", "ế"),
        ("\u1edb", "ớ"),
        ("o\u0301\u031b", "ớ"),
        ("a\u0341", "á"),
        ("x\u0302", "x\u0302"),
    ],
)
def test_letters_are_composed_in_any_order(word, composed):
    assert compose_word(word) == composed


def test_time_grows_with_the_text():
    from time import process_time

    line = shown(data().encodings.legacy["vni"].encode(SENTENCES[0])) + "\n"
    repair(line)
    times = []
    for count in (200, 1600):
        began = process_time()
        stage().find_repairs(line * count)
        times.append(process_time() - began)
    assert times[1] < 30 * times[0]


@pytest.mark.shared
@pytest.mark.skipif(not PAIRS.is_dir(), reason="no development data")
def test_a_real_office_document_in_tcvn3():
    damaged = (PAIRS / "real-tcvn3-nd117.damaged.txt").read_text(encoding="utf-8")
    gold = (PAIRS / "real-tcvn3-nd117.gold.txt").read_text(encoding="utf-8").split()
    found = repair(damaged).split()
    assert len(found) == len(gold)
    right = sum(a == b for a, b in zip(found, gold, strict=True))
    assert right >= 0.999 * len(gold)
