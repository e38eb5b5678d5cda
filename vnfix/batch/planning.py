"""From inputs to outputs: the same path below another folder, and no two inputs to one output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vnfix.batch.selecting import Found
from vnfix.documents.formats import output_suffix_of
from vnfix.messages import tr

RESERVED = ".vnfix-"
"""What our own files in the folder of the output begin with."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to repair: paths below the folders of input and output, or why it cannot be done."""

    source: str
    target: str
    problem: str = ""


def plan_tasks(found: Iterable[Found]) -> Sequence[Task]:
    """Give each input its output.

    >>> [task.target for task in plan_tasks([Found("b/a.pdf"), Found("a.docx")])]
    ['b/a.pdf.txt', 'a.docx']
    """
    tasks: dict[str, Task] = {}
    inputs = [item for item in found if item.problem or not _is_own(item.name)]
    kept = {item.name for item in inputs if not output_suffix_of(item.name)}
    for item in inputs:
        target = item.name + output_suffix_of(item.name)
        problem = item.problem
        if not problem and target != item.name and target in kept:
            problem = tr("its output {target} is that of another input").format(target=target)
        if item.name not in tasks:
            tasks[item.name] = Task(item.name, target, problem)
    return list(tasks.values())


def _is_own(name: str) -> bool:
    return name.rpartition("/")[2].startswith(RESERVED)
