import type { Dispute, DisputeAccess, MessageVersion } from '@stm-chat/protocol';
import {
  type FakeChat,
  type FakeClient,
  makeChat,
  makeDispute,
  makeMember,
  makeMessage,
  PEOPLE,
  uuid,
} from '@stm-chat/react/testing';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The dispute of the working day: in the hands of the LSM, with an offer of the provider's. */
export const RUNNING_ID = uuid(700);
const LANES = { customer: uuid(701), provider: uuid(702), staff: uuid(703) } as const;

/** Disputes as an LSM has them on a working day; the parties see theirs among them. */
export function demoDisputes(now: number): readonly Dispute[] {
  const at = (ms: number) => new Date(now + ms).toISOString();
  return [
    makeDispute({
      id: RUNNING_ID,
      chatId: uuid(2),
      status: 'assigned',
      reason: 'It is not what was agreed',
      details: 'The offer says the wall is sealed before tiling. It is wet again after three weeks.',
      evidence: [1, 2],
      wished_outcome: 'The work done again',
      job: { title: 'Bathroom tiles, 2nd floor', status: 'Done', price: 84_000, currency: 'PKR', date: at(-9 * DAY) },
      lsm_id: PEOPLE.lsm.id,
      opened_at: at(-2 * DAY),
      assigned_at: at(-2 * DAY + HOUR),
      answered_at: at(-26 * HOUR),
      answer_by: null,
      settle_by: at(DAY + 3 * HOUR),
      offer: {
        id: uuid(900),
        by: PEOPLE.provider.id,
        by_role: 'provider',
        status: 'open',
        terms: {
          refund_percent: 25,
          redo: true,
          date: at(5 * DAY).slice(0, 10),
          text: 'I bring the new membrane myself.',
        },
        accepted_by: ['provider'],
        created_at: at(-2 * HOUR),
      },
      lanes: (['customer', 'provider', 'staff'] as const).map((lane) => ({ lane, chatId: LANES[lane] })),
    }),
    makeDispute({
      id: uuid(710),
      chatId: uuid(71),
      reason: 'Nobody came',
      details: 'I took a day off and waited from eight to four.',
      wished_outcome: 'A full refund',
      job: { title: 'Generator service', price: 18_000, currency: 'PKR' },
      opened_at: at(-5 * HOUR),
      answer_by: at(-50 * MINUTE),
      settle_by: at(3 * DAY),
    }),
    makeDispute({
      id: uuid(711),
      chatId: uuid(72),
      region: 'karachi',
      reason: 'کام خراب ہوا',
      wished_outcome: null,
      job: { title: 'باورچی خانے کی وائرنگ', price: 38_000, currency: 'PKR' },
      opened_at: at(-3 * HOUR),
      answer_by: at(70 * MINUTE),
      settle_by: at(4 * DAY),
    }),
    makeDispute({
      id: uuid(712),
      chatId: uuid(73),
      reason: 'The work was not paid',
      opened_role: 'provider',
      opened_by: PEOPLE.provider.id,
      wished_outcome: 'Payment as agreed',
      job: { title: 'Paint the garden fence', price: 9500, currency: 'PKR' },
      opened_at: at(-40 * MINUTE),
      answer_by: at(3 * HOUR + 20 * MINUTE),
      settle_by: at(5 * DAY),
    }),
    makeDispute({
      id: uuid(713),
      chatId: uuid(74),
      status: 'resolved',
      resolution: 'decision',
      outcome: 'Refund of 40 %',
      note: 'The lamps were delivered, but only two of five were fitted.',
      lsm_id: PEOPLE.lsm.id,
      reason: 'Only part of the work was done',
      job: { title: 'Replace ceiling lamps', price: 12_000, currency: 'PKR' },
      opened_at: at(-12 * DAY),
      answer_by: null,
      settle_by: null,
      closed_at: at(-9 * DAY),
    }),
  ];
}

/** Adds what belongs to the running dispute: its lanes, who had access, and earlier versions. */
export function addDispute(client: FakeClient, now: number): void {
  const at = (ms: number) => new Date(now + ms).toISOString();
  for (const { summary, messages } of demoLanes(now)) {
    client.addChat(summary);
    client.messages.set(summary.id, [...messages]);
  }
  client.disputes.access.set(RUNNING_ID, [
    access({
      userId: 5,
      name: 'James Okoro',
      from: at(-2 * DAY + 20 * MINUTE),
      until: at(-2 * DAY + 45 * MINUTE),
      ended: 'released',
    }),
    access({ from: at(-2 * DAY + HOUR) }),
  ]);
  client.disputes.versions.set(uuid(20_002), [
    version('I sealed it like always.', at(-3 * DAY + 20 * MINUTE), at(-3 * DAY + 24 * MINUTE), 'edited'),
    version('I sealed it as in the offer. The damp comes from the flat above.', at(-3 * DAY + 24 * MINUTE), null, null),
  ]);
}

function demoLanes(now: number): FakeChat[] {
  const members = { customer: makeMember(PEOPLE.customer), provider: makeMember(PEOPLE.provider) };
  const lsm = makeMember(PEOPLE.lsm, { online: true });
  const lines = {
    customer: [
      { by: PEOPLE.lsm, text: 'Between us: would you accept a repair, if a second firm checks it?', ago: 20 * HOUR },
      { by: PEOPLE.customer, text: 'If it costs me nothing more, yes.', ago: 19 * HOUR },
    ],
    provider: [{ by: PEOPLE.lsm, text: 'Bilal, what would doing it again cost you?', ago: 18 * HOUR }],
    staff: [
      { by: PEOPLE.lsm, text: 'The offer of March 3 says “sealed membrane”. Photo 4 shows none.', ago: 22 * HOUR },
    ],
  } as const;
  return (['customer', 'provider', 'staff'] as const).map((lane) => {
    const chatId = LANES[lane];
    const said = lines[lane].map(({ by, text, ago }, index) =>
      makeMessage({
        id: uuid(Number(chatId.slice(-3)) * 100 + index),
        chatId,
        seq: index + 2,
        sender_id: by.id,
        sender_type: by.role,
        message: text,
        created_at: new Date(now - ago).toISOString(),
      }),
    );
    const opened = makeMessage({
      id: uuid(Number(chatId.slice(-3)) * 100 + 99),
      chatId,
      seq: 1,
      sender_id: 0,
      sender_type: 'system',
      message_type: 'system',
      message: 'Lane opened',
      system: { code: 'lane_opened', params: { lane } },
      created_at: new Date(now - 2 * DAY + HOUR).toISOString(),
    });
    const summary = makeChat({
      id: chatId,
      status: 'disputed',
      lsm_id: PEOPLE.lsm.id,
      members: lane === 'staff' ? [lsm] : [members[lane], lsm],
      parent_id: uuid(2),
      lane,
    });
    return { summary, messages: [opened, ...said] };
  });
}

function access(changes: Partial<DisputeAccess>): DisputeAccess {
  return {
    userId: PEOPLE.lsm.id,
    role: 'lsm',
    name: PEOPLE.lsm.name,
    from: '',
    began: 'joined',
    until: null,
    ended: null,
    reads_until: null,
    note: null,
    ...changes,
  };
}

function version(message: string, at: string, until: string | null, ended: MessageVersion['ended']): MessageVersion {
  return { message, at, until, ended };
}
