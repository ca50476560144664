import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { ClusterBus } from '@stm-chat/server/cluster-bus';
import { RedisLink } from '@stm-chat/server/redis-link';
import { createClient } from 'redis';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { SECRET } from './target.js';

/**
 * One of two bare relays that hear each other: what telling another server costs, without anything else. `WAY` is how:
 * Socket.IO's adapter over Redis (`redis`, `sharded`), this server's bus (`bus`), or not at all (`none`).
 */
const way = process.env['WAY'] ?? 'none';
const url = process.env['REDIS_URL'] ?? '';
const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 65_536 });
const chat = io.of('/chat');

const told = { name: 'told', schema: z.object({ chatId: z.string(), message: z.looseObject({}) }) };
const quiet = () => undefined;
let tell = (_chatId: string, _message: object): void => undefined;

if (way === 'redis' || way === 'sharded') {
  const clients = [createClient({ url }), createClient({ url })] as const;
  await Promise.all(clients.map((client) => client.connect()));
  io.adapter(way === 'redis' ? createAdapter(...clients) : createShardedAdapter(...clients));
}
if (way === 'bus') {
  const clock = {
    now: () => Date.now(),
    after: (ms: number, action: () => void) => {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  };
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const link = new RedisLink({ url, prefix: 'bench', clock, logger });
  const metrics = { count: quiet, observe: quiet, gauge: quiet };
  const bus = new ClusterBus({ link, clock, logger, metrics, secret: SECRET, previousSecret: null });
  bus.hear(told, ({ chatId, message }) => void chat.local.to(chatId).emit('new_message', message));
  tell = (chatId, message) => bus.send(told, { chatId, message });
  await bus.open(3000);
}

let seq = 0;
chat.on('connection', (socket: Socket) => {
  socket.on('join_chat', ({ chatId }: { chatId: string }, ack: (answer: object) => void) => {
    void socket.join(chatId);
    ack({ ok: true });
  });
  socket.on(
    'send_message',
    (sent: { chatId: string; message: string; client_id: string }, ack: (answer: object) => void) => {
      seq += 1;
      const message = { ...sent, seq, revision: seq, sender_type: 'customer', created_at: new Date().toISOString() };
      ack({ ok: true, message });
      // The adapter tells the others by itself; the bus is told what they are to send.
      (way === 'bus' ? chat.local : chat).to(sent.chatId).emit('new_message', message);
      if (way === 'bus') tell(sent.chatId, message);
    },
  );
});

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('SIGTERM', () => process.exit(0));
