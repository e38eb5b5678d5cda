"""What a Vietnamese syllable may be, and how its tone is placed."""

from __future__ import annotations

import time
import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.letters import LETTERS, Tone, unaccented
from vnfix.syllable import Syllable, ToneStyle, is_possible, parse, spell
from vnfix.tone_styles import canonical, place_tone, tone_style

POSSIBLE = {
    "bare vowels": "a ạ ơ ờ ừ ê ô u ú y ý ỷ ì í",
    "no onset": "ăn ắng ấy oà òa oăm uế uỷ ủy uyển ưa ỉa ương yêu yếm yên yết ích ình ễnh ớn",
    "every onset, b to ng": "ba cá chị dì đi ghé gà gì hồ khi kỳ la mẹ nó nghĩ ngủ",
    "every onset, nh to x": "nhà pin phố quả ra sẽ tôi thì trẻ và xã",
    "k, gh, ngh before front vowels": "kẻ kê kiến ghế ghi ghép nghe nghề nghiệp nghĩa nghiêng",
    "c, g, ng elsewhere": "cơ cử căn cuộc gần gửi gỗ người ngày nguyện ngoài",
    "qu": "quốc quý quỳnh quyết quân quê quên que quét quạt quặng quanh quở quới quít quệch quều",
    "gi": "gì gìn gí gích giếng giêng giết giền giễu giê gia già giữa giúp giờ giũa giu gioăng",
    "glide o": "hoa hoà hoàn hoạch khoảng loài xoay ngoao hoặc thoắt khoẻ khoét khoèo",
    "glide u": "xuân xuất khuây huệ huênh thuở thuý khuya khuỷu huỳnh huỵch suýt nguyễn tuyệt",
    "semivowel finals": "cao kéo màu câu kêu chịu chiều lưu rượu mai nói tối mới núi gửi cưới muối tay cây",
    "diphthongs": "chia tiền mua muốn mưa mướn biết buộc bước tiếp cướp",
    "stops": "các cách sắp tết thích học mục được lập ịch",
    "y and i": "kỳ kì lý lí mỹ mĩ tỷ tỉ hy hi sỹ vy",
    "loans": "pin boong xoong moóc buýt tuýp voan phuy",
}

IMPOSSIBLE = {
    "no vowel": "trc thc đng ng c th nh gh b",
    "a letter too few": "chuyn truyn đưc nưc biêt ngươ phươ chươ đưi",
    "a stop without acute or dot": "tiêp cac bôt sách̀ học̉ mãt bõc biềt ăch",
    "k, gh, ngh before other vowels": "ka kông ku ghà nghà nghơ ghư nghoa kua",
    "c, g, ng before front vowels": "cề cị cy ge gế ngề ngĩ ngiêng cìa",
    "ă and â left open": "ă â că lâ bă tằ",
    "diphthongs left open or closed wrongly": "tiê muô cươ biên̉g tiach mưan muan khuyan",
    "codas that the nucleus does not take": "bănh ơng bơc lôch lunh tônh moch cưp tinng âo êo ôu uy̆",
    "iê, yê, y": "iêu iên tyên hyêu byt kyn mya",
    "q without u": "q qa qá qong quu quôn quon",
    "glide where there is none": "cuy kuê coà moe vuân phuyên giuân guyên",
    "tone on the wrong letter": "hòan tíên qúy qùa gìa tòan thủơ khủyu múôn nguỷên mừơi hụê ngươì",
    "two tones": "hòà tíế nghĩả",
    "foreign": "web fax jazz zip clo prô đrôn oxy",
    "not one word": "cơ,quan cơ- cơ7 7 _ .",
    "doubled letters": "nnhà vàa đđi thhì",
}


def cases(table: dict[str, str]) -> list[str]:
    return [word for words in table.values() for word in words.split()]


@pytest.mark.parametrize("word", cases(POSSIBLE))
def test_possible_syllables(word):
    assert is_possible(word)


