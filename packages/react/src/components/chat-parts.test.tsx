import type { Message, Offer } from '@stm-chat/protocol';
import { lazy } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FakeClient } from '../testing/fake-client.js';
import { makeChat, makeMessage, PEOPLE } from '../testing/fixtures.js';
import { ChatDetails } from './chat-details.js';
import type { ChatParts } from './chat-parts.js';
import { ChatPreview } from './chat-preview.js';
import { ChatProvider } from './chat-provider.js';
import { SystemMessage } from './system-message.js';

const summary = makeChat();
const message = makeMessage({ seq: 1, sender_type: 'system', sender_id: 0, message: 'The words of the server' });

function render(parts: ChatParts): string {
  const client = new FakeClient({ me: PEOPLE.customer, chats: [] });
  return renderToStaticMarkup(
    <ChatProvider client={client} parts={parts}>
      <ChatDetails summary={summary} meId={1} />
      <SystemMessage message={message} summary={summary} meId={1} />
    </ChatProvider>,
  );
}

test('a feature shows its parts in their places', () => {
  const markup = render({
    Details: (props) => <p>more about {props.summary.job_id}</p>,
    SystemText: (props) => <b>translated {props.message.seq}</b>,
  });
  expect(markup).toContain('more about JOB-2041');
  expect(markup).toContain('translated 1');
  expect(markup).not.toContain('The words of the server');
});

test('while a part is on its way, the chat is there without it', () => {
  const never = () => new Promise<never>(() => undefined);
  const markup = render({ Details: lazy(never), SystemText: lazy(never) });
  expect(markup).toContain('The words of the server');
  expect(markup).toContain('Fix the kitchen sink');
});

test('where the server’s words are another language, they are not seen before those of the reader are there', () => {
  const SystemText = lazy(() => new Promise<never>(() => undefined));
  const inLanguage = (locale: string) =>
    renderToStaticMarkup(
      <ChatProvider client={new FakeClient({ me: PEOPLE.customer, chats: [] })} locale={locale} parts={{ SystemText }}>
        <SystemMessage message={message} summary={summary} meId={1} />
      </ChatProvider>,
    );
  expect(inLanguage('ar')).toContain('<span class="stm-late-words">The words of the server</span>');
  expect(inLanguage('en-GB')).not.toContain('stm-late-words');
});

test('the list says a step and an offer by the part, and what somebody wrote as it was written', () => {
  const written = { ...message, sender_type: 'provider' as const, sender_id: 2 };
  const offer: Offer = {
    id: message.id,
    by: 2,
    by_role: 'provider',
    status: 'open',
    terms: { redo: true },
    accepted_by: [],
    created_at: message.created_at,
  };
  const preview = (last: Message) =>
    renderToStaticMarkup(
      <ChatProvider
        client={new FakeClient({ me: PEOPLE.customer, chats: [] })}
        parts={{ SystemText: () => <b>translated</b> }}
      >
        <ChatPreview chat={makeChat({ last_message: last })} meId={1} typing={[]} draft="" />
      </ChatProvider>,
    );
  expect(preview(message)).toContain('translated');
  expect(preview({ ...written, offer })).toContain('translated');
  expect(preview(written)).toContain('The words of the server');
});
