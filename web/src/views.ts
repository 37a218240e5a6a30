import type { ComponentType } from 'preact';
import type { Standing } from '../../src/domain/access.ts';
import type { ReportView } from '../../src/web/report-view.ts';
import type { IconName } from './parts/icon.tsx';
import { Now } from './views/now/now.tsx';
import type { AreaName, Key } from './words/areas.ts';

/** A view of the page. */
export type View = {
  readonly name: string;
  /** The address behind `#/`; empty for the first view. */
  readonly hash: string;
  /** The least standing that sees it. */
  readonly level: Standing;
  /** The areas of words beyond those of the first view. */
  readonly words: readonly AreaName[];
  /** Its tab; a view without one is reached from another view, whose tab `under` names. */
  readonly tab?: { readonly label: Key<'shell'>; readonly icon: IconName; readonly when?: (report: ReportView) => boolean };
  readonly under?: string;
  /** It fills the page: without header, player and tabs. */
  readonly bare?: true;
  /** Loads the view. The first one is part of the page and needs no load. */
  readonly load: (() => Promise<ComponentType>) | { readonly ready: ComponentType };
};

/** Every view, tabs in their order. To add one, see CONTRIBUTING.md. */
export const VIEWS: readonly View[] = [
  { name: 'now', hash: '', level: 'guest', words: [], tab: { label: 'tab_now', icon: 'now' }, load: { ready: Now } },
  {
    ...{ name: 'camera', hash: 'camera', level: 'guest', words: ['camera', 'settings'], tab: { label: 'tab_camera', icon: 'camera' } },
    load: () => import('./views/camera/camera.tsx').then(({ Camera }) => Camera),
  },
  {
    ...{ name: 'day', hash: 'day', level: 'household', words: ['day', 'settings'], tab: { label: 'tab_day', icon: 'day' } },
    load: () => import('./views/day/day.tsx').then(({ Day }) => Day),
  },
  {
    ...{ name: 'music', hash: 'music', level: 'household', words: ['music', 'settings'], tab: { label: 'tab_music', icon: 'music' } },
    load: () => import('./views/music/music.tsx').then(({ Music }) => Music),
  },
  {
    ...{ name: 'rooms', hash: 'rooms', level: 'household', words: ['rooms', 'settings'] },
    tab: { label: 'tab_rooms', icon: 'rooms', when: ({ group, rooms }) => group !== undefined || rooms !== undefined },
    load: () => import('./views/rooms/rooms.tsx').then(({ Rooms }) => Rooms),
  },
  {
    ...{ name: 'box', hash: 'box', level: 'guest', words: ['box', 'camera', 'kiosk', 'upkeep'], tab: { label: 'tab_box', icon: 'box' } },
    load: () => import('./views/box/box.tsx').then(({ Box }) => Box),
  },
  {
    ...{ name: 'access', hash: 'access', level: 'stranger', words: ['access', 'devices', 'settings'], under: 'box' },
    load: () => import('./views/access/access.tsx').then(({ Access }) => Access),
  },
  {
    ...{ name: 'settings', hash: 'settings', level: 'owner', words: ['settings'], under: 'box' },
    load: () => import('./views/settings/settings.tsx').then(({ Settings }) => Settings),
  },
  {
    ...{ name: 'setup', hash: 'setup', level: 'stranger', words: ['setup', 'settings', 'access', 'camera'], under: 'box' },
    load: () => import('./views/setup/setup.tsx').then(({ Setup }) => Setup),
  },
  {
    ...{ name: 'kiosk', hash: 'kiosk', level: 'guest', words: ['kiosk'], bare: true },
    load: () => import('./views/kiosk/kiosk.tsx').then(({ Kiosk }) => Kiosk),
  },
  {
    ...{ name: 'guest', hash: 'guest', level: 'guest', words: ['guest'], bare: true },
    load: () => import('./views/guest/guest.tsx').then(({ Guest }) => Guest),
  },
  {
    ...{ name: 'venue', hash: 'venue', level: 'guest', words: ['venue', 'settings'], under: 'box' },
    load: () => import('./views/venue/venue.tsx').then(({ Venue }) => Venue),
  },
  {
    ...{ name: 'sheet', hash: 'sheet', level: 'household', words: ['sheet'], under: 'box' },
    load: () => import('./views/sheet/sheet.tsx').then(({ Sheet }) => Sheet),
  },
];

/** The view at this address; the first one for an address that nobody knows. */
export const viewAt = (hash: string): View => VIEWS.find((view) => view.hash === hash) ?? (VIEWS[0] as View);
