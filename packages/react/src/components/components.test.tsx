import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { FakeClient } from '../testing/fake-client.js';
import { makeChat, makeMember, makeMessage, PEOPLE, uuid } from '../testing/fixtures.js';
import { AttachButtons } from '../attachments/attach-buttons.js';
import { ChatIntro } from './chat-intro.js';
import { VoicePlayer } from '../attachments/voice-player.js';
import { ChatList } from './chat-list.js';
import { ChatProvider } from './chat-provider.js';
import { ConversationHeader } from './conversation-header.js';
import { MessageText } from './message-text.js';
import { ReplyQuote } from './reply-quote.js';
import { RoleMark } from './role-mark.js';
import { Ticks, type TickState } from './ticks.js';

const { customer, provider } = PEOPLE;

function render(children: ReactNode, client = new FakeClient({ me: customer, chats: [] })): string {
  return renderToStaticMarkup(<ChatProvider client={client}>{children}</ChatProvider>);
}

/** What a reader of the page reads, hidden words included. */
function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the text of a message', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    '[click](javascript:alert(1))',
    'javascript:alert(1)',
    '&lt;b&gt; &amp; {{constructor}}',
  ])('%s stays text', (text) => {
    const markup = render(<MessageText text={text} />);
    expect(markup).not.toMatch(/<(script|img|svg|a)\b/i);
    expect(markup).not.toMatch(/href|style=|<[^>]+\son\w+=/i);
  });

  test('a link opens elsewhere, without an opener', () => {
    const markup = render(<MessageText text="https://example.com/?a=1&b=2" />);
    expect(markup).toContain('href="https://example.com/?a=1&amp;b=2"');
    expect(markup).toContain('rel="noopener noreferrer nofollow ugc"');
    expect(markup).toContain('target="_blank"');
  });
});

test('the beginning of a chat says who can read it, and nothing where nobody can any more', () => {
  expect(textOf(render(<ChatIntro summary={makeChat()} meId={customer.id} />))).toContain(
    'Everybody who can read it: You',
  );
  const left = textOf(render(<ChatIntro summary={makeChat({ members: [] })} meId={customer.id} />));
  expect(left).toMatch(/This is where the chat begins\.$/);
});

test('every tick has its word; what others wrote has no tick', () => {
  const words: Record<TickState, string> = {
    queued: 'Waiting to be sent',
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
    received: '',
  };
  for (const [state, word] of Object.entries(words)) {
    expect(textOf(render(<Ticks state={state as TickState} />))).toBe(word);
  }
});

test('a quote names who wrote it, says what, and keeps a place for its picture', () => {
  const image = { id: uuid(9), name: 'tap.jpg', type: 'image/jpeg', size: 9, width: 4, height: 3 };
  const reply = { id: uuid(8), seq: 3, sender_id: 2, preview: 'The tap\nit drips' };
  const bare = render(<ReplyQuote reply={reply} name="Bilal Ahmed" onJump={() => undefined} />);
  expect(textOf(bare)).toBe('In reply to Bilal Ahmed The tap it drips');
  expect(bare).not.toContain('data-image');
  expect(render(<ReplyQuote reply={{ ...reply, image }} name="" onJump={() => undefined} />)).toContain(
    'data-image="true"',
  );
});

test('a photo is taken with the camera that looks outwards; any files are picked, several at once', () => {
  const inputs = render(<AttachButtons onFiles={() => undefined} />).match(/<input[^>]*>/g) ?? [];
  expect(
    inputs.filter((input) => input.includes('capture="environment"') && input.includes('image/jpeg')),
  ).toHaveLength(1);
  expect(inputs.filter((input) => input.includes('multiple') && !input.includes('accept'))).toHaveLength(1);
});

test('[VO5] a voice message says whether it was listened to, and one that is written to nobody yet does not', () => {
  const file = { id: uuid(7), name: 'v.webm', type: 'audio/webm', size: 9, duration_ms: 8000 };
  const message = makeMessage({ seq: 1, sender_id: 2, message_type: 'voice', attachments: [file] });
  const shown = (more: { readonly message?: typeof message }) =>
    textOf(
      render(
        <VoicePlayer file={file} chatId={uuid(1)} seq={1} {...more} />,
        new FakeClient({ me: customer, chats: [] }),
      ),
    );
  expect(shown({ message })).toContain('Not listened to yet');
  expect(shown({ message: { ...message, played_by: [customer.id] } })).toMatch(/(?<!Not )Listened to/);
  expect(shown({})).not.toContain('istened');
});

test('the seal is drawn for local service managers alone', () => {
  expect(render(<RoleMark party="lsm" />)).toContain('<svg');
  expect(render(<RoleMark party="provider" />)).not.toContain('<svg');
});

test('the head of a chat says with whom, in which role, about what, and whether they are there or when they were', () => {
  const headed = (member: Parameters<typeof makeMember>[1]) =>
    textOf(
      render(
        <ConversationHeader
          summary={makeChat({ members: [makeMember(customer), makeMember(provider, member)] })}
          meId={customer.id}
          heading={null}
          onDetails={() => undefined}
          onError={() => undefined}
        />,
      ),
    );
  expect(headed({ online: true })).toMatch(/Bilal Ahmed.*Provider.*Online.*Fix the kitchen sink/);
  expect(headed({ last_seen: '2026-03-04T09:00:00.000Z' })).toMatch(/last seen/);
  expect(headed({})).not.toMatch(/Online|last seen/);
});

