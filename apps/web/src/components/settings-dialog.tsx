import { useEffect, useId, useRef } from 'react';
import { useText } from '../text/use-text.js';
import { LanguageSwitch } from './language-switch.js';
import { SoundSwitch } from './sound-switch.js';
import { ThemeSwitch } from './theme-switch.js';

export interface SettingsDialogProps {
  readonly onClose: () => void;
}

/** How the application looks, reads and sounds on this device. Every choice counts at once. */
export function SettingsDialog({ onClose }: SettingsDialogProps) {
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    // Only the backdrop is the dialog itself; everything else is inside. Escape does the same for the keyboard.
    const onClick = (event: MouseEvent) => {
      if (event.target === element) element.close();
    };
    element.addEventListener('click', onClick);
    return () => element.removeEventListener('click', onClick);
  }, []);
  return (
    <dialog className="settings" ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <div className="settings__content">
        <header className="settings__head">
          <h2 className="settings__title" id={titleId}>
            {t('settings.title')}
          </h2>
          <button
            type="button"
            className="stm-icon-button"
            aria-label={t('settings.close')}
            onClick={() => dialog.current?.close()}
          >
            <svg className="stm-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
              <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" className="settings__cross" />
            </svg>
          </button>
        </header>
        <LanguageSwitch />
        <ThemeSwitch />
        <SoundSwitch />
      </div>
    </dialog>
  );
}
