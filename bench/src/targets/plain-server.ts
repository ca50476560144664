import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import pg from 'pg';
import { Server, type Socket } from 'socket.io';
import { v7 } from 'uuid';
import { SECRET } from './target.js';

/**
 * (c) The guide's design done plainly and decently: a SELECT for the membership, an INSERT, an emit per message, on a
 * pool of direct connections with prepared statements. It has no seq, no idempotency and no order, as the guide's has.
 */
const key = createSecretKey(Buffer.from(SECRET));
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 65_536 });

interface Send {
  chatId: string;
  message: string;
  client_id: string;
}

/** Who connects, by a token that the host signed. */
async function admit(socket: Socket): Promise<void> {
  const { payload } = await jwtVerify(String(socket.handshake.auth['token']), key, { algorithms: ['HS256'] });
  socket.data = { userId: Number(payload.sub), role: payload['role'] };
}

io.of('/chat').use((socket, next) => {
  admit(socket).then(
    () => next(),
    () => next(new Error('unauthorized')),
  );
});

const member = (chatId: string, userId: number) =>
  pool.query({
    name: 'member',
    text: 'select id from plain_chats where id = $1 and (customer_id = $2 or provider_id = $2)',
    values: [chatId, userId],
  });

io.of('/chat').on('connection', (socket: Socket) => {
  const { userId, role } = socket.data as { userId: number; role: string };
  socket.emit('connected', { message: 'Connected', userId });
  const join = async ({ chatId }: { chatId: string }, ack: (answer: object) => void): Promise<void> => {
    if ((await member(chatId, userId)).rowCount === 1) void socket.join(chatId);
    ack({ ok: true });
  };
  const send = async ({ chatId, message, client_id }: Send, ack: (answer: object) => void): Promise<void> => {
    if ((await member(chatId, userId)).rowCount !== 1) {
      ack({ ok: false });
      return;
    }
    const { rows } = await pool.query({
      name: 'insert',
      text: `insert into plain_messages (id, chat_id, sender_type, sender_id, message, message_type)
             values ($1, $2, $3, $4, $5, 'text') returning created_at`,
      values: [v7(), chatId, role, userId, message],
    });
    const stored = {
      id: v7(),
      chatId,
      seq: 1,
      revision: 1,
      sender_type: role,
      sender_id: userId,
      message,
      message_type: 'text',
      created_at: rows[0].created_at,
      client_id,
      reply_to: null,
      edited_at: null,
      deleted_at: null,
      attachments: [],
      reactions: [],
    };
    ack({ ok: true, message: stored });
    io.of('/chat').to(chatId).emit('new_message', stored);
  };
  socket.on('join_chat', (payload, ack) => void join(payload, ack));
  socket.on('send_message', (payload, ack) => void send(payload, ack));
});

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('SIGTERM', () => process.exit(0));
