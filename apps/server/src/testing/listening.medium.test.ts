import { expect, it } from 'vitest';
import { startTestServer } from './test-server.js';

it('says which variable to change when it cannot listen', async () => {
  const first = await startTestServer();
  await expect(startTestServer({ PORT: String(first.port) })).rejects.toThrow(
    `PORT: another program listens on 127.0.0.1:${first.port}.`,
  );
  await expect(startTestServer({ HOST: '203.0.113.7' })).rejects.toThrow('HOST: 203.0.113.7 is no address');
  expect((await fetch(`${first.url}/health`)).status).toBe(200);
  await first.close();
});
