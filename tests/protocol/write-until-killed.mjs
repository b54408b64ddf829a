// write-until-killed.mjs URL TOKEN CYCLE: eight writers at once; prints one line for each acknowledged write, and ends when
// the server is gone.
import { writeSync } from 'node:fs';

const [url, token, cycle] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
let isAlive = true;

async function write(writer) {
  for (let number = 0; isAlive; number += 1) {
    const key = `c${cycle}-w${writer}-n${number}`;
    const text = `entry ${key} of the log, ${'x'.repeat(number % 200)}`;
    try {
      const answer = await fetch(`${url}/v1/spaces/kill${writer % 3}/memories`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ text, idempotency_key: key }),
      });
      const body = await answer.json();
      if (answer.status !== 201) throw new Error(`${answer.status}`);
      // Written at once: a line is printed only for what the server has promised.
      writeSync(1, `${JSON.stringify({ key, id: body.id, space: `kill${writer % 3}`, text })}\n`);
    } catch {
      isAlive = false;
    }
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
