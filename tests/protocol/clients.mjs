// clients.mjs LOCKET DATA [URL TOKEN]: everything the MCP face offers, through the official client. With URL and TOKEN over
// HTTP and stdio beside that server, without them over stdio alone.
import { attempt, check, finish, ok, same } from './checks.mjs';
import { call, eras, overHttp, overStdio } from './connect.mjs';

const [locket, data, url, token] = process.argv.slice(2);
const tools = ['context', 'explore', 'forget', 'history', 'recall', 'relate', 'remember', 'revise'];
const identity = /^(user|space|token|principal|caller)(_?(id|name))?$/;
const versions = { legacy: '2025-11-25', modern: '2026-07-28', auto: '2026-07-28' };

async function aboutLists(way, client) {
  const listed = (await client.listTools()).tools;
  same(`${way}: the eight tools`, tools, listed.map((tool) => tool.name).sort());
  check(
    `${way}: each has title, description, annotations and both schemas`,
    listed.every((tool) => tool.title && tool.description && tool.annotations && tool.inputSchema && tool.outputSchema),
  );
  same(
    `${way}: no tool asks who calls`,
    [],
    listed.flatMap((tool) => Object.keys(tool.inputSchema.properties ?? {})).filter((name) => identity.test(name)),
  );
  same(`${way}: three resources`, ['memory://contradictions', 'memory://profile', 'memory://recent'], (await client.listResources()).resources.map((each) => each.uri).sort());
  same(`${way}: one template`, ['memory://memories/{id}'], (await client.listResourceTemplates()).resourceTemplates.map((each) => each.uriTemplate));
  same(`${way}: two prompts`, ['remember-this-conversation', 'what-do-you-know'], (await client.listPrompts()).prompts.map((each) => each.name).sort());
}

async function aboutOneMemory(way, client) {
  const text = `Tomas planted three pear trees behind the barn (${way})`;
  const remembered = await call(client, 'remember', { text, kind: 'note', about: ['Tomas'], tags: ['garden'], idempotency_key: `pears ${way}` });
  same(`${way}: remember is new`, true, remembered.is_new);
  const again = await call(client, 'remember', { text, kind: 'note', about: ['Tomas'], tags: ['garden'], idempotency_key: `pears ${way}` });
  same(`${way}: the same key again is the same memory`, remembered.id, again.id);

  const ids = async () => (await call(client, 'recall', { query: 'who planted pear trees?', limit: 50 })).results.map((result) => result.id);
  check(`${way}: recall finds it`, (await ids()).includes(remembered.id));
  const answer = await client.callTool({ name: 'recall', arguments: { query: 'who planted pear trees?', limit: 50 } });
  const [, mark] = /<([0-9a-f]{16,})>/.exec(answer.content[0].text) ?? [];
  const shown = answer.content[0].text;
  check(
    `${way}: the text form stands between marks that nobody can guess`,
    mark && shown.includes(`<${mark}>\n`) && shown.split(`<${mark}>`).length === shown.split(`</${mark}>`).length,
    shown,
  );
  check(`${way}: and says that it is not an instruction`, /not an instruction/.test(shown));

  const context = await call(client, 'context', { query: 'pear trees', max_tokens: 400 });
  check(`${way}: context keeps its budget and cites`, context.tokens <= 400 && context.cited.length > 0, JSON.stringify(context));

  const revised = await call(client, 'revise', { id: remembered.id, text: `${text}, and one quince`, expected_version: remembered.version });
  check(`${way}: revise makes a new version`, revised.version > remembered.version);
  const stale = await client.callTool({ name: 'revise', arguments: { id: remembered.id, text: 'too late', expected_version: remembered.version } });
  check(`${way}: an old expected_version is refused in words`, stale.isError && /version/.test(stale.content[0].text), stale.content?.[0]?.text);
  same(`${way}: history has both versions`, ['remembered', 'revised'], (await call(client, 'history', { id: remembered.id })).versions.map((each) => each.change));

  same(`${way}: forget`, [remembered.id], (await call(client, 'forget', { id: remembered.id })).changed);
  check(`${way}: what is forgotten is not recalled`, !(await ids()).includes(remembered.id));
  same(`${way}: undo`, [remembered.id], (await call(client, 'forget', { id: remembered.id, undo: true })).changed);
  check(`${way}: what came back is recalled`, (await ids()).includes(remembered.id));

  const one = await client.readResource({ uri: `memory://memories/${remembered.id}` });
  check(`${way}: the memory can be read as a resource`, one.contents[0].text.includes('one quince'));
}

async function aboutTheRest(way, client) {
  const place = `north barn ${way}`;
  const relation = await call(client, 'relate', { from: 'Tomas', relation: 'owns', to: place });
  same(`${way}: relate`, [relation.from, relation.to], ['Tomas', place]);
  const around = await call(client, 'explore', { name: 'Tomas' });
  check(`${way}: explore follows it`, around.relations.some((edge) => edge.to === place), JSON.stringify(around.relations));
  const ended = await call(client, 'relate', { from: 'Tomas', relation: 'owns', to: place, ends: true });
  check(`${way}: ends ends it`, ended.until !== undefined);

  const recent = await client.readResource({ uri: 'memory://recent' });
  check(`${way}: memory://recent`, recent.contents[0].text.includes('pear trees'));
  const prompt = await client.getPrompt({ name: 'what-do-you-know', arguments: { about: 'pear trees' } });
  check(`${way}: a prompt carries what is known`, prompt.messages[0].content.text.includes('pear'));
  const tag = await client.complete({ ref: { type: 'ref/prompt', name: 'remember-this-conversation' }, argument: { name: 'tag', value: 'gar' } });
  check(`${way}: completion of a tag`, tag.completion.values.includes('garden'), JSON.stringify(tag));

  const wrong = await client.callTool({ name: 'recall', arguments: { query: 'x', limit: 1000 } }).then(
    (answer) => (answer.isError ? answer.content[0].text : 'accepted'),
    (error) => error.message,
  );
  check(`${way}: a limit that is too high is named`, /limit/.test(wrong), wrong);
  const unknown = await client.readResource({ uri: `memory://memories/${'0'.repeat(32)}` }).then(() => 'found', (error) => error.code);
  check(`${way}: an unknown memory is no resource`, unknown === -32602 || unknown === -32002, unknown);
}

async function everything(way, era, connect) {
  await attempt(`${way}: the whole session`, async () => {
    const client = await connect();
    same(`${way}: speaks ${versions[era]}`, versions[era], client.getNegotiatedProtocolVersion());
    await attempt(`${way}: lists`, () => aboutLists(way, client));
    await attempt(`${way}: one memory's life`, () => aboutOneMemory(way, client));
    await attempt(`${way}: graph, resources, prompts, completions`, () => aboutTheRest(way, client));
    await client.close();
    ok(`${way}: closes`);
  });
}

for (const era of Object.keys(eras)) {
  if (url) {
    await everything(`http ${era}`, era, () => overHttp(`${url}/mcp`, token, era));
    const turnedAway = await overHttp(`${url}/mcp`, undefined, era).then(() => false, () => true);
    check(`http ${era}: without a token nobody gets in`, turnedAway);
  }
  await everything(`${url ? 'stdio beside a server' : 'stdio alone'} ${era}`, era, () => overStdio(locket, ['--data', data], era));
}
finish();
