// mem0.mjs URL TOKEN: the official client of mem0's platform, pointed at Locket: every call that stores, finds or changes.
import MemoryClient, { AuthenticationError, MemoryNotFoundError, ValidationError } from 'mem0ai';
import { attempt, check, finish, same } from './checks.mjs';

const [url, token] = process.argv.slice(2);
const client = new MemoryClient({ apiKey: token, host: url });
const user = 'alice';
const filters = { user_id: user };
const texts = (answer) => answer.results.map((memory) => memory.memory);

async function refused(sentence, kind, work) {
  try {
    await work();
    check(sentence, false, 'it was let through');
  } catch (error) {
    check(sentence, error instanceof kind, error);
  }
}

await attempt('ping', async () => {
  await client.ping();
  check('ping is answered', true);
});

let tea;
await attempt('add', async () => {
  const added = await client.add(
    [
      { role: 'user', content: 'I moved to Kraków and drink green tea' },
      { role: 'assistant', content: 'Kraków it is, with tea' },
    ],
    { userId: user, agentId: 'planner', appId: 'desk', runId: 'run-1', metadata: { topicName: 'home' }, timestamp: 1751364000 },
  );
  same('add stores both messages', ['ADD', 'ADD'], added.results.map((result) => result.event));
  same('and is done at once', 'SUCCEEDED', added.status);
  tea = added.eventId;
  await client.add([{ role: 'user', content: 'My bicycle is blue' }], { userId: user, expirationDate: '2999-12-31', infer: false });
  await client.add([{ role: 'user', content: 'His bicycle is red' }], { userId: 'bob' });
});

await attempt('search', async () => {
  const found = await client.search('who drinks tea?', { filters, topK: 5, rerank: true });
  check('search finds it first', found.results[0].id === tea && found.results[0].score > 0, JSON.stringify(found));
  same('in one space only', ['My bicycle is blue'], texts(await client.search('bicycle', { filters })));
  same('narrowed by run', 0, (await client.search('bicycle', { filters: { AND: [filters, { run_id: 'run-1' }] } })).results.length);
  same('narrowed by metadata', 2, (await client.search('tea', { filters: { ...filters, metadata: { topicName: 'home' } } })).results.length);
  same('above a threshold that nothing reaches', 0, (await client.search('tea', { filters, threshold: 1.1 })).results.length);
});

await attempt('getAll', async () => {
  const all = await client.getAll({ filters });
  same('getAll lists the newest first', 'My bicycle is blue', all.results[0].memory);
  same('and counts', 3, all.count);
  const page = await client.getAll({ filters, page: 2, pageSize: 2 });
  check('pages link to each other', page.results.length === 1 && page.next === null && page.previous.includes('page=1'), JSON.stringify(page));
  same('between dates', 2, (await client.getAll({ filters: { AND: [filters, { created_at: { gte: '2025-07-01', lte: '2025-07-01' } }] } })).count);
});

await attempt('get, update, history', async () => {
  const memory = await client.get(tea);
  same('get gives the ids', [user, 'planner', 'desk', 'run-1'], [memory.userId, memory.agentId, memory.appId, memory.runId]);
  same('and the metadata untouched', { topicName: 'home' }, memory.metadata);
  const updated = await client.update(tea, { text: 'I moved to Kraków and drink black tea', metadata: { topicName: 'kitchen' } });
  same('update answers the new text', 'I moved to Kraków and drink black tea', updated.memory);
  same('and a date of expiration comes', '2999-01-31', (await client.update(tea, { expirationDate: '2999-01-31' })).expirationDate);
  same('and goes', undefined, (await client.update(tea, { expirationDate: null })).expirationDate);
  const history = await client.history(tea);
  same('history has each version', ['ADD', 'UPDATE', 'UPDATE', 'UPDATE'], history.map((entry) => entry.event));
  same('with the text before', 'I moved to Kraków and drink green tea', history[1].oldMemory);
});

await attempt('batch', async () => {
  const [first, second] = (await client.add([{ role: 'user', content: 'one' }, { role: 'user', content: 'two' }], { userId: user })).results;
  await client.batchUpdate([{ memoryId: first.id, text: 'eins' }, { memoryId: second.id, text: 'zwei' }]);
  same('batchUpdate changes both', ['zwei', 'eins'], texts(await client.getAll({ filters })).slice(0, 2));
  await client.batchDelete([first.id, second.id]);
  same('batchDelete deletes both', 3, (await client.getAll({ filters })).count);
});

await attempt('users', async () => {
  const users = await client.users();
  same('users are the spaces', ['alice', 'bob'], users.results.filter((each) => each.type === 'user').map((each) => each.name));
  same('with their numbers', 3, users.results[0].totalMemories);
});

await attempt('errors', async () => {
  await refused('an unknown id is its not-found error', MemoryNotFoundError, () => client.get('00000000-0000-7000-8000-000000000000'));
  await refused('a broken filter is its validation error', ValidationError, () => client.search('x', { filters: { OR: [{ user_id: 'a' }, { user_id: 'b' }] } }));
  const stranger = new MemoryClient({ apiKey: 'wrong', host: url });
  await refused('a wrong token is its authentication error', AuthenticationError, () => stranger.get(tea));
});

await attempt('delete', async () => {
  await client.delete(tea, { deleteLinked: true });
  same('delete forgets one', ['My bicycle is blue', 'Kraków it is, with tea'], texts(await client.getAll({ filters })));
  await client.deleteAll({ userId: user, runId: 'run-1' });
  same('deleteAll keeps to its run', ['My bicycle is blue'], texts(await client.getAll({ filters })));
  await client.deleteAll({ userId: user });
  same('and without one forgets all of the user', 0, (await client.getAll({ filters })).count);
  await client.deleteUsers({ userId: 'bob' });
  same('deleteUsers forgets a user', 0, (await client.getAll({ filters: { user_id: 'bob' } })).count);
});

finish();
