// to-ndjson.mjs FILE FOLDER: turns of conversations become lines that `locket import` reads, one file a conversation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, finish } from './checks.mjs';

const [file, folder] = process.argv.slice(2);
const stores = new Map();
for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
  const turn = JSON.parse(line);
  const lines = stores.get(turn.store) ?? [];
  stores.set(turn.store, lines);
  lines.push(JSON.stringify({
    id: turn.id,
    text: turn.text,
    kind: 'turn',
    author: turn.author,
    session: String(turn.session),
    // The turns carry wall-clock times of nowhere in particular; UTC keeps their order.
    occurred_at: `${turn.time}Z`,
    metadata: { turn: `${turn.seq}`, ...(turn.image_caption ? { image_caption: turn.image_caption } : {}) },
  }));
}
for (const [store, lines] of stores) writeFileSync(join(folder, `${store}.ndjson`), `${lines.join('\n')}\n`);
check(`${stores.size} conversations are mapped`, stores.size > 0);
finish();
