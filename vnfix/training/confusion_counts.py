"""Learning how OCR engines misread letters, from pairs of damaged and right text.

The pairs are files NAME.damaged.txt and NAME.gold.txt; what stands after the last `-` of NAME names the
engine, and each engine becomes a profile.  Both texts are aligned letter by letter, the words of the right
text are set against what is read in their place, and the edits between them counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from vnfix.confusions import Edit, format_confusions
from vnfix.differences import find_blocks, find_edits, find_stretches
from vnfix.files import write_atomically
from vnfix.training.pairs import read_pairs

# An edit of several letters is one confusion of the engine when it was seen so often.
_LEAST_TOGETHER = 3
# Seen once, an edit says little: it counts as half of one.
_DISCOUNT = 0.5
# A reading that shares less than this with the word is another word, or the line was not read.
_LEAST_SHARED = 0.4
_LONGEST = 3

_COMMENT = """\
How often OCR engines read one thing for another: rate is P(read | written), count how often it was seen.
Learned from pages of held-out documents, rendered, degraded and read back, by 'vnfix train --pairs'."""


def learn_confusions(pairs: Sequence[Path], output: Path, report: Callable[[str], None]) -> None:
    """Write `confusions.tsv` to `output` from folders of pairs; `report` is told what was read in one line.

    Raises InputError when a folder has no pairs or a file cannot be read.
    """
    words: dict[str, list[tuple[str, str]]] = {}
    number = 0
    for folder in pairs:
        for name, gold, damaged in read_pairs(folder):
            words.setdefault(name.rpartition("-")[2], []).extend(align_words(gold, damaged))
            number += 1
    rows = [(name, *row) for name in sorted(words) for row in count_edits(words[name])]
    output.mkdir(parents=True, exist_ok=True)
    write_atomically(output / "confusions.tsv", format_confusions(rows, _COMMENT).encode())
    report(f"confusions of {', '.join(sorted(words))} from {number} pairs: {len(rows):,}")


def align_words(gold: str, damaged: str) -> Iterator[tuple[str, str]]:
    """Give each word of `gold` with what is read in its place, both in small letters.

    >>> list(align_words("của cơ quan", "cùa cơquan"))
    [('của', 'cùa'), ('cơ', 'cơ'), ('quan', 'quan')]
    """
    gold, damaged = (" ".join(text.lower().split()) for text in (gold, damaged))
    begin, end = [0] * len(gold), [0] * len(gold)
    inserted: dict[int, int] = {}
    for tag, i, j, k, m in find_blocks(gold, damaged):
        if tag == "insert":
            inserted[k] = m
        elif tag == "delete":
            begin[i:j] = end[i:j] = [k] * (j - i)
        else:
            begin[i:j], end[i:j] = range(k, m), range(k + 1, m + 1)
    at = 0
    for word in gold.split(" "):
        first, last = at, at + len(word) - 1
        at += len(word) + 1
        if not word:
            continue
        stop = end[last]
        # Letters put in after the last one belong to the word when they touch it.
        stop = inserted.get(stop, stop)
        low = begin[first]
        before = next((k for k, m in inserted.items() if m == low and " " not in damaged[k:m]), low)
        yield word, damaged[before:stop].strip()


def count_edits(words: Sequence[tuple[str, str]]) -> Iterator[tuple[Edit, float, int]]:
    """Count the edits of aligned words; yields edit, rate and count, the commonest first."""
    written: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for word, read in words:
        bare, seen = _strip_same(word, read)
        for size in range(1, _LONGEST + 1):
            for start in range(len(bare) - size + 1):
                written[bare[start : start + size]] += 1
        if bare != seen and _is_reading(bare, seen):
            pairs[bare, seen] += 1
    together: Counter[Edit] = Counter()
    for (word, read), count in pairs.items():
        for edit in _joint_edits(word, read):
            together[edit] += count
    known = {edit for edit, count in together.items() if count >= _LEAST_TOGETHER}
    counts: Counter[Edit] = Counter()
    for (word, read), count in pairs.items():
        for edit in find_edits(word, read, known):
            counts[edit] += count
    letters = sum(count for piece, count in written.items() if len(piece) == 1)
    for edit, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        total = written[edit.written] if edit.written else letters
        if total:
            yield edit, max(count - _DISCOUNT, _DISCOUNT) / (total + 1), count


def _joint_edits(word: str, read: str) -> Iterable[Edit]:
    """The stretches that differ and are not as long as what was written."""
    for i, j, k, m in find_stretches(word, read):
        # The letters beside the stretch belong to the confusion as often as not.
        for low in {0, min(1, i)}:
            edit = Edit(word[i - low : j], read[max(0, k - low) : m])
            if edit.written and len(edit.written) != len(edit.read) and max(map(len, edit)) <= _LONGEST:
                yield edit


def _strip_same(word: str, read: str) -> tuple[str, str]:
    """Take away the signs at the ends of a word; those of the reading only where the word has them too."""
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    head, tail = word[:start], word[end:]
    return word[start:end], read.removeprefix(head).removesuffix(tail)


def _is_reading(word: str, read: str) -> bool:
    if not word or not read or " " in read or any(letter.isdecimal() for letter in word):
        return False
    return Levenshtein.normalized_similarity(word, read) >= _LEAST_SHARED or len(word) <= 2
