type SwitchProps = {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
};

/** A switch with its label and a sentence below it. It shows what the box has done, not what was asked for. */
export function Switch({ label, hint = '', on, disabled = false, onPress }: SwitchProps) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} disabled={disabled} onClick={onPress}>
      <span class="switch-text">
        <span>{label}</span>
        {hint !== '' && <span class="quiet">{hint}</span>}
      </span>
      <span class="knob" aria-hidden="true" />
    </button>
  );
}
