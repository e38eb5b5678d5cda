"""`vnfix train`: from corpus files to everything in `dictionaries/`.

Deterministic: the same files give the same bytes.  The steps: read the training part of the
corpus, drop paragraphs that stand in excluded documents, choose the vocabulary, count how pairs of
words are capitalised, count n-grams genre by genre, train and prune the model, train the context
model, write all of it, calibrate confidences on held-out text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.capital_pairs import pack_capital_pairs
from vnfix.compounds import pack_compounds
from vnfix.context_model.model import pack_context_model
from vnfix.dictionaries import Dictionaries
from vnfix.errors import InputError
from vnfix.files import write_atomically
from vnfix.language_model.symbols import SENTENCE_END, SPECIAL, find_forms, special_symbol
from vnfix.lexicon import UNKNOWN_ID, Word, format_lexicon, vocabulary_digest
from vnfix.tone_styles import canonical
from vnfix.training.calibration import calibrate
from vnfix.training.capital_counts import count_capital_pairs
from vnfix.training.checkpoints import Checkpoints, name_arrays
from vnfix.training.compound_pairs import find_compounds
from vnfix.training.confusion_counts import learn_confusions
from vnfix.training.context_training import Vectors, count_steps, train_contexts
from vnfix.training.corpus import Genre, genre_of
from vnfix.training.counting import EncodedFile, encode_files
from vnfix.training.kneser_ney import OrderModel
from vnfix.training.network_training import begin_network, finish_network, train_network
from vnfix.training.ngrams import count_ngrams, pack_ngrams, train_ngrams
from vnfix.training.open_places import find_open_places
from vnfix.training.overlap import find_overlap, phrase_hashes
from vnfix.training.reading import read_text
from vnfix.training.rivals import find_rivals
from vnfix.training.vocabulary import FormTable, choose_vocabulary, describe_forms, encode_with
from vnfix.training.wordlists import read_wordlists

_SENTENCE_END_ID = SPECIAL.index(SENTENCE_END)
_RIVALS_SEED = 20261127

CONTEXTS = "contexts.bin"
"""The file of the context model."""
CAPITALS = "capitals.bin"
"""The file of pairs of words and their capitals."""
COMPOUNDS = "compounds.bin"
"""The file of pairs of words that stand in lists of words."""


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
    paths, files, tables = _read_corpus(corpus, exclude, jobs, report)
    listed = read_wordlists(wordlists) if wordlists else ()
    listed_words = {canonical(form) for line in listed for form in find_forms(line)}
    words = choose_vocabulary(files, tables, listed_words)
    ids = {word.text: place for place, word in enumerate(words)}
    report(f"vocabulary: {len(words):,} words")
    capitals = count_capital_pairs(files, tables, words)

    streams = _encode_by_genre(files, tables, ids)
    del files, tables
    counted = []
    for genre, parts in sorted(streams.items()):
        counted.append(count_ngrams(genre, np.concatenate(parts)))
        report(f"{genre}: {sum(map(len, parts)):,} symbols, {len(counted[-1].keys):,} n-grams")
    if listed:
        lines = [_encode_text(line, ids, UNKNOWN_ID) for line in listed]
        counted.append(count_ngrams(None, collapse_ends(np.concatenate(lines).astype(np.uint16))))
    models = train_ngrams(counted, len(words))
    del counted
    if not models:
        message = f"no sentence to train on in {', '.join(str(path) for path in paths)}"
        raise InputError(message)
    write_model(models, words, output)
    write_atomically(output / CAPITALS, pack_capital_pairs(capitals))
    report(f"pairs of words that tell of capitals: {len(capitals.keys):,}")
    compounds = find_compounds(listed, words)
    write_atomically(output / COMPOUNDS, pack_compounds(compounds))
    report(f"pairs of words in lists: {len(compounds.keys):,}")
    sizes = ", ".join(f"{len(model.keys):,} of order {order}" for order, model in enumerate(models, 1))
    del models
    learn_contexts(streams, words, output, jobs, report)
    del streams
    if pairs:
        learn_confusions(pairs, output, report)
    calibrate(paths, output, report, pairs=pairs, jobs=jobs)
    report(f"wrote {output}: {sizes}")


def build_contexts(
    corpus: Sequence[Path],
    output: Path,
    *,
    exclude: Sequence[Path],
    jobs: int,
    report: Callable[[str], None],
) -> None:
    """Train the context model alone, for the vocabulary that is in `output`; the rest is as above.

    Raises DictionaryError when there is none.
    """
    words = Dictionaries(output).lexicon.words
    _, files, tables = _read_corpus(corpus, exclude, jobs, report)
    streams = _encode_by_genre(files, tables, {word.text: place for place, word in enumerate(words)})
    del files, tables
    learn_contexts(streams, words, output, jobs, report)
    report(f"wrote {output / CONTEXTS}")


def _read_corpus(
    corpus: Sequence[Path], exclude: Sequence[Path], jobs: int, report: Callable[[str], None]
) -> tuple[list[Path], list[EncodedFile], list[FormTable]]:
    """Read the files in the order of their names, without what is to be left out."""
    paths = sorted(corpus, key=lambda path: path.name)
    files = encode_files(paths, jobs, report)
    tables = [describe_forms(file) for file in files]
    excluded = [read_text(path) for path in exclude]
    return paths, drop_excluded(files, tables, excluded, report), tables


def _encode_by_genre(
    files: Sequence[EncodedFile], tables: Sequence[FormTable], ids: Mapping[str, int]
) -> dict[Genre, list[npt.NDArray[np.uint16]]]:
    streams: dict[Genre, list[npt.NDArray[np.uint16]]] = {}
    for file, table in zip(files, tables, strict=True):
        stream = collapse_ends(encode_with(file, table, ids))
        streams.setdefault(genre_of(file.name), []).append(stream)
    return streams


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


def write_model(models: Sequence[OrderModel], words: Sequence[Word], output: Path) -> None:
    """Write `vocabulary.tsv` and `syllables.lm`."""
    output.mkdir(parents=True, exist_ok=True)
    comment = "The vocabulary of syllables.lm, by id.  Sources and licences: dictionaries/README.md."
    write_atomically(output / "vocabulary.tsv", format_lexicon(words, comment).encode())
    write_atomically(output / "syllables.lm", pack_ngrams(models, words))


def learn_contexts(
    streams: Mapping[Genre, Sequence[npt.NDArray[np.uint16]]],
    words: Sequence[Word],
    output: Path,
    jobs: int,
    report: Callable[[str], None],
) -> None:
    """Learn the context model and write it to `output`: the vectors of sums, then the network over them.

    What is done is kept in `output` meanwhile, so that a training that was stopped goes on.
    """
    digest = vocabulary_digest(word.text for word in words)
    # A copy of the corpus that is gone when its digest is known.
    inputs = (stream.tobytes() for _, parts in sorted(streams.items()) for stream in parts)
    checkpoints = Checkpoints.of_input(output, chain([digest.encode()], inputs))
    saved = checkpoints.load("vectors")
    if saved is None:
        steps = count_steps(sum(len(stream) for parts in streams.values() for stream in parts))
        vectors = train_contexts(streams, words, steps, report)
        checkpoints.save("vectors", name_arrays(vectors))
    else:
        vectors = Vectors(**saved)
    rivals = find_rivals(words, np.random.default_rng(_RIVALS_SEED))
    places = find_open_places(streams, words, rivals, jobs=jobs, checkpoints=checkpoints, report=report)
    network = begin_network(vectors)
    if places is not None:
        train_network(network, vectors, places, rivals, checkpoints=checkpoints, report=report)
    model = finish_network(network, vectors, digest)
    write_atomically(output / CONTEXTS, pack_context_model(model))
    checkpoints.remove()
