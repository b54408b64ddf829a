// The lines that eng/suites/stage.sh counts.
let broken = 0;

export function ok(sentence) {
  console.log(`  ok   ${sentence}`);
}

export function fail(sentence, why) {
  broken += 1;
  console.log(`  FAIL ${sentence}${why === undefined ? '' : `: ${String(why).slice(0, 600)}`}`);
}

export function skip(sentence, why) {
  console.log(`  skip ${sentence}: ${why}`);
}

export function check(sentence, holds, why) {
  if (holds) ok(sentence);
  else fail(sentence, why);
}

export function same(sentence, expected, actual) {
  const [left, right] = [JSON.stringify(expected), JSON.stringify(actual)];
  check(sentence, left === right, `expected ${left}, got ${right}`);
}

/** Runs one piece of work; an exception is a failed check, not the end of all others. */
export async function attempt(sentence, work) {
  try {
    return await work();
  } catch (error) {
    fail(sentence, error?.stack ?? error);
    return undefined;
  }
}

export function finish() {
  process.exitCode = broken === 0 ? 0 : 1;
}
