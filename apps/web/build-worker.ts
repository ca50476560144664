import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** After the page is built: its service worker as one classic script, which knows every file of the page. */
export function serviceWorker(): Plugin {
  return {
    name: 'stm-chat:service-worker',
    apply: 'build',
    async closeBundle() {
      const dist = path.join(here, 'dist');
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
          outDir: 'dist',
          emptyOutDir: false,
          modulePreload: false,
          rolldownOptions: {
            input: path.join(here, 'src/worker/sw.ts'),
            output: { format: 'iife', entryFileNames: 'sw.js' },
          },
        },
      });
    },
  };
}

/** As addresses, sorted; the page itself as `/index.html`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')}`)
    .sort();
}
