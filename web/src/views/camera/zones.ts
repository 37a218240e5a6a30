import { computed, signal } from '@preact/signals';
import type { ZonesAnswer } from '../../../../src/web/api/camera.ts';
import { ask } from '../../box/ask.ts';
import { isAtLeast } from '../../box/rights.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';
import { shownCamera } from './cameras.ts';
import type { Shape } from './zone-shapes.ts';

const t = words('camera');

type DrawnZone = ZonesAnswer['drawn'][number];

/** The zones as the box keeps them; undefined until it has said so. */
export const keptZones = signal<ZonesAnswer | undefined>(undefined);
/** The drawn zones of all cameras while somebody changes them; undefined otherwise. */
export const draft = signal<readonly DrawnZone[] | undefined>(undefined);
/** The zone of the draft that the keys and buttons move. */
export const selected = signal<number | undefined>(undefined);

/** A zone on the stage. `at`: its place in the draft. */
type StageZone = { readonly shape: Shape; readonly at: number };

const ofCamera = (zones: readonly DrawnZone[]): readonly StageZone[] =>
  zones.map((shape, at) => ({ shape, at, camera: shape.camera })).filter(({ camera }) => camera === shownCamera.value);

/** The zones of the camera on the stage: those drawn here, and those of the configuration. */
export const drawnZones = computed(() => ofCamera(draft.value ?? keptZones.value?.drawn ?? []));
export const configuredZones = computed(() => ofCamera(keptZones.value?.configured ?? []));

/** Asks the box for its zones, if the visitor may know them. */
export async function learnZones(): Promise<void> {
  if (!isAtLeast('household')) return;
  const { problem, body } = await ask('GET /api/zones', undefined);
  if (problem === '') keptZones.value = body;
}

export function editZones(): void {
  draft.value = keptZones.value?.drawn ?? [];
  selected.value = drawnZones.value[0]?.at;
  document.querySelector('.frame')?.scrollIntoView({ block: 'nearest' });
}

export function cancelEdit(): void {
  draft.value = undefined;
  selected.value = undefined;
}

/** Adds a zone to the camera on the stage, and selects it. */
export function addZone(shape: Shape): void {
  const zones = draft.peek() ?? [];
  draft.value = [...zones, { ...shape, camera: shownCamera.peek() }];
  selected.value = zones.length;
}

export function changeZone(at: number, change: (shape: Shape) => Shape): void {
  draft.value = draft.peek()?.map((zone, index) => (index === at ? { ...zone, ...change(zone) } : zone));
}

export function removeZone(at: number): void {
  draft.value = draft.peek()?.filter((_, index) => index !== at);
  selected.value = drawnZones.peek()[0]?.at;
}

/** Sends the draft to the box, and offers to take it back. */
export async function saveZones(): Promise<void> {
  const before = keptZones.peek()?.drawn ?? [];
  if (await send(draft.peek() ?? []))
    toast({ kind: 'done', text: t('zones_saved'), action: { label: t('undo'), run: () => void undo(before) } });
}

async function undo(before: readonly DrawnZone[]): Promise<void> {
  if (await send(before)) toast({ kind: 'done', text: t('zones_undone') });
}

async function send(zones: readonly DrawnZone[]): Promise<boolean> {
  const { problem, body } = await ask('PUT /api/zones', { drawn: [...zones] });
  if (problem !== '') {
    toast({ kind: 'problem', text: problem });
    return false;
  }
  keptZones.value = body;
  cancelEdit();
  return true;
}
