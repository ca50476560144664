import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  /** Of the envelope: where it would be returned to. */
  readonly from: string;
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** A mail server on this machine that keeps what it is given. */
export interface TestMailbox {
  /** For SMTP_URL. */
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** What it answers to a recipient; null: it takes the mail. */
  refuse: (address: string) => { readonly code: number; readonly message: string } | null;
  /** What happens after it has taken a mail whole; `cut`: it keeps it, and the connection ends without an answer. */
  afterData: () => 'answer' | 'cut';
  close(): Promise<void>;
}

export async function startMailbox(): Promise<TestMailbox> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const refusal = box.refuse(address);
      done(refusal === null ? null : Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const raw = Buffer.concat(pieces).toString();
        void simpleParser(raw).then((mail) => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          received.push({ to: rcptTo[0]?.address ?? '', from, raw, mail });
          if (box.afterData() === 'answer') return done();
          for (const connection of server.connections)
            (connection as { _socket: { destroy(): void } })._socket.destroy();
          return undefined;
        });
      });
    },
  });
  // A client that is cut off is none of the test's faults.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const box: TestMailbox = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: () => null,
    afterData: () => 'answer',
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return box;
}
