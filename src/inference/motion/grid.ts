/** The size of a sketch in cells; cells are stored row by row. */
export type Grid = { readonly across: number; readonly down: number };

/** The mean of all cells; 0 if there are none. */
export function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

/** Grey dilation: for each cell, the largest value among itself and its eight neighbours. */
export function dilated(values: Float32Array, { across, down }: Grid): Float32Array {
  const along = new Float32Array(values.length);
  for (let row = 0, cell = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1, cell += 1) {
      let most = values[cell] as number;
      if (column > 0) most = Math.max(most, values[cell - 1] as number);
      if (column + 1 < across) most = Math.max(most, values[cell + 1] as number);
      along[cell] = most;
    }
  }
  const around = along.slice();
  for (let cell = across; cell < around.length; cell += 1) {
    const above = cell - across;
    if ((along[above] as number) > (around[cell] as number)) around[cell] = along[above] as number;
    if ((along[cell] as number) > (around[above] as number)) around[above] = along[cell] as number;
  }
  return around;
}

/** The marked cells (those that are not 0) as connected groups; neighbours touch by a side or a corner. */
export function connectedGroups(marks: Uint8Array, { across }: Grid): readonly (readonly number[])[] {
  const left = marks.slice();
  const found: number[][] = [];
  for (let cell = 0; cell < left.length; cell += 1) {
    if (left[cell] !== 0) found.push(taken(left, cell, across));
  }
  return found;
}

/** Removes the group of a marked cell from `left` and returns it. */
function taken(left: Uint8Array, first: number, across: number): number[] {
  const group = [first];
  left[first] = 0;
  for (let next = 0; next < group.length; next += 1) {
    const cell = group[next] as number;
    const column = cell % across;
    for (let x = Math.max(0, column - 1); x <= Math.min(across - 1, column + 1); x += 1) {
      for (let at = cell - column + x - across; at <= cell - column + x + across; at += across) {
        if (!left[at]) continue;
        left[at] = 0;
        group.push(at);
      }
    }
  }
  return group;
}
