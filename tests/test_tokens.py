"""What the tokenizer promises: nothing lost, linear time, and the kind of each piece."""

from __future__ import annotations

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.character_classes import COMBINING, ODD_NUMBERS
from vnfix.protected import is_protected
from vnfix.token_kinds import Token, TokenKind
from vnfix.tokens import tokenize

NEWLINES = "\n\r\x0b\x0c\x85\u2028\u2029"

ANY_TEXT = st.text(st.characters(exclude_categories=()))
HOSTILE_SIGNS = r"a A . (cid: - @ / \ _ # % 1 □ ~/ ../ http:// http://. www. a- a. a/ a\ a_ a@ a□ .a.."
HOSTILE_NAMES = r"A- A/ 1/ 1. 1- A1 1AB a.vn/ /home/ AB- AB/ Ab-1 1/AB- C:\ "
LIKELY_WORDS = "UBND TU II NĐ CP HI N Đ th c hiện x , . - / @ # 12 2020 (cid:4) □ ☐ http:// a.pdf .vn C:\\ 😀"
LIKELY_PIECES = [
    *LIKELY_WORDS.split(),
    *(" ", "  ", "\u00a0", "\n", "\r\n", "\r", "\ufffd", "\ue001", "\u0301", "\ud800", "\x00", "\U00010330"),
]
LIKELY_TEXT = st.lists(st.sampled_from(LIKELY_PIECES), max_size=40).map("".join)


def texts_of(kind: TokenKind, text: str) -> list[str]:
    return [token.text for token in tokenize(text) if token.kind is kind]


# --- properties ---------------------------------------------------------------------------------


@given(ANY_TEXT | LIKELY_TEXT)
def test_tokens_joined_are_the_text(text):
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == text


@given(ANY_TEXT | LIKELY_TEXT)
def test_tokens_follow_one_another_without_gap_and_are_never_empty(text):
    end = 0
    for token in tokenize(text):
        assert token.start == end
        assert token.start < token.end
        assert text[token.start : token.end] == token.text
        end = token.end
    assert end == len(text)


@given(ANY_TEXT | LIKELY_TEXT)
def test_every_line_end_is_a_newline_token_and_nothing_else_is(text):
    for token in tokenize(text):
        has_line_end = any(char in NEWLINES for char in token.text)
        assert has_line_end == (token.kind is TokenKind.NEWLINE)
        assert not has_line_end or token.text == "\r\n" or len(token.text) == 1


@given(ANY_TEXT | LIKELY_TEXT)
def test_words_and_acronyms_are_letters_and_combining_marks(text):
    for token in tokenize(text):
        if token.kind in (TokenKind.WORD, TokenKind.ACRONYM):
            assert {unicodedata.category(char)[0] for char in token.text} <= {"L", "M", "N"}


@given(ANY_TEXT | LIKELY_TEXT)
def test_no_protected_span_starts_or_ends_inside_a_word(text):
    tokens = tokenize(text)
    for before, after in pairwise(tokens):
        if TokenKind.PROTECTED in (before.kind, after.kind):
            assert not (before.text[-1].isalpha() and after.text[0].isalpha())


@given(LIKELY_TEXT, LIKELY_TEXT)
def test_a_line_is_cut_without_regard_to_an_earlier_paragraph(first, second):
    gap = "\n\n\n\n\n"  # wider than any gap over which a broken code is put together
    alone = [(token.kind, token.text) for token in tokenize("." + second)]
    after = [(token.kind, token.text) for token in tokenize(first + gap + "." + second)]
    assert after[len(after) - len(alone) :] == alone


def test_empty_text_has_no_tokens():
    assert tokenize("") == []


def test_offsets_count_code_points():
    assert tokenize("😀 cơ")[-1] == Token(TokenKind.WORD, 2, 4, "cơ")


