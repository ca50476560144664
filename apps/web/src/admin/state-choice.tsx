import { useAdminText } from '../text/use-admin-text.js';

export interface StateChoiceProps<State extends string> {
  readonly states: readonly State[];
  /** Empty: any. */
  readonly value: State | '';
  readonly nameOf: (state: State) => string;
  readonly onChange: (state: State | '') => void;
}

/** Of which state what is listed has to be. */
export function StateChoice<State extends string>({ states, value, nameOf, onChange }: StateChoiceProps<State>) {
  const t = useAdminText();
  return (
    <label className="admin__choice">
      <span className="stm-hidden">{t('admin.state')}</span>
      <select
        className="settings__select"
        value={value}
        onChange={(event) => onChange(states.find((each) => each === event.target.value) ?? '')}
      >
        <option value="">{t('admin.any_state')}</option>
        {states.map((each) => (
          <option key={each} value={each}>
            {nameOf(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
