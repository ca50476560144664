import { Switch, useStore } from '@stm-chat/react';
import { playChime } from '../sounds/chime.js';
import { setSounds, sounds } from '../sounds/sounds.js';
import { useText } from '../text/use-text.js';

/** Sounds, off until asked for; switching them on lets one be heard. */
export function SoundSwitch() {
  const t = useText();
  const choose = (next: boolean) => {
    setSounds(next);
    // Where there is no sound to be had, the choice still stands.
    if (next) playChime().catch(() => undefined);
  };
  return (
    <Switch
      label={t('settings.sounds_on')}
      note={t('settings.sounds_note')}
      checked={useStore(sounds)}
      onChange={choose}
    />
  );
}
