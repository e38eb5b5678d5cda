"""Readings of documents whose clean text is known, each with whether it was right.

Held-out documents are damaged in every way and decoded as in a repair.  The same documents are decoded
undamaged too: whatever is read into them is wrong.  Pages that an OCR engine read come as pairs of texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, cycle
from pathlib import Path
from random import Random

from vnfix.choosing import choose_readings
from vnfix.confidence import Group
from vnfix.dictionaries import Dictionaries
from vnfix.document import Document
from vnfix.evidence import Evidence, group_of
from vnfix.misread_evidence import MisreadEvidence
from vnfix.repairer import decode_document
from vnfix.training.corpus import Genre, Split
from vnfix.training.damage import Damage, DamagedText, damage_text
from vnfix.training.held_out import CleanDocument, Size, choose_documents
from vnfix.training.pairs import align_texts, read_pairs
from vnfix.training.ways import WAYS as WAYS_BY_NAME

WAYS = (
    Damage.BLANK,
    Damage.COLLAPSED,
    Damage.NOTHING,
    Damage.CID,
    Damage.BLANK,
    Damage.PUA,
    Damage.FFFD,
    Damage.CAPITALS,
)
"""The damage of one document after the other; blanks are the commonest in PDF files."""

OTHER_WAYS = (
    "stripped",
    "swapped",
    "partial",
    "split",
    "one-mark",
    "glued",
    "broken",
    "bare-capitals",
    "swapped+glued",
    "half",
)
"""The other damage of one document after the other, as `vnfix.training.ways` names it."""

# Of eight documents of a genre: short ones, where little is known of the damage, count as much as
# long ones by their number of readings only when there are more of them.
SIZES = (Size.SHORT, Size.LONG, Size.SHORT, Size.SHORT, Size.LONG, Size.SHORT, Size.SHORT, Size.SHORT)

# The share of documents that are mostly intact.
_PARTLY = 0.25
# The length of an opening, in characters: two lines.
_OPENING = 160


@dataclass(frozen=True, slots=True)
class Observation:
    """One reading: its posterior and support (0..1), and whether it gives back the clean text.

    `clean` tells that the document was not damaged at all.
    """

    group: Group
    posterior: float
    support: float
    right: bool
    clean: bool


def observe_held_out(
    files: Iterable[Path],
    split: Split,
    number: int,
    folder: Path,
    pairs: Iterable[Path] = (),
    jobs: int = 1,
) -> Iterator[Observation]:
    """Damage, decode and judge at most `number` documents of each genre; the same ones every time.

    Each is damaged in two ways, once by lost glyphs and once otherwise, and read clean too; so is its
    opening: of a single sentence on its own little is known.  Pairs of damaged and right text in the
    folders `pairs` are read as well, and their right text clean.  `folder` holds the dictionaries.
    """
    tasks = [*_held_out_texts(files, split, number), *_paired_texts(pairs)]
    observe_one = partial(_observe_with, folder)
    if jobs == 1:
        yield from chain.from_iterable(map(observe_one, tasks))
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from chain.from_iterable(pool.map(observe_one, tasks, chunksize=4))


def _held_out_texts(files: Iterable[Path], split: Split, number: int) -> Iterator[DamagedText]:
    losses, others = cycle(WAYS), cycle(OTHER_WAYS)
    for document in choose_documents(files, split, Genre, number, SIZES):
        loss, other = next(losses), next(others)
        for clean in (document, cut_opening(document)):
            yield damage_document(clean, loss)
            yield damage_document(clean, Damage.CLEAN)
            yield WAYS_BY_NAME[other].damage(clean.text, f"{clean.name}:{clean.size}:{other}")


def _paired_texts(folders: Iterable[Path]) -> Iterator[DamagedText]:
    golds = set()
    for name, gold, damaged in chain.from_iterable(read_pairs(folder) for folder in folders):
        yield align_texts(gold, damaged)
        if gold not in golds:
            golds.add(gold)
            yield damage_text(gold, Damage.CLEAN, name)


@lru_cache(maxsize=1)
def _open(folder: Path) -> Dictionaries:
    return Dictionaries(folder)


def _observe_with(folder: Path, damaged: DamagedText) -> list[Observation]:
    return list(observe(damaged, _open(folder)))


def cut_opening(document: CleanDocument) -> CleanDocument:
    """Cut off all but the first words of a document."""
    end = document.text.find(" ", _OPENING)
    return replace(document, text=document.text[:end] if end > 0 else document.text)


def damage_document(document: CleanDocument, way: Damage) -> DamagedText:
    """Damage a document; its name seeds every choice.

    A share of them (`_PARTLY`) is damaged towards its end only, like a report with an annex in another font.
    """
    seed = f"{document.name}:{document.size}:{way}"
    random = Random(f"{seed}:part")
    partly = random.random() < _PARTLY
    return damage_text(document.text, way, seed, random.uniform(0.5, 0.95) if partly else None)


def observe(damaged: DamagedText, dictionaries: Dictionaries) -> Iterator[Observation]:
    """Decode one damaged text and judge its readings."""
    document = Document.of_text(damaged.text, dictionaries.lexicon)
    estimate = decode_document(document, dictionaries)
    if estimate is None:
        return
    evidence = Evidence(estimate.rates, MisreadEvidence.of_estimate(document, estimate))
    for reading, _ in choose_readings(estimate, document.text):
        proposal = reading.proposal
        posterior = min(reading.posterior, 1.0)
        yield Observation(
            group_of(document, estimate, proposal),
            posterior,
            evidence.support(proposal, posterior),
            is_right(damaged, proposal.start, proposal.end, proposal.after),
            damaged.text == damaged.gold,
        )


def is_right(damaged: DamagedText, start: int, end: int, after: str) -> bool:
    """Tell whether `after` in place of `start:end` of the damaged text gives back whole clean words.

    >>> from vnfix.training.damage import lose_glyphs
    >>> is_right(lose_glyphs("cơ quan", {"ơ": " "}), 0, 2, "cơ")
    True
    """
    gold = damaged.gold
    return any(
        gold[low:high] == after and not _cuts_word(gold, low) and not _cuts_word(gold, high)
        for low in damaged.gold_offsets(start)
        for high in _gold_ends(damaged, end)
    )


def _gold_ends(damaged: DamagedText, end: int) -> Sequence[int]:
    """List where a span that ends at `end` of the damaged text may end in gold.

    Where runs of blanks were shrunk to one, the blank after a word can be its own last glyph.
    """
    exact = damaged.gold_offsets(end)
    if damaged.text[end : end + 1] != " ":
        return exact
    return range(exact.start, damaged.gold_offsets(end + 1).stop)


def _cuts_word(text: str, offset: int) -> bool:
    """Tell whether there are letters on both sides of an offset."""
    return text[max(0, offset - 1) : offset].isalpha() and text[offset : offset + 1].isalpha()
