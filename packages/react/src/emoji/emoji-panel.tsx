'use client';
import { type EmojiData, EmojiPicker } from 'frimousse';
import { type AriaAttributes, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage } from '../components/language-context.js';
import { hasTouchKeyboard } from '../hooks/touch-keyboard.js';
import type { ComponentTranslate } from '../text/texts.js';
import { chooseTone, chosenTone, recentEmoji, rememberEmoji } from './emoji-memory.js';
import { loadEmoji } from './load-emoji.js';

export interface EmojiPanelProps {
  readonly onPick: (emoji: string) => void;
}

const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
const TONE_NAMES = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;
const HAND = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'];
const CELL_PX = 44;
const COLUMNS_MAX = 8;

/** Every emoji, with search in the reader's language, skin tones, and those that were used last. */
export function EmojiPanel({ onPick }: EmojiPanelProps) {
  const { t, formats } = useLanguage();
  const [tone, setTone] = useState(chosenTone);
  const [search, setSearch] = useState('');
  const [recent] = useState(recentEmoji);
  const columns = useMemo(() => Math.max(4, Math.min(COLUMNS_MAX, Math.floor((window.innerWidth - 48) / CELL_PX))), []);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The panel came after the popover that holds it. On a touch screen the keyboard would cover what there is to pick.
    if (!hasTouchKeyboard()) field.current?.focus({ preventScroll: true });
  }, []);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  return (
    <EmojiPicker.Root
      className="stm-emoji"
      locale={formats.locale}
      columns={columns}
      skinTone={TONE_NAMES[tone] ?? 'none'}
      resolveEmojiData={(locale) => pickerData(locale, t)}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      onKeyDown={handOn}
    >
      <div className="stm-emoji__head">
        <EmojiPicker.Search
          ref={field}
          className="stm-emoji__search"
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <select
          className="stm-emoji__tone"
          aria-label={t('emoji.tone')}
          value={tone}
          onChange={(event) => {
            setTone(Number(event.target.value));
            chooseTone(Number(event.target.value));
          }}
        >
          {TONE_NAMES.map((name, index) => (
            <option key={name} value={index} aria-label={t(`emoji.tone.${name}`)}>
              {HAND[index]}
            </option>
          ))}
        </select>
      </div>
      {search === '' && recent.length > 0 && (
        <div className="stm-emoji__recent" role="group" aria-label={t('emoji.recent')}>
          {recent.slice(0, columns).map((emoji) => (
            <button
              key={emoji}
              type="button"
              className="stm-emoji__cell"
              aria-label={emoji}
              onClick={() => pick(emoji)}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
      {/* The arrow keys go by columns from the left, in every language. */}
      <EmojiPicker.Viewport className="stm-emoji__viewport" dir="ltr">
        <EmojiPicker.Loading className="stm-emoji__note">{t('emoji.loading')}</EmojiPicker.Loading>
        <EmojiPicker.Empty className="stm-emoji__note">{t('emoji.none')}</EmojiPicker.Empty>
        <EmojiPicker.List
          className="stm-emoji__list"
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="stm-emoji__group" dir="auto">
                {category.label}
              </div>
            ),
            Row: ({ children, ...props }) => (
              <div {...fromOne(props)} className="stm-emoji__row">
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button {...fromOne(props)} className="stm-emoji__cell" data-active={emoji.isActive || undefined}>
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </EmojiPicker.Viewport>
      <div className="stm-emoji__name" aria-hidden="true" dir="auto">
        <EmojiPicker.ActiveEmoji>{({ emoji }) => emoji?.label ?? ''}</EmojiPicker.ActiveEmoji>
      </div>
    </EmojiPicker.Root>
  );
}

/** ARIA counts rows and columns from one, the picker from nothing. */
function fromOne<Props extends AriaAttributes>(props: Props): Props {
  const { 'aria-rowindex': row, 'aria-colindex': column } = props;
  return {
    ...props,
    ...(row === undefined ? {} : { 'aria-rowindex': row + 1 }),
    ...(column === undefined ? {} : { 'aria-colindex': column + 1 }),
  };
}

/** The picker listens at the document for the keys that move in it; the popover around it keeps keys to itself. */
function handOn(event: KeyboardEvent): void {
  if (event.key !== 'Enter' && !event.key.startsWith('Arrow')) return;
  const copy = new window.KeyboardEvent('keydown', { key: event.key, cancelable: true });
  if (!document.dispatchEvent(copy)) event.preventDefault();
}

async function pickerData(locale: string, t: ComponentTranslate): Promise<EmojiData> {
  const entries = await loadEmoji(locale);
  return {
    locale,
    emojis: entries.map(
      ({ emoji, group, name, words, codes, tones: [light, mediumLight, medium, mediumDark, dark] }) => ({
        emoji,
        category: group,
        label: name,
        version: 1,
        tags: [...words, ...codes],
        ...(light === undefined ||
        mediumLight === undefined ||
        medium === undefined ||
        mediumDark === undefined ||
        dark === undefined
          ? {}
          : { skins: { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark } }),
      }),
    ),
    categories: GROUPS.map((index) => ({ index, label: t(`emoji.group.${index}`) })),
    skinTones: {
      light: t('emoji.tone.light'),
      'medium-light': t('emoji.tone.medium-light'),
      medium: t('emoji.tone.medium'),
      'medium-dark': t('emoji.tone.medium-dark'),
      dark: t('emoji.tone.dark'),
    },
  };
}
