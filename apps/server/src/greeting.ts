import type { RunningServer } from './create-server.js';
import type { ServerConfig } from './config/config.js';
import { demoAccounts } from './features/demo/demo.api.js';

/** What a server that listens says, line by line. */
export async function greeting(server: RunningServer, config: ServerConfig): Promise<string[]> {
  const accounts = await demoAccounts(server.app);
  return [
    '✅ Connected to transaction pooler (REST API)',
    '✅ Connected to direct connection (Real-time/Socket.IO)',
    `STM Backend running at port ${server.port}`,
    `\nOpen ${addressToOpen(server.port, config)}`,
    ...(accounts.length === 0 ? [] : ['\nDemo accounts:']),
    ...accounts.map(({ role, email, password }) => `  ${role.padEnd(9)} ${email.padEnd(26)} ${password}`),
  ];
}

const EVERYWHERE = new Set(['0.0.0.0', '::', '127.0.0.1', '::1']);

/** Where a browser finds it: "every address" is none that it could open. */
export function addressToOpen(port: number, { publicUrl, host }: Pick<ServerConfig, 'publicUrl' | 'host'>): string {
  if (publicUrl !== null) return publicUrl;
  const name = EVERYWHERE.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
