'use client';
import type { ChatClient } from '@stm-chat/client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { useLanguage } from '../components/language-context.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useNow } from '../hooks/use-now.js';
import { senderName } from '../text/names.js';
import { oneLine } from '../text/preview.js';
import { useAnswer } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { momentText } from './words.js';

export interface EvidenceQuotesProps {
  readonly chatId: string;
  /** Of the messages that were pointed to. */
  readonly seqs: readonly number[];
  /** They are read again when this changes. */
  readonly asOf: string;
  readonly summary: ChatSummary | undefined;
  /** Shows a message in its place; without it they are only read. */
  readonly onMessage: ((seq: number) => void) | undefined;
}

/** The messages that whoever opened the dispute points to, as they are now, with the way to each. */
export function EvidenceQuotes({ chatId, seqs, asOf, summary, onMessage }: EvidenceQuotesProps) {
  const { t } = useDisputeWords();
  const client = useChatClient();
  const answer = useAnswer(() => readMessages(client, chatId, seqs), `${chatId} ${seqs.join(' ')} ${asOf}`);
  if (answer.status === 'failed') {
    return (
      <button type="button" className="stm-link-button" onClick={answer.retry}>
        {t('action.retry')}
      </button>
    );
  }
  return (
    <ul className="stm-evidence-quotes" role="list" aria-busy={answer.status === 'loading'}>
      {seqs.map((seq) => (
        <li key={seq}>
          <Quote
            message={answer.status === 'ready' ? answer.value.get(seq) : undefined}
            loading={answer.status === 'loading'}
            summary={summary}
            onOpen={onMessage === undefined ? undefined : () => onMessage(seq)}
          />
        </li>
      ))}
    </ul>
  );
}

interface QuoteProps {
  readonly message: Message | undefined;
  readonly loading: boolean;
  readonly summary: ChatSummary | undefined;
  readonly onOpen: (() => void) | undefined;
}

function Quote({ message, loading, summary, onOpen }: QuoteProps) {
  const words = useDisputeWords();
  const { t: plain } = useLanguage();
  const now = useNow();
  const lines =
    message === undefined ? (
      <span>{loading ? '…' : words.t('sheet.evidence_gone')}</span>
    ) : (
      <>
        <span className="stm-readers__when">
          <bdi>{senderName(message, summary, plain)}</bdi>{' '}
          <time dateTime={message.created_at}>{momentText(message.created_at, now, words)}</time>
        </span>
        <span dir="auto">{textOf(message, words.t('sheet.evidence_deleted'))}</span>
      </>
    );
  return onOpen === undefined || message === undefined ? (
    <span className="stm-evidence-mark">{lines}</span>
  ) : (
    <button type="button" className="stm-evidence-mark" onClick={onOpen}>
      {lines}
    </button>
  );
}

function textOf({ message, deleted_at, attachments }: Message, deleted: string): string {
  if (deleted_at !== null) return deleted;
  const line = oneLine(message);
  return line === '' ? attachments.map(({ name }) => name).join(', ') : line;
}

/** Each by itself: between two of them may lie a thousand that nobody asked for. */
async function readMessages(
  client: ChatClient,
  chatId: string,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, Message>> {
  const pages = await Promise.all(
    seqs.map((seq) => client.call('list_messages', { chatId, after: seq - 1, limit: 1 })),
  );
  return new Map(pages.flatMap(({ messages }) => messages.map((message) => [message.seq, message] as const)));
}
