from __future__ import annotations

import pytest

from vnfix.error_rates import Layer
from vnfix.layers import find_layers
from vnfix.letters import unaccented
from vnfix.syllable import is_possible
from vnfix.token_table import TokenTable
from vnfix.tokens import tokenize

SYLLABLES = [
    "hom",
    "nay",
    "troi",
    "dep",
    "ca",
    "nha",
    "ra",
    "vuon",
    "hai",
    "qua",
    "duong",
    "di",
    "xa",
    "toi",
    "khong",
    "muon",
    "nua",
    "bao",
    "cao",
    "ke",
    "hoach",
]

ENGLISH = frozenset({"the", "quick", "brown", "fox", "over", "dog"})


def has_key(word: str) -> bool:
    return unaccented(word) in SYLLABLES or (word != unaccented(word) and is_possible(word))


def layers_of(text: str) -> list[Layer | None]:
    tokens = tokenize(text)
    found = find_layers(TokenTable.of_tokens(tokens), has_key, ENGLISH.__contains__).by_token
    return [layer for token, layer in zip(tokens, found, strict=True) if token.kind == "word"]


BARE = "Hom nay troi dep, ca nha ra vuon.\nKe hoach bao cao hom nay di xa, toi khong muon di.\n"
MARKED = "Sáng sớm, bác nông dân vác cuốc ra đồng.\n"


@pytest.mark.parametrize(
    ("text", "word", "layer"),
    [
        ("Hom nay troi dep, ca nha ra vuon.", 0, Layer.BARE),
        ("hom nay troi", 0, Layer.PLAIN),
        (MARKED, 0, Layer.PLAIN),
        (MARKED + "hom nay troi dep ca nha ra vuon\n", -1, Layer.BARE),
        (MARKED + "ca nha\n", -1, Layer.PLAIN),
        ("BAO CAO KE HOACH\n" + MARKED, 0, Layer.CAPITALS),
        ("The quick brown fox jumps over the lazy dog.", 0, None),
        (MARKED + "The quick brown fox jumps over the lazy dog.\n", -1, None),
        ("V C\n", 0, Layer.PLAIN),
        (BARE + "the quick brown fox, the lazy dog, hom nay troi dep, ca nha ra vuon\n", -1, Layer.BARE),
        (BARE + "the quick brown fox, the lazy dog, hom nay troi dep, ca nha ra vuon\n", 20, None),
        (BARE + "the quick brown fox jumps over the lazy dog di xa\n", -1, None),
        # Marks that only other languages have.
        ("Ða com se cyning to ðam lande ðe ða menn", 0, None),
        # Words of one letter say nothing of the language.
        (BARE + "hom nay α troi β dep ra\n", -1, Layer.BARE),
    ],
)
def test_the_layer_of_a_word(text: str, word: int, layer: Layer | None):
    assert layers_of(text)[word] == layer


def test_the_share_of_marked_words_is_counted_by_layer():
    layers = find_layers(
        TokenTable.of_tokens(tokenize(MARKED + "BAO CAO KE HOACH\n")), has_key, ENGLISH.__contains__
    )
    assert layers.marked_share(Layer.CAPITALS) == 0
    assert layers.marked_share(Layer.PLAIN) > 0.5


MISREAD = (
    "Sáng som, bac ndng dán vac cudc ra dnog, thdy trdi dep.\nCà nhà ra vudn, muon di xa, khdng ngai nfng.\n"
)


@pytest.mark.parametrize(
    ("line", "layer"),
    [
        # Words that are none speak for no other language where the rest of the text has them too.
        ("hom nay trdi dep qua, tdi khdng muon di xa", Layer.PLAIN),
        ("the quick brown fox jumps over the lazy dog", None),
        ("the quick ra di fox over the xa dog brown", None),
    ],
)
def test_a_line_without_marks_of_a_text_that_was_read_in_the_wrong_language(line: str, layer: Layer | None):
    assert set(layers_of(MISREAD * 2 + line + "\n")[-7:]) == {layer}
    # Among lines that were read well a line of strange words is of another language.
    assert set(layers_of(MARKED * 4 + line + "\n")[-7:]) == {None}


@pytest.mark.parametrize(("text", "is_misread"), [(MISREAD * 2, True), (MARKED, False), (BARE, False)])
def test_a_text_that_was_read_in_the_wrong_language_has_unknown_words_all_over(text: str, is_misread: bool):
    table = TokenTable.of_tokens(tokenize(text))
    assert find_layers(table, has_key, ENGLISH.__contains__).is_misread == is_misread
