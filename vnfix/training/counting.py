"""From corpus files to arrays of symbol ids.

Each file is read once: every distinct raw form gets a number, the text becomes an array of
these.  Only then are forms made canonical and the vocabulary chosen, so the costly steps run
once a form and not once a token.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.language_model.symbols import SYMBOL_PATTERN
from vnfix.training.corpus import Split, read_blocks, split_of

PARAGRAPH_END = "\n"
"""The form after each paragraph; the model sees a sentence end there."""


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """One corpus file: `tokens` index `forms`; form 0 is `PARAGRAPH_END`."""

    name: str
    forms: tuple[str, ...]
    tokens: npt.NDArray[np.uint32]


def encode_file(path: Path) -> EncodedFile:
    """Read the training part of one corpus file (held-out blocks are passed over)."""
    numbers: dict[str, int] = {PARAGRAPH_END: 0}
    number_of = numbers.setdefault
    find = SYMBOL_PATTERN.findall
    tokens = array("I", [0])
    for block in read_blocks(path):
        if split_of(block.source, block.index) is not Split.TRAIN:
            continue
        for paragraph in block.paragraphs:
            tokens.extend([number_of(form, len(numbers)) for form in find(paragraph)])
            tokens.append(0)
    return EncodedFile(path.name, tuple(numbers), np.frombuffer(tokens, dtype=np.uint32))


def encode_files(paths: Sequence[Path], jobs: int, report: Callable[[str], None]) -> list[EncodedFile]:
    """Encode the files in `jobs` processes; the result is in the order of `paths`."""
    encoded = []
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for item in pool.map(encode_file, paths):
            report(f"read {item.name}: {len(item.tokens):,} symbols, {len(item.forms):,} forms")
            encoded.append(item)
    return encoded
