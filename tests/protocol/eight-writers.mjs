// eight-writers.mjs LOCKET DATA: eight stdio processes on one data directory. Half-way the one that owns it is killed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, check, finish, same } from './checks.mjs';
import { call, overStdio } from './connect.mjs';

const [locket, data] = process.argv.slice(2);
const WRITERS = 8;
const EACH = 40;

/** The process id that the owner wrote into the lock file, whatever else stands there. */
function owner(clients) {
  const text = readFileSync(join(data, 'locket.lock'), 'utf8');
  return clients.find((client) => new RegExp(`(?<![0-9])${client.serverProcess}(?![0-9])`).test(text));
}

await attempt('eight writers', async () => {
  const clients = await Promise.all(Array.from({ length: WRITERS }, (_, index) => overStdio(locket, ['--data', data], index % 2 ? 'legacy' : 'modern')));
  check(`${WRITERS} processes serve one directory at once`, clients.length === WRITERS);

  const write = async (writer, from, to) => {
    const done = [];
    for (let number = from; number < to; number += 1) {
      const text = `writer ${writer} put down number ${number}`;
      done.push({ text, id: (await call(clients[writer], 'remember', { text })).id });
    }
    return done;
  };
  const all = [...clients.keys()];
  const first = (await Promise.all(all.map((writer) => write(writer, 0, EACH / 2)))).flat();
  check('each wrote its first half', first.length === (WRITERS * EACH) / 2);

  const killed = owner(clients);
  check('one of them owns the directory', killed !== undefined, 'no process of ours stands in locket.lock');
  const alive = all.filter((writer) => clients[writer] !== killed);
  const rest = alive.map((writer) => write(writer, EACH / 2, EACH));
  process.kill(killed.serverProcess, 'SIGKILL');
  const second = (await Promise.all(rest)).flat();
  check('the others go on across the owner\'s death', second.length === (alive.length * EACH) / 2);

  const successor = owner(clients);
  check('another one took over', successor !== undefined && successor !== killed);

  const promised = [...first, ...second];
  const reader = clients[alive[0]];
  let lost = 0;
  for (const entry of promised) {
    const history = await call(reader, 'history', { id: entry.id }).catch(() => undefined);
    lost += history?.versions.length === 1 && history.versions[0].text === entry.text ? 0 : 1;
  }
  same(`${promised.length} acknowledged writes, none lost`, 0, lost);
  same('none doubled', promised.length, new Set(promised.map((entry) => entry.id)).size);
  await Promise.all(alive.map((writer) => clients[writer].close()));
});
finish();
