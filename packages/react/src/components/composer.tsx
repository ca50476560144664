'use client';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ComposerFiles } from '../attachments/use-composer-files.js';
import { useDraft } from '../hooks/use-chat-client.js';
import type { ComposerMode } from '../model/composer-mode.js';
import { lengthState } from '../model/text-length.js';
import { emojiCompletion } from '../emoji/emoji-completion.js';
import { EmojiPopover } from '../emoji/emoji-popover.js';
import { useMentionSource } from '../hooks/use-mention-source.js';
import { hasTouchKeyboard } from '../hooks/touch-keyboard.js';
import { useCompletion } from '../hooks/use-completion.js';
import { CompletionList } from './completion-list.js';
import { ComposerBar } from './composer-bar.js';
import { useLanguage } from './language-context.js';
import { CheckIcon, EmojiIcon, SendIcon } from './icons.js';

export interface ComposerProps {
  readonly chatId: string;
  /** Whom it writes to, for its label. */
  readonly name: string;
  readonly onSend: (text: string) => void;
  readonly onTyping: (isTyping: boolean) => void;
  readonly field?: RefObject<HTMLTextAreaElement | null>;
  readonly mode?: ComposerMode | undefined;
  /** Ends the mode. */
  readonly onCancel?: (() => void) | undefined;
  /** Arrow up in the empty field. */
  readonly onEditLast?: (() => void) | undefined;
  /** Other words than those of a plain chat, where several composers stand beside each other. */
  readonly words?: ComposerWords | undefined;
  /** Above the field. */
  readonly above?: ReactNode;
  /** Files that go with a new message, and the ways to add some. */
  readonly files?: ComposerFiles | undefined;
  /** Enter sends; without it, Ctrl or Command and Enter do. On touch screens Enter always breaks the line. */
  readonly enterSends?: boolean | undefined;
}

export interface ComposerWords {
  /** Names the field. */
  readonly label: string;
  readonly placeholder: string;
  /** Names the button. */
  readonly send: string;
}

/**
 * Where a message is written, answered or edited. Enter sends, Shift+Enter breaks the line; on touch screens, and where
 * the reader wants it so, Enter breaks it. Arrow up in the empty field edits the last message, Escape cancels.
 */
