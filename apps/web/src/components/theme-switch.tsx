import { useStore } from '@stm-chat/react';
import { setTheme, type Theme, themes } from '../theme.js';
import { useLaterText } from '../text/use-later-text.js';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function ThemeSwitch() {
  const t = useLaterText();
  const current = useStore(themes);
  return (
    <fieldset className="theme">
      <legend className="theme__label">{t('theme.label')}</legend>
      <div className="theme__options">
        {THEMES.map((theme) => (
          <label className="theme__option" key={theme}>
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={theme === current}
              onChange={() => setTheme(theme)}
            />
            <span>{t(`theme.${theme}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
