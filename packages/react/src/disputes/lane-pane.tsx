'use client';
import type { Lane } from '@stm-chat/protocol';
import type { ReactNode } from 'react';
import { Conversation } from '../components/conversation.js';
import { NoteIcon, PencilNoteIcon, PeopleIcon, PersonIcon } from './dispute-icons.js';
import { useDisputeWords } from './use-dispute-words.js';

/** Whom a pane writes to: everybody in the chat, one party, or staff alone. */
export type PaneTarget = 'everyone' | Lane;

export interface LanePaneProps {
  /** The chat that it shows and writes into: the target is bound to this id, never to what happens to be in front. */
  readonly chatId: string;
  readonly target: PaneTarget;
  /** The one other person of a private lane; of everybody's chat, the others in words. */
  readonly name: string;
  /** Whether that person has left: nobody reads on but the LSM. */
  readonly left?: boolean;
  /** Beside the title. */
  readonly aside?: ReactNode;
  /** Beside the line that says who reads it. */
  readonly tools?: ReactNode;
  readonly targetSeq?: number | undefined;
  readonly targetKey?: string | undefined;
  /** Where it is known that nothing can be written: why. */
  readonly locked?: ReactNode;
}

/**
 * One chat of a case as a pane. Colour, shape, words and the button's label all say who reads what is written here;
 * the server checks it once more, because every lane is a chat of its own.
 */
export function LanePane(props: LanePaneProps) {
  const { chatId, target, name, left = false, aside, tools, targetSeq, targetKey, locked } = props;
  const { t } = useDisputeWords();
  const kind = target === 'customer' || target === 'provider' ? 'private' : target;
  const said = left ? 'earlier' : kind;
  const title = t(`lane.${said}`, { name });
  const Icon = kind === 'everyone' ? PeopleIcon : kind === 'staff' ? NoteIcon : PersonIcon;
  return (
    <section className="stm-lane" data-target={target} aria-label={title}>
      <Conversation
        chatId={chatId}
        targetSeq={targetSeq}
        targetKey={targetKey}
        pane={{
          header: (
            <header className="stm-lane__head">
              <span className="stm-lane__icon">
                <Icon />
              </span>
              <div className="stm-lane__lines">
                <h3 className="stm-lane__title">{title}</h3>
                <p className="stm-lane__note">{t(`lane.${said}_note`, { name })}</p>
              </div>
              {aside}
            </header>
          ),
          writing: (
            <div className="stm-lane__writing">
              <p className="stm-lane__target">
                {kind === 'staff' ? <PencilNoteIcon /> : <Icon />}
                {t(`lane.${kind}_write`, { name })}
              </p>
              {tools}
            </div>
          ),
          words: {
            label: t(`lane.${kind}_write`, { name }),
            placeholder: t(`lane.${kind}_placeholder`, { name }),
            send: t(`lane.${kind}_send`, { name }),
          },
          ...(locked === undefined ? {} : { locked }),
        }}
      />
    </section>
  );
}
