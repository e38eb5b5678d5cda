"""`vnfix train`, from files of sentences to dictionaries that a repair can use."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from random import Random

import numpy as np
import pytest

from vnfix.cli import main
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.errors import DictionaryError, ExitCode, InputError
from vnfix.language_model.symbols import SPECIAL
from vnfix.repairer import Repairer
from vnfix.settings import Model, Settings
from vnfix.training.build import build_dictionaries, collapse_ends
from vnfix.training.corpus import BLOCK_SIZE, Genre, Split, genre_of, split_of
from vnfix.training.ngrams import GENRE_WEIGHTS

FILES = [
    "calibration.tsv",
    "capitals.bin",
    "compounds.bin",
    "contexts.bin",
    "syllables.lm",
    "vocabulary.tsv",
]

OPENINGS = ("Hôm qua", "Sáng nay", "Theo kế hoạch", "Trong tháng này", "Như mọi năm")
SUBJECTS = ("cơ quan", "phòng văn thư", "đội bảo vệ", "thư viện huyện", "tổ trồng rừng", "nhà trường")
VERBS = ("đã nhận", "chưa gửi", "sẽ kiểm tra", "đang sửa", "phải trả lại", "vừa mua thêm")
OBJECTS = ("bản đồ cũ", "ba mươi cái ghế", "12 cuốn sổ", "máy bơm nước", "danh sách thi đua", "hạt giống")


def make_sentences(seed: int, number: int) -> list[str]:
    """Write sentences of one grammar: much is common to them, little is the same."""
    random = Random(seed)
    return [
        f"{random.choice(OPENINGS)}, {random.choice(SUBJECTS)} {random.choice(VERBS)} "
        f"{random.choice(OBJECTS)} cho {random.choice(SUBJECTS)}."
        for _ in range(number)
    ]


def write_corpus(path: Path, paragraphs: Iterable[str]) -> Path:
    data = "".join(f"{paragraph}\n" for paragraph in paragraphs).encode()
    if path.suffix == ".zst":
        data = pytest.importorskip("zstandard").compress(data)
    path.write_bytes(data)
    return path


def build(corpus: list[Path], output: Path, **options) -> tuple[Dictionaries, list[str]]:
    lines: list[str] = []
    chosen = {"wordlists": None, "exclude": (), "jobs": 1, **options}
    build_dictionaries(corpus, output, report=lines.append, **chosen)
    return Dictionaries(output), lines


def counts_of(dictionaries: Dictionaries) -> dict[str, int]:
    return {word.text: word.count for word in dictionaries.lexicon.words}


def probability(dictionaries: Dictionaries, text: str) -> float:
    """The probability of the last word of a text after the three before it."""
    ids = dictionaries.lexicon.ids
    *before, last = [ids[word] for word in text.split()]
    history = 0
    for symbol in before:
        history = history << 16 | symbol
    histories = np.array([history], dtype=np.uint64)
    return float(np.exp(dictionaries.model.score(histories, np.array([last], dtype=np.uint16))[0]))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """Three files of different genres, one of them compressed."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder / "general-news.txt", make_sentences(1, 90))
    write_corpus(folder / "breadth-dialogue.txt.zst", make_sentences(2, 90))
    write_corpus(folder / "my-own.txt", make_sentences(3, 90))
    return folder


@pytest.fixture(scope="module")
def trained(corpus, tmp_path_factory) -> Path:
    output = tmp_path_factory.mktemp("trained") / "new" / "dictionaries"
    assert main(["train", str(corpus), "-o", str(output), "--quiet"]) == ExitCode.OK
    return output


# --- the whole way ------------------------------------------------------------------------------


def test_training_writes_every_file_that_a_repair_opens(trained):
    assert sorted(path.name for path in trained.iterdir()) == FILES
    dictionaries = Dictionaries(trained)
    assert dictionaries.model.order == 4
    assert len(dictionaries.model.unigram_logp) == len(dictionaries.lexicon.words)
    assert dictionaries.patterns.match("c\0") != ()
    assert dictionaries.calibration.rows


