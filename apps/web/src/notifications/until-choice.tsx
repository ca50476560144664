import { useLanguage } from '@stm-chat/react';
import { type ReactNode, useState } from 'react';
import { useLaterText } from '../text/use-later-text.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** For ever, as far as anybody here is concerned. */
const ALWAYS = '9999-12-31T00:00:00.000Z';

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Its options. */
  readonly children: ReactNode;
}

export function SelectField({ label, value, onChange, children }: SelectFieldProps) {
  return (
    <label className="field">
      <span className="field__label">{label}</span>
      <select className="settings__select" value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </label>
  );
}

interface UntilChoiceProps {
  readonly label: string;
  /** What is said while nothing is silenced. */
  readonly off: string;
  /** What is said of a time that was chosen before. */
  readonly kept: (time: string) => string;
  /** ISO 8601; null or past: nothing is silenced. */
  readonly until: string | null;
  readonly onChange: (until: string | null) => void;
}

/** Until when one chat, or everything, is silent: for hours, a week, for ever. */
export function UntilChoice({ label, off, kept, until, onChange }: UntilChoiceProps) {
  const t = useLaterText();
  const { formats } = useLanguage();
  const [now] = useState(() => Date.now());
  const silent = until !== null && Date.parse(until) > now;
  const always = silent && until.startsWith('9999-');
  const choose = (value: string) => {
    if (value === 'off') onChange(null);
    else if (value === 'always') onChange(ALWAYS);
    else if (value !== 'kept') onChange(new Date(Date.now() + Number(value)).toISOString());
  };
  return (
    <SelectField label={label} value={silent ? (always ? 'always' : 'kept') : 'off'} onChange={choose}>
      <option value="off">{off}</option>
      {silent && !always && <option value="kept">{kept(`${formats.dateText(until)} ${formats.time(until)}`)}</option>}
      <option value={HOUR_MS}>{t('away.pause_hour')}</option>
      <option value={8 * HOUR_MS}>{t('away.pause_hours')}</option>
      <option value={7 * DAY_MS}>{t('away.pause_week')}</option>
      <option value="always">{t('away.pause_always')}</option>
    </SelectField>
  );
}