export function Composer(props: ComposerProps) {
  const { chatId, name, onSend, onTyping, field, mode, onCancel, onEditLast, words, above } = props;
  const { t, formats } = useLanguage();
  const own = useRef<HTMLTextAreaElement>(null);
  const textarea = field ?? own;
  const { text, setText } = useText(chatId, mode);
  const counterId = useId();
  const length = lengthState(text);
  const editing = mode?.kind === 'edit';
  const saving = editing && mode.saving;
  const files = editing ? undefined : props.files;
  const hasWords = text.trim() !== '';
  // Words below files may be taken away again.
  const caption = editing && mode.message.attachments.length > 0;
  const sendable =
    (hasWords || caption || files?.ready === true) && files?.blocked !== true && length.kind !== 'over' && !saving;
  const instead = files?.instead ?? null;
  const people = useMentionSource();
  const sources = useMemo(() => [people, emojiCompletion(formats.locale)], [people, formats.locale]);
  const completion = useCompletion({ field: textarea, text, setText, sources });
  const offers = completion.suggestions.length > 0;
  const [picker, setPicker] = useState<HTMLElement | null>(null);
  const about = mode === undefined ? null : `${mode.kind} ${mode.message.id}`;

  useLayoutEffect(() => {
    if (textarea.current !== null) fitHeight(textarea.current);
  }, [text, textarea]);
  useEffect(() => {
    const element = textarea.current;
    if (about === null || element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, [about, textarea]);

  const recording = instead !== null;
  const recorded = useRef(false);
  useEffect(() => {
    // The recorder is gone, and with it the focus.
    if (recorded.current && !recording && !hasTouchKeyboard()) textarea.current?.focus({ preventScroll: true });
    recorded.current = recording;
  }, [recording, textarea]);

  const send = () => {
    if (!sendable) return;
    completion.close();
    // First the message, then the empty field: in this order both are drawn at once, and nothing is lost where it throws.
    onSend(text.trim());
    // After it: a new message has ended that already, and nobody has to be told of it by itself.
    onTyping(false);
    if (!editing) setText('');
    textarea.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || completion.key(event)) return;
    if (event.key === 'Escape' && mode !== undefined) {
      event.preventDefault();
      return onCancel?.();
    }
    if (event.key === 'ArrowUp' && text === '' && mode === undefined && !hasModifier(event)) {
      event.preventDefault();
      return onEditLast?.();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    if (!(event.ctrlKey || event.metaKey) && (props.enterSends === false || hasTouchKeyboard())) return;
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
      {above}
      {mode !== undefined && <ComposerBar mode={mode} onCancel={() => onCancel?.()} />}
      {files?.tray}
      {instead}
      <div className="stm-composer__box" hidden={instead !== null} data-words={hasWords || undefined}>
        {offers && <CompletionList label={t('completion.label')} completion={completion} />}
        <textarea
          ref={textarea}
          className="stm-composer__field"
          rows={1}
          dir="auto"
          value={text}
          readOnly={saving}
          placeholder={words?.placeholder ?? t('composer.placeholder')}
          aria-label={editing ? t('composer.edit_label') : (words?.label ?? t('composer.label', { name }))}
          aria-describedby={counterId}
          aria-autocomplete="list"
          aria-controls={offers ? completion.listId : undefined}
          aria-activedescendant={offers ? completion.optionId(completion.active) : undefined}
          aria-invalid={length.kind === 'over' || undefined}
          enterKeyHint={hasTouchKeyboard() || props.enterSends === false ? 'enter' : 'send'}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            completion.look(event.target.value);
            if (!editing) onTyping(event.target.value.trim() !== '');
          }}
          onBlur={() => {
            onTyping(false);
            completion.close();
          }}
          onSelect={(event) => completion.look(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={files?.onPaste}
        />
        {files?.tools}
        <button
          type="button"
          className="stm-icon-button stm-composer__tool"
          aria-label={t('composer.emoji')}
          aria-haspopup="dialog"
          aria-expanded={picker !== null}
          disabled={saving}
          onClick={(event) => setPicker(picker === null ? event.currentTarget : null)}
        >
          <EmojiIcon />
        </button>
        <span className="stm-composer__count" id={counterId} role="status" data-kind={length.kind}>
          {saving && t('composer.saving')}
          {length.kind === 'near' && t('composer.left', { count: length.left })}
          {length.kind === 'over' && t('composer.over', { count: length.by })}
        </span>
      </div>
      {files !== undefined && !hasWords && files.tray === null && files.voice}
      <button
        type="submit"
        className="stm-composer__send"
        aria-label={editing ? t('composer.save') : (words?.send ?? t('composer.send'))}
        disabled={!sendable}
        hidden={files !== undefined && !hasWords && files.tray === null}
        // The field keeps the focus, and with it the on-screen keyboard stays.
        onPointerDown={(event) => event.preventDefault()}
      >
        {editing ? <CheckIcon /> : <SendIcon />}
      </button>
      {picker !== null && (
        <EmojiPopover
          anchor={picker}
          align="end"
          onClose={() => setPicker(null)}
          onPick={(emoji) => {
            completion.insert(emoji);
            textarea.current?.focus();
            setPicker(null);
          }}
        />
      )}
    </form>
  );
}

/** The draft of the chat, which waits untouched while a message is edited. */
function useText(chatId: string, mode: ComposerMode | undefined) {
  const [written, draft] = useDraft(chatId);
  const edited = mode?.kind === 'edit' ? mode.message : null;
  const [change, setChange] = useState({ id: '', text: '' });
  if (edited === null) return { text: written, setText: draft.set };
  return {
    text: change.id === edited.id ? change.text : edited.message,
    setText: (text: string) => setChange({ id: edited.id, text }),
  };
}

/** Enter while an input method is composing picks a word. Safari ends composing before the key event: code 229. */
function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.shiftKey || event.altKey || event.ctrlKey || event.metaKey;
}

/** Grows the field with its text, up to the styles' maximum; newer browsers do it by `field-sizing`. */
function fitHeight(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight}px`;
}