def test_the_vocabulary_is_that_of_the_sentences(trained):
    words = {word.text: word for word in Dictionaries(trained).lexicon.words}
    assert tuple(words)[: len(SPECIAL)] == SPECIAL
    assert {"cơ", "quan", "thư", "viện", "hôm", "giống"} <= words.keys()
    assert "12" not in words
    assert all(word.is_syllable for word in list(words.values())[len(SPECIAL) :])


def test_what_was_read_often_is_probable(trained):
    dictionaries = Dictionaries(trained)
    assert probability(dictionaries, ", cơ quan") > 0.8
    assert probability(dictionaries, "thư viện huyện") > 0.8
    assert probability(dictionaries, "bản đồ cũ") > 0.8
    assert probability(dictionaries, "thư viện quan") < 0.01


def test_the_trained_files_repair(trained, tmp_path, capfd):
    path = tmp_path / "hong.txt"
    text = "\n".join(make_sentences(9, 12)) + "\n"
    path.write_text(text.replace("ơ", " ").replace("ả", " "), encoding="utf-8")
    assert main(["fix", str(path), "--dictionaries", str(trained), "--level", "all"]) == ExitCode.OK
    assert capfd.readouterr().out == text


def test_the_same_files_give_the_same_bytes(corpus, trained, tmp_path):
    given = [str(path) for path in sorted(corpus.iterdir(), reverse=True)]
    assert main(["train", *given, "-o", str(tmp_path), "--jobs", "2", "-q"]) == ExitCode.OK
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (trained / name).read_bytes()


def test_compressed_text_counts_like_plain_text(tmp_path):
    sentences = make_sentences(4, 60)
    plain, _ = build([write_corpus(tmp_path / "a.txt", sentences)], tmp_path / "plain")
    packed, _ = build([write_corpus(tmp_path / "a.txt.zst", sentences)], tmp_path / "packed")
    assert plain.model.digest == packed.model.digest
    assert counts_of(plain) == counts_of(packed)
    assert (plain.folder / "syllables.lm").read_bytes() == (packed.folder / "syllables.lm").read_bytes()


def test_text_in_nfd_counts_like_text_in_nfc(tmp_path):
    sentences = make_sentences(4, 60)
    one, _ = build([write_corpus(tmp_path / "a.txt", sentences)], tmp_path / "nfc")
    decomposed = [unicodedata.normalize("NFD", sentence) for sentence in sentences]
    other, _ = build([write_corpus(tmp_path / "a.txt", decomposed)], tmp_path / "nfd")
    assert counts_of(one) == counts_of(other)


def test_each_step_is_reported_in_a_line(corpus, tmp_path):
    _, lines = build(sorted(corpus.iterdir()), tmp_path)
    assert lines[0].startswith("read breadth-dialogue.txt.zst: ")
    assert any(line.startswith("vocabulary: ") for line in lines)
    assert any(line.startswith(f"wrote {tmp_path}: ") for line in lines)
    assert not any("\n" in line for line in lines)


def test_genres_have_weights(tmp_path):
    assert GENRE_WEIGHTS[genre_of("breadth-dialogue.txt")] > 1
    assert Genre.NEWS not in GENRE_WEIGHTS
    filler = make_sentences(5, 60)
    news = write_corpus(tmp_path / "general-news.txt", [*filler, *["con mèo vàng nằm ngủ"] * 6])
    talk = write_corpus(tmp_path / "breadth-dialogue.txt", [*filler, *["con mèo vàng thức dậy"] * 6])
    dictionaries, _ = build([news, talk], tmp_path / "out")
    assert probability(dictionaries, "con mèo vàng thức") > 2 * probability(dictionaries, "con mèo vàng nằm")


# --- what must not be learnt --------------------------------------------------------------------


