import type { Account, Attachment, ChatSummary, Message, SenderType } from '@stm-chat/protocol';
import { demoDisputes, RUNNING_ID } from './demo-disputes.js';
import { type FakeChat, makeChat, makeMember, makeMessage, PEOPLE, uuid } from '@stm-chat/react/testing';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Chats as they look on a working day: languages, long and short, read and unread, a dispute, a closed job. */
export function workingDay(me: Account, now: number): readonly FakeChat[] {
  return me.role === 'admin' ? [] : [sink(now), dispute(now), spanish(now), urdu(now), closed(now), empty(now)];
}

interface Line {
  readonly from: keyof typeof PEOPLE | 'system';
  readonly text: string;
  /** Milliseconds before now. */
  readonly ago: number;
  readonly fields?: Partial<Message>;
}

function chatOf(number: number, changes: Partial<ChatSummary>, lines: readonly Line[], now: number): FakeChat {
  const summary = makeChat({ id: uuid(number), ...changes });
  const messages = lines.map(({ from, text, ago, fields }, index) =>
    makeMessage({
      id: uuid(number * 10_000 + index + 1),
      chatId: summary.id,
      seq: index + 1,
      message: text,
      created_at: new Date(now - ago).toISOString(),
      ...senderOf(from),
      ...fields,
    }),
  );
  return { summary, messages };
}

function senderOf(from: Line['from']): Pick<Message, 'sender_id' | 'sender_type' | 'message_type'> {
  if (from === 'system') return { sender_id: 0, sender_type: 'system', message_type: 'system' };
  return { sender_id: PEOPLE[from].id, sender_type: PEOPLE[from].role as SenderType, message_type: 'text' };
}

/** A chat of many messages, short and long, with so many unread, so many minutes apart. Its id is that of number 7. */
export function longChat(now: number, count: number, unread: number, gap: number): FakeChat {
  const lines = Array.from({ length: count }, (_, index): Line => ({
    from: index % 7 < 3 || index >= count - unread ? 'provider' : 'customer',
    text: `${index + 1}. ${Array.from({ length: 1 + ((index * 7) % 5) }, (__, part) => SMALL_TALK[(index + part) % SMALL_TALK.length]).join(' ')}`,
    ago: (count - index) * gap * MINUTE,
    fields: index % 11 === 0 ? { reactions: [{ emoji: '👍', user_ids: [PEOPLE.provider.id] }] } : {},
  }));
  return chatOf(
    7,
    {
      job: { title: 'Look after the whole house' },
      members: [
        makeMember(PEOPLE.customer, { read_seq: count - unread }),
        makeMember(PEOPLE.provider, { read_seq: count, delivered_seq: count }),
      ],
    },
    lines,
    now,
  );
}

