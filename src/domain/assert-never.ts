/** Ends a walk over a union: does not compile if a case is left out, and throws if an unknown case arrives at run time all the same. */
export function assertNever(value: never): never {
  throw new Error(`no case handles ${JSON.stringify(value)}`);
}
