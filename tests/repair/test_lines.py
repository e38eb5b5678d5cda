"""Words broken over line ends, line ends within names, and layout that is changed when asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repair.engine import shared_repairer
from tests.repair.sentences import SENTENCES
from vnfix import DAMAGE_KINDS, LAYOUT_KINDS, Kind, Settings, apply_corrections

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
JOINED = Settings(kinds=DAMAGE_KINDS | {Kind.LINE_ENDS})
LAID_OUT = Settings(kinds=DAMAGE_KINDS | LAYOUT_KINDS)
BROKEN = """Người sử dụng đất có quy
ền chuyển nhượng, cho thuê tài s-
ản gắn liền với đất. Người được thuê phải sử dụng đất đúng mục đí
ch, không gây thiệt hại cho người khác, và trả đủ tiền thuê đúng kỳ h-
ạn cho người cho thuê.
"""
WHOLE = """Người sử dụng đất có quyền
chuyển nhượng, cho thuê tài sản
gắn liền với đất. Người được thuê phải sử dụng đất đúng mục đích,
không gây thiệt hại cho người khác, và trả đủ tiền thuê đúng kỳ hạn
cho người cho thuê.
"""


@st.composite
def broken_texts(draw: st.DrawFn) -> str:
    """Sentences in lines, some of which end within a syllable."""
    words = " ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6))).split(" ")
    sign = draw(st.sampled_from(["\n", "-\n", " \n\n", "\r\n"]))
    size = draw(st.integers(4, 9))
    out = []
    for number, word in enumerate(words):
        if number % size or not word.isalpha() or len(word) < 3:
            out.append(word + " ")
        else:
            cut = draw(st.integers(0, len(word) - 1))
            out.append(word[:cut] + sign + word[cut:] + " " if cut else word + sign.lstrip("-"))
    return "".join(out) + "\n"


def line_ends(text: str) -> list[str]:
    return re.findall(r"\r\n|\n", text)


def test_broken_words_are_made_whole_and_say_why():
    result = shared_repairer().repair(BROKEN)
    assert result.text == WHOLE
    assert {item.kind for item in result.corrections} == {Kind.SPACING}
    assert all(
        item.reason == "words were broken over line ends about 4 times here" for item in result.corrections
    )


def test_they_stay_where_their_kind_is_switched_off():
    result = shared_repairer().repair(BROKEN, settings=Settings(kinds=DAMAGE_KINDS - {Kind.SPACING}))
    assert not any("\n" in item.before for item in (*result.corrections, *result.suggestions))


def test_words_to_leave_alone_are_not_moved():
    result = shared_repairer().repair(BROKEN, settings=Settings(ignored_words=frozenset({"quy", "ền"})))
    assert "quy\nền" in result.text
    assert "tài sản\n" in result.text


@few
@given(broken_texts())
def test_lines_are_kept_and_a_second_run_changes_nothing(text):
    result = shared_repairer().repair(text)
    assert line_ends(result.text) == line_ends(text)
    assert apply_corrections(text, result.corrections) == result.text
    empty = [not line.strip() for line in text.splitlines()]
    assert [not line.strip() for line in result.text.splitlines()] == empty
    assert shared_repairer().repair(result.text).corrections == ()


@few
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join), st.integers(1, 9))
def test_whole_words_in_short_lines_stay_byte_for_byte(text, size):
    words = text.split(" ")
    text = "\n".join(" ".join(words[at : at + size]) for at in range(0, len(words), size))
    assert shared_repairer().repair(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Đường mang tên Chủ tịch H  Chí Minh, m t nhà cách m ng l n c a dân t c.",
        "Các c  quan, đ n vị tr c thuộc th c hiện nghiêm chế độ báo cáo.",
        "Các cơquan, đơnvị trên địabàn huyện phối hợp thựchiện kếhoạch này, báocáo kếtquả hằng tháng.",
        "Người có quy ền và ngư ời có nghĩa vụ b ồi thường thi ệt hại do mình gây ra.",
    ],
)
def test_a_line_end_is_no_obstacle_to_the_words_around_it(text):
    """Wherever one blank between words becomes a line end, the same is read."""
    whole = shared_repairer().repair(text)
    assert whole.text != text
    inside = {at for item in whole.corrections for at in range(item.start, item.end + 1)}
    for at in (match.start() for match in re.finditer(r"(?<! ) (?! )", text)):
        if at not in inside:
            lines = text[:at] + "\n" + text[at + 1 :]
            assert shared_repairer().repair(lines).text.replace("\n", " ") == whole.text


class TestLayout:
    def test_nothing_is_joined_unless_asked(self):
        assert line_ends(shared_repairer().repair(WHOLE).text) == line_ends(WHOLE)

    def test_lines_are_joined_after_the_words(self):
        result = shared_repairer().repair(BROKEN, settings=JOINED)
        assert "chuyển nhượng, cho thuê tài sản\ngắn liền" in result.text
        assert "đúng mục đích, không gây" in result.text
        assert apply_corrections(BROKEN, result.corrections) == result.text
        # Of a broken word whose line was then joined, it is the word that is told.
        assert {item.kind for item in result.corrections} == {Kind.SPACING}

    def test_layout_alone(self):
        layout = Settings(kinds=LAYOUT_KINDS)
        text = "The new part of the machine in the second hall is a compo-\nnent that applies to all of the people in the country, and to\nall others.\n"
        assert shared_repairer().repair(text, settings=layout).text == (
            "The new part of the machine in the second hall is a component that applies to all of the people in the country, and to all others.\n"
        )
        assert shared_repairer().repair("c  quan\n", settings=layout).text == "c  quan\n"

    def test_what_is_left_alone_keeps_its_lines(self):
        text = f"{WHOLE}\n# vnfix: off\n{WHOLE}# vnfix: on\n"
        assert shared_repairer().repair(text, settings=LAID_OUT).text.endswith(f"off\n{WHOLE}# vnfix: on\n")

    @few
    @given(broken_texts())
    def test_a_second_run_changes_nothing(self, text):
        result = shared_repairer().repair(text, settings=LAID_OUT)
        assert apply_corrections(text, result.corrections) == result.text
        assert shared_repairer().repair(result.text, settings=LAID_OUT).corrections == ()
