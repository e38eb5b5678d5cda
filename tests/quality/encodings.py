"""Share of syllables right when held-out text is put into an old encoding and repaired.

    python -m tests.quality.encodings [--split report] [--corpus ../shared/corpus] [--paragraphs 12]

Only the stage of encodings is measured, without the channels.  Paragraphs with characters that an
encoding cannot write are left out; TCVN3 has no capitals with tones, so its rows are compared in small letters.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from vnfix.correction import apply_corrections
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.documents.legacy import open_legacy_decoder
from vnfix.encodings.stage import EncodingStage
from vnfix.encodings.tables import LEGACY, EncodingTables
from vnfix.training.corpus import Split, corpus_files
from vnfix.training.held_out import read_held_out

_PUNCTUATION = str.maketrans("“”‘’–—…\xa0", "\"\"''--. ")
_LETTERS = re.compile(r"[^\W\d_]+")
_SHAPES = {
    "telex": dict(zip("âêôăơưđ", ("aa", "ee", "oo", "aw", "ow", "uw", "dd"), strict=True)),
    "vni": dict(zip("âêôăơưđ", ("a6", "e6", "o6", "a8", "o7", "u7", "d9"), strict=True)),
}
_TONES = {
    "telex": dict(zip("\u0300\u0301\u0309\u0303\u0323", "fsrxj", strict=True)),
    "vni": dict(zip("\u0300\u0301\u0309\u0303\u0323", "21345", strict=True)),
}


def show(data: bytes) -> str:
    """Decode bytes as Windows-1252, Latin-1 where that has no sign."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def type_word(word: str, method: str) -> str:
    """Give the keys for a word, its tone key last."""
    keys, tone = [], ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[method][mark] for mark in parts if mark in _TONES[method]), tone)
        plain = unicodedata.normalize("NFC", "".join(m for m in parts if m not in _TONES[method]))
        key = _SHAPES[method].get(plain.lower(), plain.lower())
        keys.append(key.capitalize() if plain.isupper() else key)
    return "".join(keys) + tone


def read_documents(corpus: Path, split: Split, tables: EncodingTables, paragraphs: int) -> Iterator[str]:
    """Give the first writable paragraphs of two held-out blocks of each file."""
    writable = set(tables.viqr.letters.values()) | set(map(chr, range(128)))
    for path in corpus_files(corpus):
        for block in read_held_out(path, split)[:2]:
            plain = (unicodedata.normalize("NFC", p).translate(_PUNCTUATION) for p in block.paragraphs)
            fit = [p for p in plain if writable.issuperset(p) and len(p.split()) >= 8]
            if fit:
                yield "\n".join(islice(fit, paragraphs))


def report(name: str, pairs: Iterable[tuple[str, str]], small: bool = False) -> None:
    """Print one row of the table."""
    right = total = 0
    for found, gold in pairs:
        one, two = (found.lower(), gold.lower()) if small else (found, gold)
        ours, theirs = re.split(r"\s", one), re.split(r"\s", two)
        total += len(theirs)
        right += sum(a == b for a, b in zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else 0
    print(f"| {name} | {total} | {100 * right / total:.3f} |", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", type=Split, default=Split.REPORT)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--paragraphs", type=int, default=12)
    options = parser.parse_args()
    data = Dictionaries(find_dictionaries())
    tables, decoder = data.encodings, open_legacy_decoder()
    stage = EncodingStage(lambda: data.lexicon, lambda: tables, lambda: data.model)

    def repair(text: str) -> str:
        return apply_corrections(text, stage.find_repairs(text))

    documents = list(read_documents(options.corpus, options.split, tables, options.paragraphs))
    small = [d.translate({ord(c): c.lower() for c in set(d) if not c.isascii()}) for d in documents]
    print("| text | syllables | right % |\n|---|---:|---:|")
    for name in LEGACY:
        table = tables.legacy[name]
        golds = small if name == "tcvn3" else documents
        codes = [table.encode(gold) for gold in golds]
        print(f"| {name}: detected | {len(codes)} | {sum(decoder.detect(c) == [name] for c in codes)} |")
        files = [repair(decoder.decode(code, name)) for code in codes]
        report(f"{name}, file", zip(files, golds, strict=True), name == "tcvn3")
        pasted = [repair(show(code)) for code in codes]
        report(f"{name}, pasted", zip(pasted, golds, strict=True), name == "tcvn3")
        mixed = []
        for gold, other in zip(golds, [*documents[7:], *documents[:7]], strict=True):
            own, lines = gold.split("\n")[0], other.split("\n")[:4]
            text, right = ("\n".join([*lines[:2], p, *lines[2:]]) for p in (show(table.encode(own)), own))
            mixed.append((repair(text), right))
        report(f"{name}, one paragraph in Unicode text", mixed, name == "tcvn3")
    for name, table, golds in (("tcvn3", tables.legacy["tcvn3"], small),):
        dropped = [repair(show(table.encode(gold).replace(b"\xad", b""))) for gold in golds]
        report(f"{name}, ư dropped", zip(dropped, golds, strict=True), True)
        report("Unicode, ư dropped", [(repair(g.replace("ư", "")), g) for g in golds], True)
    viqr = {letter: code for code, letter in reversed(list(tables.viqr.letters.items()))}
    report("VIQR, stops not escaped", [(repair("".join(viqr.get(c, c) for c in d)), d) for d in documents])
    for method in _SHAPES:
        typed = [_LETTERS.sub(lambda word, m=method: type_word(word[0], m), d) for d in documents]
        report(f"{method} keystrokes", [(repair(t), d) for t, d in zip(typed, documents, strict=True)])
    report("decomposed (NFD)", [(repair(unicodedata.normalize("NFD", d)), d) for d in documents])
    report("UTF-8 as Windows-1252", [(repair(show(d.encode())), d) for d in documents])
    report("the same twice", [(repair(show(show(d.encode()).encode())), d) for d in documents])
    clean = [block for path in corpus_files(options.corpus) for block in read_held_out(path, options.split)]
    texts = ["\n".join(block.paragraphs) for block in clean]
    fixes = [fix for text in texts for fix in stage.find_repairs(text)]
    print(f"\nclean text: {sum(len(t.split()) for t in texts)} syllables, {len(fixes)} changed")
    for fix in fixes:
        print(f"  {fix.before!r} -> {fix.after!r} ({fix.confidence}, {fix.reason})")


if __name__ == "__main__":
    main()
