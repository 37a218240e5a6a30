/** Rows as aligned columns: the first aligned left, the others right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A number as text with `digits` digits after the point. */
export const figure = (value: number, digits: number): string => value.toFixed(digits);

/** The same, as a number for JSON. */
export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