def name_with(split: Split, index: int) -> str:
    """A file name whose blocks are for training, but for block `index`."""
    names = (f"tep-{number}.txt" for number in count())
    return next(
        name
        for name in names
        if [split_of(name, place) for place in range(3)]
        == [split if place == index else Split.TRAIN for place in range(3)]
    )


@pytest.mark.parametrize("split", [Split.TUNE, Split.REPORT])
@pytest.mark.parametrize("index", [0, 1, 2])
def test_held_out_blocks_are_not_counted(tmp_path, split, index):
    sentences = make_sentences(6, 3 * BLOCK_SIZE)
    held_out = slice(index * BLOCK_SIZE, (index + 1) * BLOCK_SIZE)
    secret = list(sentences)
    secret[held_out] = [f"Chú ếch xanh {sentence}" for sentence in sentences[held_out]]
    known, _ = build([write_corpus(tmp_path / name_with(split, index), secret)], tmp_path / "out")
    assert not {"ếch", "chú", "xanh"} & counts_of(known).keys()
    rest = sentences[: held_out.start] + sentences[held_out.stop :]
    assert counts_of(known)["hôm"] == sum(sentence.startswith("Hôm") for sentence in rest)


def test_excluded_documents_leave_no_trace(tmp_path):
    sentences = make_sentences(7, 60)
    secret = [
        "Bác thợ rèn già mài lưỡi cuốc bên bếp than hồng suốt đêm mưa.",
        "Bác thợ rèn già kể chuyện lưỡi cuốc gãy cho đám trẻ trong làng nghe.",
        "Bác thợ rèn già dạy đám trẻ mài lưỡi cuốc bên bếp than trong làng.",
    ]
    excluded = tmp_path / "gold.txt"
    # Laid out in other lines than in the corpus.
    excluded.write_text("\n".join(" ".join(secret).split()), encoding="utf-8")
    without, _ = build([write_corpus(tmp_path / "a.txt", sentences)], tmp_path / "without")
    mixed = [*secret[:1], *sentences[:30], *secret[1:2], *sentences[30:], *secret[2:]]
    path = write_corpus(tmp_path / "a.txt", mixed)
    known, _ = build([path], tmp_path / "known")
    assert "rèn" in counts_of(known)
    purged, lines = build([path], tmp_path / "purged", exclude=[excluded])
    for name in FILES:
        assert (purged.folder / name).read_bytes() == (without.folder / name).read_bytes()
    assert "a.txt: 3 paragraphs of excluded documents dropped" in lines


def test_excluding_another_text_changes_nothing(tmp_path):
    path = write_corpus(tmp_path / "a.txt", make_sentences(7, 60))
    other = tmp_path / "gold.txt"
    other.write_text("Con thuyền nhỏ trôi qua bãi bồi ven sông vào một chiều gió lặng.", encoding="utf-8")
    one, _ = build([path], tmp_path / "one")
    two, lines = build([path], tmp_path / "two", exclude=[other])
    for name in FILES:
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()
    assert not any("dropped" in line for line in lines)


# --- the context model alone --------------------------------------------------------------------


@pytest.fixture
def unfinished(trained, tmp_path) -> Path:
    """A folder that has all but the context model."""
    for name in FILES:
        if name != "contexts.bin":
            (tmp_path / name).write_bytes((trained / name).read_bytes())
    return tmp_path


def test_the_context_model_alone_is_that_of_the_whole_way(corpus, trained, unfinished):
    assert main(["train", str(corpus), "-o", str(unfinished), "--context", "-q"]) == ExitCode.OK
    assert sorted(path.name for path in unfinished.iterdir()) == FILES
    assert (unfinished / "contexts.bin").read_bytes() == (trained / "contexts.bin").read_bytes()


