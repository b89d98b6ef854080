// An MCP server (streamable HTTP, 2025-06-18) with one tool, which adds one.

import { createServer } from 'node:http';

const TOOL = { name: 'add_one', description: 'Adds one.', inputSchema: { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'] } };

/** Listens on loopback; `calls` counts the calls of its tool. */
export async function startMcp() {
  const mcp = { calls: 0 };
  const answers = {
    initialize: () => ({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'adder', version: '1' } }),
    'tools/list': () => ({ tools: [TOOL] }),
    'tools/call': ({ arguments: { number } }) => {
      mcp.calls++;
      return { content: [{ type: 'text', text: String(number + 1) }] };
    },
  };
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return response.writeHead(405).end();
    const { id, method, params } = JSON.parse(Buffer.concat(await request.toArray()));
    // A notification wants no answer.
    if (id === undefined) return response.writeHead(202).end();
    const outcome = answers[method] ? { result: answers[method](params) } : { error: { code: -32601, message: 'Method not found' } };
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, ...outcome }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  mcp.url = `http://127.0.0.1:${server.address().port}/mcp`;
  mcp.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return mcp;
}
