/** Closes a walk over a union: does not compile while a case is left out. Throws if a value of no known case arrives at run time all the same. */
export function assertNever(value: never): never {
  throw new Error(`no case handles ${JSON.stringify(value)}`);
}