function sink(now: number): FakeChat {
  const filler: Line[] = Array.from({ length: 120 }, (_, index) => ({
    from: index % 5 < 3 ? 'provider' : 'customer',
    text: SMALL_TALK[index % SMALL_TALK.length] ?? '',
    ago: 6 * DAY - index * 40 * MINUTE,
  }));
  const lines: Line[] = [
    {
      from: 'system',
      text: 'Bilal Ahmed can read this chat from now on',
      ago: 6 * DAY + HOUR,
      fields: { system: { code: 'member_added', params: { role: 'provider', user_id: PEOPLE.provider.id } } },
    },
    ...filler,
    {
      from: 'customer',
      text: 'Good morning! The kitchen sink is leaking again, under the left bowl.',
      ago: DAY + 3 * HOUR,
    },
    { from: 'provider', text: 'Salaam Ayesha. I can come today between 4 and 6.', ago: DAY + 2.9 * HOUR },
    {
      from: 'provider',
      text: 'Could you send me the model of the tap? It is usually on a sticker below: https://example.com/help/find-your-model',
      ago: DAY + 2.88 * HOUR,
    },
    {
      from: 'customer',
      text: 'Perfect, 4 it is.\nThe sticker says GROHE 31 368.',
      ago: DAY + 2.5 * HOUR,
      fields: {
        reply_to: {
          id: uuid(10_123),
          seq: 123,
          sender_id: 2,
          preview: 'Salaam Ayesha. I can come today between 4 and 6.',
        },
      },
    },
    { from: 'customer', text: '👍', ago: DAY + 2.49 * HOUR },
    {
      from: 'system',
      text: 'The chat is open again',
      ago: DAY,
      fields: { system: { code: 'chat_reopened', params: {} } },
    },
    { from: 'provider', text: '', ago: 5 * HOUR, fields: { deleted_at: new Date(now - 4 * HOUR).toISOString() } },
    {
      from: 'provider',
      text: 'The seal was worn through. I replaced it and the hose; everything is dry now. Please check once more this evening, and tell me if you see a single drop.',
      ago: 3 * HOUR,
      fields: {
        edited_at: new Date(now - 2.9 * HOUR).toISOString(),
        reactions: [
          { emoji: '👍', user_ids: [PEOPLE.customer.id] },
          { emoji: '🙏', user_ids: [PEOPLE.customer.id, PEOPLE.provider.id] },
        ],
      },
    },
    { from: 'customer', text: 'Thank you! I will have a look after dinner.', ago: 2.5 * HOUR },
    { from: 'customer', text: 'How much is it in the end?', ago: 2.49 * HOUR },
    { from: 'provider', text: 'PKR 12,500 as agreed, parts included.', ago: 14 * MINUTE },
    {
      from: 'provider',
      text: 'I also left the old seal in a bag next to the sink, in case you want to see it.',
      ago: 13 * MINUTE,
    },
    { from: 'provider', text: 'All dry?', ago: 2 * MINUTE },
  ];
  return chatOf(
    1,
    {
      job: {
        title: 'Fix the kitchen sink',
        status: 'In progress',
        price: 12_500,
        currency: 'PKR',
        date: day(now),
        url: 'https://example.com/jobs/2041',
      },
      members: [
        makeMember(PEOPLE.customer, {
          read_seq: 131,
          delivered_seq: 134,
          read_at: new Date(now - 2 * HOUR).toISOString(),
        }),
        makeMember(PEOPLE.provider, {
          online: true,
          read_seq: 130,
          delivered_seq: 131,
          read_at: new Date(now - 2 * HOUR).toISOString(),
        }),
      ],
    },
    lines,
    now,
  );
}

function dispute(now: number): FakeChat {
  const lines: Line[] = [
    { from: 'customer', text: 'The wall is still wet behind the new tiles. This is not what we agreed.', ago: 3 * DAY },
    {
      from: 'provider',
      text: 'I sealed it as in the offer. The damp comes from the flat above.',
      ago: 3 * DAY - 20 * MINUTE,
      fields: { edited_at: new Date(now - 3 * DAY + 24 * MINUTE).toISOString() },
    },
    {
      from: 'system',
      text: 'Ayesha Khan opened a dispute: It is not what was agreed',
      ago: 2 * DAY,
      fields: {
        system: { code: 'dispute_opened', params: { role: 'customer', reason: 'It is not what was agreed' } },
      },
    },
    {
      from: 'system',
      text: 'Sana Mirza, local service manager, joined and can read this chat',
      ago: 2 * DAY - HOUR,
      fields: { system: { code: 'dispute_joined', params: { user_id: PEOPLE.lsm.id } } },
    },
    {
      from: 'lsm',
      text: 'Hello to both of you. I have read the whole thread and the offer. Bilal, please upload the photo of the membrane before tiling; Ayesha, please do not have anyone else open the wall until Thursday.',
      ago: 26 * HOUR,
    },
    {
      from: 'customer',
      text: 'Understood, nobody will touch it.',
      ago: 25 * HOUR,
      fields: {
        reply_to: {
          id: uuid(20_005),
          seq: 5,
          sender_id: 4,
          preview:
            'Hello to both of you. I have read the whole thread and the offer. Bilal, please upload the photo of the membrane',
        },
      },
    },
    { from: 'provider', text: 'I will look for it tonight.', ago: 4 * HOUR },
    { from: 'lsm', text: 'Thank you. I decide on Friday at noon.', ago: 3 * HOUR },
    {
      from: 'provider',
      text: 'Offer: 25 % refund, the work is done again',
      ago: 2 * HOUR,
      fields: { offer: demoDisputes(now).find(({ id }) => id === RUNNING_ID)?.offer ?? undefined },
    },
  ];
  return chatOf(
    2,
    {
      status: 'disputed',
      dispute: { id: uuid(700), status: 'assigned' },
      lsm_id: PEOPLE.lsm.id,
      job: { title: 'Bathroom tiles, 2nd floor', status: 'Done', price: 84_000, currency: 'PKR' },
      members: [
        makeMember(PEOPLE.customer, { read_seq: 8 }),
        makeMember(PEOPLE.provider, { read_seq: 8, delivered_seq: 8, read_at: new Date(now - 2 * HOUR).toISOString() }),
        makeMember(PEOPLE.lsm, { read_seq: 8, delivered_seq: 8 }),
      ],
    },
    lines,
    now,
  );
}

