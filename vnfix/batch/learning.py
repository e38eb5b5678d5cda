"""What the documents of one source lost: learned from some of them, believed of all.

A source is a folder and, for PDFs, the program that made them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from vnfix.batch.limits import TimeLimitError, limit_time
from vnfix.batch.running import Pool, run_jobs
from vnfix.batch.storage import open_storage
from vnfix.batch.working import Job, open_repairer
from vnfix.chunking import LONGEST, join_profiles
from vnfix.documents.formats import find_format
from vnfix.errors import DictionaryError
from vnfix.profile import DamageProfile

_SAMPLE = 20
"""Documents that a folder is learned from: its first ones, so that the same folder teaches the same."""

Priors = Mapping[str, DamageProfile]
"""Profiles by producer."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What one document taught; `profile` is None where it could not be read."""

    folder: str
    producer: str = ""
    profile: DamageProfile | None = None


def learn_priors(jobs: Iterable[Job], pool: Pool) -> dict[str, Priors]:
    """Learn the damage of each folder that has several documents, by folder and producer.

    Raises DictionaryError.
    """
    by_folder: defaultdict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        by_folder[folder_of(job.source)].append(job)
    sample = (job for found in by_folder.values() if len(found) > 1 for job in islice(found, _SAMPLE))
    learned = run_jobs(sample, pool, learn_damage, lambda job: Learned(folder_of(job.source)))
    profiles: defaultdict[str, defaultdict[str, list[DamageProfile]]]
    profiles = defaultdict(lambda: defaultdict(list))
    for one in learned:
        if one.profile is not None:
            profiles[one.folder][one.producer].append(one.profile)
    return {
        folder: {producer: _join(found) for producer, found in by_producer.items()}
        for folder, by_producer in profiles.items()
    }


def learn_damage(job: Job) -> Learned:
    """Find the damage of one document, as far as its first pages show it.  Raises DictionaryError."""
    nothing = Learned(folder_of(job.source))
    try:
        with limit_time(job.options.seconds):
            data = open_storage(job.root).read(job.source)
            found = find_format(data, job.source)
            if found is None:
                return nothing
            document = found.open(data, job.options.encoding)
            repairer = open_repairer(job.options.dictionaries, job.options.learned)
            repair = repairer.repair(document.text[:LONGEST], job.options.level, job.options.settings)
    except DictionaryError:
        raise
    except (TimeLimitError, Exception):  # what cannot be read teaches nothing; its repair will say why
        return nothing
    return replace(nothing, producer=document.producer, profile=repair.profile)


def folder_of(source: str) -> str:
    """The folder of a path.

    >>> folder_of("a/b/c.txt"), folder_of("c.txt")
    ('a/b', '')
    """
    return source.rpartition("/")[0]


def _join(profiles: Sequence[DamageProfile]) -> DamageProfile:
    """One profile of several; the same in whichever order they came."""
    joined = join_profiles([(profile, profile.lines) for profile in profiles])
    losses = sorted(joined.losses, key=lambda loss: (-loss.lost, loss.letter))
    counts = [(sum(way in one.ways for one in profiles), way) for way in joined.ways]
    ways = tuple(way for _, way in sorted(counts, key=lambda item: (-item[0], item[1])))
    return replace(joined, ways=ways, losses=tuple(losses), marks=(), damaged_lines=())