@pytest.mark.parametrize(
    "unit",
    [
        *HOSTILE_SIGNS.split(),
        *HOSTILE_NAMES.split(),
        *("AB ", "AB, ", "QĐ ", "12-\n", "12-AB/\n", "\u0301", "\ud800", " ", "\n"),
    ],
)
def test_time_is_linear_on_hostile_text(unit):
    text = unit * (100_000 // len(unit))
    start = time.perf_counter()
    tokens = tokenize(text)
    # A quadratic pattern takes far longer; the margin is for a busy machine.
    assert time.perf_counter() - start < 8
    assert tokens[-1].end == len(text)


def test_a_line_of_ten_million_letters_is_one_word():
    assert len(tokenize("a" * 10_000_000)) == 1


# --- words, numbers, blanks, line ends ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("th c hiện", ["th", " ", "c", " ", "hiện"]),
        ("thu-chi", ["thu", "-", "chi"]),
        ("và/hoặc", ["và", "/", "hoặc"]),
        ("Ba-na", ["Ba", "-", "na"]),
        ("Krông A'na", ["Krông", " ", "A", "'", "na"]),
        ("c,", ["c", ","]),
        ("s- s>", ["s", "-", " ", "s", ">"]),
        ("hà.Nội", ["hà", ".", "Nội"]),
        ("10kg", ["10", "kg"]),
        ("m²", ["m", "²"]),
        ("98%", ["98", "%"]),
        ("...", [".", ".", "."]),
        ("a\u00adb", ["a", "\u00ad", "b"]),
        ("co\u031b quan", ["co\u031b", " ", "quan"]),
        ("हिन्दी", ["हिन्दी"]),
        ("x\U00010330\U00010331", ["x\U00010330\U00010331"]),
        ("2 /7/201 ", ["2", " ", "/", "7/201", " "]),
        ("10 .000.000đ", ["10", " ", ".", "000.000", "đ"]),
    ],
)
def test_pieces(text, pieces):
    assert [token.text for token in tokenize(text)] == pieces


@pytest.mark.parametrize("text", ["7", "16.000", "1,5", "17/4/2017", "08:30", "72.000.000", "1.234,56", "٣٤"])
def test_a_number_with_its_separators_is_one_token(text):
    assert tokenize(text) == [Token(TokenKind.NUMBER, 0, len(text), text)]


@pytest.mark.parametrize(
    ("text", "number"), [("năm 2020.", "2020"), ("3, 4", "3"), ("5/ Công tác", "5"), ("1. Kết quả", "1")]
)
def test_a_separator_without_a_digit_after_it_is_punctuation(text, number):
    assert texts_of(TokenKind.NUMBER, text)[0] == number


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000"])
def test_a_run_of_blanks_is_one_token(blank):
    assert [token.text for token in tokenize(f"a{blank} {blank}b")] == ["a", f"{blank} {blank}", "b"]


@pytest.mark.parametrize("newline", ["\r\n", *NEWLINES])
def test_each_line_end_is_one_token(newline):
    pieces = [token.text for token in tokenize(f"a {newline}{newline} b")]
    assert pieces == ["a", " ", newline, newline, " ", "b"]


# --- marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("tr\ufffdc tiếp", ["\ufffd"]),
        ("tr\ufffd\ufffdc", ["\ufffd", "\ufffd"]),
        ("\ue123 quan", ["\ue123"]),
        ("c\U000f0041", ["\U000f0041"]),
        ("tr(cid:244)c", ["(cid:244)"]),
        ("(cid:1)(cid:-1)", ["(cid:1)", "(cid:-1)"]),
        ("tr\x03c", ["\x03"]),
        ("tr\x1dc", ["\x1d"]),
        ("\x00", ["\x00"]),
        ("tr\x96c", ["\x96"]),
        ("tr□c", ["□"]),
        ("c□ quan", ["□"]),
        ("□ng dụng", ["□"]),
        ("ph□□ng", ["□", "□"]),
        ("□NG DỤNG", ["□"]),
        ("co\u031b□", ["□"]),
        ("tr▯c", ["▯"]),
        ("tr☐c", ["☐"]),
    ],
)
def test_marks_of_lost_glyphs(text, marks):
    assert texts_of(TokenKind.MARK, text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "□ Đồng ý",
        "☐ Có  ☐ Không",
        "□Nam □Nữ",
        "Số thẻ□□□□□□□□",
        "□",
        "12□",
        "a\u00adb",
        "(cid:)",
        "(cid:abc)",
        "cid:12",
        "a\tb\r\nc\x0c",
        "đúng? 😀 • ■",
        "\ud800",
        "\u200b\ufeff",
    ],
)
def test_what_looks_like_a_mark_but_is_none(text):
    assert texts_of(TokenKind.MARK, text) == []


