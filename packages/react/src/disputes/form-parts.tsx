'use client';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Dialog } from '../kit/dialog.js';

export interface FormDialogProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  readonly cancel: string;
  readonly submit: string;
  readonly busy: boolean;
  readonly error: string | null;
  readonly danger?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

/**
 * A dialog that asks for something and does it. What stops it is said until something is changed; the first field that is
 * marked as invalid gets the focus.
 */
export function FormDialog(props: FormDialogProps) {
  const { title, lead, children, cancel, submit, busy, error, danger, onSubmit, onClose } = props;
  const leadId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [attempt, setAttempt] = useState(0);
  /** The error that was there when something was changed. */
  const [answered, setAnswered] = useState<string | null>(null);
  useEffect(() => {
    if (error === null) return;
    const wrong = '[aria-invalid="true"]';
    form.current?.querySelector<HTMLElement>(`${wrong} input, :is(input, textarea)${wrong}`)?.focus();
  }, [attempt, error]);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      className="stm-form-dialog"
      {...(lead === undefined ? {} : { describedBy: leadId })}
    >
      <form
        ref={form}
        className="stm-form"
        noValidate
        onChange={() => setAnswered(error)}
        onSubmit={(event) => {
          event.preventDefault();
          setAnswered(null);
          setAttempt(attempt + 1);
          onSubmit();
        }}
      >
        {lead !== undefined && (
          <div className="stm-form__lead" id={leadId}>
            {lead}
          </div>
        )}
        {children}
        <div className="stm-form__foot">
          <p className="stm-form__error" role="alert">
            {error !== answered && error}
          </p>
          <div className="stm-confirm__actions">
            <button type="button" className="stm-button stm-button--quiet" onClick={onClose}>
              {cancel}
            </button>
            <button
              type="submit"
              className={danger === true ? 'stm-button stm-button--danger' : 'stm-button'}
              aria-disabled={busy}
            >
              {submit}
            </button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** Belongs to the choice, and is there when it is chosen. */
  readonly more?: ReactNode;
}

export interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** Nothing is chosen, and has to be. */
  readonly invalid?: boolean;
}

/** One of several, as a list of radio buttons. */
export function Choices<Value extends string>({ label, choices, value, onChange, invalid }: ChoicesProps<Value>) {
  const name = useId();
  return (
    <fieldset className="stm-choices" role="radiogroup" aria-invalid={invalid === true || undefined}>
      <legend className="stm-field__label">{label}</legend>
      {choices.map((choice) => (
        <div className="stm-choices__line" key={choice.value}>
          <label className="stm-choice">
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
          {value === choice.value && choice.more}
        </div>
      ))}
    </fieldset>
  );
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** Code points; the wire's own limit. */
  readonly max?: number;
  readonly lines?: number;
  readonly type?: 'text' | 'date';
  readonly inputMode?: 'decimal';
  readonly min?: string;
  /** It has to be filled in. */
  readonly invalid?: boolean;
}

/** A field with its label and hint; several lines where there is more to say. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, hint, max, lines = 1, type, inputMode, min, invalid } = props;
  const id = useId();
  const own = {
    id,
    className: 'stm-field__input',
    value,
    maxLength: max,
    dir: type === undefined ? 'auto' : undefined,
    'aria-invalid': invalid === true || undefined,
    'aria-describedby': hint === undefined ? undefined : `${id}hint`,
  } as const;
  return (
    <div className="stm-field">
      <label className="stm-field__label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p className="stm-field__hint" id={`${id}hint`}>
          {hint}
        </p>
      )}
      {lines > 1 ? (
        <textarea {...own} rows={lines} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...own}
          type={type ?? 'text'}
          inputMode={inputMode}
          min={min}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}