@pytest.mark.parametrize("word", cases(IMPOSSIBLE))
def test_impossible_syllables(word):
    assert not is_possible(word)


@pytest.mark.parametrize("text", ["", " ", "cơ quan", " cơ", "cơ\n", "\u0301", "\ufffd", "c\ue000"])
def test_text_that_is_no_word_at_all(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ơ", Syllable("", "", "ơ", "")),
        ("nghiêng", Syllable("ngh", "", "iê", "ng")),
        ("quốc", Syllable("q", "u", "ô", "c", Tone.ACUTE)),
        ("quý", Syllable("q", "u", "y", "", Tone.ACUTE)),
        ("của", Syllable("c", "", "ua", "", Tone.HOOK)),
        ("hòa", Syllable("h", "o", "a", "", Tone.GRAVE)),
        ("hoà", Syllable("h", "o", "a", "", Tone.GRAVE)),
        ("khuya", Syllable("kh", "u", "ya", "")),
        ("nguyễn", Syllable("ng", "u", "yê", "n", Tone.TILDE)),
        ("gì", Syllable("gi", "", "i", "", Tone.GRAVE)),
        ("giếng", Syllable("gi", "", "iê", "ng", Tone.ACUTE)),
        ("giê", Syllable("gi", "", "ê", "")),
        ("già", Syllable("gi", "", "a", "", Tone.GRAVE)),
        ("giú", Syllable("gi", "", "u", "", Tone.ACUTE)),
        ("boóng", Syllable("b", "", "oo", "ng", Tone.ACUTE)),
        ("rượu", Syllable("r", "", "ươ", "u", Tone.DOT)),
        ("xoáy", Syllable("x", "o", "a", "y", Tone.ACUTE)),
    ],
)
def test_parts(word, expected):
    assert parse(word) == expected
    assert parse(word.upper()) == expected
    assert parse(unicodedata.normalize("NFD", word)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thúy", "thuý"),
        ("ủy", "uỷ"),
        ("ngõa", "ngoã"),
        ("lụy", "luỵ"),
        ("Hòa", "Hoà"),
        ("HÒA", "HOÀ"),
        ("ỦY", "UỶ"),
        ("xÒe", "xOè"),
    ],
)
def test_the_two_styles(old, new):
    assert tone_style(old) is ToneStyle.OLD
    assert tone_style(new) is ToneStyle.NEW
    assert place_tone(new, ToneStyle.OLD) == old
    assert place_tone(old, ToneStyle.NEW) == new


@pytest.mark.parametrize(
    "word",
    [
        *("quý", "quỳ", "quà", "què", "hoàn", "toán", "khoét", "tiền", "tie\u0302\u0300n", "của", "mía"),
        *("thuở", "huế", "khuỷu", "huỳnh", "xoài", "ngoéo", "khuya", "hoa", "huy", "khoe"),
        *("hòan", "tíên", "qúy", "Clòa", "trc", "", "17", "hòa bình"),
    ],
)
@pytest.mark.parametrize("style", ToneStyle)
def test_words_that_the_style_leaves_alone(word, style):
    assert tone_style(word) is None
    assert place_tone(word, style) == word


def test_a_word_in_the_style_already_is_not_recomposed():
    decomposed = unicodedata.normalize("NFD", "hòa")
    assert place_tone(decomposed, ToneStyle.OLD) == decomposed
    assert place_tone(decomposed, ToneStyle.NEW) == "hoà"


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("hoà", "hòa"),
        ("Thuý", "thúy"),
        ("KHOẺ", "khỏe"),
        ("quý", "quý"),
        ("Quỳnh", "quỳnh"),
        ("HĐND", "hđnd"),
        ("hòan", "hòan"),
        ("clôà", "clôà"),
        ("tie\u0302\u0301ng", "tiếng"),
        ("cafe\u0301", "café"),
    ],
)
def test_canonical(word, key):
    assert canonical(word) == key


