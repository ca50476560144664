import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { serviceWorker } from './build-worker.js';

const server = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), serviceWorker()],
  // Workspace packages are bundled from their sources: no build of theirs can be stale.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    sourcemap: false,
    // Nothing is inlined as data: URLs, and no script stands in the page: the server's policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // One file for the component kit, which is loaded after the page is there, instead of a dozen small ones.
        codeSplitting: {
          // Not what it shares with the page: that has to be there first.
          includeDependenciesRecursively: false,
          groups: [
            // What is there from the start, as one file instead of forty.
            { name: 'page', tags: ['$initial'], priority: 1 },
            { name: 'kit', test: /node_modules\/@(base-ui|floating-ui)\// },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': server,
      '/health': server,
      // The guide's routes without a prefix; `/chats` is a page of ours.
      '^/chat(/|$)': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
