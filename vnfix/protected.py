"""Spans that no repair may touch: addresses, file names, document numbers, codes.

`PROTECTED` is one alternation for `vnfix.tokens`, which tries it only where no letter or digit
stands before.  Every repetition in it is bounded, possessive, or swallowed whole by its match,
so that no input costs more than linear time.

What a Vietnamese document number looks like follows Decree 30/2020/NĐ-CP on records management,
annex I (`số/ký hiệu`), and the party's own scheme (`23-CT/TU`).
"""

from __future__ import annotations

import re

# A span ends here only if the letters and digits do: no span stops inside a word.
_END = r"(?![^\W_]|[\u0300-\u036f])"

_VISIBLE = r'[^\s<>"“”«»]'
_VISIBLE_LAST = r'[^\s<>"“”«»‘’\'.,;:!?…)\]}]'
_TAIL = rf"{_VISIBLE}*{_VISIBLE_LAST}"

# Names start at the start of their chunk: not after the "a-" of "a-b.pdf".
_CHUNK_START = r"(?<!\w[.%+_-])"

_LABEL = r"[A-Za-z0-9][A-Za-z0-9-]{0,62}+"
# Only endings that no Vietnamese syllable has: "xong.me" is two sentences, not an address.
_TOP_LEVEL = r"(?:vn|com|net|org|edu|gov|info|biz|io|asia|eu|jp|kr|cn|uk)"
_EXTENSION = (
    r"(?i:pdf|docx?|docm|dotx?|rtf|odt|xlsx?|xlsm|ods|pptx?|ppsx?|odp|txt|csv|tsv|json|xml|html?|md|"
    r"epub|djvu|zip|rar|7z|gz|tar|jpe?g|png|gif|tiff?|bmp|svg|webp|mp[34]|avi|mkv|wav|exe|msi|ini|log|sql|"
    r"eml|msg|py|dwg)"
)

_URL = rf"(?i:(?:https?|ftps?|sftp|file)://|www\.(?=\w)){_TAIL}"
_EMAIL = rf"{_CHUNK_START}[\w.+%-]{{1,64}}+@{_LABEL}(?:\.{_LABEL}){{1,6}}+"
_HOST = rf"{_CHUNK_START}(?:{_LABEL}\.){{1,6}}{_TOP_LEVEL}{_END}(?!-\w)(?::\d{{1,5}}+)?+(?:/{_TAIL})?+"
_FILE = (
    rf"{_CHUNK_START}(?<!\w[/\\])(?:[\w.-]{{1,64}}+[/\\]){{0,8}}+"
    rf"[\w-]{{1,80}}+(?:\.[\w-]{{1,40}}+){{0,3}}\.{_EXTENSION}{_END}"
)
_WINDOWS_PATH = rf"(?:[A-Za-z]:[\\/]|\\\\(?=\w))(?=[^/\\\s]){_TAIL}"
_UNIX_PATH = (
    rf"(?<![\w./])(?:~/|\.{{1,2}}/|/(?:home|usr|etc|var|tmp|opt|mnt|media|root|srv|Users)/)(?=[\w.]){_TAIL}"
)
_ENTITY = r"&(?:[A-Za-z]{2,8}+|#\d{1,6}+);"  # &lt; in the source of a page
VIETNAMESE_CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
"""The upper-case letters of Vietnamese, ready for a character class of a pattern."""
# `#ược` is no tag but a lost letter of `được`: tags begin with a plain letter, đ or a capital.
_TAG = rf"[#@](?=[A-Za-zĐđ_{VIETNAMESE_CAPITALS}])[\w\u0300-\u036f]{{2,100}}+"

