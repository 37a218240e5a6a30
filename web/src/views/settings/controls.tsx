import type { JSX } from 'preact';
import { Switch } from '../../parts/switch.tsx';
import { words } from '../../words/words.ts';
import { choiceWord, writtenValue } from './labels.ts';
import type { SettingField, Value } from './values.ts';
import { earlier, linesIn, toggled } from './values.ts';

const t = words('settings');

export type ControlProps = {
  readonly field: SettingField;
  readonly label: string;
  /** What it is for; a switch says it inside. */
  readonly hint: string;
  readonly value: Value;
  /** Nobody is told the value that is saved. */
  readonly hidden: boolean;
  readonly disabled: boolean;
  readonly invalid: boolean;
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly onChange: (value: Value) => void;
};

type Control = (props: ControlProps) => JSX.Element;

const LONGEST = 2000;

const TextControl: Control = ({ field, value, hidden, disabled, invalid, id, describedBy, onChange }) => (
  <input
    {...{ id, disabled, maxLength: LONGEST, value: String(value) }}
    type={(field.kind === 'secret' ? 'password' : 'text') as 'text'}
    autocomplete={field.kind === 'secret' ? 'new-password' : 'off'}
    autocapitalize="none"
    spellcheck={false}
    placeholder={hidden ? t('hidden') : undefined}
    aria-describedby={describedBy}
    aria-invalid={invalid || undefined}
    onInput={({ currentTarget }) => onChange(currentTarget.value)}
  />
);

const NumberControl: Control = ({ value, disabled, invalid, id, describedBy, onChange }) => (
  <input
    {...{ id, disabled, value: writtenValue(value) }}
    type="text"
    inputMode="decimal"
    autocomplete="off"
    aria-describedby={describedBy}
    aria-invalid={invalid || undefined}
    onInput={({ currentTarget }) => onChange(currentTarget.value)}
  />
);

const LinesControl: Control = ({ value, hidden, disabled, invalid, id, describedBy, onChange }) => (
  <textarea
    {...{ id, disabled, rows: 3 }}
    spellcheck={false}
    placeholder={hidden ? t('hidden') : undefined}
    defaultValue={typeof value === 'object' ? value.join('\n') : String(value)}
    aria-describedby={describedBy}
    aria-invalid={invalid || undefined}
    onInput={({ currentTarget }) => onChange(linesIn(currentTarget.value))}
  />
);

const ChoiceControl: Control = ({ field, value, disabled, invalid, id, describedBy, onChange }) => (
  <select
    {...{ id, disabled, value: String(value) }}
    aria-describedby={describedBy}
    aria-invalid={invalid || undefined}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
  >
    {(field.choices ?? []).map((choice) => (
      <option key={choice} value={choice}>
        {choiceWord(field, choice)}
      </option>
    ))}
  </select>
);

const SwitchControl: Control = ({ label, hint, value, disabled, onChange }) => (
  <Switch label={label} hint={hint} on={value === true} disabled={disabled} onPress={() => onChange(value !== true)} />
);

/** Known words in an order of their own: those that are used first, by rank, then the others. */
const ChoicesControl: Control = ({ field, label, value, disabled, id, describedBy, onChange }) => {
  const used = typeof value === 'object' ? value : [];
  const all = [...used, ...(field.choices ?? []).filter((choice) => !used.includes(choice))];
  return (
    <ul class="choices" id={id} aria-label={label} aria-describedby={describedBy}>
      {all.map((choice) => (
        <li key={choice}>
          <label>
            <input type="checkbox" disabled={disabled} checked={used.includes(choice)} onChange={() => onChange(toggled(used, choice))} />
            <span>{choiceWord(field, choice)}</span>
          </label>
          {used.indexOf(choice) > 0 && (
            <button
              type="button"
              disabled={disabled}
              aria-label={t('earlier', { name: choiceWord(field, choice) })}
              onClick={() => onChange(earlier(used, choice))}
            >
              ↑
            </button>
          )}
        </li>
      ))}
    </ul>
  );
};

const CONTROLS: Readonly<Record<SettingField['kind'], Control>> = {
  number: NumberControl,
  duration: TextControl,
  switch: SwitchControl,
  choice: ChoiceControl,
  choices: ChoicesControl,
  lines: LinesControl,
  hours: TextControl,
  text: TextControl,
  secret: TextControl,
};

/** The control that a setting of this kind is filled in with. */
export const controlFor = (kind: SettingField['kind']): Control => CONTROLS[kind];
