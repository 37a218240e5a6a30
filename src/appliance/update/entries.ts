import type { SlotName, SystemSlot } from '../../domain/update.ts';

/** A file of `loader/entries` on the FAT partition. */
export type EntryFile = { readonly name: string; readonly text: string };

type Entry = SystemSlot & { readonly order: number };

const NAME = /^moodbox-([ab])(?:\+(\d+)(?:-(\d+))?)?\.conf$/;

/** The slots as the entries of systemd-boot tell them. Of two entries for one slot, which a pulled plug can leave, the newer counts. */
export function slotsIn(files: readonly EntryFile[]): readonly SystemSlot[] {
  const entries = files.map(entryIn).filter((each) => each !== undefined);
  return (['a', 'b'] as const).map((name) => {
    const newest = entries.filter((each) => each.name === name).toSorted((one, other) => other.order - one.order)[0];
    if (!newest) return { name, state: 'empty' };
    const { order: _, ...slot } = newest;
    return slot;
  });
}

function entryIn({ name, text }: EntryFile): Entry | undefined {
  const [, slot, left, used] = NAME.exec(name) ?? [];
  if (slot === undefined) return undefined;
  const version = /^title\s+moodbox\s+(\S+)/m.exec(text)?.[1];
  return {
    name: slot as SlotName,
    order: Number(/^version\s+(\d+)/m.exec(text)?.[1] ?? 0),
    ...stateOf(left, used),
    ...(version !== undefined && { version }),
  };
}

function stateOf(left: string | undefined, used: string | undefined): Pick<SystemSlot, 'state' | 'left' | 'used'> {
  if (left === undefined) return { state: 'good' };
  return { state: Number(left) > 0 ? 'trying' : 'bad', left: Number(left), used: Number(used ?? 0) };
}
