import type { Config } from '../config/schema.ts';
import { openDiary } from '../history/open.ts';
import type { Releases } from '../music/port.ts';
import type { Player } from '../players/port.ts';
import { today } from '../shared/async/clock.ts';
import type { PageAnswers } from '../web/api/endpoints.ts';
import type { Box } from '../web/port.ts';
import { aboutAnswers } from './answers/about.ts';
import type { BoxParts } from './answers/box.ts';
import { boxAnswers } from './answers/box.ts';
import type { CameraAnswerParts } from './answers/camera.ts';
import { cameraAnswers } from './answers/camera.ts';
import { dayAnswers } from './answers/day.ts';
import { guestAnswers } from './answers/guest.ts';
import { kioskAnswers } from './answers/kiosk.ts';
import { learningAnswers } from './answers/learning.ts';
import type { MusicAnswerParts } from './answers/music.ts';
import { musicAnswers } from './answers/music.ts';
import { nowAnswers } from './answers/now.ts';
import { roomsAnswers } from './answers/rooms.ts';
import { senseAnswers } from './answers/sense.ts';
import { configAnswers } from './answers/settings.ts';
import { setupAnswers } from './answers/setup.ts';
import { updateAnswers } from './answers/update.ts';
import { venueAnswers } from './answers/venue.ts';
import { addressSpeaker, setupOf } from './compose-setup.ts';
import type { Daemon } from './daemon.ts';
import type { BiasStore } from './process/bias-store.ts';
import type { PlanStore } from './process/plan-store.ts';
import type { ExplainerParts } from './sensing/explainer.ts';
import { ReadingExplainer } from './sensing/explainer.ts';
import { LearningDesk } from './sensing/learning-desk.ts';
import { boxUpdates } from './upkeep/box-updates.ts';
import { errands } from './upkeep/errands.ts';
import { mpvVersion } from './upkeep/machine.ts';
import { TallyKeeper } from './upkeep/tally-keeper.ts';
import { unitStates } from './upkeep/units.ts';
import type { Venue } from './venue/venue.ts';
import type { DaemonWorld } from './world.ts';

/** What the page rests on. */
export type PageParts = Pick<MusicAnswerParts, 'history' | 'music' | 'words' | 'orderOf'> &
  Pick<CameraAnswerParts, 'zones' | 'livePicture'> &
  Pick<ExplainerParts, 'viewpoints'> & {
    readonly config: Config;
    readonly world: DaemonWorld;
    readonly daemon: Daemon;
    readonly plan: PlanStore;
    readonly player: Player;
    readonly venue: Venue | undefined;
    readonly ytdlp: Releases | undefined;
    readonly learning: { readonly biases: BiasStore; readonly weights: string };
  };

/** What answers the page's endpoints. */
function answersOf(parts: PageParts): PageAnswers {
  const { config, world, daemon, learning, plan, player, venue, viewpoints, ytdlp, zones, livePicture, ...rooms } = parts;
  const { clock, stateDir, version } = world;
  const diary = openDiary(config.history, stateDir, today);
  return {
    ...aboutAnswers({ id: config.mqtt.id, name: config.mqtt.name, version }),
    ...dayAnswers({ diary, plan }),
    ...guestAnswers(daemon),
    ...kioskAnswers(config.player),
    ...learningAnswers(new LearningDesk({ ...learning, today, answers: () => diary.lessons() })),
    ...nowAnswers(daemon),
    ...senseAnswers({ command: (command, by) => daemon.command(command, by), senses: () => daemon.status.report().senses ?? [] }),
    ...musicAnswers({
      ...{ ...rooms, clock, today },
      mood: () => daemon.director.mood,
      playOnce: (track, by) => daemon.playOnce(track, by),
      judge: (track, as) => daemon.judge(track, as),
    }),
    ...roomsAnswers({
      volume: () => player.volume,
      rooms: player.rooms,
      group: () => daemon.group,
      handOver: (to) => daemon.handOver(to),
    }),
    ...updateAnswers(boxUpdates(stateDir), config.update),
    ...venueAnswers({ config, venue }),
    ...boxAnswers({ ...boxParts(config, daemon, world), lastUpdate: () => ytdlp?.last }),
    ...configAnswers(world.settings),
    ...setupAnswers(setupOf(config, clock)),
    ...cameraAnswers({
      ...{ zones, livePicture },
      preview: config.web.preview,
      explainer: new ReadingExplainer({ viewpoints, clock, allowed: !config.venue }),
      faces: () => daemon.faces,
    }),
  };
}

/** What the box itself can be asked. What it runs for that ends with the daemon. */
function boxParts(config: Config, daemon: Daemon, world: DaemonWorld): Omit<BoxParts, 'lastUpdate'> {
  const { clock, log, ring, scope, stateDir, version } = world;
  const over = new AbortController();
  scope.own({ [Symbol.asyncDispose]: async () => over.abort() });
  const { signal } = over;
  const tally = new TallyKeeper(daemon.status);
  return {
    ...{ clock, config, ring, stateDir, today, version },
    report: () => daemon.status.report(),
    eyes: () => daemon.eyes,
    tally: () => tally.tally,
    errand: errands({ clock, log: log.child({ room: 'daemon' }), signal }),
    mpv: mpvVersion(config.player.mpv, clock, signal),
    sayAddress: addressSpeaker(config, clock, signal),
    units: () => unitStates(clock, signal),
  };
}

/** The daemon as the web page sees it. */
export function pageBox(parts: PageParts): Box {
  const { daemon } = parts;
  return {
    report: () => daemon.status.report(),
    onReport: (listener) => daemon.status.onReport(listener),
    command: (command, by) => daemon.command(command, by),
    health: () => daemon.health(),
    answers: answersOf(parts),
  };
}
