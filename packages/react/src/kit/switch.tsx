'use client';
import { Switch as Kit } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';

export interface SwitchProps {
  readonly label: ReactNode;
  /** More about it, below. */
  readonly note?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Something that is on or off, at once; the whole line can be pressed. */
export function Switch({ label, note, checked, disabled = false, onChange }: SwitchProps) {
  const noteId = useId();
  return (
    <div className="stm-setting">
      <label className="stm-setting__line">
        <span>{label}</span>
        <Kit.Root
          className="stm-switch"
          checked={checked}
          disabled={disabled}
          aria-describedby={note === undefined ? undefined : noteId}
          onCheckedChange={onChange}
        >
          <Kit.Thumb className="stm-switch__thumb" />
        </Kit.Root>
      </label>
      {note !== undefined && (
        <p className="stm-setting__note" id={noteId}>
          {note}
        </p>
      )}
    </div>
  );
}
