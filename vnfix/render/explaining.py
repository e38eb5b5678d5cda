"""An explanation as plain text: the place, its readings with their scores, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from vnfix.explanation import Explanation, Reading
from vnfix.messages import tr
from vnfix.render.visible import escape_controls


def format_explanation(explanation: Explanation, where: str) -> Iterator[str]:
    """Give the lines of the report; `where` names the place, such as `report.txt:3:7`.

    Scores are natural logarithms: nearer to zero is likelier.
    """
    yield f"{where}: '{escape_controls(explanation.before)}'"
    yield f"  in: {escape_controls(explanation.sentence.strip())}"
    if explanation.readings:
        yield tr("  readings (share; score = its parts, natural logarithms):")
    for reading in explanation.readings:
        yield _format_reading(reading)
    yield f"  {explanation.verdict}"


def _format_reading(reading: Reading) -> str:
    sign = "*" if reading.chosen else " "
    line = f"  {sign} '{escape_controls(reading.text)}'  {reading.probability:.4f}"
    if not reading.terms:
        return line
    parts = ", ".join(f"{term.name} {term.value:.2f}" for term in reading.terms)
    return f"{line}  {reading.score:.2f} = {parts}"
