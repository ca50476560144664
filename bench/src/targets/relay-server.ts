import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { Server, type Socket } from 'socket.io';
import { v7 } from 'uuid';
import { SECRET } from './target.js';

/**
 * (a) A bare Socket.IO relay with no database: a validated token, rooms, an acknowledgement and the sender's echo, with
 * messages of the same fields and so the same bytes as ours. The limit of what Socket.IO does on this machine.
 */
const key = createSecretKey(Buffer.from(SECRET));
const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 65_536 });
const seqs = new Map<string, number>();

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

io.of('/chat').on('connection', (socket: Socket) => {
  socket.emit('connected', { message: 'Connected', userId: socket.data.userId });
  socket.on('join_chat', ({ chatId }: { chatId: string }, ack: (answer: object) => void) => {
    void socket.join(chatId);
    ack({ ok: true });
  });
  socket.on('send_message', ({ chatId, message, client_id }: Send, ack: (answer: object) => void) => {
    const seq = (seqs.get(chatId) ?? 0) + 1;
    seqs.set(chatId, seq);
    const stored = {
      id: v7(),
      chatId,
      seq,
      revision: seq,
      sender_type: socket.data.role,
      sender_id: socket.data.userId,
      message,
      message_type: 'text',
      created_at: new Date().toISOString(),
      client_id,
      reply_to: null,
      edited_at: null,
      deleted_at: null,
      attachments: [],
      reactions: [],
    };
    ack({ ok: true, message: stored });
    io.of('/chat').to(chatId).emit('new_message', stored);
  });
});

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('SIGTERM', () => process.exit(0));
