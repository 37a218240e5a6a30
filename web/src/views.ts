import type { Standing } from '../../src/domain/access.ts';
import type { ReportView } from '../../src/web/report-view.ts';

export type TabName = 'now' | 'camera' | 'day' | 'music' | 'rooms' | 'box';
export type ViewName = TabName | 'access' | 'settings' | 'setup' | 'kiosk' | 'guest' | 'venue' | 'sheet';

/** A view of the page. Its address is `#/` and its name; that of the first view is empty. */
export type View = {
  readonly name: ViewName;
  /** The least standing that sees it. */
  readonly level: Standing;
  /** Its tab; a view without one is reached from another view. */
  readonly tab?: TabName;
  /** Whether the tab is offered now; always if absent. */
  readonly when?: (report: ReportView) => boolean;
  /** The tab that stands for a view without one. */
  readonly under?: TabName;
  /** It fills the page: without header, player and tabs. */
  readonly bare?: true;
};

/** Every view, tabs in their order. How they are loaded: `shell/view-loads.ts`. To add one, see CONTRIBUTING.md. */
export const VIEWS: readonly View[] = [
  { name: 'now', level: 'guest', tab: 'now' },
  { name: 'camera', level: 'guest', tab: 'camera' },
  { name: 'day', level: 'household', tab: 'day' },
  { name: 'music', level: 'household', tab: 'music' },
  { name: 'rooms', level: 'household', tab: 'rooms', when: ({ group, rooms }) => group !== undefined || rooms !== undefined },
  { name: 'box', level: 'guest', tab: 'box' },
  { name: 'access', level: 'stranger', under: 'box' },
  { name: 'settings', level: 'owner', under: 'box' },
  { name: 'setup', level: 'stranger', under: 'box' },
  { name: 'kiosk', level: 'guest', bare: true },
  { name: 'guest', level: 'guest', bare: true },
  { name: 'venue', level: 'guest', under: 'box' },
  { name: 'sheet', level: 'household', under: 'box' },
];

/** The view at this address; the first one for an address that nobody knows. */
export const viewAt = (address: string): View => VIEWS.find(({ name }) => name === address) ?? (VIEWS[0] as View);
