"""What is right stays, byte for byte; and nothing is reported that is not lost."""

from __future__ import annotations

import pytest

from tests.repair.engine import shared_repairer
from vnfix import Level


@pytest.mark.parametrize("level", [Level.SAFE, Level.LIKELY])
def test_correct_text_comes_back_as_it_was(clean_case, level, known_failure):
    known_failure(clean_case, str(level))
    result = shared_repairer().repair(clean_case.original, level)
    assert result.text == clean_case.original
    assert result.corrections == ()


def test_no_digit_of_a_correct_text_is_reported_lost(clean_case, known_failure):
    known_failure(clean_case, "digits")
    assert shared_repairer().repair(clean_case.original).lost_digits == ()


VIETNAMESE = "Hôm nay trời đẹp, cả nhà ra vườn hái quả."

ODD_TEXTS = {
    "empty": "",
    "one blank": " ",
    "blanks": " " * 40,
    "line ends only": "\n\n\r\n\n",
    "white space of all kinds": " \t\u00a0\u2003\u3000\r\n\x0b\x0c\x85\u2028\u2029 ",
    "one small letter": "c",
    "one capital": "Ơ",
    "one digit": "7",
    "one sign": ",",
    "byte-order mark": "\ufeff" + VIETNAMESE,
    "byte-order mark alone": "\ufeff",
    "Windows line ends": VIETNAMESE.replace(", ", ",\r\n") + "\r\n",
    "old Macintosh line ends": VIETNAMESE.replace(", ", ",\r") + "\r",
    "mixed line ends": f"{VIETNAMESE}\r\n{VIETNAMESE}\n{VIETNAMESE}\r",
    "form feeds between pages": f"{VIETNAMESE}\n\f{VIETNAMESE}\f\n",
    "a combining mark after a blank": "Hôm nay \u0301 trời đẹp.",
    "combining marks without a letter": "\u0301\u0302\u0323",
    "many combining marks": "Z\u0351\u0343\u034d a\u0300\u0301\u0302\u0303\u0309 lgo\u0321\u0322",
    "capital with two code points in small": "İstanbul, İzmir và các thành phố khác của Thổ Nhĩ Kỳ.",
    "letter with two code points in capitals": "Straße, ﬁle, ŉ, ǰ.",
    "lone surrogates": f"{VIETNAMESE} \ud83d và \udc4d",
    "emoji with joiners": "Gia đình 👨‍👩‍👧‍👦 vui vẻ 🇻🇳 hôm nay ☀️.",
    "right to left": "Chữ \u200f\u0627\u0644\u0633\u0644\u0627\u0645\u200e đọc từ phải sang trái, \u202eđảo\u202c lại.",
    "mathematical letters": "𝐇𝐨̂𝐦 𝐧𝐚𝐲 𝒕𝒓𝒐̛̀𝒊 đẹp",
    "old script for Vietnamese": "𡨸喃 là chữ Nôm.",
    "only signs": "-- // ** == ... ??? !!!",
    "only numbers": "1 22 333 4.444 5,5 6/6/2006",
    "a number on each line": "1\n2\n3\n",
    "one long run of letters": "a" * 500,
    "one long word": "siêuđẹp" * 60,
    "a line of dashes": "-" * 300,
    "tabs": "tên\ttuổi\t\tquê\nAn\t12\t\tHuế\n",
}


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_odd_text_comes_back_as_it_was(text, level):
    result = shared_repairer().repair(text, level)
    assert result.text == text
    assert result.corrections == ()
    assert result.lost_digits == ()


MARKS_THAT_ARE_NO_DAMAGE = {
    "a replacement character by itself": "\ufffd",
    "marks only": "\ufffd\ufffd \ufffd\ufffd\ufffd",
    "glyph numbers only": "(cid:3)(cid:4)(cid:5)",
    "NUL bytes": "\0\0\0",
    "private use only": "\ue000\ue001 \uf8ff",
    "icons beside words": "\uf0b7 Điểm một\n\uf0b7 Điểm hai\n\uf0b7 Điểm ba\n",
    "check boxes": "□ Có\n□ Không\n□ Không biết\n",
    "the notation itself": 'Chuỗi "(cid:44)" là số hiệu của glyph thứ 44.',
    "terminal colours": "\x1b[31mlỗi\x1b[0m và \x1b[1mđậm\x1b[0m",
}


@pytest.mark.parametrize("text", MARKS_THAT_ARE_NO_DAMAGE.values(), ids=MARKS_THAT_ARE_NO_DAMAGE.keys())
def test_signs_that_stand_for_no_letter_stay(text):
    assert shared_repairer().repair(text).text == text


# What is odd once is damage that repeats when it stands on every line.
MANY_LINES = {
    "lines of a table in HTML": '<tr><td>Nguyễn Văn An</td><td class="num">12</td><td>&nbsp;</td></tr>\n'
    * 40,
    "lines of code": "for i in r: t, h = f(i)\n" * 10,
    "lines of a table in Markdown": "| a | b |  c |\n" * 10,
    "records": "ma,ten,lop,gt\n001,Trần Thị Bình,10A1,\n" * 20,
    "records of letters": "x y z\n" * 20,
    "one sentence again and again": VIETNAMESE * 60,
    "initials": "Ông N.V.A. vay bà T. số tiền lớn.\n" * 20,
    "check marks": "x  Có mặt\nv  Vắng\nk  Không phép\n" * 10,
}
KNOWN_FAILURES = frozenset({"lines of code", "check marks"})


@pytest.mark.parametrize("label", MANY_LINES)
def test_many_lines_alike_are_no_damage(label, request):
    if label in KNOWN_FAILURES:
        request.applymarker(pytest.mark.xfail(strict=True, reason="known failure"))
    result = shared_repairer().repair(MANY_LINES[label])
    assert result.text == MANY_LINES[label]
    assert result.lost_digits == ()
