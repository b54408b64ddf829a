// server-memory.mjs LOCKET FOLDER URL TOKEN SEED: the official server-memory and Locket's profile of that name, given the same calls.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, check, fail, finish, same } from './checks.mjs';
import { overHttp, overStdio, overProgram } from './connect.mjs';
import { callsOf } from './graph-calls.mjs';

const [locket, folder, url, token, seedText] = process.argv.slice(2);
const seed = Number(seedText);
const count = 200;
const official = new URL('./node_modules/@modelcontextprotocol/server-memory/dist/index.js', import.meta.url).pathname;
console.log(`  seed ${seed}`);

const startOfficial = (file) => overProgram(process.execPath, [official], 'legacy', { MEMORY_FILE_PATH: file });
const ours = {
  'http legacy': (space) => overHttp(`${url}/mcp/spaces/${space}?profile=server-memory`, token, 'legacy'),
  'http modern': (space) => overHttp(`${url}/mcp/spaces/${space}?profile=server-memory`, token, 'modern'),
  stdio: (space) => overStdio(locket, ['--data', join(folder, 'data'), '--space', space, '--profile', 'server-memory'], 'legacy'),
};

const answer = async (client, [name, args]) => {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: args });
  return { isError: isError ?? false, text: content.map((block) => block.text).join('|'), structuredContent };
};

const sorted = (list) => [...new Set(list.map((each) => JSON.stringify(each)))].sort();
/** A graph without order and repetition: that is what a file carries over. */
const gist = ({ entities, relations }) => ({
  entities: sorted(
    entities.map(({ name, entityType, observations }) => ({ name, entityType, observations: sorted(observations) })),
  ),
  relations: sorted(relations.map(({ from, to, relationType }) => ({ from, to, relationType }))),
});

// A name stands once with us. Theirs keeps two entities of one name where one call brought both, so here they are one.
const once = (graph) => {
  const byName = new Map();
  for (const each of graph.entities) {
    const there = byName.get(each.name);
    if (!there) byName.set(each.name, { ...each, observations: [...each.observations] });
    else there.observations.push(...each.observations.filter((one) => !there.observations.includes(one)));
  }
  return { ...graph, entities: [...byName.values()] };
};

const pick = ({ name, title, annotations, inputSchema, outputSchema }) => JSON.parse(JSON.stringify({
  name, title, annotations: { ...annotations, title: undefined }, inputs: shapeOf(inputSchema), outputs: shapeOf(outputSchema),
}));
/** A schema by what it demands: the words in it are our own. */
function shapeOf(schema) {
  const { type, properties, required, items } = schema;
  return {
    type,
    items: items && shapeOf(items),
    required: required && [...required].sort(),
    properties: properties && Object.fromEntries(Object.entries(properties).sort().map(([name, each]) => [name, shapeOf(each)])),
  };
}

async function aboutLists(way, theirs, client) {
  same(`${way}: the same server name and version`, theirs.getServerVersion(), client.getServerVersion());
  const [left, right] = [(await theirs.listTools()).tools.map(pick), (await client.listTools()).tools.map(pick)];
  same(`${way}: the same tools in the same order`, left.map((tool) => tool.name), right.map((tool) => tool.name));
  for (const tool of left) same(`${way}: ${tool.name}: title, annotations and schemas`, tool, right.find((other) => other.name === tool.name));
  same(`${way}: the same resource`, ...(await Promise.all([theirs, client].map(async (each) => (await each.listResources()).resources.map(({ uri, name, mimeType }) => ({ uri, name, mimeType }))))));
}

async function compare(way, connect) {
  const file = join(folder, `${way.replace(' ', '-')}.jsonl`);
  const theirs = await startOfficial(file);
  const client = await connect(way.replace(' ', '-'));
  await aboutLists(way, theirs, client);
  let alike = 0;
  for (const [at, call] of callsOf(seed, count).entries()) {
    const [left, right] = [await answer(theirs, call), await answer(client, call)];
    if (JSON.stringify(left) === JSON.stringify(right)) alike += 1;
    else fail(`${way}: call ${at} ${JSON.stringify(call).slice(0, 300)}`, `theirs ${JSON.stringify(left).slice(0, 500)} ours ${JSON.stringify(right).slice(0, 500)}`);
  }
  same(`${way}: of ${count} calls from seed ${seed} so many are answered alike, text and structure`, count, alike);
  const uri = 'memory://knowledge-graph';
  const [left, right] = await Promise.all([theirs, client].map(async (each) => (await each.readResource({ uri })).contents[0]));
  same(`${way}: the resource is alike`, { text: left.text, mimeType: left.mimeType }, { text: right.text, mimeType: right.mimeType });
  await theirs.close();
  await client.close();
  return file;
}

const run = (...args) => execFileSync(locket, [...args, '--data', join(folder, 'data')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

async function exchange(file) {
  const theirs = await startOfficial(file);
  const graph = (await answer(theirs, ['read_graph', {}])).structuredContent;
  await theirs.close();

  await attempt('ours reads the file that theirs wrote', async () => {
    run('import', '--from', 'server-memory', '--space', 'imported', file);
    const client = await ours['http legacy']('imported');
    same('ours reads the file that theirs wrote', gist(once(graph)), gist((await answer(client, ['read_graph', {}])).structuredContent));
    await client.close();
  });
  await attempt('theirs reads the file that ours wrote', async () => {
    const written = join(folder, 'exported.jsonl');
    writeFileSync(written, run('export', '--to', 'server-memory', '--space', 'http-legacy'));
    const again = await startOfficial(written);
    const read = (await answer(again, ['read_graph', {}])).structuredContent;
    await again.close();
    // A name at the end of an edge is a thing with us, so our file has a line for it.
    const known = new Set(graph.entities.map((each) => each.name));
    const bare = read.entities.filter((each) => !known.has(each.name));
    check('what our file has beside theirs is only named by edges', bare.every((each) => each.observations.length === 0), JSON.stringify(bare));
    const kept = { ...read, entities: read.entities.filter((each) => known.has(each.name)) };
    same('theirs reads the file that ours wrote', gist(once(graph)), gist(kept));
    check('our file has one object a line', readFileSync(written, 'utf8').trimEnd().split('\n').every((line) => JSON.parse(line).type));
  });
}

// The one difference in what is kept: theirs keeps what nobody can see.
async function hidden() {
  const call = ['create_entities', { entities: [{ name: 'Ada', entityType: 'person', observations: ['likes\u007f tea\u200b'] }] }];
  const seen = async (client) => {
    const said = (await answer(client, call)).structuredContent.entities[0].observations[0];
    await client.close();
    return said;
  };
  same('theirs keeps hidden characters', 'likes\u007f tea\u200b', await seen(await startOfficial(join(folder, 'hidden.jsonl'))));
  same('ours takes them out and says so', 'likes tea', await seen(await ours['http legacy']('hidden')));
}

mkdirSync(folder, { recursive: true });
let file;
for (const [way, connect] of Object.entries(ours)) {
  file = (await attempt(`${way}: the comparison`, () => compare(way, connect))) ?? file;
}
if (file) await exchange(file);
else fail('each reads the file that the other wrote', 'there is none');
await attempt('hidden characters', hidden);
finish();
