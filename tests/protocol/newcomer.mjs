// newcomer.mjs CONFIGURATION: what an editor does with the configuration that was written for it: start the command that stands
// there, with its arguments and variables and nothing else, and use it.
import { readFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport, getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import { call } from './connect.mjs';

const check = (sentence, holds, why = '') => {
  console.log(holds ? `  ok   ${sentence}` : `  FAIL ${sentence}: ${why}`);
  if (!holds) process.exitCode = 1;
};

const { command, args = [], env = {} } = JSON.parse(readFileSync(process.argv[2], 'utf8')).mcpServers.locket;

async function session(use) {
  const client = new Client({ name: 'editor', version: '1' });
  await client.connect(new StdioClientTransport({ command, args, env: { ...getDefaultEnvironment(), ...env }, stderr: 'ignore' }));
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const { tools } = await session((client) => client.listTools());
check('a session offers eight tools', tools.length === 8, tools.map((tool) => tool.name).join(' '));

const stored = await session((client) => call(client, 'remember', { text: 'Ada keeps bees on the roof of the old mill', about: ['Ada'] }));
check('a session remembers', stored.status === 'active' && stored.id?.length === 32, JSON.stringify(stored));

const found = await session((client) => call(client, 'recall', { query: 'who keeps bees?' }));
check('a later session recalls it', found.results?.[0]?.id === stored.id, JSON.stringify(found));
