"""`vnfix train`: from corpus files to everything in `dictionaries/`.

Deterministic: the same files give the same bytes.  The steps: read the training part of the
corpus, drop paragraphs that stand in excluded documents, choose the vocabulary, count n-grams
genre by genre, train and prune the model, train the context model, write both, calibrate confidences on
held-out text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.context_model.model import ContextModel, pack_context_model, quantize_vectors
from vnfix.errors import InputError
from vnfix.files import write_atomically
from vnfix.language_model.model import pack_model, quantize
from vnfix.language_model.ngram_table import Keys, NgramTable
from vnfix.language_model.symbols import SENTENCE_END, SPECIAL, find_forms, special_symbol
from vnfix.lexicon import UNKNOWN_ID, Word, format_lexicon, vocabulary_digest
from vnfix.packed_arrays import Array
from vnfix.tone_styles import canonical
from vnfix.training.calibration import calibrate
from vnfix.training.confusion_counts import learn_confusions
from vnfix.training.context_training import Vectors, count_steps, train_contexts
from vnfix.training.corpus import Genre, genre_of
from vnfix.training.counting import EncodedFile, encode_files
from vnfix.training.kneser_ney import OrderModel, merge_counts, ngram_keys, train
from vnfix.training.overlap import find_overlap, phrase_hashes
from vnfix.training.reading import read_text
from vnfix.training.vocabulary import FormTable, choose_vocabulary, describe_forms, encode_with
from vnfix.training.wordlists import read_wordlists

ORDER = 4
# n-grams kept of orders 2, 3 and 4: chosen by measurement under 40 MB (docs/quality.md).
KEPT = (1_600_000, 3_600_000, 3_700_000)

# How often a sentence of a genre counts.  News, law and the encyclopaedia have nine tenths of
# the text; these weights keep them from drowning the rest.
GENRE_WEIGHTS: Mapping[Genre, int] = {
    Genre.TECHNICAL: 5,
    Genre.FICTION: 3,
    Genre.DIALOGUE: 8,
    Genre.EVERYDAY: 5,
}

_SENTENCE_END_ID = SPECIAL.index(SENTENCE_END)


def build_dictionaries(
    corpus: Sequence[Path],
    output: Path,
    *,
    wordlists: Path | None,
    exclude: Sequence[Path],
    pairs: Sequence[Path] = (),
    jobs: int,
    report: Callable[[str], None],
) -> None:
    """Train on `corpus` files (one paragraph a line, .txt or .txt.zst) and write to `output`.

    `wordlists` is a folder of lists (`read_wordlists`), `exclude` are UTF-8 texts whose paragraphs are kept
    out, `pairs` folders of damaged and right text (`vnfix.training.pairs`), `jobs` the processes that read
    the corpus, `report` is told of each step in one line.  Raises InputError when a file cannot be read or
    written, or when there is next to no text.
    """
    paths = sorted(corpus, key=lambda path: path.name)
    files = encode_files(paths, jobs, report)
    tables = [describe_forms(file) for file in files]
    files = drop_excluded(files, tables, [read_text(path) for path in exclude], report)
    listed = read_wordlists(wordlists) if wordlists else ()
    listed_words = {canonical(form) for line in listed for form in find_forms(line)}
    words = choose_vocabulary(files, tables, listed_words)
    ids = {word.text: place for place, word in enumerate(words)}
    report(f"vocabulary: {len(words):,} words")

    weighted: dict[Genre, list[npt.NDArray[np.uint16]]] = {}
    for file, table in zip(files, tables, strict=True):
        stream = collapse_ends(encode_with(file, table, ids))
        weighted.setdefault(genre_of(file.name), []).append(stream)
    del files, tables
    parts, plain_parts = [], []
    for genre, streams in sorted(weighted.items()):
        keys, counts = _count(np.concatenate(streams))
        parts.append((keys, counts * np.uint32(GENRE_WEIGHTS.get(genre, 1))))
        plain_parts.append((keys, counts))
        report(f"{genre}: {sum(map(len, streams)):,} symbols, {len(keys):,} n-grams")
    if listed:
        lines = [_encode_text(line, ids, UNKNOWN_ID) for line in listed]
        item = _count(collapse_ends(np.concatenate(lines).astype(np.uint16)))
        parts.append(item)
        plain_parts.append(item)
    keys, counts = merge_counts(parts)
    plain = merge_counts(plain_parts)[1]
    del parts, plain_parts
    if not len(keys):
        message = f"no sentence to train on in {', '.join(str(path) for path in paths)}"
        raise InputError(message)
    report(f"training on {len(keys):,} distinct n-grams")
    models = train(keys, counts, plain, ORDER, len(words), KEPT)
    write_model(models, words, output)
    sizes = ", ".join(f"{len(model.keys):,} of order {order}" for order, model in enumerate(models, 1))
    del models
    steps = count_steps(sum(len(stream) for streams in weighted.values() for stream in streams))
    write_contexts(train_contexts(weighted, words, steps, report), words, output)
    del weighted
    if pairs:
        learn_confusions(pairs, output, report)
    calibrate(paths, output, report, pairs=pairs, jobs=jobs)
    report(f"wrote {output}: {sizes}")


def drop_excluded(
    files: Sequence[EncodedFile],
    tables: Sequence[FormTable],
    excluded: Sequence[str],
    report: Callable[[str], None],
) -> list[EncodedFile]:
    """Leave out the paragraphs that stand in `excluded` texts, before anything is counted."""
    if not excluded:
        return list(files)
    numbers: dict[str, int] = {}
    for table in tables:
        for name in table.canonical:
            numbers.setdefault(name, len(numbers))
    hashes = phrase_hashes(_encode_text(text, numbers, len(numbers)) for text in excluded)
    kept = []
    for file, table in zip(files, tables, strict=True):
        mapping = np.array([numbers[name] for name in table.canonical], dtype=np.uint32)
        overlaps, dropped = find_overlap(mapping[file.tokens], np.cumsum(file.tokens == 0), hashes)
        if dropped:
            report(f"{file.name}: {dropped} paragraphs of excluded documents dropped")
        kept.append(replace(file, tokens=file.tokens[~overlaps]) if dropped else file)
    return kept


def _encode_text(text: str, ids: Mapping[str, int], unknown: int) -> npt.NDArray[np.uint32]:
    """Write a text as ids, `unknown` for other words, with a sentence end at its end."""
    names = [special_symbol(form) or canonical(form) for form in find_forms(text)]
    return np.array([ids.get(name, unknown) for name in (*names, SENTENCE_END)], dtype=np.uint32)


def collapse_ends(stream: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """Shrink runs of sentence ends to one."""
    end = stream == _SENTENCE_END_ID
    keep = np.r_[True, ~(end[1:] & end[:-1])] if len(stream) else end
    return stream[keep]


def _count(stream: npt.NDArray[np.uint16]) -> tuple[Keys, npt.NDArray[np.uint32]]:
    keys = ngram_keys(stream, ORDER)
    return merge_counts([(keys, np.ones(len(keys), dtype=np.uint32))])


def write_model(models: Sequence[OrderModel], words: Sequence[Word], output: Path) -> None:
    """Write `vocabulary.tsv` and `syllables.lm`."""
    output.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Array] = {
        "unigram_logp": models[0].logp.astype(np.float32),
        "unigram_backoff": models[0].backoff.astype(np.float32),
    }
    steps = []
    for size, model in enumerate(models[1:], start=2):
        table, order = NgramTable.build(model.keys)
        logp, logp_values = quantize(model.logp[order])
        top = size == len(models)
        backoff, backoff_values = quantize(np.zeros(0) if top else model.backoff[order])
        arrays |= {
            f"offsets{size}": table.offsets,
            f"fingerprints{size}": table.fingerprints,
            f"logp{size}": logp,
            f"logp_values{size}": logp_values,
            f"backoff{size}": backoff,
            f"backoff_values{size}": backoff_values,
        }
        steps.append(table.steps)
    comment = "The vocabulary of syllables.lm, by id.  Sources and licences: dictionaries/README.md."
    write_atomically(output / "vocabulary.tsv", format_lexicon(words, comment).encode())
    model_bytes = pack_model(len(models), vocabulary_digest(words), arrays, steps)
    write_atomically(output / "syllables.lm", model_bytes)


def write_contexts(vectors: Vectors, words: Sequence[Word], output: Path) -> None:
    """Write `contexts.bin`."""
    model = ContextModel(
        vocabulary_digest(words),
        quantize_vectors(vectors.words),
        quantize_vectors(vectors.neighbours),
        vectors.bias,
    )
    write_atomically(output / "contexts.bin", pack_context_model(model))