# Parts that may or may not go together; whatever they spell that parses is a syllable, and
# every syllable comes up.
ONSETS = ["", *"bcdđghklmnpqrstvx", *("ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "th", "tr")]
GLIDES = ["", "o", "u"]
NUCLEI = [*"aăâeêiyoôơuư", *("oo", "ia", "ya", "iê", "yê", "ua", "uô", "ưa", "ươ")]
CODAS = ["", *"cimnoptuy", *("ch", "ng", "nh")]

built = st.builds(
    Syllable,
    st.sampled_from(ONSETS),
    st.sampled_from(GLIDES),
    st.sampled_from(NUCLEI),
    st.sampled_from(CODAS),
    st.sampled_from(Tone),
)
styles = st.sampled_from(ToneStyle)
words = st.one_of(
    st.sampled_from(cases(POSSIBLE)),
    st.builds(spell, built, styles),
    st.text(st.sampled_from(sorted(LETTERS)), max_size=7),
    st.text(max_size=7),
)
cased = st.builds(lambda word, change: change(word), words, st.sampled_from([str, str.title, str.upper]))


@pytest.fixture(scope="module")
def syllables() -> set[Syllable]:
    parts = product(ONSETS, GLIDES, NUCLEI, CODAS, Tone)
    parsed = {parse(spell(Syllable(*part), ToneStyle.OLD)) for part in parts}
    return {syllable for syllable in parsed if syllable is not None}


def test_there_are_as_many_syllables_as_the_phonology_allows(syllables):
    # Word lists attest about 6,600; gaps of the lexicon are no gaps of the phonology.
    assert 14_000 < len(syllables) < 20_000


def test_every_syllable_reads_as_what_was_spelt(syllables):
    for syllable in syllables:
        for style in ToneStyle:
            assert parse(spell(syllable, style)) == syllable


def test_a_syllable_has_one_spelling_or_one_in_each_style(syllables):
    for syllable in syllables:
        spellings = {spell(syllable, style) for style in ToneStyle}
        styles_seen = {tone_style(text) for text in spellings}
        assert styles_seen == ({None} if len(spellings) == 1 else set(ToneStyle))


def test_every_syllable_has_one_canonical_key(syllables):
    keys = [{canonical(spell(syllable, style)) for style in ToneStyle} for syllable in syllables]
    assert all(len(key) == 1 for key in keys)
    assert len(set().union(*keys)) == len(syllables)


@given(built, styles)
def test_parts_that_parse_come_back(syllable, style):
    text = spell(syllable, style)
    parsed = parse(text)
    assert parsed is None or text in {spell(parsed, other) for other in ToneStyle}


@given(cased, styles)
def test_placing_twice_changes_nothing_more(word, style):
    placed = place_tone(word, style)
    assert place_tone(placed, style) == placed


@given(cased, styles)
def test_placing_keeps_the_unaccented_key_and_so_the_case(word, style):
    assert unaccented(place_tone(word, style)) == unaccented(word)


@given(cased, styles)
def test_placing_does_not_make_or_break_a_syllable(word, style):
    assert parse(place_tone(word, style)) == parse(word)


@given(cased)
def test_canonical_is_a_fixed_point(word):
    assert canonical(canonical(word)) == canonical(word)


@given(cased)
def test_canonical_is_the_same_for_both_styles(word):
    assert canonical(place_tone(word, ToneStyle.NEW)) == canonical(place_tone(word, ToneStyle.OLD))


@given(cased)
def test_canonical_is_the_same_for_composed_and_decomposed_text(word):
    assert canonical(unicodedata.normalize("NFD", word)) == canonical(word)


@given(cased)
def test_composed_and_decomposed_text_parse_alike(word):
    assert parse(unicodedata.normalize("NFD", word)) == parse(word)


def test_canonical_is_quick_enough_for_a_vocabulary():
    words = [f"{word}{number:x}" for word in cases(POSSIBLE) for number in range(300)]
    start = time.perf_counter()
    for word in words:
        canonical(word)
    # Ten microseconds a word is the budget; the usual cost is a tenth of it.
    assert time.perf_counter() - start < 1e-5 * len(words) + 1