# --- protected spans ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "span",
    [
        "http://example.vn/tin-tuc?id=5&x=(a)b",
        "https://dịchvụ.example.vn/a",
        "HTTPS://EXAMPLE.VN",
        "ftp://a.example.com/x.zip",
        "www.example.com",
        "van.thu_1@mail.example.gov.vn",
        "abc.gov.vn",
        "abc.gov.vn:8080/tin/12.html",
        "example.com",
        "bao-cao.pdf",
        "báo_cáo.tháng.5.DOCX",
        "luu/nam-2020/so-lieu.xlsx",
        r"C:\a\b.doc",
        r"D:\Tài_liệu",
        r"\\may-chu\chung\tep.txt",
        "/home/an/ghi-chu",
        "~/x.y",
        "../du-lieu",
        "23-CT/TU",
        "15/2020/NĐ-CP",
        "59/2020/QH14",
        "12/BC-UBND",
        "123/QĐ-UBND",
        "05/CT-TTg",
        "8/TTr-SNV",
        "59-NQ/TƯ",
        "01/2021/TTLT-BTC-BNV",
        "CT/TU",
        "NQ/TW",
        "T/M",
        "NĐ-CP",
        "QĐ-TTg",
        "GD&ĐT",
        "LĐ-TB&XH",
        "Covid-19",
        "SARS-CoV-2",
        "A4",
        "F0",
        "H5N1",
        "ISO9001",
        "QL1A",
        "Q1/2020",
        "10A1",
        "5G",
        "#ViệtNam",
        "@ban_doc",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "xem {} nhé", "({}),", "Số: {}.", "“{}”;", "\n{}\n"])
def test_protected_spans(span, frame):
    assert texts_of(TokenKind.PROTECTED, frame.format(span)) == [span]


@pytest.mark.parametrize(
    "text",
    [
        "thu-chi và/hoặc c/ quan",
        "Ba-na, Ê-đê, Xơ-đăng",
        "chính trị-xã hội",
        "c, s- s> th.",
        "hà.Nội",
        "xong.me đi",
        "về nhà.vna ơi",
        "trong.NET",
        "2 /7/201 ",
        "10kg 5km 220v",
        "mp3",
        "17/4/2017",
        "2016-2020",
        "98% - 100%",
        "1. Kết quả 2/ Hạn chế",
        "1-Công tác",
        "5-Th c hiện",
        "tháng/năm",
        "/hoặc /th /ng",
        "tr#c tiếp",
        "tr@c tiếp @ #",
        "ĐỘC LẬP-TỰ DO-HẠNH PHÚC",
        "PHONG TRÀO THI ĐUA-KHEN THƯỞNG",
        "VÀ/HOẶC",
        "An/Bình",
        "C NG TÁC",
        "A B C",
        "C: th c hiện",
        "1.000Đ",
        "http:// ...",
        "a@b",
        "...@...",
        "x.pdfs",
        "....../....",
    ],
)
def test_what_is_not_protected(text):
    assert texts_of(TokenKind.PROTECTED, text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("số 23-\n\nCT/TU), sau", ["23-", "CT/TU"]),
        ("số 29-  \r\nNQ/TW ngày", ["29-", "NQ/TW"]),
        ("số 15/2020/\nNĐ-CP", ["15/2020/", "NĐ-CP"]),
        ("số 12/BC-\nUBND", ["12/BC-"]),
        ("số 23\nCT/TU", ["CT/TU"]),
    ],
)
def test_the_halves_of_a_code_broken_over_a_line_end(text, spans):
    assert texts_of(TokenKind.PROTECTED, text) == spans


