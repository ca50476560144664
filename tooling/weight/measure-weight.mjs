/** What a reader's browser has to fetch, in bytes after gzip. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { inRoot } from '../repository.mjs';

/** Decimal kilobytes: what providers and budgets count in. */
export const BUDGETS = { firstLoad: 150_000, sdk: 25_000, part: 15_000 };

/** @param {string | Uint8Array} text */
const gzipped = (text) => gzipSync(text, { level: 9 }).length;

/**
 * The scripts that the page names itself: without them nothing is shown. What is loaded later (the conversation, the component kit, settings,
 * other languages, an administrator's pages) is not among them.
 *
 * @returns {{ file: string, bytes: number }[]}
 */
export function firstLoad() {
  const page = readFileSync(inRoot('apps', 'web', 'dist', 'index.html'), 'utf8');
  const files = [...page.matchAll(/(?:<script[^>]*\ssrc|<link rel="modulepreload"[^>]*\shref)="([^"]+)"/g)];
  return files.map(([, file = '']) => ({
    file,
    bytes: gzipped(readFileSync(inRoot('apps', 'web', 'dist', ...file.split('/')))),
  }));
}

/** What the example of its README imports: a client, and a session by password. */
const SDK = "export { createChatClient, passwordSession } from './dist/index.js';";

/** The smallest thing that a host may take of the components. */
const PART = "export { Ticks } from './dist/index.js';";

/**
 * The SDK with its dependencies as a bundler makes it for a page of chats, beside socket.io-client; what it loads only
 * when it is used, such as sending files, is not counted.
 *
 * @returns {Promise<number>}
 */
export const sdkWeight = () => weigh('client', SDK, ['socket.io-client']);

/**
 * What a host's page gets for one component, beside React and the SDK: what it does not use stays out of its bundle.
 *
 * @returns {Promise<number>}
 */
export const partWeight = () => weigh('react', PART, [/^react(-dom)?(\/|$)/, '@stm-chat/client']);

/**
 * @param {string} name of a package
 * @param {string} source a module that takes something from it
 * @param {(string | RegExp)[]} external what is not weighed
 */
async function weigh(name, source, external) {
  const entry = inRoot('packages', name, 'weighed.js');
  const environment = process.env['NODE_ENV'];
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: inRoot('packages', name),
    plugins: [
      {
        // What Vite adds to an `import()` is the page's, and not the SDK's.
        name: 'stm-chat:plain-imports',
        enforce: 'pre',
        resolveId: (id) => (id === entry ? id : undefined),
        load(id) {
          if (id === entry) return source;
          return id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : undefined;
        },
      },
    ],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        external,
      },
    },
  });
  // Vite sets it for the whole process, and what runs after this is no production.
  if (environment === undefined) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = environment;
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((part) => ('output' in part ? part.output : []));
  const chunks = new Map(outputs.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part]] : [])));
  const wanted = [...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  // A set grows while it is walked: static imports of static imports too.
  const reached = new Set(wanted);
  for (const name of reached) for (const next of chunks.get(name)?.imports ?? []) reached.add(next);
  return [...reached].reduce((total, name) => total + gzipped(chunks.get(name)?.code ?? ''), 0);
}

/** @param {number} bytes */
export const inKilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
