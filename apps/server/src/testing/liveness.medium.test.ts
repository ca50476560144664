import { expect, it } from 'vitest';
import { rawChat } from './raw-connection.js';
import { startTestServer } from './test-server.js';

it('[CN4] a connection without a pong is closed; one that is silent and answers never is', async () => {
  const server = await startTestServer({}, { heartbeat: { intervalMs: 150, timeoutMs: 150 } });
  const [quiet, dead] = [await server.user('customer'), await server.user('provider')];
  const { socket } = await server.socket(quiet.token);
  let pings = 0;
  socket.io.on('ping', () => (pings += 1));
  const raw = await rawChat(server.port, dead.token);
  const open = async () =>
    /^chat_connections\{transport="websocket"\} (\d+)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];
  expect(await open()).toBe('2');
  raw.stopReading();
  await expect.poll(open).toBe('1');
  await expect.poll(() => pings).toBeGreaterThan(5);
  expect(socket.connected).toBe(true);
  raw.end();
  await server.close();
});

it.each([
  ['lets new connections in in their turn', '6s', 200],
  ['takes no new connections where none may wait', '0', 503],
])('[LI11] a node whose event loop is late is not ready, %s, and recovers', async (_, wait, status) => {
  const server = await startTestServer({
    LIMIT_LOOP_LAG: '50ms',
    LIMIT_HANDSHAKES: '500/s',
    LIMIT_HANDSHAKE_WAIT: wait,
  });
  const handshake = async () => (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).status;
  const readiness = async () => {
    const answer = await fetch(`${server.url}/health/ready`);
    return [answer.status, ((await answer.json()) as { checks: Record<string, string> }).checks['event_loop']];
  };
  const { token } = await server.user('customer');
  const inside = await server.socket(token);
  const busyReadiness = () => {
    for (const end = performance.now() + 150; performance.now() < end;);
    return readiness();
  };
  await expect.poll(busyReadiness, { timeout: 15_000 }).toEqual([503, 'failing']);
  expect(await handshake()).toBe(status);
  expect(inside.socket.connected).toBe(true);
  await expect.poll(readiness, { timeout: 15_000 }).toEqual([200, 'ok']);
  expect(await handshake()).toBe(200);
  await server.close();
});
