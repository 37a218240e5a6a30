import type access from '../../words/en/access.json';
import type box from '../../words/en/box.json';
import type camera from '../../words/en/camera.json';
import type devices from '../../words/en/devices.json';
import type moods from '../../words/en/moods.json';
import type now from '../../words/en/now.json';
import type sheet from '../../words/en/sheet.json';
import type shell from '../../words/en/shell.json';
import type upkeep from '../../words/en/upkeep.json';

/** The areas of words, each with the keys of its English file. A new area needs a line here, and a file in every language. */
type Catalogues = {
  readonly access: typeof access;
  readonly box: typeof box;
  readonly camera: typeof camera;
  readonly devices: typeof devices;
  readonly moods: typeof moods;
  readonly now: typeof now;
  readonly sheet: typeof sheet;
  readonly shell: typeof shell;
  readonly upkeep: typeof upkeep;
};

export type AreaName = keyof Catalogues;
export type Key<A extends AreaName> = keyof Catalogues[A];
