"""Functions of numbers."""

import decimal
from decimal import Decimal

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.operators import MATH, number
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.temporal import DaysTimeDuration, YearsMonthsDuration
from laufzettel.kernel.feel.values import Value

MIN_SCALE, MAX_SCALE = -6111, 6176


def _rounded(run: Run, n: Decimal, scale: Decimal | None, mode: str) -> Decimal | None:
    """`n` with `scale` digits behind the point."""
    digits = Decimal(0) if scale is None else scale.to_integral_value(decimal.ROUND_DOWN)
    if not MIN_SCALE <= digits <= MAX_SCALE:
        return run.null("feel-scale", f"{digits} Stellen gibt es nicht", f"there are no {digits} digits")
    exponent = int(n.as_tuple().exponent)
    if exponent >= -digits:
        return n
    wide = decimal.Context(prec=40, rounding=mode, Emin=-20_000, Emax=20_000, traps=[])
    return number(MATH.plus(n.quantize(Decimal((0, (1,), -int(digits))), context=wide)))


@built_in("decimal(n: number; scale: number) -> number")
def _decimal(run: Run, n: Decimal, scale: Decimal) -> Value:
    return _rounded(run, n, scale, decimal.ROUND_HALF_EVEN)


@built_in("floor(n: number; scale?: number) -> number")
def _floor(run: Run, n: Decimal, scale: Decimal | None) -> Value:
    return _rounded(run, n, scale, decimal.ROUND_FLOOR)


@built_in("ceiling(n: number; scale?: number) -> number")
def _ceiling(run: Run, n: Decimal, scale: Decimal | None) -> Value:
    return _rounded(run, n, scale, decimal.ROUND_CEILING)


@built_in("round up(n: number; scale: number) -> number")
def _round_up(run: Run, n: Decimal, scale: Decimal) -> Value:
    return _rounded(run, n, scale, decimal.ROUND_UP)


@built_in("round down(n: number; scale: number) -> number")
def _round_down(run: Run, n: Decimal, scale: Decimal) -> Value:
    return _rounded(run, n, scale, decimal.ROUND_DOWN)


@built_in("round half up(n: number; scale: number) -> number")
def _round_half_up(run: Run, n: Decimal, scale: Decimal) -> Value:
    return _rounded(run, n, scale, decimal.ROUND_HALF_UP)


@built_in("round half down(n: number; scale: number) -> number")
def _round_half_down(run: Run, n: Decimal, scale: Decimal) -> Value:
    return _rounded(run, n, scale, decimal.ROUND_HALF_DOWN)


@built_in("abs(n: number) -> number")
def _abs(_run: Run, n: Decimal) -> Value:
    return MATH.abs(n)


@built_in("abs(n: days and time duration) -> days and time duration")
def _abs_days(_run: Run, n: DaysTimeDuration) -> Value:
    return DaysTimeDuration(abs(n.nanos))


@built_in("abs(n: years and months duration) -> years and months duration")
def _abs_months(_run: Run, n: YearsMonthsDuration) -> Value:
    return YearsMonthsDuration(abs(n.months))


@built_in("modulo(dividend: number; divisor: number) -> number | Null")
def _modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    if not divisor:
        return run.null("feel-no-result", "Durch null kann man nicht teilen", "Cannot divide by zero")
    rest = MATH.remainder(dividend, divisor)
    if not rest.is_finite():
        return None
    return MATH.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@built_in("sqrt(number: number) -> number | Null")
def _sqrt(run: Run, n: Decimal) -> Value:
    if n < 0:
        return run.null("feel-no-result", "Keine Wurzel aus negativen Zahlen", "No root of negative numbers")
    return number(MATH.sqrt(n))


@built_in("log(number: number) -> number | Null")
def _log(run: Run, n: Decimal) -> Value:
    if n <= 0:
        return run.null("feel-no-result", "Kein Logarithmus dieser Zahl", "No logarithm of this number")
    return number(MATH.ln(n))


@built_in("exp(number: number) -> number | Null")
def _exp(_run: Run, n: Decimal) -> Value:
    return number(MATH.exp(n))


@built_in("odd(number: number) -> boolean")
def _odd(_run: Run, n: Decimal) -> Value:
    return abs(n % 2) == 1 if n == n.to_integral_value() else False


@built_in("even(number: number) -> boolean")
def _even(_run: Run, n: Decimal) -> Value:
    return n % 2 == 0 if n == n.to_integral_value() else False
