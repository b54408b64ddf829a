// One MCP client, the way others connect: over HTTP with a bearer header, or over stdio.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport, getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';

/** How a client asks for a version of the protocol: by handshake, by pinning the stateless one, or by finding out. */
export const eras = {
  legacy: { mode: 'legacy' },
  modern: { mode: { pin: '2026-07-28' } },
  auto: { mode: 'auto' },
};

const make = (era) => new Client({ name: 'protocol-suite', version: '1' }, { versionNegotiation: eras[era] });

export async function overHttp(address, token, era) {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const client = make(era);
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } }));
  return client;
}

export const overStdio = (locket, args, era, env) => overProgram(locket, ['stdio', ...args], era, env);

/** Environment variables beyond the defaults reach the server only where they are named here. */
export async function overProgram(command, args, era, env = {}) {
  const transport = new StdioClientTransport({
    command,
    args,
    env: { ...getDefaultEnvironment(), ...env },
    stderr: 'pipe',
  });
  const client = make(era);
  const said = [];
  transport.stderr?.on('data', (bytes) => said.push(bytes));
  try {
    await client.connect(transport);
  } catch (error) {
    throw new Error(`${error.message}; stderr: ${Buffer.concat(said).toString().slice(-600)}`, { cause: error });
  }
  return Object.assign(client, { serverProcess: transport.pid });
}

/** Calls a tool and gives its structured content; an answer with isError throws. */
export async function call(client, name, args) {
  const answer = await client.callTool({ name, arguments: args });
  if (answer.isError) throw new Error(`${name}: ${answer.content?.[0]?.text}`);
  return answer.structuredContent;
}
