"""Where n-grams leave more than one word open: what the context model learns from.

N-grams know the text that they were counted on far too well: taught only what they leave open there, the
vectors of words lost half of their gain.  So the corpus is cut into parts, and each part is read by n-grams
of the others (Wolpert, "Stacked Generalization", 1992).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.arrays import join_ranges
from vnfix.context_model.neighbours import REACH
from vnfix.language_model.model import NgramModel, open_model
from vnfix.lexicon import Word
from vnfix.training.checkpoints import Checkpoints, name_arrays
from vnfix.training.corpus import Genre
from vnfix.training.genre_shares import share_of
from vnfix.training.ngrams import Counted, count_ngrams, pack_ngrams, train_ngrams
from vnfix.training.rivals import NEAR, Rivals

Ids = npt.NDArray[np.uint16]
Numbers = npt.NDArray[np.int64]

STRETCH = 256
"""Symbols asked about in one stretch of text; on both sides of them it holds `REACH` more."""

# Parts of the corpus, and the symbols in a piece of one genre that goes to one of them: about a book chapter.
_FOLDS = 5
_PIECE = 25_600
# Stretches drawn, about half of the corpus.  Of a genre that has less than its share all are taken, and none
# twice.
_DRAWN = 300_000
# Words that the n-grams hold for e^6 times less likely than the best are no choice: with them two places in
# five were open instead of one in four, and one in a thousand of the words asked for was among them.
_WIDEST = 6.0
# Rivals with the same letters but for marks, the most frequent; and drawn ones that differ in a letter: with
# six, 98.10 % of words were found and not 98.16 (docs/quality.md), and no more came back on misread pages.
_ALIKE = 8
_LETTERS_APART = 2
# Stretches scored at a time.
_BATCH = 500
_SEED = 20261127


@dataclass(frozen=True)
class OpenPlaces:
    """Places in stretches of text, in order, and the words that may stand there.

    `stretches` (stretches, `STRETCH` + 2 `REACH`) are symbols; each place has a row and a column there and as
    many `choices` as its `sizes` says, with what n-grams say for each (`scores`, natural logs); `right` is
    the number of the word that stands there among them.
    """

    stretches: Ids
    rows: Numbers
    columns: Numbers
    sizes: Numbers
    right: Numbers
    choices: Ids
    scores: npt.NDArray[np.float32]

    @cached_property
    def _first_choices(self) -> Numbers:
        """The number of the first choice of each place."""
        return np.cumsum(self.sizes) - self.sizes

    def select(self, stretches: Numbers) -> OpenPlaces:
        """Take the places of some stretches (numbers), in this order."""
        bounds = np.searchsorted(self.rows, [stretches, stretches + 1])
        places = join_ranges(bounds[0], bounds[1] - bounds[0])
        choices = join_ranges(self._first_choices[places], self.sizes[places])
        return OpenPlaces(
            self.stretches[stretches],
            np.repeat(np.arange(len(stretches)), bounds[1] - bounds[0]),
            self.columns[places],
            self.sizes[places],
            self.right[places],
            self.choices[choices],
            self.scores[choices],
        )


def join_places(parts: Sequence[OpenPlaces]) -> OpenPlaces:
    """Put places of several sets of stretches together."""
    sizes = np.cumsum([0, *(len(part.stretches) for part in parts)])
    return OpenPlaces(
        np.concatenate([part.stretches for part in parts]),
        np.concatenate([part.rows + size for part, size in zip(parts, sizes, strict=False)]),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.sizes for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.choices for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def find_open_places(
    streams: Mapping[Genre, Sequence[Ids]],
    words: Sequence[Word],
    rivals: Rivals,
    *,
    jobs: int,
    checkpoints: Checkpoints,
    report: Callable[[str], None],
) -> OpenPlaces | None:
    """Find open places in all of a corpus, given by its symbols; None where it is too small to be cut.

    `jobs` is how many threads score, `checkpoints` keep the parts that are done, `report` is told of each in
    a line.  Deterministic.
    """
    pieces = {genre: _cut(np.concatenate(parts)) for genre, parts in sorted(streams.items()) if parts}
    folds = [
        {genre: found[fold::_FOLDS] for genre, found in pieces.items() if found[fold::_FOLDS]}
        for fold in range(_FOLDS)
    ]
    if not all(folds):
        return None
    counted: list[list[Counted]] = []
    parts = []
    for number, fold in enumerate(folds):
        saved = checkpoints.load(f"places-{number}")
        if saved is None:
            counted = counted or [_count_fold(one) for one in folds]
            others = [item for other, items in enumerate(counted) if other != number for item in items]
            rng = np.random.default_rng([_SEED, number])
            part = _find_in_fold(fold, _train_model(others, words), rivals, jobs, rng)
            checkpoints.save(f"places-{number}", name_arrays(part))
        else:
            part = OpenPlaces(**saved)
        report(f"open places: part {number + 1} of {_FOLDS}, {len(part.rows):,}")
        parts.append(part)
    return join_places(parts)


def _count_fold(fold: Mapping[Genre, Sequence[Ids]]) -> list[Counted]:
    return [count_ngrams(genre, np.concatenate(pieces)) for genre, pieces in fold.items()]


def _find_in_fold(
    fold: Mapping[Genre, Sequence[Ids]],
    model: NgramModel,
    rivals: Rivals,
    jobs: int,
    rng: np.random.Generator,
) -> OpenPlaces:
    stretches = _draw_stretches(fold, rng)
    drawn = rng.integers(0, NEAR, (*stretches.shape, _LETTERS_APART), dtype=np.uint8)
    bounds = range(_BATCH, len(stretches), _BATCH)
    with ThreadPoolExecutor(jobs) as pool:
        weigh = partial(_weigh, rivals=rivals, model=model)
        return join_places(list(pool.map(weigh, np.split(stretches, bounds), np.split(drawn, bounds))))


def _cut(stream: Ids) -> list[Ids]:
    return np.split(stream, range(_PIECE, len(stream), _PIECE))


def _draw_stretches(fold: Mapping[Genre, Sequence[Ids]], rng: np.random.Generator) -> Ids:
    """Draw stretches with their neighbours at both ends, genres by their shares, in an order of chance."""
    length = STRETCH + 2 * REACH
    total = sum(map(share_of, Genre))
    rows: list[Ids] = []
    for genre, pieces in fold.items():
        own = [
            piece[first : first + length]
            for piece in pieces
            for first in range(0, len(piece) - length + 1, STRETCH)
        ]
        most = int(_DRAWN / _FOLDS * share_of(genre) / total)
        rows += [own[number] for number in rng.permutation(len(own))[:most]]
    if not rows:
        return np.zeros((0, length), dtype=np.uint16)
    return np.stack([rows[number] for number in rng.permutation(len(rows))])


def _train_model(parts: Sequence[Counted], words: Sequence[Word]) -> NgramModel:
    """Train a model and map it from a file, as repairs do; the file is gone when the model is."""
    data = pack_ngrams(train_ngrams(parts, len(words)), words)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.lm"
        path.write_bytes(data)
        return open_model(path)


def _weigh(stretches: Ids, drawn: npt.NDArray[np.uint8], rivals: Rivals, model: NgramModel) -> OpenPlaces:
    """Find the open places of some stretches."""
    inner = slice(REACH, REACH + STRETCH)
    asked = stretches[:, inner].ravel().astype(np.int64)
    near = rivals.near[asked[:, None], drawn[:, inner].reshape(len(asked), -1)]
    words = np.concatenate([rivals.alike[asked, :_ALIKE], near], axis=1)
    is_choice = np.concatenate([rivals.is_rival[asked, :_ALIKE], near != asked[:, None]], axis=1)
    is_right = is_choice & (words == asked[:, None])
    is_choice &= is_right.any(axis=1)[:, None]
    places, columns = np.nonzero(is_choice)
    choices = words[places, columns]
    row, column = np.divmod(places, STRETCH)
    offsets = row * stretches.shape[1] + column + REACH
    flat = np.full(is_choice.shape, -np.inf, dtype=np.float32)
    flat[places, columns] = score_words(stretches.ravel(), offsets, choices, model)
    is_kept = is_choice & ((flat >= flat.max(axis=1)[:, None] - _WIDEST) | is_right)
    is_kept &= is_kept.sum(axis=1)[:, None] > 1
    open_places = np.flatnonzero(is_kept.any(axis=1))
    kept = is_kept[open_places]
    # The number of the right word among those kept.
    right = (np.cumsum(kept, axis=1) - 1)[is_right[open_places]]
    rows, columns = np.divmod(open_places, STRETCH)
    return OpenPlaces(
        stretches,
        rows,
        columns + REACH,
        kept.sum(axis=1),
        right,
        words[is_kept].astype(np.uint16),
        flat[is_kept],
    )


def score_words(
    stream: Ids | Numbers, places: Numbers, words: Numbers, model: NgramModel
) -> npt.NDArray[np.float32]:
    """Log-probability (natural) of words at places of a stream of symbols, and of the symbols that see them.

    The symbols around them are as they stand; `order` - 1 of them must stand on both sides.
    """
    reach = model.order - 1
    window = stream[places[:, None] + np.arange(-reach, reach + 1)].astype(np.uint64)
    window[:, reach] = words
    total = np.zeros(len(places), dtype=np.float32)
    for end in range(reach, 2 * reach + 1):
        history = np.zeros(len(places), dtype=np.uint64)
        for symbol in range(end - reach, end):
            history = (history << np.uint64(16)) | window[:, symbol]
        total += model.score(history, window[:, end].astype(np.uint16))
    return total
