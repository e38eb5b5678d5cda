"""The model file: what was written is read back, and what is no model is refused in one line."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toy_language import END, UNPRUNED, VOCABULARY, make_history, make_model, make_stream, train_toy
from vnfix.errors import DictionaryError, ExitCode
from vnfix.language_model.model import NgramModel, open_model, pack_model, quantize
from vnfix.lexicon import vocabulary_digest

# Of a score: each of a log-probability and three back-off weights is off by half a step at most.
QUANTIZATION = 0.03


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    make_model(folder)
    return folder / "syllables.lm"


@pytest.fixture(scope="module")
def model(path) -> NgramModel:
    return open_model(path)


def score_all(model: NgramModel, *history: int) -> np.ndarray:
    words = np.arange(len(VOCABULARY), dtype=np.uint16)
    histories = np.full(len(words), make_history(*history), dtype=np.uint64)
    return model.score(histories, words)


def test_the_model_names_its_order_and_its_vocabulary(model):
    assert model.order == 4
    assert model.digest == vocabulary_digest(word.text for word in VOCABULARY)
    assert len(model.unigram_logp) == len(model.unigram_backoff) == len(VOCABULARY)


def test_a_history_has_one_symbol_less_than_the_order(model):
    assert int(model.history_mask) == 2**48 - 1


@pytest.mark.parametrize("order", [2, 3, 4])
def test_every_ngram_has_the_probability_that_was_trained(tmp_path, order):
    model = make_model(tmp_path, order)
    for size, trained in enumerate(train_toy(make_stream(), order), start=1):
        mask = np.uint64(0xFFFF)
        # A longer history than the n-gram would be looked up first, so the front is an unseen symbol.
        front = make_history(*[0] * (order - size)) << (16 * (size - 1))
        histories = (trained.keys >> np.uint64(16)) | np.uint64(front)
        scores = model.score(histories, (trained.keys & mask).astype(np.uint16))
        assert scores == pytest.approx(trained.logp, abs=QUANTIZATION)


@pytest.mark.parametrize(
    "history", [(), (END,), (END, END, END), (4, 5, 6), (6, 5, 4), (0, 0, 0), (3, 3, 11), (0, 4, 5)]
)
@pytest.mark.parametrize("sizes", [UNPRUNED, (20, 15, 10)], ids=["whole", "pruned"])
def test_probabilities_after_any_history_sum_to_one(tmp_path, sizes, history):
    model = make_model(tmp_path, sizes=sizes)
    assert np.exp(score_all(model, *history)).sum() == pytest.approx(1, abs=4 * QUANTIZATION)


def test_an_unseen_history_leaves_what_is_known_of_its_end(model):
    assert score_all(model, 0, 0, 4) == pytest.approx(score_all(model, 4))


def test_symbols_before_the_history_count_for_nothing(model):
    assert score_all(model, 9, 4, 5, 6) == pytest.approx(score_all(model, 4, 5, 6))


SYMBOL = st.integers(0, len(VOCABULARY) - 1)


@given(st.lists(st.tuples(SYMBOL, SYMBOL, SYMBOL, SYMBOL), min_size=1, max_size=20))
def test_a_batch_gives_what_each_gives_alone(model, asked):
    histories = np.array([make_history(*history) for *history, _ in asked], dtype=np.uint64)
    words = np.array([word for *_, word in asked], dtype=np.uint16)
    alone = [float(model.score(histories[i : i + 1], words[i : i + 1])[0]) for i in range(len(asked))]
    assert model.score(histories, words).tolist() == alone


def test_nothing_asked_is_nothing_answered(model):
    assert len(model.score(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint16))) == 0


def test_the_same_model_gives_the_same_bytes(path, tmp_path):
    make_model(tmp_path)
    assert (tmp_path / "syllables.lm").read_bytes() == path.read_bytes()


# --- quantization -------------------------------------------------------------------------------


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=300))
def test_a_code_is_half_a_step_off_at_most(values):
    array = np.array(values)
    codes, steps = quantize(array)
    assert len(steps) == 256
    half = (array.max() - array.min()) / 510
    assert np.abs(steps[codes] - array).max() <= half + 1e-5


@pytest.mark.parametrize("values", [[], [-3.5], [-3.5, -3.5]])
def test_few_values_are_exact(values):
    codes, steps = quantize(np.array(values))
    assert steps[codes].tolist() == values


# --- files that are no model --------------------------------------------------------------------


def replace_header(data: bytes, change) -> bytes:
    (length,) = struct.unpack("<I", data[8:12])
    header = json.loads(data[12 : 12 + length])
    change(header)
    new = json.dumps(header).encode().ljust(length)
    return data[:8] + struct.pack("<I", len(new)) + new + data[12 + length :]


def expect_refusal(path: Path) -> str:
    with pytest.raises(DictionaryError) as caught:
        open_model(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "vnfix train" in message
    assert "\n" not in message
    assert message.count(path.name) == 1
    assert caught.value.exit_code == ExitCode.BAD_CONFIG
    return message


def test_a_missing_file_is_refused(tmp_path):
    assert "No such file" in expect_refusal(tmp_path / "none.lm")


def test_a_directory_is_refused(tmp_path):
    (tmp_path / "folder.lm").mkdir()
    expect_refusal(tmp_path / "folder.lm")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"VNFIX",
        b"VNFIXLM2",
        b"VNFIXLM2\x05\x00",
        b"VNFIXLM2" + struct.pack("<I", 100) + b"{}",
        b"VNFIXLM2" + struct.pack("<I", 2) + b"{}",
        b"VNFIXLM2" + struct.pack("<I", 2) + b"[]",
        b"VNFIXLM2" + struct.pack("<I", 4) + b"null",
        b"VNFIXLM2" + struct.pack("<I", 4) + b"\xff\xfe\xfd\xfc",
        b"VNFIXLM2" + struct.pack("<I", 2**32 - 1) + bytes(100),
        b"VNFIXLM2" + struct.pack("<I", 100_000) + b"[" * 100_000,
        b"version https://git-lfs.github.com/spec/v1\n",
        bytes(range(256)) * 10,
    ],
)
def test_what_has_no_header_is_refused(tmp_path, data):
    (tmp_path / "a.lm").write_bytes(data)
    expect_refusal(tmp_path / "a.lm")


@pytest.mark.parametrize("magic", [b"VNFIXLM0", b"VNFIXLM1", b"vnfixlm1", b"        "])
def test_another_version_is_refused(path, tmp_path, magic):
    (tmp_path / "a.lm").write_bytes(magic + path.read_bytes()[8:])
    expect_refusal(tmp_path / "a.lm")


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_file_cut_short_is_refused(path, tmp_path, share):
    data = path.read_bytes()
    (tmp_path / "a.lm").write_bytes(data[: int(len(data) * share)])
    expect_refusal(tmp_path / "a.lm")


def test_a_file_that_lacks_its_last_array_is_refused(path, tmp_path):
    data = path.read_bytes()
    (tmp_path / "a.lm").write_bytes(data[:-64])
    expect_refusal(tmp_path / "a.lm")


def _drop(header, name):
    del header[name]


@pytest.mark.parametrize(
    "change",
    [
        lambda header: _drop(header, "order"),
        lambda header: _drop(header, "vocabulary"),
        lambda header: _drop(header["arrays"], "logp3"),
        lambda header: header.update(order="four"),
        lambda header: header.update(order=3),
        lambda header: header.update(order=5),
        lambda header: header.update(order=1, steps=[]),
        lambda header: header.update(steps=[1]),
        lambda header: header.update(steps=[1, 2, "three"]),
        lambda header: header.update(arrays=[]),
        lambda header: header["arrays"].update(logp2=["|u1", 0]),
        lambda header: header["arrays"].update(logp2=["|u1", -(10**6), 10]),
        lambda header: header["arrays"].update(logp2=["|u1", 0, 10**30]),
        lambda header: header["arrays"].update(logp2=["|u1", 0, -1]),
        lambda header: header["arrays"].update(logp2=["nonsense", 0, 1]),
        lambda header: header["arrays"].update(logp2=["|O", 0, 1]),
        lambda header: header["arrays"].update(offsets2=["|u1", 0, 1]),
        lambda header: header["arrays"].update(offsets2=["|u1", 0, 0]),
        lambda header: header["arrays"].update(bases2=["<u4", 0, 1000]),
        lambda header: header["arrays"].update(unigram_backoff=["<f4", 0, 2]),
        lambda header: header["arrays"].update(logp_values4=["<f4", 0, 255]),
    ],
)
def test_a_header_that_does_not_fit_is_refused(path, tmp_path, change):
    (tmp_path / "a.lm").write_bytes(replace_header(path.read_bytes(), change))
    expect_refusal(tmp_path / "a.lm")


@given(st.binary(max_size=200))
def test_noise_after_the_magic_is_refused(tmp_path_factory, noise):
    path = tmp_path_factory.getbasetemp() / "noise.lm"
    path.write_bytes(b"VNFIXLM2" + noise)
    expect_refusal(path)


def test_a_header_may_grow(path, tmp_path):
    changed = replace_header(path.read_bytes(), lambda header: header.update(comment="mới" * 40))
    (tmp_path / "a.lm").write_bytes(changed)
    assert open_model(tmp_path / "a.lm").order == 4


def test_arrays_begin_at_multiples_of_a_cache_line():
    data = pack_model(2, "0", {"a": np.arange(3, dtype=np.uint8), "b": np.arange(5, dtype=np.uint32)}, [1])
    (length,) = struct.unpack("<I", data[8:12])
    header = json.loads(data[12 : 12 + length])
    assert (12 + length) % 64 == 0
    assert [position % 64 for _, position, _ in header["arrays"].values()] == [0, 0]
    assert len(data) % 64 == 0
