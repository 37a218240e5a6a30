/** A code as people read it: eight digits are easier to type in two groups. */
export const spacedCode = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;