/** The files of one message; what they look like, `FakeUploads` knows. */
function files(type: 'image' | 'voice' | 'document', number: number, shape: Omit<Attachment, 'id'>): Partial<Message> {
  return { message_type: type, attachments: [{ id: uuid(number), ...shape }] };
}

function spanish(now: number): FakeChat {
  const photo = { name: 'wardrobe.jpg', type: 'image/jpeg', size: 840_000, width: 1600, height: 1200 };
  const peaks = Array.from({ length: 48 }, (_, index) => Math.round(50 + 45 * Math.sin(index) * Math.cos(index / 7)));
  const voice = { name: 'Voice message.webm', type: 'audio/webm', size: 64_000, duration_ms: 14_000, peaks };
  const bill = { name: 'Assembly instructions.pdf', type: 'application/pdf', size: 2_430_000 };
  const lines: Line[] = [
    {
      from: 'customer',
      text: 'Es este armario. ¿Cabe entre la ventana y la puerta, o hay que desmontar el estante?',
      ago: 32 * HOUR,
      fields: files('image', 970, photo),
    },
    { from: 'secondProvider', text: '', ago: 31 * HOUR, fields: files('voice', 971, voice) },
    { from: 'customer', text: '', ago: 30.5 * HOUR, fields: files('document', 972, bill) },
    {
      from: 'secondProvider',
      text: '¡Hola! ¿Le viene bien el martes por la mañana para montar el armario?',
      ago: 30 * HOUR,
    },
    { from: 'customer', text: 'Sí, a las 10 está bien. Gracias 🙏', ago: 28 * HOUR },
  ];
  return chatOf(
    3,
    {
      provider_id: 3,
      job: { title: 'Assemble a wardrobe', status: 'Booked', price: 6500, currency: 'PKR' },
      members: [
        makeMember(PEOPLE.customer, { read_seq: 5 }),
        makeMember(PEOPLE.secondProvider, {
          delivered_seq: 5,
          read_seq: 4,
          last_seen: new Date(now - 50 * MINUTE).toISOString(),
        }),
      ],
    },
    lines,
    now,
  );
}

function urdu(now: number): FakeChat {
  const lines: Line[] = [
    {
      from: 'provider',
      text: 'السلام علیکم! میں کل صبح دس بجے جنریٹر کی سروس کے لیے آ سکتا ہوں۔',
      ago: 2 * DAY + 2 * HOUR,
    },
    {
      from: 'customer',
      text: 'وعلیکم السلام، دس بجے ٹھیک ہے۔ فلٹر بھی لے آئیں: https://example.pk/filter-20',
      ago: 2 * DAY + HOUR,
    },
    { from: 'provider', text: 'جی بالکل 👍', ago: 2 * DAY },
  ];
  return chatOf(
    4,
    {
      job: { title: 'جنریٹر کی سروس', status: 'Booked' },
      subject: 'جنریٹر کی سروس',
      members: [
        makeMember(PEOPLE.customer, { read_seq: 3 }),
        makeMember(PEOPLE.provider, { name: 'بلال احمد', read_seq: 3 }),
      ],
    },
    lines,
    now,
  );
}

function closed(now: number): FakeChat {
  return chatOf(
    5,
    {
      status: 'closed',
      job: { title: 'Paint the garden fence', status: 'Paid' },
      members: [makeMember(PEOPLE.customer, { read_seq: 2 }), makeMember(PEOPLE.provider, { read_seq: 2 })],
    },
    [
      { from: 'customer', text: 'Looks great, thank you for the quick work!', ago: 20 * DAY },
      {
        from: 'system',
        text: 'The chat was closed',
        ago: 19 * DAY,
        fields: { system: { code: 'chat_closed', params: {} } },
      },
    ],
    now,
  );
}

function empty(now: number): FakeChat {
  return chatOf(
    6,
    {
      provider_id: null,
      job: { title: 'Replace two ceiling lamps', status: 'Open' },
      members: [makeMember(PEOPLE.customer)],
      last_activity_at: new Date(now - 40 * DAY).toISOString(),
    },
    [],
    now,
  );
}

function day(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

const SMALL_TALK = [
  'Is the water off at the main valve?',
  'Yes, since this morning.',
  'Good. Then nothing can happen until I am there.',
  'Should I buy a new hose?',
  'No need, I bring one.',
  'The parking is behind the house, second gate on the right. The guard knows that somebody comes, just say my name.',
  'Thanks, noted.',
];
