"""What the context model adds to the n-grams: which of the words that look alike stands here?

    python -m tests.quality.contexts --documents 12

Every word of held-out documents is asked for in turn, its neighbours being known, among the words with the same letters but for
marks.  That is easier than repairing text without marks, and takes seconds: it is what sizes of the model were chosen by.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from tests.quality.documents import choose_documents
from tests.quality.tables import format_table
from vnfix.context_model.model import ContextModel
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.document import Document
from vnfix.language_model.model import NgramModel
from vnfix.training.corpus import Genre, Split
from vnfix.training.held_out import Size
from vnfix.training.open_places import score_words
from vnfix.training.rivals import Rivals, find_rivals

Ids = npt.NDArray[np.int64]

WEIGHTS = (0.0, 0.6, 0.7, 0.8, 0.9, 1.0)


@click.command(help=__doc__)
@click.option("--corpus", type=click.Path(path_type=Path), default=Path("../shared/corpus"))
@click.option("--dictionaries", type=click.Path(path_type=Path), default=find_dictionaries())
@click.option("--split", type=click.Choice(["tune", "report"]), default="tune", show_default=True)
@click.option("--documents", default=12, show_default=True, help="Documents of each genre.")
def main(corpus: Path, dictionaries: Path, split: str, documents: int) -> None:
    """Print the share of words found by genre and weight."""
    data = Dictionaries(dictionaries)
    contexts = data.contexts
    if contexts is None:
        message = f"no context model in {dictionaries}"
        raise click.UsageError(message)
    rivals = find_rivals(data.lexicon.words, np.random.default_rng(0))
    right: defaultdict[Genre, list[npt.NDArray[np.bool_]]] = defaultdict(list)
    cache = Path(tempfile.gettempdir()) / "vnfix-quality"
    for document in choose_documents(corpus, Split(split), Genre, documents, [Size.LONG], cache):
        symbols = Document.of_text(document.text, data.lexicon).symbols
        stream = np.array([symbol for found in symbols for symbol in found], dtype=np.int64)
        right[document.genre].append(find_right(stream, rivals, data.model, contexts))
    rows = [
        (
            genre,
            str(sum(map(len, found))),
            *(f"{100 * share:.2f}" for share in np.concatenate(found).mean(axis=0)),
        )
        for genre, found in right.items()
    ]
    click.echo(format_table(("genre", "words", *(f"weight {weight}" for weight in WEIGHTS)), rows))


def find_right(
    stream: Ids, rivals: Rivals, model: NgramModel, contexts: ContextModel
) -> npt.NDArray[np.bool_]:
    """Tell for each word of a text that has rivals, and for each weight, whether it comes out first."""
    places = np.flatnonzero(rivals.is_rival[stream].sum(axis=1) > 1)
    places = places[(places >= model.order - 1) & (places < len(stream) - model.order + 1)]
    asked = stream[places]
    choices, is_choice = rivals.alike[asked], rivals.is_rival[asked]
    ngrams = np.full(choices.shape, -np.inf)
    for column, members in _columns(is_choice):
        ngrams[members, column] = score_words(stream, places[members], choices[members, column], model)
    rows, columns = np.nonzero(is_choice)
    sums = contexts.sum_neighbours(stream, places)
    wider = np.zeros(choices.shape)
    around = contexts.read(stream, places, places + 1, sums)
    wider[rows, columns] = contexts.score(choices[rows, columns], around, rows)
    return np.stack(
        [
            choices[np.arange(len(places)), (ngrams + weight * wider).argmax(axis=1)] == asked
            for weight in WEIGHTS
        ],
        axis=1,
    )


def _columns(is_choice: npt.NDArray[np.bool_]) -> Iterator[tuple[int, Ids]]:
    for column in range(is_choice.shape[1]):
        yield column, np.flatnonzero(is_choice[:, column])


if __name__ == "__main__":
    main()
