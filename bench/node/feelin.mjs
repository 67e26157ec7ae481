// Runs feelin for the benches: reads {expressions, context, repeat} as JSON, writes {values, seconds} as JSON.
import { readFileSync } from "node:fs";
import { evaluate } from "feelin";

const { expressions, context, repeat } = JSON.parse(readFileSync(0, "utf8"), (key, value) =>
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
const seconds = expressions.map((expression) => {
  const times = [];
  for (let round = 0; round < (repeat ? 7 : 0); round += 1) {
    const start = process.cpuUsage();
    for (let n = 0; n < repeat; n += 1) {
      try {
        evaluate(expression, context);
      } catch {
        // an expression that cannot be read costs its time too
      }
    }
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1e6 / repeat);
  }
  return repeat ? Math.min(...times) : 0;
});
process.stdout.write(JSON.stringify({ values, seconds }));
