import { fields } from '../settings/desk.ts';
import { Setting } from '../settings/setting.tsx';

/** Some of the settings, as the settings' own view shows them. */
export function SomeSettings({ keys }: { readonly keys: readonly string[] }) {
  return (
    <>
      {fields.value
        .filter(({ key }) => keys.includes(key))
        .map((field) => (
          <Setting key={field.key} field={field} />
        ))}
    </>
  );
}