def test_it_goes_on_where_it_was_stopped(corpus, trained, unfinished, monkeypatch):
    def stop(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    command = ["train", str(corpus), "-o", str(unfinished), "--context", "-q"]
    with monkeypatch.context() as patch:
        patch.setattr("vnfix.training.build.find_open_places", stop)
        assert main(command) != ExitCode.OK
    assert [path.name for path in unfinished.glob(".contexts-*/*")] == ["vectors.npz"]
    with monkeypatch.context() as patch:
        patch.setattr("vnfix.training.build.train_contexts", stop)
        assert main(command) == ExitCode.OK
    assert sorted(path.name for path in unfinished.iterdir()) == FILES
    assert (unfinished / "contexts.bin").read_bytes() == (trained / "contexts.bin").read_bytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--context"], "--context needs files to train on"),
        (["a.txt", "--context", "--pairs", "."], "--context and --pairs exclude each other"),
        (["a.txt", "--context", "--wordlists", "."], "--context and --wordlists exclude each other"),
        (["a.txt", "--context", "--decisions"], "exclude each other"),
    ],
)
def test_what_the_context_model_cannot_be_trained_with(tmp_path, capfd, monkeypatch, options, message):
    monkeypatch.chdir(tmp_path)
    assert main(["train", "-o", ".", *options]) == ExitCode.USAGE
    assert message in capfd.readouterr().err


def test_a_context_model_needs_a_vocabulary(corpus, tmp_path, capfd):
    assert main(["train", str(corpus), "-o", str(tmp_path), "--context", "-q"]) == ExitCode.INPUT_FAILED
    assert "no vocabulary.tsv to train for" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


# --- word lists ---------------------------------------------------------------------------------


def test_words_of_lists_are_known_with_their_neighbours(tmp_path):
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "names.txt").write_text("# tên núi\nnúi Voi Phục\nnúi Voi Đứng\nvoi phục\n", encoding="utf-8")
    path = write_corpus(tmp_path / "a.txt", make_sentences(8, 60))
    dictionaries, _ = build([path], tmp_path / "out", wordlists=lists)
    assert {"voi", "phục", "đứng"} <= counts_of(dictionaries).keys()
    assert counts_of(dictionaries)["voi"] == 0
    assert probability(dictionaries, "núi voi phục") > 0.1
    ids, compounds = dictionaries.lexicon.ids, dictionaries.compounds
    assert compounds is not None
    first, second = np.array([[ids["voi"], ids["phục"]], [ids["voi"], ids["đứng"]]]).T
    assert compounds.have(first, second).tolist() == [True, False]


@pytest.mark.parametrize("text", ["", "voi\n", "voi phục\n", "# voi\n"])
def test_short_lists_are_lists_too(tmp_path, text):
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "names.txt").write_text(text, encoding="utf-8")
    path = write_corpus(tmp_path / "a.txt", make_sentences(8, 30))
    dictionaries, _ = build([path], tmp_path / "out", wordlists=lists)
    assert ("voi" in counts_of(dictionaries)) == text.startswith("voi")


# --- what goes wrong ----------------------------------------------------------------------------


def test_a_model_is_refused_with_another_vocabulary(trained, tmp_path):
    for name in FILES:
        (tmp_path / name).write_bytes((trained / name).read_bytes())
    rows = (tmp_path / "vocabulary.tsv").read_text(encoding="utf-8").replace("\nghế\t", "\nghề\t")
    (tmp_path / "vocabulary.tsv").write_text(rows, encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"syllables\.lm: was made for another vocabulary\.tsv"):
        _ = Dictionaries(tmp_path).model
    with pytest.raises(DictionaryError, match=r"contexts\.bin: was made for another vocabulary\.tsv"):
        _ = Dictionaries(tmp_path).contexts


def test_a_folder_without_a_context_model_works(trained, tmp_path):
    for name in FILES:
        if name != "contexts.bin":
            (tmp_path / name).write_bytes((trained / name).read_bytes())
    assert Dictionaries(tmp_path).contexts is None
    assert Repairer(tmp_path).repair("Hôm qua, cơ quan đã nhận bản đồ cũ.\n").corrections == ()


