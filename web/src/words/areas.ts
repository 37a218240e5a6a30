import type access from '../../words/en/access.json';
import type box from '../../words/en/box.json';
import type camera from '../../words/en/camera.json';
import type moods from '../../words/en/moods.json';
import type now from '../../words/en/now.json';
import type settings from '../../words/en/settings.json';
import type setup from '../../words/en/setup.json';
import type shell from '../../words/en/shell.json';

/** The areas of words, each with the keys of its English file. A new area needs a line here, and a file in every language. */
type Catalogues = {
  readonly access: typeof access;
  readonly box: typeof box;
  readonly camera: typeof camera;
  readonly moods: typeof moods;
  readonly now: typeof now;
  readonly settings: typeof settings;
  readonly setup: typeof setup;
  readonly shell: typeof shell;
};

export type AreaName = keyof Catalogues;
export type Key<A extends AreaName> = keyof Catalogues[A];
