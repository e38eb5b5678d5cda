"""What answers bring to the other documents of a collection (`vnfix train --decisions`).

    python -m tests.quality.learning ../shared/pairs 'ocr-*-vie'

A reader who always answers rightly reviews every document.  Then each one is repaired with what the answers on
all others taught, and without it; others of the same right text, read from other scans, do not teach it.
"""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from pathlib import Path

from tests.quality.alignment import find_syllables, fold_blanks, project
from tests.quality.reviewing import DAMAGED, GOLD, Reader
from tests.quality.tables import format_table
from vnfix import Repairer
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.review.ordering import Order
from vnfix.review.records import Decisions, Header, dump_header, read_decisions
from vnfix.review.teaching import learn


def review(name: str, damaged: str, gold: str) -> Decisions:
    """Let a reader answer everything about a document; give the answers as they are kept."""
    lines = [dump_header(Header(name, name, "utf-8", "", "likely"))]
    reader = Reader(damaged, gold, Order.WORTH, lines.append, learns=False)
    for _ in reader.read():
        pass
    return read_decisions("".join(lines))


def judge(damaged: str, text: str, gold: str) -> tuple[float, int]:
    """The share (0..1) of syllables that are right in `text`, and how many were right in `damaged` alone."""
    right = fold_blanks(gold)
    syllables = find_syllables(right)
    wanted = [right[start:end] for start, end in syllables]
    was, now = (project(right, fold_blanks(one), syllables).readings for one in (damaged, text))
    spoiled = sum(a == want != b for a, b, want in zip(was, now, wanted, strict=True))
    return sum(map(str.__eq__, now, wanted)) / max(1, len(wanted)), spoiled


def main(folder: Path, pattern: str) -> None:
    """Print a table of the pairs of a folder whose names fit."""
    texts: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.glob(f"*{DAMAGED}")):
        name = path.name.removesuffix(DAMAGED)
        if fnmatchcase(name, pattern):
            gold = path.with_name(name + GOLD).read_text(encoding="utf-8")
            texts[name] = path.read_text(encoding="utf-8"), gold
    answers = {name: review(name, *pair) for name, pair in texts.items()}
    lexicon = Dictionaries(find_dictionaries()).lexicon
    plain = Repairer()
    rows = []
    for name, (damaged, gold) in texts.items():
        learned = learn([one for other, one in answers.items() if texts[other][1] != gold], lexicon)
        row = [name, str(learned.answers)]
        for repairer in (plain, Repairer(learned=learned)):
            share, spoiled = judge(damaged, repairer.repair(damaged).text, gold)
            row += [f"{100 * share:.2f}", str(spoiled)]
        rows.append(tuple(row))
        print(rows[-1], file=sys.stderr, flush=True)
    head = ("pair", "decisions on others", "right % without", "spoiled", "right % with", "spoiled")
    print(format_table(head, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "*")
