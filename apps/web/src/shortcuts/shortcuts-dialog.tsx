import { Dialog } from '@stm-chat/react';
import { useLaterText } from '../text/use-later-text.js';
import { SHORTCUTS } from './shortcut-table.js';

export interface ShortcutsDialogProps {
  readonly onClose: () => void;
}

/** Everything that works by keyboard, by where it works. */
export function ShortcutsDialog({ onClose }: ShortcutsDialogProps) {
  const t = useLaterText();
  return (
    <Dialog className="shortcuts" title={t('shortcuts.title')} onClose={onClose}>
      <div className="shortcuts__groups">
        {SHORTCUTS.map(({ title, rows }) => (
          <section key={title}>
            <h3 className="theme__label">{t(title)}</h3>
            <dl>
              {rows.map(({ keys, text }) => (
                <div className="shortcuts__row" key={text}>
                  <dt>{t(text)}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
