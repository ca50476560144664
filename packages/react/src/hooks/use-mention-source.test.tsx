import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ChatProvider } from '../components/chat-provider.js';
import { ConversationContext } from '../components/conversation-context.js';
import type { CompletionSource, Suggestion } from '../model/completion.js';
import { FakeClient } from '../testing/fake-client.js';
import { makeChat, makeMember, PEOPLE } from '../testing/fixtures.js';
import { useMentionSource } from './use-mention-source.js';

const { customer, provider, lsm } = PEOPLE;
const disputed = makeChat({
  status: 'disputed',
  lsm_id: lsm.id,
  members: [makeMember(customer), makeMember(provider), makeMember(lsm)],
});

/** Who is offered to somebody after `@` and these letters. */
function offered(me: typeof customer | typeof provider | typeof lsm, query = ''): Promise<readonly Suggestion[]> {
  const sources: CompletionSource[] = [];
  renderToStaticMarkup(
    <ChatProvider client={new FakeClient({ me, chats: [] })}>
      <ConversationContext value={{ summary: disputed, meId: me.id, conversation: null, forward: null }}>
        <Probe tell={(source) => sources.push(source)} />
      </ConversationContext>
    </ChatProvider>,
  );
  return sources[0]?.find(query) ?? Promise.reject(new Error('not drawn'));
}

function Probe({ tell }: { readonly tell: (source: CompletionSource) => void }) {
  tell(useMentionSource());
  return null;
}

test('[MT1] the parties and the local service manager are offered to each other, with their roles, and nobody to oneself', async () => {
  const said = async (me: Parameters<typeof offered>[0]) =>
    (await offered(me)).map(({ label, detail }) => `${label}, ${detail}`);
  expect(await said(customer)).toEqual(['Bilal Ahmed, Provider', 'Sana Mirza, Local service manager']);
  expect(await said(provider)).toEqual(['Ayesha Khan, Customer', 'Sana Mirza, Local service manager']);
  expect(await said(lsm)).toEqual(['Ayesha Khan, Customer', 'Bilal Ahmed, Provider']);
  expect(await offered(customer, 'mir')).toMatchObject([{ insert: '@Sana Mirza ' }]);
});
