import { useId } from 'preact/hooks';

type FieldProps = {
  readonly name?: string;
  readonly type?: 'text' | 'password' | 'number' | 'search' | 'url' | 'time';
  readonly value?: string;
  readonly onInput?: (event: { readonly currentTarget: HTMLInputElement }) => void;
  readonly autocomplete?: 'off' | 'current-password' | 'new-password' | 'one-time-code';
  readonly inputMode?: 'numeric' | 'decimal' | 'text';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with the value, in a sentence; empty if nothing is. */
  readonly error?: string;
};

/** A field of a form with its label, a hint, and an error beside it. */
export function Field({ label, hint = '', error = '', type = 'text', ...input }: FieldProps) {
  const id = useId();
  const described = [hint !== '' && `${id}-hint`, error !== '' && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== '' && (
        <p class="quiet small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input {...input} type={type as 'text'} id={id} aria-describedby={described || undefined} aria-invalid={error !== '' || undefined} />
      {error !== '' && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
