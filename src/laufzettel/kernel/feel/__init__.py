"""FEEL, the expression language of DMN 1.5, with Camunda's additions.

feel.compile('hund.gewicht > 20 and halter.name != null').evaluate(context, now=now)
"""

from laufzettel.kernel.feel.budget import Budget, BudgetExceeded
from laufzettel.kernel.feel.calling import call
from laufzettel.kernel.feel.comparison import compare, equal, in_range, matches_test
from laufzettel.kernel.feel.conversion import MISFIT, Misfit, conforms, fit
from laufzettel.kernel.feel.expression import Expression, compile, compile_unary  # noqa: A004
from laufzettel.kernel.feel.run import Warning  # noqa: A004
from laufzettel.kernel.feel.tagged import context_from_json, from_json, to_json
from laufzettel.kernel.feel.template import If, Loop, Output, Template, template
from laufzettel.kernel.feel.template import Text as TextNode
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.text import quoted_text, to_text
from laufzettel.kernel.feel.types import FeelType, has_type, is_assignable, join, type_of, union
from laufzettel.kernel.feel.values import Context, Function, Range, Value

__all__ = [
    "MISFIT",
    "Budget",
    "BudgetExceeded",
    "Context",
    "Date",
    "DateTime",
    "DaysTimeDuration",
    "Expression",
    "FeelType",
    "Function",
    "If",
    "Loop",
    "Misfit",
    "Output",
    "Range",
    "Template",
    "TextNode",
    "Time",
    "Value",
    "Warning",
    "YearsMonthsDuration",
    "call",
    "compare",
    "compile",
    "compile_unary",
    "conforms",
    "context_from_json",
    "equal",
    "fit",
    "from_json",
    "has_type",
    "in_range",
    "is_assignable",
    "join",
    "matches_test",
    "quoted_text",
    "template",
    "to_json",
    "to_text",
    "type_of",
    "union",
]