@pytest.mark.parametrize("text", ["20-\nngười", "từ 5-\n\nTh c", "12/\nHà Nội"])
def test_a_number_at_a_line_end_is_no_half_code(text):
    assert texts_of(TokenKind.PROTECTED, text) == []


def test_the_second_half_of_a_broken_code_is_no_word():
    assert texts_of(TokenKind.ACRONYM, "số 12/BC-\nUBND của tỉnh") == ["UBND"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/BC-UBND", True),
        ("a@example.vn", True),
        ("Số: 12/BC-UBND", False),
        ("", False),
        ("cơ quan", False),
    ],
)
def test_is_protected_asks_about_the_whole_text(text, expected):
    assert is_protected(text) is expected


# --- acronyms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("UBND tỉnh", ["UBND"]),
        ("chỉ đạo của TU về việc", ["TU"]),
        ("đại biểu HĐND, UBND các cấp", ["HĐND", "UBND"]),
        ("xã (TTYT, BHXH, MTTQ) và", ["TTYT", "BHXH", "MTTQ"]),
        ("UBND th c hiện", ["UBND"]),
        ("KT. Chủ tịch", ["KT"]),
        ("Ban Chấp hành TƯ khóa", ["TƯ"]),
        ("HĐND", ["HĐND"]),
        ("UBND", ["UBND"]),
        ("II", ["II"]),
        ("thế kỷ XIV", ["XIV"]),
        ("IV. C NG TÁC CÁN B ", ["IV"]),
        ("lần thứ VI của Đảng", ["VI"]),
        ("12 HTXs mới", ["HTXs"]),
        ("PGS Trần Văn A", ["PGS"]),
        ("CHỦ TỊCH UBND XÃ", ["UBND"]),
        ("I. CÔNG TÁC\nUBND xã\nLÃNH ĐẠO", ["UBND"]),
        ("A\u0345BC, UBND", ["A\u0345BC", "UBND"]),
    ],
)
def test_acronyms(text, acronyms):
    assert texts_of(TokenKind.ACRONYM, text) == acronyms


@pytest.mark.parametrize(
    "text",
    [
        "CÔNG TÁC LÃNH ĐẠO",
        "TH C HI N NHI M V ",
        "V N HÓA, TH  THAO, DU L CH",
        "PH NG HƯỚNG: nhiệm vụ",
        "ĐI U 5. Quy định chung",
        "TH C HI N việc",
        "TH",
        "TU",
        "BÁO CÁO",
        "KHÔNG được hút thuốc",
        "ho\u0323c ĐU\u031bỢC",
        "TH\ufffdNG báo",
        "VI PHẠM PHÁP LUẬT",
        "VI C LÀM",
        "C QUAN CQUAN",
        "Ông A và bà B",
        "Th c hiện",
        "a b c",
        "YouTube và iPhone",
    ],
)
def test_what_is_no_acronym(text):
    assert texts_of(TokenKind.ACRONYM, text) == []


def test_the_words_of_an_undamaged_sentence():
    letters = re.findall(r"[^\W\d_]+", "Đây là một câu bình thường, không hư hỏng gì cả.")
    assert texts_of(TokenKind.WORD, "Đây là một câu bình thường, không hư hỏng gì cả.") == letters


def test_the_character_classes_are_those_of_unicode():
    plane = [chr(code) for code in range(0x10000)]
    assigned = {char for char in plane if unicodedata.category(char) != "Cn"}
    numbers = {char for char in plane if re.match(r"[^\W\d_]", char) and not char.isalpha()}
    marks = {char for char in plane if re.match(r"[^\w\s]", char) and unicodedata.category(char)[0] == "M"}
    known = {char for char in assigned if unicodedata.ucd_3_2_0.category(char) != "Cn"}
    for written, found in ((ODD_NUMBERS, numbers), (COMBINING, marks)):
        members = {char for char in plane if re.match(f"[{written}]", char)}
        # A newer Python may know a few more, never fewer.
        assert members <= found
        assert found & known <= members
