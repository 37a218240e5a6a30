/** What one check of the doctor found: its name, how bad it is, a sentence about the state, and one that says what to do about it. */
export type BoxCheck = {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly finding: string;
  readonly advice?: string;
};
