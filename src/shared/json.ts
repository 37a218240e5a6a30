import type { GenericSchema, InferOutput } from 'valibot';
import { custom, safeParse } from 'valibot';

/**
 * What comes from outside (files of the state folder, messages, answers of programs) is checked here, against a valibot schema that stands
 * beside the type. What does not fit is `undefined`: nobody else looks at unchecked data.
 */
export function fitting<const S extends GenericSchema>(schema: S, value: unknown): InferOutput<S> | undefined {
  const { success, output } = safeParse(schema, value);
  return success ? output : undefined;
}

/** The value of a JSON text, if it is JSON and fits. */
export function jsonFitting<const S extends GenericSchema>(schema: S, text: string): InferOutput<S> | undefined {
  try {
    return fitting(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Any JSON object. valibot's own objects would take an array too. */
export const jsonObject = custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
