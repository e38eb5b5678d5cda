"""What answers taught, as a value; and that it changes the repairs of other documents, and can be taken away."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repair.engine import shared_repairer
from vnfix import Repairer
from vnfix.confusions import Edit
from vnfix.correction import Kind, Level
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.errors import ConfigError
from vnfix.learned import NOTHING_LEARNED, Form, Learned, Tally, dump_learned, parse_learned
from vnfix.review.records import Decisions, Header, SavedAnswer, SavedDecision
from vnfix.review.session import Verdict
from vnfix.review.teaching import learn

# Two documents of one collection: what is answered in the first is met again in the second.
FIRST = "Các hộ   xã đã ký. C  quan và đ n vị báo cáo. Người   lại, ng ời già.\n"
SECOND = "Sau đó c  quan huyện và đ n vị   xã họp. Các c  quan khác, đ n vị khác báo cáo.\n"


@cache
def lexicon():
    return Dictionaries(find_dictionaries()).lexicon


def decided(
    before: str, after: str, proposed: str | None, confidence: float = 0.9, at: int = 0, **rest
) -> SavedDecision:
    subject = rest.pop("subject", Kind.LOST_LETTERS)
    return SavedDecision(at, before, after, proposed, subject, confidence, **rest)


def answers(*items: SavedDecision, sha256: str = "00", verdict: Verdict = Verdict.ACCEPT) -> Decisions:
    header = Header("a.txt", sha256, "utf-8", "0.1.0", "likely")
    return Decisions(header, (), tuple(SavedAnswer(verdict, (item,)) for item in items))


def repair(text: str, learned: Learned, level: Level = Level.LIKELY):
    return (shared_repairer() if learned is NOTHING_LEARNED else Repairer(learned=learned)).repair(
        text, level
    )


def readings(found) -> dict[tuple[str, str], float]:
    return {(item.before, item.after): item.confidence for item in (*found.corrections, *found.suggestions)}


class TestWhatAnswersChange:
    def test_a_rejected_correction_is_made_no_more_and_still_suggested(self):
        before = repair(SECOND, NOTHING_LEARNED)
        assert ("đ n", "đơn") in {(item.before, item.after) for item in before.corrections}
        learned = learn([answers(decided("đ n", "đ n", "đơn", 0.95))], lexicon())
        for level in Level:
            after = repair(SECOND, learned, level)
            assert "đ n vị" in after.text and "cơ quan" in after.text
        assert ("đ n", "đơn") in {(item.before, item.after) for item in repair(SECOND, learned).suggestions}

    def test_an_accepted_reading_is_surer(self):
        plain = repair(SECOND, NOTHING_LEARNED, Level.SAFE)
        key, confidence = min(readings(plain).items(), key=lambda item: item[1])
        learned = learn([answers(decided(*key, key[1], confidence))], lexicon())
        found = repair(SECOND, learned, Level.SAFE)
        assert readings(found)[key] > confidence
        item = next(one for one in (*found.corrections, *found.suggestions) if (one.before, one.after) == key)
        assert "you accepted it 1 times" in item.reason

    def test_a_reading_that_was_picked_takes_the_place_of_the_one_that_was_not(self):
        plain = repair(SECOND, NOTHING_LEARNED)
        item = next(one for one in plain.corrections if one.before == "đ n")
        other = next(one.text for one in item.candidates if one.text not in (item.before, item.after))
        picks = [decided("đ n", other, "đơn", 0.9, at) for at in range(300)]
        found = repair(SECOND, learn([answers(*picks)], lexicon()))
        assert "đơn" not in found.text
        assert all(
            one.after == other for one in (*found.corrections, *found.suggestions) if one.before == "đ n"
        )

    def test_a_word_that_was_typed_is_known(self):
        text = "Các c  quan, đ n vị ở xã họp. Ông Pl ngo đã về. Đ n của ông Pl ngo.\n"
        assert "Pl ngo" in repair(text, NOTHING_LEARNED).text
        learned = learn([answers(decided("Pl ngo", "Plơngo", None))], lexicon())
        assert learned.words == {"Plơngo"}
        assert repair(text, learned).text.count("Plơngo") == 2

    def test_a_wrong_encoding_is_undone_no_more_where_that_was_rejected(self):
        text = "Giấy cuûa ông: ñôn vò tröïc thuoäc ñaõ baùo caùo vaø kieåm tra.\n"
        plain = repair(text, NOTHING_LEARNED)
        item = next(one for one in plain.corrections if one.kind is Kind.ENCODING)
        learned = learn(
            [answers(decided(item.before, item.before, item.after, subject=Kind.ENCODING))], lexicon()
        )
        assert item.before in repair(text, learned).text

    def test_nothing_learned_changes_nothing(self):
        for text in (FIRST, SECOND):
            assert Repairer(learned=Learned()).repair(text) == shared_repairer().repair(text)

    def test_repairing_the_repaired_text_changes_nothing(self):
        learned = learn([answers(decided("đ n", "đ n", "đơn"), decided("c ", "cơ", "cơ", at=9))], lexicon())
        once = repair(SECOND, learned).text
        assert repair(once, learned).text == once

    def test_the_review_asks_with_what_was_learned(self):
        learned = learn([answers(decided("đ n", "đ n", "đơn"))], lexicon())
        learner = Repairer(learned=learned).open_learner(SECOND)
        plain = shared_repairer().open_learner(SECOND)
        assert learner is not None and plain is not None
        asked, unasked = (
            {item.confidence for item in one.read_again({}) if item.before == "đ n"}
            for one in (learner, plain)
        )
        assert max(asked) < min(unasked)


class TestWhatIsLearned:
    def test_digits_teach_nothing(self):
        learned = learn([answers(decided(" ", "5", None), decided("l0", "10", "lo", at=9))], lexicon())
        assert (learned.forms, learned.words, learned.edits) == ({}, frozenset(), {})

    def test_layout_teaches_nothing(self):
        assert not learn([answers(decided("\n", " ", " ", 1.0, subject=Kind.LINE_ENDS))], lexicon()).forms

    def test_what_was_accepted_beforehand_is_no_answer(self):
        one = answers()
        assert not learn([Decisions(one.header, (decided("c ", "cơ", "cơ"),))], lexicon()).forms

    @pytest.mark.parametrize(("written", "is_refused"), [(("ab",), False), ((), True)])
    def test_one_no_among_many_that_stand_is_no_refusal(self, written, is_refused):
        one = answers(decided("c ", "c ", "cơ", 0.97))
        standing = tuple(decided("c ", "cơ", "cơ", 0.97, at) for at in (0, 10, 20))
        file = replace(one, presumed=standing, written=written)
        learned = learn([file, file], lexicon())
        assert learned.is_refused("c ", "cơ") is is_refused
        assert learned.forms[Form("c ", "cơ")].right == (0 if is_refused else 2)
        assert learned.answers == 1

    def test_a_pick_is_a_no_to_what_was_proposed(self):
        forms = learn([answers(decided("đ n", "đen", "đơn", 0.9))], lexicon()).forms
        assert (forms[Form("đ n", "đơn")].wrong, forms[Form("đ n", "đen")].right) == (1, 1)

    def test_readers_who_differ_teach_nothing(self):
        yes, no = (answers(decided("đ n", after, "đơn")) for after in ("đơn", "đ n"))
        assert learn([yes, no], lexicon()).answers == 0
        assert learn([yes, yes], lexicon()).answers == 1

    def test_the_same_form_in_one_text_counts_once_for_its_kind(self):
        many = [decided("c ", "cơ", "cơ", at=at) for at in range(30)]
        learned = learn([answers(*many)], lexicon())
        assert learned.forms[Form("c ", "cơ")].right == 30
        assert learned.kinds[Kind.LOST_LETTERS].right == 1

    def test_misread_letters_are_counted_and_lost_ones_are_not(self):
        misread = decided("cùa", "của", "của", subject=Kind.DIACRITICS, left="quyền ", right=" ủy ban")
        learned = learn([answers(misread, decided("c ", "cơ", "cơ", at=90))], lexicon())
        assert set(learned.edits) == {Edit("ủ", "ù")}
        assert all(0 < rate <= 0.5 for rate in learned.edits.values())

    @pytest.mark.parametrize("word", ["cơ", "x", "Hoà", "A1"])
    def test_known_words_and_single_letters_are_no_new_words(self, word):
        assert not learn([answers(decided("c ", word, None))], lexicon()).words


class TestTally:
    def test_the_more_the_engine_was_wrong_the_less_sure_it_is(self):
        learned = [Learned(kinds={Kind.GLYPHS: Tally(10 - n, n, 9.0)}) for n in range(11)]
        sure = [one.adjust_kind(0.8, Kind.GLYPHS) for one in learned]
        assert sure == sorted(sure, reverse=True) and sure[0] > 0.8 > sure[-1]
        assert learned[0].adjust_kind(0.8, Kind.SPACING) == 0.8

    @given(st.floats(0, 1), st.integers(0, 50), st.integers(0, 50), st.floats(0, 1))
    def test_a_confidence_stays_one(self, confidence, right, wrong, share):
        learned = Learned(forms={Form("a", "b"): Tally(right, wrong, share * (right + wrong))})
        assert 0 <= learned.adjust_form(confidence, "A", "b") <= 1


class TestAsText:
    FULL = Learned(
        frozenset({"Plơngo", "Ềa"}),
        {Form("c ", "cơ"): Tally(3, 1, 3.5)},
        {Kind.GLYPHS: Tally(1, 0, 0.25)},
        {Edit("ủ", "ù"): 0.125},
        7,
    )

    @pytest.mark.parametrize("learned", [FULL, NOTHING_LEARNED])
    def test_what_is_written_is_read(self, learned):
        assert parse_learned(dump_learned(learned)) == learned

    def test_the_same_is_written_the_same(self):
        assert dump_learned(self.FULL) == dump_learned(parse_learned(dump_learned(self.FULL)))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"schema": 1', '"schema": 2'),
            ('"Plơngo"', "3"),
            ('"glyphs"', '"no-kind"'),
            ("0.125", "1.5"),
            ("3.5]", "30]"),
            ("3.5]", "3.5, 1]"),
            ('"cơ", 3', '"cơ", 3.5'),
            ('"answers": 7', '"answers": null'),
            ("{\n", "[\n"),
        ],
    )
    def test_what_is_broken_is_refused(self, old, new):
        text = dump_learned(self.FULL)
        assert old in text
        with pytest.raises(ConfigError):
            parse_learned(text.replace(old, new, 1))
