'use client';
import { type DisputeListState, type Disputes, disputesOf, type DisputeState } from '@stm-chat/client/disputes';
import type { ChatSummary } from '@stm-chat/protocol';
import { useEffect, useMemo, useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { useStore } from '../hooks/use-store.js';
import { useDisputeWords } from './use-dispute-words.js';
import { failureText } from './words.js';

export function useDisputes(): Disputes {
  return disputesOf(useChatClient());
}

/** One dispute, read while the component is mounted. */
export function useDispute(disputeId: string): DisputeState {
  const disputes = useDisputes();
  useEffect(() => disputes.follow(disputeId), [disputes, disputeId]);
  return useStore(disputes.dispute(disputeId));
}

/** The running disputes that I may know of, read while the component is mounted. */
export function useRunningDisputes(): DisputeListState {
  const disputes = useDisputes();
  useEffect(() => disputes.watch(), [disputes]);
  return useStore(disputes.running);
}

export type Answer<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly retry: () => void }
  | { readonly status: 'ready'; readonly value: T };

/** After a failure it is asked again by itself. */
const RETRY_MS = 5000;

/** What a question is answered; asked again when `key` changes. A later answer takes the place of an earlier one. */
export function useAnswer<T>(ask: () => Promise<T>, key: string): Answer<T> {
  const [answer, setAnswer] = useState<{ key: string; value?: T; failed?: true }>();
  const [round, setRound] = useState(0);
  const asking = useStableCallback(ask);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => setRound((before) => before + 1);
    asking().then(
      (value) => current && setAnswer({ key, value }),
      () => {
        if (!current) return;
        setAnswer((before) => (before?.value === undefined ? { key, failed: true } : before));
        timer = setTimeout(again, RETRY_MS);
      },
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asking, key, round]);
  return useMemo(() => {
    if (answer?.failed === true) return { status: 'failed', retry: () => setRound((before) => before + 1) };
    // While it is asked again, the last answer is better than none.
    return answer === undefined ? { status: 'loading' } : { status: 'ready', value: answer.value as T };
  }, [answer]);
}

export interface Doing {
  readonly busy: boolean;
  /** Why it did not work the last time, in words. */
  readonly error: string | null;
  /** Does it, unless something is being done. What went wrong is in `error`. */
  readonly run: (task: () => Promise<unknown>, done: () => void) => void;
  readonly fail: (text: string | null) => void;
}

/** One thing at a time, with its error in words. */
export function useDoing(): Doing {
  const words = useDisputeWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const run = useStableCallback((task: () => Promise<unknown>, done: () => void) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    task().then(
      () => {
        setBusy(false);
        done();
      },
      (thrown: unknown) => {
        setBusy(false);
        setError(failureText(thrown, words));
      },
    );
  });
  return { busy, error, run, fail: setError };
}

/** Shows a dialog over everything, and takes it away. */
export function useDialogs() {
  const { show } = useChatContext();
  return useMemo(() => ({ show, close: () => show(null) }), [show]);
}

/** A chat as it is now, whether it is open here or not; undefined until it is known. */
export function useChatSummary(chatId: string | undefined): ChatSummary | undefined {
  const client = useChatClient();
  useEffect(() => {
    if (chatId !== undefined) void client.call('get_chat', { chatId }).catch(() => undefined);
  }, [client, chatId]);
  const conversation = useMemo(() => (chatId === undefined ? null : client.conversation(chatId)), [client, chatId]);
  return useStore(conversation?.state ?? EMPTY)?.summary;
}

const EMPTY = { get: () => undefined, subscribe: () => () => undefined };
