import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FakeClient } from '../testing/fake-client.js';
import { makeChat, makeMessage, PEOPLE } from '../testing/fixtures.js';
import { ChatProvider } from './chat-provider.js';
import { ConversationContext } from './conversation-context.js';
import { MessageReactions } from './message-reactions.js';

const message = makeMessage({
  seq: 1,
  reactions: [
    { emoji: '👍', user_ids: [1, 2] },
    { emoji: '🙏', user_ids: [2] },
  ],
});

function render(onReact?: () => void): string {
  return renderToStaticMarkup(
    <ChatProvider client={new FakeClient({ me: PEOPLE.customer, chats: [] })}>
      <ConversationContext value={{ summary: makeChat(), meId: 1, conversation: null, forward: null }}>
        <MessageReactions message={message} onReact={onReact} />
      </ConversationContext>
    </ChatProvider>,
  );
}

test('a chip says who, how many, and whether it is mine', () => {
  const markup = render(() => undefined);
  expect(markup).toContain('aria-pressed="true" aria-label="👍 2: You and Bilal Ahmed"');
  expect(markup).toContain('aria-pressed="false" aria-label="🙏 1: Bilal Ahmed"');
  expect(markup).toContain('👍 2');
});

test('where nothing can be done there is nothing to press', () => {
  expect(render()).not.toContain('<button');
  expect(render()).toContain('👍 2');
});
