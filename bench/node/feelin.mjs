// Runs feelin for the benches, a line of JSON in, a line of JSON out: {expressions, context} gives {values},
// {expression, context, window} gives {seconds}, the processor time of one evaluation over a round of `window` seconds.
import { createInterface } from "node:readline";
import { evaluate } from "feelin";

function revive(key, value) {
  return value && typeof value === "object" && "@" in value ? evaluate(`@"${value.v}"`).value : value;
}

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

function run(expression, context) {
  try {
    return plain(evaluate(expression, context).value);
  } catch (error) {
    return { error: String(error.message ?? error).slice(0, 200) };
  }
}

function measure(expression, context, window) {
  const start = process.cpuUsage();
  let count = 0;
  for (;;) {
    for (let n = 0; n < 20; n += 1) {
      try {
        evaluate(expression, context);
      } catch {
        // an expression that cannot be read costs its time too
      }
    }
    count += 20;
    const { user, system } = process.cpuUsage(start);
    if (user + system >= window * 1e6) return (user + system) / 1e6 / count;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { expressions, expression, context, window } = JSON.parse(line, revive);
  const answer = expressions
    ? { values: expressions.map((each) => run(each, context)) }
    : { seconds: measure(expression, context, window) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
