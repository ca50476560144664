/** `npm run stories`: a page with every state of the application, without a server. `-- --port 5175` chooses another port. */
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { inRoot } from './repository.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5174' } } });
const vite = await createServer({
  root: inRoot('apps', 'web'),
  server: { port: Number(values.port), strictPort: true },
});
await vite.listen();
process.stdout.write(`Every state of the application: http://localhost:${values.port}/stories.html\n`);
