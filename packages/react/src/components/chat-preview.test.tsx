import type { OutgoingMessage } from '@stm-chat/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FakeClient } from '../testing/fake-client.js';
import { makeChat, makeMessage, PEOPLE, uuid } from '../testing/fixtures.js';
import { ChatPreview } from './chat-preview.js';
import { ChatProvider } from './chat-provider.js';
import { ComposerBar } from './composer-bar.js';

const chat = makeChat({ last_message: makeMessage({ seq: 1, message: 'Said before' }) });

function unsent(fields: Partial<OutgoingMessage>): OutgoingMessage {
  const place = {
    kind: 'outgoing',
    clientId: uuid(900),
    chatId: chat.id,
    createdAt: '2026-03-04T09:00:00.000Z',
  } as const;
  return { ...place, text: '', type: 'text', replyTo: null, state: 'queued', ...fields };
}

/** What the last line of the chat says, hidden words included. */
function line(outbox: readonly OutgoingMessage[], draft = ''): string {
  const client = new FakeClient({ me: PEOPLE.customer, chats: [] });
  client.outbox.set(outbox);
  return renderToStaticMarkup(
    <ChatProvider client={client}>
      <ChatPreview chat={chat} meId={PEOPLE.customer.id} typing={[]} draft={draft} />
    </ChatProvider>,
  )
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

test('the list says what of mine waits in a chat, and how far it got', () => {
  expect(line([])).toContain('Said before');
  expect(line([unsent({ text: 'first' }), unsent({ text: 'second' })])).toBe('You: Waiting to be sent second');
  expect(line([unsent({ type: 'voice', uploads: [uuid(1)], state: 'sending' })])).toBe('You: Sending Voice message');
  expect(line([unsent({ type: 'image', uploads: [uuid(1), uuid(2)] })])).toContain('2 photos');
  expect(line([unsent({ text: 'elsewhere', chatId: uuid(77) })])).toContain('Said before');
});

test('what was refused is said before a draft, what waits after it', () => {
  expect(line([unsent({ text: 'no', state: 'failed' })], 'half a thought')).toBe('You: Not sent no');
  expect(line([unsent({ text: 'on its way' })], 'half a thought')).toContain('half a thought');
});

test('above the field stands what is answered, also where nothing was written', () => {
  const message = makeMessage({ seq: 1, message: '', message_type: 'voice' });
  const sound = { id: uuid(5), name: 'Voice message.webm', type: 'audio/webm', size: 1000 };
  const markup = renderToStaticMarkup(
    <ChatProvider client={new FakeClient({ me: PEOPLE.customer, chats: [] })}>
      <ComposerBar
        mode={{ kind: 'reply', message: { ...message, attachments: [sound] }, name: 'Bilal' }}
        onCancel={() => undefined}
      />
    </ChatProvider>,
  );
  expect(markup).toMatch(/composer__bar-text[^>]*>Voice message</);
});
