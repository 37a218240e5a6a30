/** An error that the user can fix. The message says what is wrong and what to do, and stands alone: a command shows it as its only line. */
export class FixableError extends Error {}