# Letters of abbreviations: no tone marks, so "LẬP-TỰ" and "VÀ/HOẶC" are words; Ð is a common misprint of Đ.
_CAPITAL = "[A-ZĂÂĐÐÊÔƠƯ]"
_GROUP = rf"(?:{_CAPITAL}{{2,12}}+[a-z]?+\d{{0,4}}+)"  # UBND, TTg, QH14
_PART = rf"(?:{_CAPITAL}{{2,12}}+[a-z]?+\d{{0,4}}+|{_CAPITAL}\d{{0,4}}+|\d{{1,6}}+)"
_LINE_END = r"[ \t]{0,4}+(?:\r\n|[\n\r])"

_NUMBERED = (  # 23-CT/TU, 15/2020/NĐ-CP; with the sign at the end of a line that breaks the code
    rf"\d{{1,6}}+(?:[/.]\d{{1,6}}+)*+[-/]{_GROUP}(?:[-/&.]{_PART}){{0,8}}+{_END}(?:[-/](?={_LINE_END}))?+"
)
_NUMBERED_BROKEN = (  # the "23-" of 23-⏎CT/TU
    rf"\d{{1,6}}+(?:/\d{{1,6}}+){{0,2}}+[-/](?=(?:{_LINE_END}){{1,3}}+[ \t]{{0,4}}+{_GROUP}[-/]{_CAPITAL})"
)
_GLUED = (
    rf"{_CAPITAL}{{1,8}}+\d{{1,6}}+[A-ZĐ\d]{{0,8}}+(?:[-/][A-ZĐ\d]{{1,10}}+){{0,4}}+{_END}"  # H5N1, Q1/2020
)
_DIGIT_LED = (
    rf"(?<![.,/:])\d{{1,4}}+{_CAPITAL}{{1,3}}+\d{{0,3}}+(?:[-/][A-ZĐ\d]{{1,6}}+){{0,3}}+{_END}"  # 10A1
)
_VERSIONED = rf"[A-Z][A-Za-z]{{0,15}}+(?:-[A-Z][A-Za-z]{{0,9}}+)?+-\d{{1,4}}+{_END}(?![.,/:]\d)"  # SARS-CoV-2

_LETTERS = rf"(?:{_CAPITAL}{{2,12}}+[a-z]?+|{_CAPITAL})"
_JOINED = (  # CT/TU, T/M, NN&PTNT
    rf"{_LETTERS}(?:-{_LETTERS}){{0,3}}+[/&]{_LETTERS}(?:[-/&]{_LETTERS}){{0,5}}+{_END}"
)
_INITIALS = r"[A-ZĐÐƯ]{2,12}+[a-z]?+"
_HYPHENED = (  # NĐ-CP, QĐ-TTg; but in a heading a hyphen joins words: THI ĐUA-KHEN THƯỞNG
    rf"(?<![{VIETNAMESE_CAPITALS}] ){_INITIALS}(?:-{_INITIALS}){{1,5}}+{_END}"
    rf"(?! {{1,2}}[{VIETNAMESE_CAPITALS}]{{2}})"
)

PROTECTED = "|".join(
    (
        rf"(?=[A-Za-z]){_URL}",
        rf"(?=[\w.+%-]){_EMAIL}",
        rf"(?=[A-Za-z0-9]){_HOST}",
        rf"(?=[\w.]){_FILE}",
        rf"(?=[A-Za-z\\]){_WINDOWS_PATH}",
        rf"(?=[~./]){_UNIX_PATH}",
        _TAG,
        _ENTITY,
        rf"(?=\d)(?:{_NUMBERED}|{_NUMBERED_BROKEN}|{_DIGIT_LED})",
        rf"(?={_CAPITAL})(?:{_GLUED}|{_VERSIONED}|{_JOINED}|{_HYPHENED})",
    )
)
"""A pattern without capturing groups that matches one protected span at its first character."""


def is_protected(text: str) -> bool:
    """Tell whether all of `text` is one protected span.

    >>> is_protected("15/2020/NĐ-CP"), is_protected("abc@example.vn"), is_protected("thu-chi")
    (True, True, False)
    """
    # Python keeps what it compiled; at import it would take the time of every start-up.
    return re.fullmatch(PROTECTED, text) is not None
