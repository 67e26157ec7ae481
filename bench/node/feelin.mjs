// Runs feelin for the benches: reads {expressions, context, rounds, window} as JSON, writes {values, seconds} as JSON.
import { readFileSync } from "node:fs";
import { evaluate } from "feelin";

const { expressions, context, rounds, window } = JSON.parse(readFileSync(0, "utf8"), (key, value) =>
  value && typeof value === "object" && "@" in value
    ? evaluate(`@"${value.v}"`).value
    : value,
);

function plain(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? { number: value } : null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "function") return { other: "function" };
  if (Object.getPrototypeOf(value) === Object.prototype)
    return { context: Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)])) };
  return { other: String(value) };
}

function run(expression) {
  try {
    return plain(evaluate(expression, context).value);
  } catch (error) {
    return { error: String(error.message ?? error).slice(0, 200) };
  }
}

const values = expressions.map(run);
// Best of `rounds` rounds of `window` seconds of processor time each, after a warm-up for the optimising compiler.
function measure(expression) {
  const again = () => {
    try {
      evaluate(expression, context);
    } catch {
      // an expression that cannot be read costs its time too
    }
  };
  const elapsed = (count) => {
    const start = process.cpuUsage();
    for (let n = 0; n < count; n += 1) again();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  elapsed(1000);
  const count = Math.max(1, Math.round((window * 200) / elapsed(200)));
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) best = Math.min(best, elapsed(count) / count);
  return best;
}

const seconds = rounds ? expressions.map(measure) : [];
process.stdout.write(JSON.stringify({ values, seconds }));
