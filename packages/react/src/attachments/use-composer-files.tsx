'use client';
import type { Conversation, SendOptions, UploadItem } from '@stm-chat/client';
import { ATTACHMENTS_MAX } from '@stm-chat/protocol';
import { type ClipboardEvent, lazy, type ReactNode, useCallback, useMemo, useState } from 'react';
import { ChatPart } from '../components/chat-part.js';
import { useLanguage } from '../components/language-context.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useSelected, useStore } from '../hooks/use-store.js';
import { AttachButtons } from './attach-buttons.js';
import { messageType } from './file-shapes.js';
import { VoiceButton } from './voice-button.js';
import { idle, type VoiceCommand } from './voice-command.js';

const Tray = lazy(() => import('./upload-tray.js').then(({ UploadTray }) => ({ default: UploadTray })));
const Recorder = lazy(() => import('./voice-recorder.js').then(({ VoiceRecorder }) => ({ default: VoiceRecorder })));

/** What files add to a composer. */
export interface ComposerFiles {
  /** Beside the field. */
  readonly tools: ReactNode;
  /** Above the field: what goes with the message. */
  readonly tray: ReactNode;
  /** There are files, and none of them stands in the way: the message may be without a text. */
  readonly ready: boolean;
  /** A file was refused: nothing is sent until it is removed. */
  readonly blocked: boolean;
  /** In the place of the button that sends, while there is nothing to send. */
  readonly voice: ReactNode;
  /** Instead of the field, while a voice message is recorded. */
  readonly instead: ReactNode;
  readonly onPaste: (event: ClipboardEvent) => void;
}

export interface UseComposerFiles {
  readonly files: ComposerFiles;
  readonly add: (files: readonly File[]) => void;
  /** What is sent along; the tray is empty then. */
  readonly take: () => SendOptions;
}

/** Files of one chat that are not sent yet, and the ways in which they get there. */
export function useComposerFiles(
  conversation: Conversation,
  { onProblem, onSent }: { readonly onProblem: (text: string) => void; readonly onSent: () => void },
): UseComposerFiles {
  const { t } = useLanguage();
  const client = useChatClient();
  const { chatId } = conversation;
  const uploads = useStore(client.uploads.state);
  // Messages without files come and go: they are nothing to this.
  const underWay = useSelected(client.outbox, (items) => items.flatMap((item) => item.uploads ?? []).join());
  const [voice, setVoice] = useState<VoiceCommand>(idle);
  const waiting = useMemo(() => {
    const sending = new Set(underWay.split(','));
    return uploads.filter((item) => item.chatId === chatId && !sending.has(item.id) && item.voice === undefined);
  }, [uploads, underWay, chatId]);
  const blocked = waiting.some(({ state }) => state === 'failed');

  const add = useCallback(
    (files: readonly File[]) => {
      const usable = files.filter(({ size }) => size > 0);
      if (usable.length < files.length) onProblem(t('files.empty'));
      const room = ATTACHMENTS_MAX - waiting.length;
      if (usable.length > room) onProblem(t('files.limit', { most: ATTACHMENTS_MAX }));
      for (const file of usable.slice(0, room)) client.uploads.add(chatId, file);
    },
    [client, chatId, waiting.length, onProblem, t],
  );
  const onPaste = useCallback(
    (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files];
      if (files.length === 0) return;
      event.preventDefault();
      add(files);
    },
    [add],
  );
  const sendVoice = (item: UploadItem) => {
    conversation.send('', { uploads: [item.id], type: 'voice' });
    onSent();
  };

  const files: ComposerFiles = {
    tools: <AttachButtons onFiles={add} />,
    tray:
      waiting.length === 0 ? null : (
        <ChatPart>
          <Tray items={waiting} uploads={client.uploads} />
        </ChatPart>
      ),
    ready: waiting.length > 0 && !blocked,
    blocked,
    // The hand that holds it needs it; without one the recorder has buttons of its own.
    voice: voice.kind === 'idle' || voice.kind === 'hold' ? <VoiceButton command={voice} onCommand={setVoice} /> : null,
    instead:
      voice.kind === 'idle' ? null : (
        <ChatPart>
          <Recorder chatId={chatId} command={voice} onCommand={setVoice} onProblem={onProblem} onSend={sendVoice} />
        </ChatPart>
      ),
    onPaste,
  };
  const take = (): SendOptions =>
    waiting.length === 0 ? {} : { uploads: waiting.map(({ id }) => id), type: messageType(waiting) };
  return { files, add, take };
}
