// read-back.mjs URL TOKEN FILE: every line of FILE is there, word for word, once; and whatever else is there is whole.
import { readFileSync } from 'node:fs';
import { attempt, finish, same } from './checks.mjs';

const [url, token, file] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
const promised = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));

async function listed(space) {
  const found = [];
  let cursor;
  do {
    const page = await fetch(`${url}/v1/spaces/${space}/memories?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, { headers });
    const body = await page.json();
    found.push(...(body.memories ?? []));
    cursor = body.next;
  } while (cursor);
  return found;
}

await attempt('reading back', async () => {
  const there = new Map();
  let twice = 0;
  for (const space of ['kill0', 'kill1', 'kill2']) {
    const texts = new Set();
    for (const memory of await listed(space)) {
      there.set(`${space}/${memory.id}`, memory.text);
      twice += texts.has(memory.text) ? 1 : 0;
      texts.add(memory.text);
    }
  }
  const lost = promised.filter((entry) => there.get(`${entry.space}/${entry.id}`) !== entry.text);
  same(`${promised.length} acknowledged writes, none lost`, 0, lost.length);
  same('none stands there twice', 0, twice);
  const whole = /^entry c\d+-w\d+-n\d+ of the log, x*$/;
  same('what was not acknowledged is whole or absent', 0, [...there.values()].filter((text) => !whole.test(text)).length);

  const sample = promised.filter((_, index) => index % 50 === 0);
  let other = 0;
  for (const entry of sample) {
    const again = await fetch(`${url}/v1/spaces/${entry.space}/memories`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ text: entry.text, idempotency_key: entry.key }),
    });
    other += (await again.json()).id === entry.id ? 0 : 1;
  }
  same(`${sample.length} writes sent again with their keys answer as they did`, 0, other);
});
finish();
