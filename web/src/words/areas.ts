import type access from '../../words/en/access.json';
import type box from '../../words/en/box.json';
import type camera from '../../words/en/camera.json';
import type day from '../../words/en/day.json';
import type devices from '../../words/en/devices.json';
import type guest from '../../words/en/guest.json';
import type kiosk from '../../words/en/kiosk.json';
import type moment from '../../words/en/moment.json';
import type moods from '../../words/en/moods.json';
import type music from '../../words/en/music.json';
import type notice from '../../words/en/notice.json';
import type notices from '../../words/en/notices.json';
import type now from '../../words/en/now.json';
import type refusals from '../../words/en/refusals.json';
import type rooms from '../../words/en/rooms.json';
import type settings from '../../words/en/settings.json';
import type setup from '../../words/en/setup.json';
import type sheet from '../../words/en/sheet.json';
import type shell from '../../words/en/shell.json';
import type upkeep from '../../words/en/upkeep.json';
import type venue from '../../words/en/venue.json';

/** The areas of words, each with the keys of its English file. A new area needs a line here, and a file in every language. */
type Catalogues = {
  readonly access: typeof access;
  readonly box: typeof box;
  readonly camera: typeof camera;
  readonly moment: typeof moment;
  readonly guest: typeof guest;
  readonly kiosk: typeof kiosk;
  readonly devices: typeof devices;
  readonly day: typeof day;
  readonly moods: typeof moods;
  readonly notice: typeof notice;
  readonly notices: typeof notices;
  readonly now: typeof now;
  readonly settings: typeof settings;
  readonly setup: typeof setup;
  readonly sheet: typeof sheet;
  readonly music: typeof music;
  readonly refusals: typeof refusals;
  readonly rooms: typeof rooms;
  readonly shell: typeof shell;
  readonly venue: typeof venue;
  readonly upkeep: typeof upkeep;
};

export type AreaName = keyof Catalogues;
export type Key<A extends AreaName> = keyof Catalogues[A];
