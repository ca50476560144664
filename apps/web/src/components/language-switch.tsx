import { useStore } from '@stm-chat/react';
import { useId, useState } from 'react';
import { languages, setLanguage } from '../language.js';
import { isLanguage, LANGUAGES } from '../locale.js';
import { useLaterText } from '../text/use-later-text.js';

/** Every language by its own name, so that it is found by who cannot read the present one. */
export function LanguageSwitch() {
  const t = useLaterText();
  const { code } = useStore(languages);
  const [failed, setFailed] = useState(false);
  const errorId = useId();
  const choose = (value: string) => {
    if (!isLanguage(value)) return;
    setFailed(false);
    setLanguage(value).catch(() => setFailed(true));
  };
  return (
    <div className="settings__part">
      <label className="settings__field">
        <span className="theme__label">{t('settings.language')}</span>
        <select
          className="settings__select"
          value={code}
          aria-describedby={errorId}
          onChange={(event) => choose(event.target.value)}
        >
          {Object.entries(LANGUAGES).map(([value, name]) => (
            <option key={value} value={value} lang={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p className="account__warning" id={errorId} role="alert">
        {failed && t('settings.language_failed')}
      </p>
    </div>
  );
}
