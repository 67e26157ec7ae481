"""Literals, names, forms, and the errors of texts that are no FEEL."""

import pytest
from tests.kernel.feel.feel_support import NOW, shown, value

from laufzettel.kernel import feel
from laufzettel.kernel.problems import ProgramError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".5", "0.5"),
        ("1e3", "1000"),
        ('"a\\nb" = "a\nb"', "true"),
        ('string length("\\uD83D\\uDC0E")', "1"),
        ('"\\U01F40E" = "🐎"', "true"),
        ('"\\d"', '"\\d"'),
        ("// nothing\n1 /* or\n this */ + 1", "2"),
        ("[1..5].end", "5"),
        ("(1..5].start included", "false"),
        ('@"2026-01-15".weekday', "4"),
        ('@"10:00:00+01:00".time offset', "PT1H"),
        ('@"10:00:00.25".second', "0.25"),
        ('@"2026-07-01T10:00:00@Europe/Berlin".timezone', '"Europe/Berlin"'),
        ('@"-P1Y7M".months', "-7"),
        ('@"-P1DT2H".hours', "-2"),
        ("[{a: 1}, {b: 2}].a", "[1, null]"),
        ("[1, 2, 3][-4]", "null"),
        ("[1, 2, 3][4]", "null"),
        ("[1, 2, 3][1.5]", "null"),
        ("5[1]", "5"),
        ("5[item > 9]", "[]"),
        ("null[1]", "null"),
        ("[{a: 1}, {a: 5}, {b: 5}][a > 2]", "[{a: 5}]"),
        ("[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]"),
        ("for i in 3..1 return i", "[3, 2, 1]"),
        ("for i in [1..3) return i", "[1, 2]"),
        ('for d in @"2026-01-30"..@"2026-02-01" return d.day', "[30, 31, 1]"),
        ("for i in 1..4 return if i = 1 then 1 else partial[-1] * i", "[1, 2, 6, 24]"),
        ("for i in [[1, 2], [3]], j in i return j", "[1, 2, 3]"),
        ("for i in null return i", "null"),
        ('for i in 1.."a" return i', "null"),
        ("some x in [1, null] satisfies x > 0", "true"),
        ("every x in [1, null] satisfies x > 0", "null"),
        ("every x in [] satisfies false", "true"),
        ("if null then 1 else 2", "2"),
        ("{a: 1, b: a + 1, c: {d: b}}.c.d", "2"),
        ("{a: 1, a: 2}", "null"),
        ('{"a b": 1}.a b', "1"),
        ("{a+b: 1, a: 2}.a+b", "1"),
        ("{größe: 2, `und/oder`: 3}.`und/oder`", "3"),
        ("[] instance of list<number>", "true"),
        ("null instance of number", "false"),
        ("{a: 1, b: 2} instance of context<a: number>", "true"),
        ("[1..2] instance of range<number>", "true"),
        ("abs instance of function", "true"),
        ("function(a: number) a instance of number", "function(a)"),
    ],
)
def test_forms(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_names_may_hold_spaces_and_operators_and_the_longest_one_wins() -> None:
    context: dict[str, feel.Value] = {
        "net": value("1"),
        "net amount": value("2"),
        "net amount - tax": value("3"),
        "tax": value("4"),
        "Mike's dog": {"first name": "Rex"},
    }
    names = {*context, "first name"}

    def evaluated(text: str) -> str:
        return feel.quoted_text(feel.compile(text, names=names).evaluate(context, now=NOW))

    assert evaluated("net amount - tax") == "3"
    assert evaluated("net  amount\n- tax") == "3"
    assert evaluated("net amount + tax") == "6"
    assert evaluated("(net amount) - tax") == "-2"
    assert evaluated("net + tax") == "5"
    assert evaluated("Mike's dog.first name") == '"Rex"'
    assert evaluated("`net amount` + 1") == "3"


def test_reads_are_the_dotted_paths_of_free_variables() -> None:
    text = "hund.name + (for h in hunde, n in h.namen return n + x)[1] + {a: y, b: a}.b + f(z) + l[gewicht > grenze].k"

    assert feel.compile(text).reads == {"hund.name", "hunde", "x", "y", "f", "z", "l", "gewicht", "grenze"}


def test_a_variable_that_is_called_like_a_function_is_read_all_the_same() -> None:
    assert feel.compile("count(date) + number(sum)").reads == {"date", "sum"}


def test_unary_tests_read_the_input() -> None:
    assert feel.compile_unary("> grenze").reads == {"grenze"}
    assert feel.compile_unary("? > grenze").reads == {"?", "grenze"}


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("-", "null", "true"),
        ("5", "5", "true"),
        ('"a","b"', '"b"', "true"),
        ("not(5, 6)", "5", "false"),
        ("not(5), 6", "6", "true"),
        ("< 5, >= 10", "10", "true"),
        ("[1..5], 7", "6", "false"),
        ("? > 3 and ? < 5", "4", "true"),
        ("null", "null", "true"),
        ("> 5", "null", "null"),
        ("not(> 5)", "null", "null"),
        ("[1, 2]", "2", "true"),
        ("true", "false", "false"),
        ("false", "false", "true"),
        ('contains(?, "a")', '"bar"', "true"),
        ('@"2026-01-01"', '@"2026-01-01"', "true"),
        ('>= date("2026-01-01")', '@"2026-05-01"', "true"),
        ("= 5", "5", "true"),
        ("!= 5", "5", "false"),
        ("-5", "-5", "true"),
    ],
)
def test_unary_tests(text: str, given: str, expected: str) -> None:
    result = feel.compile_unary(text).evaluate({"?": value(given)}, now=NOW)

    assert feel.quoted_text(result) == expected


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "Der Ausdruck endet zu früh"),
        ("1 +", 1, 4, "Der Ausdruck endet zu früh"),
        ("1 +\n  * 2", 2, 3, "„*“ kann hier nicht stehen"),
        ("hund name", 1, 6, "„name“ kann hier nicht stehen"),
        ('"abc', 1, 1, "Der Text in Anführungszeichen endet nicht"),
        ("„abc“", 1, 1, "Das Zeichen „„“ hat hier keine Bedeutung"),
        ("if a then b", 1, 12, "Der Ausdruck endet zu früh"),
        ("[1, 2", 1, 6, "Der Ausdruck endet zu früh"),
        ("f(a: 1, 2)", 1, 10, "Benannte und unbenannte Argumente lassen sich nicht mischen"),
        ('@"morgen"', 1, 1, "„morgen“ ist weder Datum noch Uhrzeit noch Dauer"),
        ('"\\uD83D"', 1, 1, "Der Text enthält ein halbes Zeichen"),
        ("for 1 in x return x", 1, 5, "„1“ kann hier nicht stehen"),
        ("1 2", 1, 3, "„2“ kann hier nicht stehen"),
        ("a.", 1, 3, "Der Ausdruck endet zu früh"),
        ("(" * 150 + "1", 1, 101, "Der Ausdruck ist tiefer als 100 Ebenen verschachtelt"),
        ("1" + " + 1" * 300, 1, 803, "Zu viele Operatoren hintereinander"),
        ("x" * 70_000, 1, 1, "Der Ausdruck ist länger als 65536 Zeichen"),
    ],
)
def test_what_is_no_feel_is_refused_with_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(ProgramError) as caught:
        feel.compile(text)

    (finding,) = caught.value.findings
    assert (finding.place.line, finding.place.column, finding.message) == (line, column, message)
    assert finding.message.in_language("en") != message
    assert finding.code == "feel-syntax"


def test_an_unknown_name_of_two_words_is_explained() -> None:
    with pytest.raises(ProgramError) as caught:
        feel.compile("hund name = 1")

    assert "„hund name“ ist als Name nicht bekannt" in caught.value.findings[0].hint


def test_now_must_know_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        feel.compile("1").evaluate({}, now=NOW.replace(tzinfo=None))