def test_n_grams_alone_repair_as_in_a_folder_without_a_context_model(tmp_path):
    for path in find_dictionaries().iterdir():
        if path.name != "contexts.bin":
            (tmp_path / path.name).symlink_to(path)
    text = "Nha may nuoc o ban toi hong ba ngay nay, ba con phai ganh nuoc suoi ve nau com.\n"
    alone = Repairer().repair(text, settings=Settings(model=Model.NGRAM))
    assert alone == Repairer(tmp_path).repair(text)
    assert alone.corrections != Repairer().repair(text).corrections


def test_a_vocabulary_cut_short_is_refused(trained, tmp_path):
    for name in FILES:
        (tmp_path / name).write_bytes((trained / name).read_bytes())
    rows = (tmp_path / "vocabulary.tsv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "vocabulary.tsv").write_text("\n".join(rows[:-1]), encoding="utf-8")
    with pytest.raises(DictionaryError, match="another vocabulary"):
        _ = Dictionaries(tmp_path).model


@pytest.mark.parametrize("paragraphs", [[], ["\n"], ["Cơ"], ["12"], ["..."]], ids=str)
def test_next_to_no_text_is_refused(tmp_path, paragraphs):
    path = write_corpus(tmp_path / "a.txt", paragraphs)
    with pytest.raises(InputError, match=r"no sentence to train on in .*a\.txt"):
        build([path], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_empty_file_among_others_does_no_harm(tmp_path):
    full = write_corpus(tmp_path / "my-own.txt", make_sentences(8, 60))
    empty = write_corpus(tmp_path / "general-news.txt", [])
    one, _ = build([full], tmp_path / "one")
    two, _ = build([full, empty], tmp_path / "two")
    assert (one.folder / "syllables.lm").read_bytes() == (two.folder / "syllables.lm").read_bytes()


@pytest.mark.parametrize("times", [2, 3, 40])
def test_a_text_that_repeats_itself_is_learnt(tmp_path, times):
    path = write_corpus(tmp_path / "a.txt", make_sentences(8, 30) * times)
    dictionaries, _ = build([path], tmp_path / "out")
    assert probability(dictionaries, ", cơ quan") > 0.8


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", "Cơ quan".encode("utf-16"), "not UTF-8"),
        ("a.txt", "Cơ quan đã nhận\n".encode("cp1258", "replace") + b"\xff\xfe", "not UTF-8"),
        ("a.txt.zst", "Cơ quan đã nhận".encode(), "not a zstandard file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, capfd, name, data, said):
    (tmp_path / name).write_bytes(data)
    output = tmp_path / "out"
    assert main(["train", str(tmp_path / name), "-o", str(output)]) == ExitCode.INPUT_FAILED
    error = capfd.readouterr().err
    assert f"{name}: {said}" in error
    assert error.count("\n") == 1
    assert not output.exists()


@pytest.mark.parametrize("option", ["--exclude", "--wordlists"])
def test_a_text_beside_the_corpus_that_cannot_be_read_is_named(corpus, tmp_path, capfd, option):
    folder = tmp_path / "lists"
    folder.mkdir()
    broken = folder / "hong.txt"
    broken.write_bytes(b"\xff\xfe")
    given = str(broken if option == "--exclude" else folder)
    code = main(["train", str(corpus), "-o", str(tmp_path / "out"), "-q", option, given])
    assert code == ExitCode.INPUT_FAILED
    assert "hong.txt: not UTF-8" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


# --- ends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stream", "collapsed"),
    [
        ([2, 5, 2, 2, 2, 6, 2], [2, 5, 2, 6, 2]),
        ([2, 2], [2]),
        ([3, 3, 5, 5], [3, 3, 5, 5]),
        ([5], [5]),
        ([], []),
    ],
)
def test_runs_of_sentence_ends_become_one(stream, collapsed):
    assert collapse_ends(np.array(stream, dtype=np.uint16)).tolist() == collapsed
