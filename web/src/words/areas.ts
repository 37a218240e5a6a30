import type access from '../../words/en/access.json';
import type box from '../../words/en/box.json';
import type camera from '../../words/en/camera.json';
import type moods from '../../words/en/moods.json';
import type music from '../../words/en/music.json';
import type now from '../../words/en/now.json';
import type rooms from '../../words/en/rooms.json';
import type shell from '../../words/en/shell.json';

/** The areas of words, each with the keys of its English file. A new area needs a line here, and a file in every language. */
type Catalogues = {
  readonly access: typeof access;
  readonly box: typeof box;
  readonly camera: typeof camera;
  readonly moods: typeof moods;
  readonly music: typeof music;
  readonly now: typeof now;
  readonly rooms: typeof rooms;
  readonly shell: typeof shell;
};

export type AreaName = keyof Catalogues;
export type Key<A extends AreaName> = keyof Catalogues[A];
