import type { ChatPartProps } from '@stm-chat/react';
import { DisputeDetails } from '../disputes/dispute-bundle.js';
import { ChatAway } from '../notifications/chat-away.js';

/** Beside a chat's job and people: its disputes, and how its reader is notified of it. */
export function MoreDetails(props: ChatPartProps) {
  return (
    <>
      <DisputeDetails {...props} />
      <ChatAway {...props} />
    </>
  );
}
