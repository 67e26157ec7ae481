"""Types carried over the process: which names exist at which element, with which type."""

from typing import Any

import pytest
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel.bpmn import TypeFlow, TypeSources, compile, flow_types, read
from laufzettel.kernel.feel import FeelType, union
from laufzettel.kernel.feel.types import ANY, BOOLEAN, DATE, NULL, NUMBER, STRING, ContextType, Field, ListType


class AnyDecision:
    """Stands for any decision."""

    def decide(self, *_: Any, **__: Any) -> Any:
        raise AssertionError


def flow(process: str, start: dict[str, FeelType] | None = None, **sources: Any) -> TypeFlow:
    program = compile(read(bpmn(process)), decisions={"d": AnyDecision()}, process="p")
    return flow_types(program, TypeSources(ContextType.of(start or {}), **sources))


def seen(result: TypeFlow, element: str) -> dict[str, str]:
    """The names at an element with their types; `?` after a name that may be absent."""
    names = result.environments[element].names
    return {name + ("" if known.is_certain else "?"): str(known.type) for name, known in names.items()}


def form(**fields: FeelType) -> ContextType:
    return ContextType.of(fields)


def test_results_of_tasks_jobs_decisions_and_scripts_are_carried_forward() -> None:
    result = flow(
        """
        start s
        user a
        service j | type=claim.raise | out=forderung:=nummer
        rule r | decision=d | result=satz
        script c | expr==satz * 2 | result=doppelt
        end e
        s -> a -> j -> r -> c -> e
        """,
        {"antrag": STRING},
        elements={"a": form(ok=BOOLEAN)},
        jobs={"claim.raise": form(nummer=STRING)},
        decisions={"d": NUMBER},
    )
    assert seen(result, "e") == {
        "antrag": "string",
        "ok": "boolean",
        "forderung": "string",
        "satz": "number",
        "doppelt": "number",
    }
    assert result.findings == ()


def test_where_ways_meet_a_name_is_certain_only_if_it_is_on_all_of_them() -> None:
    result = flow(
        """
        start s
        xor g
        user a
        user b
        xor m
        end e
        s -> g
        g -> a : =x
        g *-> b
        a -> m
        b -> m
        m -> e
        """,
        {"x": BOOLEAN},
        elements={"a": form(eins=NUMBER, beide=STRING), "b": form(beide=DATE)},
    )
    assert seen(result, "e") == {"x": "boolean", "eins?": "number", "beide": str(union(STRING, DATE))}


def test_where_branches_meet_it_is_certain_if_any_of_them_writes_it() -> None:
    result = flow(
        """
        start s
        and g
        user a
        user b
        and j
        end e
        s -> g
        g -> a -> j
        g -> b -> j
        j -> e
        """,
        elements={"a": form(eins=NUMBER), "b": form(zwei=STRING)},
    )
    assert seen(result, "e") == {"eins": "number", "zwei": "string"}


def test_two_branches_that_write_the_same_name_are_warned_of() -> None:
    result = flow("""
        start s
        and g
        script a | expr==1 | result=x
        script b | expr==2 | result=x
        s -> g
        g -> a
        g -> b
    """)
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.place.element) == ("bpmn-two-writers", "warning", "b")


def test_loops_come_to_rest_and_what_keeps_growing_becomes_any() -> None:
    result = flow(
        """
        start s
        script i | expr=={} | result=k
        xor m
        script w | expr=={k: k} | result=k
        user u
        xor g
        end e
        s -> i -> m -> w -> u -> g
        g -> m : =nochmal
        g *-> e
        """,
        elements={"u": form(nochmal=BOOLEAN)},
    )
    assert result.environments["e"].names["k"].type == ANY


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("=betrag > 5", ""),
        ("=betrg > 5", "feel-unknown-name"),
        ("=name", "bpmn-not-a-condition"),
        ("=vielleicht > 5", "bpmn-nullable"),
        ("=vielleicht != null and vielleicht > 5", ""),
    ],
)
def test_conditions_are_checked_where_they_stand(condition: str, code: str) -> None:
    result = flow(
        f"start s\nxor g\nend e\nend f\ns -> g\ng -> e : {condition}\ng *-> f",
        {"betrag": NUMBER, "name": STRING, "vielleicht": union(NUMBER, NULL)},
    )
    codes = [finding.code for finding in result.findings if finding.severity == "error"]
    assert codes[:1] == ([code] if code else [])


def test_behind_a_gateway_its_condition_is_known() -> None:
    result = flow(
        """
        start s
        xor g
        script a | expr==x + 1 | result=y
        end b
        s -> g
        g -> a : =x != null
        g *-> b
        """,
        {"x": union(NUMBER, NULL)},
    )
    assert str(result.environments["a"].names["x"].type) == "number"
    assert result.findings == ()


def test_a_name_that_may_be_absent_is_seen_as_nullable() -> None:
    result = flow(
        "start s\nuser a\nscript c | expr==hinweis + 1 | result=y\ns -> a -> c",
        elements={"a": ContextType({"hinweis": Field(NUMBER, required=False)})},
    )
    assert seen(result, "c") == {"hinweis?": "number"}
    assert [finding.code for finding in result.findings] == ["feel-maybe-null"]


def test_inner_names_are_local_and_outputs_merge() -> None:
    result = flow(
        """
        start s
        sub q | in=lokal:=1 | out=o.wert:=lokal + innen
        end e
        s -> q -> e
        """.replace(
            "| out=o.wert:=lokal + innen",
            "| out=o.wert:=lokal + innen {\nstart t\nscript i | expr==lokal | result=innen\nt -> i\n}",
        ),
        {"o": ContextType.of({"alt": STRING})},
    )
    assert "lokal" in result.environments["i"].names
    assert seen(result, "e") == {"o": "context<alt: string, wert: number>", "innen": "number"}


def test_a_boundary_event_sees_everything_its_host_may_have_written_so_far() -> None:
    result = flow(
        """
        start s
        sub q {
          start t
          user a
          user b
          t -> a -> b
        }
        boundary z | on=q | timer=P1D
        end e
        s -> q
        z -> e
        """,
        elements={"a": form(eins=NUMBER), "b": form(zwei=NUMBER)},
    )
    assert seen(result, "e") == {"eins?": "number", "zwei?": "number"}


def test_multi_instance_gives_a_list_of_what_it_collects() -> None:
    result = flow(
        """
        start s
        user u | each==hunde | as=hund | collect=ergebnisse | from==ok
        end e
        s -> u -> e
        """,
        {"hunde": ListType(ContextType.of({"name": STRING}))},
        elements={"u": form(ok=BOOLEAN)},
    )
    assert str(result.environments["e"].names["ergebnisse"].type) == "list<boolean>"
    assert "hund" not in result.environments["e"].names


def test_settings_come_from_the_context_and_messages_declare_their_payload() -> None:
    result = flow(
        """
        start s
        catch m | message=zahlung | key==antrag
        script c | expr==betrag - settings.steuer | result=rest
        s -> m -> c
        """,
        {"antrag": STRING},
        context={"settings": ContextType.of({"steuer": NUMBER})},
        messages={"zahlung": form(betrag=NUMBER)},
    )
    assert result.findings == ()
    assert str(result.end.names["rest"].type) == "number"


def test_a_task_whose_form_is_not_known_may_write_anything() -> None:
    result = flow("start s\nuser a\nxor g\nend e\nend f\ns -> a -> g\ng -> e : =irgendwas\ng *-> f")
    assert result.findings == ()
