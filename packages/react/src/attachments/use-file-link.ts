'use client';
import type { FileLink } from '@stm-chat/client';
import { useCallback, useEffect, useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';

export interface LoadedLink {
  readonly link: FileLink | undefined;
  readonly failed: boolean;
  /** Asks for another address: the last one did not do. */
  readonly again: () => void;
}

/** Where an attachment can be loaded from, asked for when it is first shown. */
export function useFileLink(attachmentId: string): LoadedLink {
  const client = useChatClient();
  const [state, setState] = useState<{ readonly id: string; readonly link?: FileLink; readonly failed?: boolean }>({
    id: attachmentId,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let wanted = true;
    client.fileLink(attachmentId, { fresh: round > 0 }).then(
      (link) => wanted && setState({ id: attachmentId, link }),
      () => wanted && setState({ id: attachmentId, failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [client, attachmentId, round]);
  const again = useCallback(() => setRound((count) => count + 1), []);
  const mine = state.id === attachmentId;
  return { link: mine ? state.link : undefined, failed: mine && state.failed === true, again };
}
