import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { link, updated } from '../box/report.ts';
import type { ViewName } from '../views.ts';
import type { AreaName } from '../words/areas.ts';
import { loadWords } from '../words/load.ts';
import { words } from '../words/words.ts';
import { toast } from './toast.ts';

const t = words('notices');

/** Says that the address leads nowhere. */
export const sayNoPage = (): void => toast({ kind: 'problem', text: t('no_page') });

type OtherView = Exclude<ViewName, 'now'>;
type Load = { readonly words: readonly AreaName[]; readonly view: () => Promise<ComponentType> };

/** How each view but the first one is loaded, and the areas of words that it needs. */
const LOADS: Readonly<Record<OtherView, Load>> = {
  camera: { words: ['settings'], view: () => import('../views/camera/camera.tsx').then(({ Camera }) => Camera) },
  day: { words: ['day', 'settings'], view: () => import('../views/day/day.tsx').then(({ Day }) => Day) },
  music: { words: ['music', 'settings'], view: () => import('../views/music/music.tsx').then(({ Music }) => Music) },
  rooms: { words: ['rooms', 'settings'], view: () => import('../views/rooms/rooms.tsx').then(({ Rooms }) => Rooms) },
  box: { words: ['box', 'kiosk', 'upkeep'], view: () => import('../views/box/box.tsx').then(({ Box }) => Box) },
  access: { words: ['access', 'devices', 'settings'], view: () => import('../views/access/access.tsx').then(({ Access }) => Access) },
  settings: { words: ['settings'], view: () => import('../views/settings/settings.tsx').then(({ Settings }) => Settings) },
  setup: { words: ['setup', 'settings', 'access'], view: () => import('../views/setup/setup.tsx').then(({ Setup }) => Setup) },
  kiosk: { words: ['kiosk'], view: () => import('../views/kiosk/kiosk.tsx').then(({ Kiosk }) => Kiosk) },
  guest: { words: ['guest'], view: () => import('../views/guest/guest.tsx').then(({ Guest }) => Guest) },
  venue: { words: ['venue', 'settings'], view: () => import('../views/venue/venue.tsx').then(({ Venue }) => Venue) },
  sheet: { words: ['sheet'], view: () => import('../views/sheet/sheet.tsx').then(({ Sheet }) => Sheet) },
};

/** What has become of the views that somebody has gone to; one that is being loaded has no state. */
const states = signal<{ readonly [N in OtherView]?: ComponentType | 'failed' }>({});
const loading = new Set<OtherView>();

/** A view that has been loaded. */
export function viewNamed(name: OtherView): ComponentType | undefined {
  const state = states.value[name];
  return state === 'failed' ? undefined : state;
}

/** A sentence about a view that could not be loaded; undefined for any other. */
export const failureOf = (name: OtherView): string | undefined => (states.value[name] === 'failed' ? t('failed') : undefined);

/** Loads a view that is not there. Never rejects: `failureOf` says what went wrong. */
export async function loadView(name: OtherView): Promise<void> {
  if (loading.has(name) || viewNamed(name)) return;
  loading.add(name);
  states.value = { ...states.peek(), [name]: await loaded(name) };
  loading.delete(name);
}

async function loaded(name: OtherView): Promise<ComponentType | 'failed'> {
  const { view, words: areas } = LOADS[name];
  try {
    const [component] = await Promise.all([view(), ...areas.map(loadWords)]);
    return component;
  } catch (_missing) {
    // The box answers, but not with this file: it has another release by now.
    if (link.peek() === 'live') updated.value = true;
    return 'failed';
  }
}
