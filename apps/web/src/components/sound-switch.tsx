import { useStore } from '@stm-chat/react';
import { useId } from 'react';
import { playChime } from '../sounds/chime.js';
import { setSounds, sounds } from '../sounds/sounds.js';
import { useText } from '../text/use-text.js';

/** Sounds, off until asked for; switching them on lets one be heard. */
export function SoundSwitch() {
  const t = useText();
  const on = useStore(sounds);
  const noteId = useId();
  const choose = (next: boolean) => {
    setSounds(next);
    // Where there is no sound to be had, the choice still stands.
    if (next) playChime().catch(() => undefined);
  };
  return (
    <fieldset className="theme">
      <legend className="theme__label">{t('settings.sounds')}</legend>
      <label className="settings__choice">
        <input
          type="checkbox"
          checked={on}
          aria-describedby={noteId}
          onChange={(event) => choose(event.target.checked)}
        />
        {t('settings.sounds_on')}
      </label>
      <p className="settings__note" id={noteId}>
        {t('settings.sounds_note')}
      </p>
    </fieldset>
  );
}
