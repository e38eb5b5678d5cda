"""Tokens as arrays: the same tokens as the tokenizer gives, and what can be asked of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_tokens import ANY_TEXT, LIKELY_PIECES
from vnfix.form_reading import ChunkMemory
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable
from vnfix.tokens import _known_chunks, cut_plain_chunk, tokenize

LINES = [
    "Các cơ quan, đơn vị (trực thuộc) gửi báo cáo: số 12, ngày 2/7/2019.",
    "  thụt vào và  hai khoảng trắng ",
    "UBND tỉnh và HĐND huyện, CHỦ TỊCH",
    "xem a.pdf, abc@example.vn hay 15/2020/NĐ-CP",
    "th\ufffdc hiện (cid:12) □Nam",
    "23-",
    "CT/TU",
    "",
    "\r",
    "một\rhai\x0cba\u2028bốn\x1cnăm",
]


# Kept from text to text, as a repairer does it.
MEMORY = ChunkMemory()


def check(text: str) -> None:
    table, tokens = TokenTable.of_text(text, MEMORY), tokenize(text)
    assert list(table.tokens) == tokens
    assert [table.texts[form] for form in table.form] == [token.text for token in tokens]
    assert [table.kinds[form] for form in table.form] == [token.kind for token in tokens]
    assert table.starts.tolist() == [token.start for token in tokens]
    assert table.sizes.tolist() == [len(token.text) for token in tokens]
    words = [form for form in table.form.tolist() if table.kinds[form] is TokenKind.WORD]
    assert list(dict.fromkeys(words)) == table.forms_of(TokenKind.WORD).tolist()


@given(st.lists(st.sampled_from([*LINES, *(line + "\r" for line in LINES)])))
def test_lines_of_all_kinds_give_the_tokens_of_the_tokenizer(lines):
    check("\n".join(lines))


@given(
    st.lists(
        st.sampled_from(
            [
                *LIKELY_PIECES,
                "xin",
                "Chào",
                "12.500",
                "(một),",
                "“hai”",
                "1/8",
                "ba-la",
                "www.",
                "7%",
                ".",
                "’",
                "…",
                "&",
                "(",
                " ",
                " ",
                "\n",
            ]
        )
    )
)
def test_likely_texts_give_the_tokens_of_the_tokenizer(pieces):
    check("".join(pieces))


@given(ANY_TEXT)
def test_any_text_gives_the_tokens_of_the_tokenizer(text):
    check(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "xin",
                "Chào,",
                "(a).",
                "12.",
                "1/8",
                "7%,",
                "a-b",
                "“Tỷ-kheo?”",
                "...",
                "UBND",
                "x@y",
                "-",
                "a.pdf",
            ]
        )
    ),
    st.data(),
)
def test_a_plain_chunk_reads_the_same_wherever_it_stands(chunks, data):
    plain = [chunk for chunk in chunks if cut_plain_chunk(chunk) is not None]
    before, after = data.draw(st.sampled_from(["", "a.b ", "NĐ- "])), data.draw(st.sampled_from(["", " /x"]))
    for chunk in plain:
        tokens = tokenize(before + chunk + after)
        inside = [(t.kind, t.text) for t in tokens if len(before) <= t.start and t.end <= len(before + chunk)]
        assert tuple(inside) == cut_plain_chunk(chunk)


@pytest.mark.parametrize(
    "chunk",
    ["", "UBND", "12/", "a-B2", "x.y", "a-BC", "a@b.vn", "a’b", "~", "#a", "\ufffd", "□", "a\u00a0b", "1a"],
)
def test_what_hangs_on_its_line_is_no_plain_chunk(chunk):
    assert cut_plain_chunk(chunk) is None


def test_flags_are_asked_once_a_form():
    table, asked = TokenTable.of_text("một hai một, hai"), []

    def test(text: str) -> bool:
        asked.append(text)
        return text == "một"

    assert table.flags(test, TokenKind.WORD).tolist() == [
        True,
        False,
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    assert asked == ["một", "hai"]
    assert table.places(TokenKind.WORD) == [0, 2, 4, 7]
    assert table.counts[table.form[0]] == 2


def test_a_time_limit_that_stops_the_reading_of_a_text_spoils_no_later_one(monkeypatch):
    memory = ChunkMemory()

    def stop(chunk: str) -> None:
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr("vnfix.form_reading.cut_plain_chunk", stop)
        with pytest.raises(TimeoutError):
            TokenTable.of_text("một hai ba", memory)

    assert list(TokenTable.of_text("hai một ba", memory).tokens) == tokenize("hai một ba")


def test_long_chunks_are_not_remembered_for_ever():
    memory = ChunkMemory()
    for number in range(40):
        text = f"{number}" * 20_000
        assert [token.text for token in TokenTable.of_text(text, memory).tokens] == [text]
    assert sum(map(len, memory._chunks)) < 1_000_000
    assert max(map(len, _known_chunks)) < 100


def test_long_forms_are_not_remembered_for_ever():
    memory = ChunkMemory()
    for number in range(40):
        text = " " * (40_000 + number)
        assert [token.text for token in TokenTable.of_text(text, memory).tokens] == [text]
    assert sum(len(text) for _, text in memory._chunks.forms) < 1_000_000


def test_a_memory_may_be_used_from_several_threads():
    texts = ["".join(f"từ{number % 97} UBND  {number}," for number in range(size)) for size in range(40)]
    memory = ChunkMemory()
    with ThreadPoolExecutor(4) as threads:
        tables = list(threads.map(lambda text: TokenTable.of_text(text, memory), texts))
    assert [list(table.tokens) for table in tables] == list(map(tokenize, texts))
