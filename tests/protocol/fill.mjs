// fill.mjs URL TOKEN FILE: stores 1,000 memories whose every word can be told apart, and writes down what was sent.
import { writeFileSync } from 'node:fs';
import { check, finish } from './checks.mjs';

const [url, token, file] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
const known = [];
const note = (text) => (known.push(text), text);
const letters = 'bcdfghjklmnprstvwz';
const vowels = 'aeiou';

/** A word that occurs nowhere else: the number in syllables, between two marks. */
function word(number, mark) {
  let rest = number;
  let text = '';
  for (let syllable = 0; syllable < 5; syllable += 1) {
    text += letters[rest % letters.length] + vowels[(rest >> 2) % vowels.length];
    rest = Math.floor(rest / letters.length) + 7 * (syllable + 1);
  }
  return `${mark}${text}${number}`;
}

async function send(method, path, body) {
  const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function one(number) {
  const space = note(word(number % 10, 'space'));
  await send('POST', `/v1/spaces/${space}/memories`, {
    text: `${note(word(number, 'text'))} went to ${note(word(number, 'naïveté'))} with ${note(word(number, '記憶'))}`,
    kind: note(word(number % 50, 'kind')),
    tags: [note(word(number, 'tag'))],
    about: [note(word(number, 'name'))],
    author: note(word(number % 20, 'author')),
    session: note(word(number % 100, 'session')),
    metadata: { [note(word(number % 30, 'member'))]: note(word(number, 'value')) },
    idempotency_key: note(word(number, 'key')),
  });
  if (number % 20 === 0) {
    await send('POST', `/v1/spaces/${space}/relations`, {
      from: note(word(number, 'left')),
      relation: note(word(number, 'edge')),
      to: note(word(number, 'right')),
    });
  }
}

for (let start = 0; start < 1000; start += 20) {
  await Promise.all(Array.from({ length: 20 }, (_, offset) => one(start + offset)));
}
// Searching must not leave words on the disk either.
await send('POST', `/v1/spaces/${word(1, 'space')}/recall`, { query: note('where did quixotical zeppelins land') });
const named = await send('POST', '/v1/tokens', { name: note('tokenname-of-the-gardener') });
known.push(named.secret);

const texts = [...new Set(known)].sort();
writeFileSync(file, `${texts.join('\n')}\n`);
check(`1,000 memories are stored, ${texts.length} texts are known`, texts.length > 5000);
finish();
