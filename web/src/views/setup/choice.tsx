type ChoiceProps = {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
};

/** One of several, as large as a finger. */
export function Choice({ name, legend, options, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.id}>
          <input type="radio" name={name} value={option.id} checked={option.id === chosen} onChange={() => onChoose(option.id)} />
          <span>{option.name}</span>
        </label>
      ))}
    </fieldset>
  );
}
