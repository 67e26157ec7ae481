"""One case all the way: task, timer, job with an incident, script, gateway, decision."""

from typing import Any

import pytest
from tests.kernel.bpmn.case import Case

PROCESS = """
start s
user a | groups=="bau, ordnung" | due==date("2026-04-01") | out=ergebnis:=x + 1
service j | type=letter.issue | in=brief:="bescheid"
xor g
script sc | result=y | expr==ergebnis * 2
rule r | decision=d | result=z
boundary late | on=a | timer=PT1H | non
end e
end e2
user m
s -> a -> j -> g
g -> sc : =ergebnis > 1
g *-> e2
sc -> r -> e
late -> m
"""


class Doubling:
    """A decision that doubles y."""

    value: Any = None
    fired = (1,)
    trace = ()

    def decide(self, name: str, inputs: Any, **_: Any) -> "Doubling":
        self.value = inputs["y"] * 2
        return self


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_case_goes_all_the_way(is_stored: bool) -> None:
    # given
    case = Case(PROCESS, is_stored=is_stored, decisions={"d": Doubling()}).start(k=1)
    assert case.tasks[3].candidate_groups == ("bau", "ordnung")
    # when
    case.fire("late").do("m").do("a", x=3).fail("j").retry("j")
    # then
    assert case.jobs[7].attempt == 2
    assert case.jobs[7].input == {"brief": "bescheid"}
    case.do("j")
    assert case.trace() == "s late m a !j j g sc r e"
    assert case.variables == {"k": 1, "ergebnis": 4, "y": 8, "z": 16}
    assert case.end is not None
    assert case.end.element == "e"
