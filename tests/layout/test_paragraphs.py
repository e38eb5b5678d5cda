"""Which lines are joined to paragraphs, and which stay apart."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix import Kind, apply_corrections
from vnfix.layout.paragraphs import find_line_joins

PROSE = (
    "Các cơ quan, đơn vị, tổ chức và cá nhân có liên quan đến việc quản lý, sử dụng đất đai trên địa bàn huyện"
    " phối hợp rà soát, thống kê số liệu và báo cáo trước ngày 15 tháng 6 hằng năm. Người đứng đầu chịu trách"
    " nhiệm về việc thực hiện quy định này, về những việc được giao thêm và về kết quả cuối cùng."
)
WRAPPED = textwrap.fill(PROSE, 70)


def join(text: str) -> str:
    return apply_corrections(text, find_line_joins(text))


def test_a_paragraph_becomes_one_line():
    assert join(WRAPPED) == PROSE
    assert {item.kind for item in find_line_joins(WRAPPED)} == {Kind.LINE_ENDS}


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (WRAPPED + "\n\n" + WRAPPED + "\n", PROSE + "\n\n" + PROSE + "\n"),
        (WRAPPED + "\n" + WRAPPED, PROSE + "\n" + PROSE),
        (WRAPPED.replace("\n", "\r\n"), PROSE),
        (WRAPPED.replace("\n", " \n"), PROSE),
        (textwrap.indent(WRAPPED, "    "), "    " + PROSE),
        ("   " + WRAPPED, "   " + PROSE),
        ("- " + WRAPPED, "- " + PROSE),
        ("a) " + WRAPPED, "a) " + PROSE),
    ],
    ids=[
        "empty line",
        "short last line",
        "CRLF",
        "blank at line ends",
        "margin",
        "first line",
        "dash",
        "item",
    ],
)
def test_what_is_joined(text, joined):
    assert join(text) == joined


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("chung sống với người dân Liên-", "Xô trong những năm", "Liên-Xô"),
        ("khoảng từ 100-", "200 hộ dân", "100-200"),
        ("tình hình kinh tế -", "xã hội", "kinh tế - xã hội"),
        ("tình hình kinh tế –", "xã hội", "kinh tế – xã hội"),
    ],
)
def test_a_hyphen_at_a_line_end_stays(before, after, joined):
    filler = "Báo cáo nêu rõ những việc đã làm được trong năm qua, "
    assert joined in join(f"{WRAPPED}\n\n{filler}{before}\n{after} của huyện và của tỉnh.\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        PROSE,
        PROSE + "\n" + PROSE,
        "Nắng lên phơi áo đầu hè\nGió đưa hương lúa bay về bên sông\nMẹ ra gánh nước qua đồng",
        "nắng lên phơi áo đầu hè\ngió đưa hương lúa bay về\nmẹ ra gánh nước qua đồng\ncon theo bóng mẹ",
        "QUY ĐỊNH VỀ QUẢN LÝ ĐẤT ĐAI TRÊN ĐỊA BÀN\nHUYỆN ĐÔNG SƠN",
    ],
    ids=[
        "nothing",
        "empty lines",
        "one line",
        "paragraphs in one line each",
        "verse",
        "small verse",
        "heading",
    ],
)
def test_what_has_no_wrapped_lines_stays(text):
    assert find_line_joins(text) == []


@pytest.mark.parametrize(
    "apart",
    [
        "- Anh đi đâu mà về muộn thế, cả nhà chờ cơm anh từ chiều đến giờ đấy\n- Tôi ở cơ quan.",
        "— Anh đi đâu mà về muộn thế, cả nhà chờ cơm anh từ chiều đến giờ đấy\n— Tôi ở cơ quan.",
        "1. Rà soát các quyết định đã ban hành về đất đai trong năm trước đó\n2. Báo cáo kết quả.",
        "a) Rà soát các quyết định đã ban hành về đất đai trong năm trước đó\nb) Báo cáo kết quả.",
        "Quy định này có hiệu lực kể từ ngày ký và thay cho các quy định cũ về\nĐiều 2. Thực hiện",
        "Tên hộ được cấp giấy chứng nhận     Diện tích đất      Ghi chú thêm\nnguyễn văn an     200     -",
        "| Tên hộ được cấp giấy chứng nhận | Diện tích đất | Ghi chú thêm |\n| nguyễn văn an | 200 | - |",
        "Đơn vị nhận báo cáo như sau\nvăn phòng ủy ban",
        "Người viết đơn là một người dân đã sống ở xã này từ hơn ba mươi năm\n      chữ ký và họ tên",
        "Phần sau đây được giữ nguyên như trong bản gốc của người đã gửi đến\nvnfix: off",
    ],
    ids=["speech", "speech with a long dash", "numbers", "letters", "article", "columns", "table",
         "short line", "indented block", "switch"],
)  # fmt: skip
def test_what_stays_apart(apart):
    text = f"{WRAPPED}\n\n{apart}\n\n{WRAPPED}\n"
    assert join(text) == f"{PROSE}\n\n{apart}\n\n{PROSE}\n"


def test_a_full_line_that_ends_a_sentence_goes_on_only_where_paragraphs_are_marked():
    full = "Quy định này có hiệu lực kể từ ngày ký và thay cho các quy định cũ."
    rest = "Chánh văn phòng, trưởng các phòng ban và những người có liên quan đến\nquy định này thực hiện."
    marked = f"{WRAPPED}\n\n{full}\n{rest}\n"
    unmarked = f"{WRAPPED}\n{WRAPPED}\n{full}\n{rest}\n"
    assert f"{full} Chánh" in join(marked)
    assert f"{full}\nChánh" in join(unmarked)


@given(st.lists(st.sampled_from([PROSE, PROSE[:150] + ".", "Mục lục", "- Việc khác", ""]), max_size=6),
       st.integers(45, 110))  # fmt: skip
def test_joined_text_is_not_joined_further(paragraphs, width):
    text = "\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    once = join(text)
    assert once.split() == text.split()
    assert join(once) == once


@given(st.text("ab. -\n\r\t\x0c1|A", max_size=300))
def test_any_text_keeps_all_but_its_blanks(text):
    assert "".join(join(text).split()) == "".join(text.split())
