// The web app that the page belongs to: serves the page, holds the API key, and mints short-lived keys with it.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };
const here = fileURLToPath(new URL('.', import.meta.url));
const folders = { '/': join(here, 'pages'), '/agents/': join(here, 'node_modules/@openai/agents-realtime/dist/bundle') };

export class Backend {
  static async start(api, key) {
    const backend = new Backend();
    Object.assign(backend, { api, key });
    backend.server = createServer((request, response) => backend.#answer(request.url, response).catch(() => response.writeHead(404).end()));
    await new Promise((resolve) => backend.server.listen(0, '127.0.0.1', resolve));
    backend.url = `http://127.0.0.1:${backend.server.address().port}/`;
    return backend;
  }

  // A key for a page, with its session bound in.
  async mint(session = {}) {
    const response = await this.post('/client_secrets', { expires_after: { anchor: 'created_at', seconds: 60 }, session: { type: 'realtime', model: 'gpt-realtime', ...session } });
    if (!response.ok) throw new Error(`no client secret: HTTP ${response.status}: ${await response.text()}`);
    return (await response.json()).value;
  }

  post(path, body) {
    return fetch(`${this.api}/realtime${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #answer(url, response) {
    const { pathname } = new URL(url, this.url);
    const root = pathname.startsWith('/agents/') ? '/agents/' : '/';
    const path = normalize(join(folders[root], pathname === '/' ? 'index.html' : pathname.slice(root.length)));
    if (!path.startsWith(folders[root])) throw new Error('outside');
    const body = await readFile(path);
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
  }
}
