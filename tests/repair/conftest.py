"""Parametrization by the case files."""

from __future__ import annotations

import pytest

from tests.repair.cases import read_cases

_KIND_OF_ARGUMENT = {
    "damaged_case": "damaged",
    "clean_case": "clean",
    "digit_case": "digits",
    "encoding_case": "encodings",
    "misread_case": "misread",
}


def pytest_generate_tests(metafunc):
    for argument, kind in _KIND_OF_ARGUMENT.items():
        if argument in metafunc.fixturenames:
            cases = list(read_cases(kind))
            metafunc.parametrize(argument, cases, ids=[case.name for case in cases])


@pytest.fixture
def known_failure(request):
    """Mark the running test as a known failure: `known_failure(case, "likely")`."""

    def mark(case, aspect):
        if aspect in case.fails:
            request.applymarker(pytest.mark.xfail(strict=True, reason="known failure"))

    return mark
