/**
 * `npm run stories`: a page with every state of the application, without a server. `-- --port 5175` chooses another port;
 * `-- --built` serves the states built, as tests that open hundreds of them want it.
 */
import { parseArgs } from 'node:util';
import { build, createServer, defaultClientConditions, preview } from 'vite';
import { inRoot } from './repository.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '5174' }, built: { type: 'boolean', default: false } },
});
const root = inRoot('apps', 'web');
const port = Number(values.port);
if (values.built) {
  // React as in development: in strict mode, which mounts everything twice.
  process.env['NODE_ENV'] = 'development';
  const { default: react } = await import('@vitejs/plugin-react');
  const outDir = inRoot('.cache', 'stories');
  await build({
    root,
    configFile: false,
    mode: 'development',
    logLevel: 'error',
    plugins: [react()],
    resolve: { conditions: ['source', ...defaultClientConditions] },
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: inRoot('apps', 'web', 'demo.html') } },
  });
  await preview({ root, configFile: false, build: { outDir }, preview: { port, strictPort: true } });
} else {
  const vite = await createServer({ root, server: { port, strictPort: true } });
  await vite.listen();
}
process.stdout.write(`Every state of the application: http://localhost:${values.port}/stories.html\n`);
