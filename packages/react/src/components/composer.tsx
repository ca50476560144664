'use client';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef } from 'react';
import { useDraft } from '../hooks/use-chat-client.js';
import { lengthState } from '../model/text-length.js';
import { useLanguage } from './language-context.js';
import { SendIcon } from './icons.js';

export interface ComposerProps {
  readonly chatId: string;
  /** Whom it writes to, for its label. */
  readonly name: string;
  readonly onSend: (text: string) => void;
  readonly onTyping: (isTyping: boolean) => void;
  readonly field?: RefObject<HTMLTextAreaElement | null>;
}

/** Where a message is written. Enter sends, Shift+Enter breaks the line; on touch screens Enter breaks it. */
export function Composer({ chatId, name, onSend, onTyping, field }: ComposerProps) {
  const { t } = useLanguage();
  const [text, draft] = useDraft(chatId);
  const own = useRef<HTMLTextAreaElement>(null);
  const textarea = field ?? own;
  const counterId = useId();
  const length = lengthState(text);
  const sendable = text.trim() !== '' && length.kind !== 'over';

  useLayoutEffect(() => {
    if (textarea.current !== null) fitHeight(textarea.current);
  }, [text, textarea]);

  const send = () => {
    if (!sendable) return;
    draft.set('');
    onTyping(false);
    onSend(text.trim());
    textarea.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event) || hasTouchKeyboard()) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="stm-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="stm-composer__box">
        <textarea
          ref={textarea}
          className="stm-composer__field"
          rows={1}
          dir="auto"
          value={text}
          placeholder={t('composer.placeholder')}
          aria-label={t('composer.label', { name })}
          aria-describedby={counterId}
          aria-invalid={length.kind === 'over' || undefined}
          enterKeyHint={hasTouchKeyboard() ? 'enter' : 'send'}
          autoComplete="off"
          onChange={(event) => {
            draft.set(event.target.value);
            onTyping(event.target.value.trim() !== '');
          }}
          onBlur={() => onTyping(false)}
          onKeyDown={onKeyDown}
        />
        <span className="stm-composer__count" id={counterId} role="status" data-kind={length.kind}>
          {length.kind === 'near' && t('composer.left', { count: length.left })}
          {length.kind === 'over' && t('composer.over', { count: length.by })}
        </span>
      </div>
      <button
        type="submit"
        className="stm-composer__send"
        aria-label={t('composer.send')}
        disabled={!sendable}
        // The field keeps the focus, and with it the on-screen keyboard stays.
        onPointerDown={(event) => event.preventDefault()}
      >
        <SendIcon />
      </button>
    </form>
  );
}

/** Enter while an input method is composing picks a word. Safari ends composing before the key event: code 229. */
function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}

function hasTouchKeyboard(): boolean {
  return typeof window !== 'undefined' && window.matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/** Grows the field with its text, up to the styles' maximum; newer browsers do it by `field-sizing`. */
function fitHeight(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight}px`;
}
