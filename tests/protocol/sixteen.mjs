// sixteen.mjs FOLDER FILE: prints how many of the lines of FILE stand as UTF-16 in any file under FOLDER.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, list] = process.argv.slice(2);
const known = readFileSync(list, 'utf8').trimEnd().split('\n');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
console.log(known.filter((text) => files.some((bytes) => bytes.includes(Buffer.from(text, 'utf16le')))).length);
