// sixteen.mjs FOLDER TARGET: reads every file under FOLDER as UTF-16, at even and at odd places, and writes what comes out
// as UTF-8 files into TARGET, so that the same search finds texts in either encoding.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, target] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
files.forEach((entry, number) => {
  const bytes = readFileSync(join(entry.parentPath, entry.name));
  for (const start of [0, 1]) writeFileSync(join(target, `${number}-${start}`), bytes.subarray(start).toString('utf16le'));
});
