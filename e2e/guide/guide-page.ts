import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The guide's front end on an origin of its own, as it hosts it: its page calls the chat server across origins. */
export interface GuidePage {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the guide's client code for a chat server and serves it; `/api` is passed on, as the guide's host does. */
export async function serveGuidePage(backend: string): Promise<GuidePage> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'stm-chat-guide-'));
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    plugins: [react(), snippets()],
    define: { 'process.env.NEXT_PUBLIC_API_URL': JSON.stringify(backend) },
    resolve: { alias: { '@': path.join(folder, 'client') } },
    build: { outDir, emptyOutDir: true },
  });
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/')) {
      const { host: _, origin: __, ...headers } = request.headers;
      const passed = httpRequest(backend + request.url, { method: request.method ?? 'GET', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(passed);
      return;
    }
    const asset = /^\/assets\/[\w.-]+$/.exec(request.url ?? '')?.[0];
    response.setHeader('Content-Type', asset?.endsWith('.js') === true ? 'text/javascript' : 'text/html');
    createReadStream(path.join(outDir, asset ?? 'index.html')).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** The guide's login and logout are pieces of a page: they become modules without a letter of theirs being changed. */
function snippets() {
  const files: Record<string, readonly [file: string, name: string]> = {
    'guide:login': ['client/app/login.ts', 'handleLogin'],
    'guide:logout': ['client/components/LogoutButton.ts', 'handleLogout'],
  };
  return {
    name: 'guide-snippets',
    resolveId: (id: string) => (id in files ? `\0${id}.ts` : null),
    async load(id: string) {
      const found = files[id.slice(1, -3)];
      if (!id.startsWith('\0guide:') || found === undefined) return null;
      const code = await readFile(path.join(folder, found[0]), 'utf8');
      return `const router = { push: (to: string) => window.dispatchEvent(new CustomEvent('route', { detail: to })) };\n${code}\nexport { ${found[1]} };`;
    },
  };
}
