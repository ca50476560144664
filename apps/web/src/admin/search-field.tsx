export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <label className="admin__search">
      <span className="stm-hidden">{label}</span>
      <input
        className="field__input"
        type="search"
        dir="auto"
        value={value}
        placeholder={label}
        autoComplete="off"
        maxLength={100}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
