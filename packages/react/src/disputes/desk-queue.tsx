'use client';
import type { Dispute } from '@stm-chat/protocol';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { DisputeIcon, NetworkIcon } from '../components/icons.js';
import { ChatListSkeleton } from '../components/skeletons.js';
import { StatePanel } from '../components/state-panel.js';
import { useMe } from '../hooks/use-chat-client.js';
import { useNow } from '../hooks/use-now.js';
import { moveRovingFocus } from '../hooks/use-roving-focus.js';
import { useStore } from '../hooks/use-store.js';
import { CaseRow, caseTitle } from './case-row.js';
import { filterCases, type QueueQuery, regionsOf, viewOf } from './model/case-queue.js';
import { QueueTools } from './queue-tools.js';
import { useDisputes, useRunningDisputes } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { type DisputeWords, reasonText } from './words.js';

export interface DeskQueueProps {
  /** The case that is open beside it. */
  readonly selectedId?: string | undefined;
  /** The address of a case in the host's page. */
  readonly hrefFor: (dispute: Dispute) => string;
  /** A plain click; others (new tab, middle button) stay the browser's. */
  readonly onSelect: (dispute: Dispute) => void;
}

const FIRST: QueueQuery = { view: 'waiting', region: null, words: '', order: 'deadline', overdue: false };

/** The cases of an LSM: those that wait, the own ones, and those that ended. */
export function DeskQueue({ selectedId, hrefFor, onSelect }: DeskQueueProps) {
  const words = useDisputeWords();
  const { t } = words;
  const meId = useMe()?.id ?? null;
  const now = useNow();
  const disputes = useDisputes();
  const running = useRunningDisputes();
  const ended = useStore(disputes.ended);
  const [query, setQuery] = useState(FIRST);
  useNews(running.status === 'ready' ? running.disputes : undefined, words);
  const all = query.view === 'ended' ? ended : running;
  useEffect(() => {
    if (query.view === 'ended') void disputes.loadEnded();
  }, [disputes, query.view]);

  const shown = useMemo(
    () => filterCases(all.disputes, query, { meId, now, textOf: (dispute) => searchText(dispute, words) }),
    [all.disputes, query, meId, now, words],
  );
  const counts = {
    waiting: running.disputes.filter((dispute) => viewOf(dispute, meId) === 'waiting').length,
    mine: running.disputes.filter((dispute) => viewOf(dispute, meId) === 'mine').length,
  };
  const regions = useMemo(() => regionsOf(running.disputes), [running.disputes]);
  const inView = all.disputes.filter((dispute) => viewOf(dispute, meId) === query.view).length;
  const tabStop = shown.some(({ id }) => id === selectedId) ? selectedId : shown[0]?.id;
  return (
    <div className="stm-queue">
      <QueueTools query={query} counts={counts} regions={regions} onChange={setQuery} />
      {inView === 0 ? (
        <NoCases status={all.status} view={query.view} />
      ) : (
        <>
          <p className="stm-hidden" role="status">
            {t('desk.count', { count: shown.length })}
          </p>
          {shown.length === 0 && <p className="stm-chat-list__none">{t('desk.none.found')}</p>}
          <ul
            className="stm-queue__items"
            role="list"
            aria-label={t(`desk.view.${query.view}`)}
            onKeyDown={moveRovingFocus}
          >
            {shown.map((dispute) => (
              <CaseRow
                key={dispute.id}
                dispute={dispute}
                href={hrefFor(dispute)}
                selected={dispute.id === selectedId}
                tabStop={dispute.id === tabStop}
                onSelect={onSelect}
              />
            ))}
          </ul>
        </>
      )}
      {query.view === 'ended' && ended.hasMore && ended.status === 'ready' && (
        <button type="button" className="stm-button stm-button--quiet" onClick={() => void disputes.loadEnded()}>
          {t('desk.more')}
        </button>
      )}
    </div>
  );
}

function NoCases({
  status,
  view,
}: {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly view: QueueQuery['view'];
}) {
  const { t } = useDisputeWords();
  const { client } = useChatContext();
  if (status === 'loading') return <ChatListSkeleton label={t('desk.loading')} />;
  if (status === 'failed') {
    return (
      <StatePanel
        icon={<NetworkIcon />}
        title={t('desk.failed.title')}
        role="alert"
        action={{ label: t('action.retry'), run: () => void client.connect() }}
      >
        {t('desk.failed.text')}
      </StatePanel>
    );
  }
  return (
    <StatePanel icon={<DisputeIcon />} title={t(`desk.none.${view}.title`)}>
      {t(`desk.none.${view}.text`)}
    </StatePanel>
  );
}

/** Says when a case comes in, to who cannot see it come. */
function useNews(disputes: readonly Dispute[] | undefined, words: DisputeWords): void {
  const { announce } = useChatContext();
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (disputes === undefined) return;
    const waiting = disputes.filter(({ status }) => status === 'open');
    const news = waiting.filter(({ id }) => known.current?.has(id) === false);
    known.current = new Set([...(known.current ?? []), ...waiting.map(({ id }) => id)]);
    for (const dispute of news) announce(words.t('desk.news', { title: caseTitle(dispute, words) }));
    // A change of language is no news.
    // eslint-disable-next-line react/exhaustive-deps
  }, [disputes, announce]);
}

function searchText(dispute: Dispute, words: DisputeWords): string {
  return [dispute.job?.title, dispute.reason, reasonText(dispute.reason, words), dispute.details, dispute.region]
    .filter((part) => typeof part === 'string')
    .join('\n');
}
