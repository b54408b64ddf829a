// conversation.mjs SOURCE LINES LOCKET DATA URL TOKEN QUESTIONS: asks the questions of SOURCE over every way in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, check, finish, same } from './checks.mjs';
import { call, overHttp, overStdio } from './connect.mjs';

const [source, lines, locket, data, url, token, questions] = process.argv.slice(2);
const GOOD_SHARE = 0.6;
const read = (path) => readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));

const gold = new Map(read(join(source, 'qrels.jsonl')).map((entry) => [entry.qid, entry.gold_audited ?? entry.gold]));
const all = read(join(source, 'queries.jsonl')).filter((query) => gold.get(query.qid)?.length > 0);
const asked = Number(questions) > 0 ? all.filter((_, index) => index % Math.ceil(all.length / Number(questions)) === 0) : all;
const stores = [...new Set(asked.map((query) => query.store))];
const foreign = new Map(
  stores.flatMap((store) => read(join(lines, `${store}.exported`)).map((memory) => [memory.id, memory.metadata?.external_id])),
);

const ways = ['http', 'stdio'].flatMap((transport) => ['legacy', 'modern'].map((era) => ({ transport, era })));
const connect = ({ transport, era }, store) =>
  transport === 'http'
    ? overHttp(`${url}/mcp/spaces/${store}`, token, era)
    : overStdio(locket, ['--data', data, '--space', store], era);

for (const way of ways) {
  const name = `${way.transport}, ${way.era}`;
  const started = performance.now();
  let hits = 0;
  let answered = 0;
  let why;
  for (const store of stores) {
    await attempt(`${name}: a conversation can be asked`, async () => {
      const client = await connect(way, store);
      for (const query of asked.filter((each) => each.store === store)) {
        try {
          const { results } = await call(client, 'recall', { query: query.query, limit: 10, detail: 'index' });
          answered += 1;
          const wanted = gold.get(query.qid);
          hits += results.some((result) => wanted.includes(foreign.get(result.id))) ? 1 : 0;
        } catch (error) {
          why ??= error.message;
        }
      }
      await client.close();
    });
  }
  const pace = ((performance.now() - started) / asked.length).toFixed(1);
  check(`${name}: ${answered} of ${asked.length} questions are answered (${pace} ms each)`, answered === asked.length, why);
  const share = hits / asked.length;
  check(`${name}: ${(100 * share).toFixed(1)} % find a right memory among ten`, share >= GOOD_SHARE, `less than ${100 * GOOD_SHARE} %`);
}

for (const era of ['legacy', 'modern']) {
  for (const [who, wrong] of [['no token', undefined], ['a wrong token', 'A'.repeat(43)]]) {
    const refused = await overHttp(`${url}/mcp/spaces/${stores[0]}`, wrong, era).then(() => false, () => true);
    check(`http, ${era}, ${who}: the client is turned away`, refused);
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...(wrong ? { Authorization: `Bearer ${wrong}` } : {}) };
    const answer = await fetch(`${url}/mcp/spaces/${stores[0]}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'recall', arguments: { query: 'anything' } } }),
    });
    same(`http, ${era}, ${who}: 401`, 401, answer.status);
    check(`http, ${era}, ${who}: WWW-Authenticate: Bearer`, /^bearer/i.test(answer.headers.get('www-authenticate') ?? ''));
  }
  const narrowed = await overStdio(locket, ['--data', data, '--space', stores[0]], era, { MCP_MEMORY_TOKEN: 'A'.repeat(43) })
    .then(async (client) => {
      const answer = await call(client, 'recall', { query: 'anything' }).then(() => true, () => false);
      await client.close();
      return answer;
    }, () => false);
  check(`stdio, ${era}, a wrong MCP_MEMORY_TOKEN: nothing is answered`, narrowed === false);
}
finish();
