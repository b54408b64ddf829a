// profiles.mjs LOCKET DATA URL TOKEN: whole sessions on the profiles that have no server of their own to compare with.
import { attempt, check, finish, same } from './checks.mjs';
import { call, overHttp, overStdio } from './connect.mjs';

const [locket, data, url, token] = process.argv.slice(2);
const connect = {
  'http legacy': (profile, space) => overHttp(`${url}/mcp/spaces/${space}?profile=${profile}`, token, 'legacy'),
  'http modern': (profile, space) => overHttp(`${url}/mcp/spaces/${space}?profile=${profile}`, token, 'modern'),
  stdio: (profile, space) => overStdio(locket, ['--data', data, '--space', space, '--profile', profile], 'auto'),
};

const said = async (client, args) => {
  const { content, isError } = await client.callTool({ name: 'memory', arguments: args });
  return `${isError ? 'error: ' : ''}${content[0].text}`;
};

/** One session of the memory tool: what is sent, and what must come back. */
const session = [
  [{ command: 'view', path: '/memories' }, "Here're the files and directories up to 2 levels deep in /memories, excluding hidden items:\n0B\t/memories"],
  [{ command: 'create', path: '/memories/people/ada.md', file_text: 'Ada keeps bees.\nShe lives in a mill.\n' }, 'File created successfully at: /memories/people/ada.md'],
  [{ command: 'create', path: '/memories/people/ada.md', file_text: 'again' }, 'error: File /memories/people/ada.md already exists'],
  [{ command: 'view', path: '/memories/people/ada.md' }, "Here's the content of /memories/people/ada.md with line numbers:\n     1\tAda keeps bees.\n     2\tShe lives in a mill.\n     3\t"],
  [{ command: 'view', path: '/memories/people/ada.md', view_range: [2, 2] }, "Here's the content of /memories/people/ada.md with line numbers:\n     2\tShe lives in a mill."],
  [{ command: 'view', path: '/memories' }, "Here're the files and directories up to 2 levels deep in /memories, excluding hidden items:\n37B\t/memories\n37B\t/memories/people/\n37B\t/memories/people/ada.md"],
  [{ command: 'view', path: '/memories/none' }, 'error: The path /memories/none does not exist. Please provide a valid path.'],
  [{ command: 'str_replace', path: '/memories/people/ada.md', old_str: 'bees', new_str: 'two hives of bees' }, 'The memory file has been edited. Here is the snippet showing the change (with line numbers):\n     1\tAda keeps two hives of bees.\n     2\tShe lives in a mill.\n     3\t'],
  [{ command: 'str_replace', path: '/memories/people/ada.md', old_str: 'wasps', new_str: 'x' }, 'error: No replacement was performed, old_str `wasps` did not appear verbatim in /memories/people/ada.md.'],
  [{ command: 'str_replace', path: '/memories/people/ada.md', old_str: 'e', new_str: 'x' }, 'error: No replacement was performed. Multiple occurrences of old_str `e` in lines: 1, 2. Please ensure it is unique'],
  [{ command: 'str_replace', path: '/memories/none', old_str: 'a', new_str: 'b' }, 'error: The path /memories/none does not exist. Please provide a valid path.'],
  [{ command: 'insert', path: '/memories/people/ada.md', insert_line: 1, insert_text: 'She speaks Czech 🐝.\n' }, 'The file /memories/people/ada.md has been edited.'],
  [{ command: 'insert', path: '/memories/people/ada.md', insert_line: 9, insert_text: 'x' }, 'error: Invalid `insert_line` parameter: 9. It should be within the range [0, 4].'],
  [{ command: 'insert', path: '/memories/none', insert_line: 0, insert_text: 'x' }, 'error: The path /memories/none does not exist. Please provide a valid path.'],
  [{ command: 'create', path: '/memories/todo.md', file_text: '' }, 'File created successfully at: /memories/todo.md'],
  [{ command: 'rename', old_path: '/memories/todo.md', new_path: '/memories/people/ada.md' }, 'error: The destination /memories/people/ada.md already exists'],
  [{ command: 'rename', old_path: '/memories/none', new_path: '/memories/other' }, 'error: The path /memories/none does not exist'],
  [{ command: 'rename', old_path: '/memories/people', new_path: '/memories/friends' }, 'Successfully renamed /memories/people to /memories/friends'],
  [{ command: 'view', path: '/memories/friends/ada.md' }, "Here's the content of /memories/friends/ada.md with line numbers:\n     1\tAda keeps two hives of bees.\n     2\tShe speaks Czech 🐝.\n     3\tShe lives in a mill.\n     4\t"],
  [{ command: 'delete', path: '/memories' }, 'error: Cannot delete the /memories directory itself'],
  [{ command: 'delete', path: '/memories/none' }, 'error: The path /memories/none does not exist'],
  [{ command: 'delete', path: '/memories/friends' }, 'Successfully deleted /memories/friends'],
  [{ command: 'view', path: '/memories' }, "Here're the files and directories up to 2 levels deep in /memories, excluding hidden items:\n0B\t/memories\n0B\t/memories/todo.md"],
];

async function aboutFiles(way, open) {
  const client = await open('anthropic-memory', `files ${way}`.replaceAll(' ', '-'));
  same(`${way}: the memory tool alone`, ['memory'], (await client.listTools()).tools.map((tool) => tool.name));
  for (const [args, expected] of session) same(`${way}: ${JSON.stringify(args).slice(0, 90)}`, expected, await said(client, args));
  for (const path of ['/etc/passwd', '/memories/../etc', '/memories/.ssh/key', '/memories/%2e%2e/etc', '/memories/a\u0000b', '/memories/1/2/3/4/5/6/7/8/9', `/memories/${'x'.repeat(200)}`]) {
    check(`${way}: ${JSON.stringify(path).slice(0, 40)} is refused`, (await said(client, { command: 'create', path, file_text: 'x' })).startsWith('error: '));
  }
  await client.close();
}

async function aboutDocuments(way, open) {
  const space = `documents ${way}`.replaceAll(' ', '-');
  const own = await open('locket', space);
  const { id } = await call(own, 'remember', { text: 'Ada keeps bees on the roof of the old mill' });
  await own.close();
  const client = await open('chatgpt', space);
  same(`${way}: search and fetch`, ['search', 'fetch'], (await client.listTools()).tools.map((tool) => tool.name));
  const found = await client.callTool({ name: 'search', arguments: { query: 'who keeps bees?' } });
  same(`${way}: search gives id, title and url, as text and as structure`, [{ results: [{ id, title: 'Ada keeps bees on the roof of the old mill', url: `memory://memories/${id}` }] }, found.structuredContent], [found.structuredContent, JSON.parse(found.content[0].text)]);
  const document = await client.callTool({ name: 'fetch', arguments: { id } });
  same(`${way}: fetch gives the document`, ['id', 'title', 'text', 'url', 'metadata'], Object.keys(JSON.parse(document.content[0].text)));
  same(`${way}: with its text`, 'Ada keeps bees on the roof of the old mill', document.structuredContent.text);
  await client.close();
}

for (const [way, open] of Object.entries(connect)) {
  await attempt(`${way}: files`, () => aboutFiles(way, open));
  await attempt(`${way}: documents`, () => aboutDocuments(way, open));
}
finish();