describe('the list of chats', () => {
  const list = <ChatList hrefFor={(chat) => `/chats/${chat.id}`} onSelect={() => undefined} />;

  test('says who, which job, its state, the last message, its tick and what is unread', () => {
    const read = makeChat({ members: [makeMember(customer), makeMember(provider, { read_seq: 1 })] });
    const client = new FakeClient({
      me: customer,
      chats: [
        { summary: read, messages: [makeMessage({ seq: 1, sender_id: 1, sender_type: 'customer', message: 'Hello' })] },
        {
          summary: makeChat({ id: uuid(2), status: 'disputed' }),
          messages: [makeMessage({ seq: 1, message: 'Well\nwell' })],
        },
      ],
    });
    const text = textOf(render(list, client));
    expect(text).toContain('Bilal Ahmed');
    expect(text).toContain('Fix the kitchen sink');
    expect(text).toContain('You: Read Hello');
    expect(text).toContain('Dispute Well well 1 1 unread message');
    expect(
      render(list, client).match(/aria-hidden="true"><span class="stm-avatar__face" data-initials="BA"/g),
    ).toHaveLength(2);
  });

  test('shows what happens now before what was said: typing, then my draft', () => {
    const client = new FakeClient({
      me: customer,
      chats: [{ summary: makeChat(), messages: [makeMessage({ seq: 1 })] }],
    });
    client.draft(uuid(1)).set('not yet\nsent');
    expect(textOf(render(list, client))).toContain('Draft: not yet sent');
    client.setTyping(uuid(1), [2]);
    const text = textOf(render(list, client));
    expect(text).toContain('typing');
    expect(text).not.toContain('Draft:');
  });

  test('hides what is archived, and marks what I want to read again', () => {
    const { prefs } = makeChat();
    const client = new FakeClient({
      me: customer,
      chats: [
        {
          summary: makeChat({ id: uuid(1), subject: 'Old job', job: null, prefs: { ...prefs, archived: true } }),
          messages: [],
        },
        { summary: makeChat({ id: uuid(2), prefs: { ...prefs, marked_unread: true, pinned: true } }), messages: [] },
      ],
    });
    const text = textOf(render(list, client));
    expect(text).not.toContain('Old job');
    expect(text).toContain('All Unread 1 Archived 1');
    expect(text).toContain('Pinned');
    expect(text).toContain('Marked as unread');
  });

  test('says when it was, that it is pinned and that it is muted; what is muted is not emphasised', () => {
    const { prefs } = makeChat();
    const messages = [makeMessage({ seq: 1, message: 'Hello' })];
    const shown = (mine: Partial<typeof prefs>) =>
      render(
        list,
        new FakeClient({ me: customer, chats: [{ summary: makeChat({ prefs: { ...prefs, ...mine } }), messages }] }),
      );
    const plain = shown({});
    expect(plain).toMatch(/stm-chat-item__time[^>]*>[^<]+<\/time>/);
    expect(plain).toContain('data-unread="true"');
    expect(textOf(plain)).not.toMatch(/Pinned|Muted/);
    const quiet = shown({ pinned: true, muted_until: '9999-12-31T00:00:00.000Z' });
    expect(textOf(quiet)).toContain('Pinned Muted');
    expect(quiet).toContain('stm-badge--quiet');
    expect(quiet).not.toContain('data-unread');
  });

  test('says who is online, in words too, when somebody comes and goes', () => {
    const client = new FakeClient({ me: customer, chats: [{ summary: makeChat(), messages: [] }] });
    expect(textOf(render(list, client))).not.toContain('Online');
    client.setPresence(provider.id, true);
    expect(textOf(render(list, client))).toContain('Bilal Ahmed Online');
    expect(render(list, client)).toContain('data-online="true"');
    client.setPresence(provider.id, false, '2026-03-04T09:00:00.000Z');
    expect(textOf(render(list, client))).not.toContain('Online');
  });

  test('is reached with one Tab: the open chat, or the first', () => {
    const chats = [1, 2].map((number) => ({ summary: makeChat({ id: uuid(number) }), messages: [] }));
    const client = new FakeClient({ me: customer, chats });
    expect(render(list, client).match(/tabindex="0"/gi)).toHaveLength(1);
    const open = <ChatList selectedId={uuid(2)} hrefFor={(chat) => chat.id} onSelect={() => undefined} />;
    const current = /<a[^>]*aria-current="page"[^>]*>/.exec(render(open, client))?.[0];
    expect(current).toContain('tabindex="0"');
  });

  test('says what to do where there is nothing, and where loading failed', () => {
    expect(textOf(render(list))).toContain('A chat begins with a job');
    const away = new FakeClient({ me: customer, chats: [], list: { status: 'failed' } });
    expect(textOf(render(list, away))).toContain('Try again');
    const lsm = new FakeClient({ me: PEOPLE.lsm, chats: [] });
    expect(textOf(render(list, lsm))).toContain('joined a dispute');
  });
});
