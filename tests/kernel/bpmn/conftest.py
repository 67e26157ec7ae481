"""Every process test runs twice: as it is, and saved, shuffled and loaded between all steps."""

from collections.abc import Callable
from functools import partial

import pytest
from tests.kernel.bpmn.case import Case


@pytest.fixture(params=[False, True], ids=["kept", "stored"])
def case(request: pytest.FixtureRequest) -> Callable[..., Case]:
    """Makes a case: `case(process, decisions=…, now=…, other="…")`."""
    return partial(Case, is_stored=request.param)
