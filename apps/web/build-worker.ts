import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** After the page is built: its service worker as one classic script, which knows every file of the page. */
export function serviceWorker(): Plugin {
  let dist = '';
  return {
    name: 'stm-chat:service-worker',
    apply: 'build',
    configResolved({ root, build: { outDir } }) {
      dist = path.resolve(root, outDir);
    },
    async closeBundle() {
      const files = filesIn(dist).filter((file) => file !== '/sw.js');
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(path.join(dist, file)));
      await build({
        configFile: false,
        root: here,
        logLevel: 'warn',
        publicDir: false,
        resolve: { conditions: ['source', ...defaultClientConditions] },
        define: {
          PAGE_FILES: JSON.stringify(files),
          PAGE_VERSION: JSON.stringify(hash.digest('base64url').slice(0, 16)),
        },
        build: {
          outDir: dist,
          emptyOutDir: false,
          modulePreload: false,
          rolldownOptions: {
            input: path.join(here, 'src/worker/sw.ts'),
            output: { format: 'iife', entryFileNames: 'sw.js' },
          },
        },
      });
      for (const file of filesIn(dist)) compress(path.join(dist, file));
    },
  };
}

/** Smaller files fit into the first packets anyway. */
const WORTH_BYTES = 1400;

/** Beside each text, what the server sends in its place to whoever can read it: once here instead of on every request. */
function compress(file: string): void {
  if (!/\.(?:js|css|html|svg|webmanifest)$/.test(file)) return;
  const text = readFileSync(file);
  if (text.length < WORTH_BYTES) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(text, { params }));
  writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
}

/** As addresses, sorted; the page itself as `/index.html`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')}`)
    .sort();
}
