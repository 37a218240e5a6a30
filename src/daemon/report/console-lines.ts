import { trackOf } from '../../domain/music.ts';
import { printable } from '../../domain/one-line.ts';
import type { CameraState, Report } from '../../domain/report.ts';

/**
 * One line for each change between two reports that a person would want to know about: moods, people, tracks, cameras, broker. Reasons and
 * names come from outside, so each line is made safe for a terminal.
 */
export function printChanges(before: Report | undefined, now: Report): readonly string[] {
  const parts = [
    moodLine,
    peopleLine(before),
    musicLine,
    soundLine,
    guestLine,
    ...cameraLines(now),
    previewLine,
    brokerLine,
    groupLine,
    ...refusedLines(now),
    historyLine,
  ];
  return parts.flatMap((line) => {
    const text = line(now);
    return text !== undefined && (before === undefined || line(before) !== text) ? [printable(text)] : [];
  });
}

/** What the box is doing, in one line, for `systemctl status`. */
export const summary = (report: Report): string =>
  printable([moodLine(report), presenceLine(report), musicLine(report)].filter((line) => line !== undefined).join('; '));

function moodLine({ mood, override }: Report): string {
  return `mood    ${mood}${override === 'auto' ? '' : ' (overridden)'}`;
}

/** The evidence for presence changes with each turn of a head, so it is only printed when somebody comes or goes. */
const peopleLine =
  (before: Report | undefined) =>
  (report: Report): string | undefined =>
    presenceLine(before?.presence.kind === report.presence.kind ? before : report);

function presenceLine({ presence }: Report): string | undefined {
  switch (presence.kind) {
    case 'present':
      return `people  somebody is here (${presence.by})`;
    case 'absent':
      return 'people  nobody';
    case 'unknown':
      return undefined;
  }
}

function musicLine({ noMusic, playback }: Report): string | undefined {
  const track = trackOf(playback);
  if (noMusic) return 'music   none can be found or played; the log says why';
  switch (playback.kind) {
    case 'silent':
      return 'music   silent';
    case 'loading':
      return undefined;
    case 'playing':
      return `music   ${track?.title} (${track?.source})`;
    case 'paused':
      return `music   paused: ${track?.title}`;
    case 'failed':
      return `music   cannot play ${track?.title}: ${playback.why}`;
  }
}

function guestLine({ guest, will }: Report): string | undefined {
  if (guest?.kind === 'resting')
    return `guest   ${guest.left} has left${will === 'playing' ? '; the music of moodbox comes back soon' : ''}`;
  return guest && `guest   ${guest.guests.map(({ name, title }) => (title === undefined ? name : `${name}: ${title}`)).join(', ')}`;
}

function soundLine({ audible }: Report): string | undefined {
  return audible ? undefined : 'sound   no loudspeaker found';
}

/** One line for each camera. A box has the same cameras in all its reports. */
const cameraLines = ({ cameras }: Report): readonly ((report: Report) => string | undefined)[] =>
  cameras?.map(({ name }) => (report: Report) => {
    const state = report.cameras?.find((camera) => camera.name === name)?.state;
    return state && cameraLine(state, `${name} `);
  }) ?? [({ camera }) => cameraLine(camera)];

function cameraLine(camera: CameraState, name = ''): string | undefined {
  switch (camera.kind) {
    case 'opening':
      return undefined;
    case 'watching':
      return `camera  ${name}watching ${camera.source}, ${camera.width} x ${camera.height}`;
    case 'lost':
      return `camera  ${name}lost: ${camera.why}`;
    case 'off':
      return `camera  ${name}off`;
  }
}

function previewLine({ preview }: Report): string | undefined {
  return preview && `picture an ${preview.by} is looking at the live picture`;
}

function brokerLine({ broker }: Report): string | undefined {
  switch (broker.kind) {
    case 'connecting':
      return undefined;
    case 'connected':
      return `broker  connected to ${broker.url}`;
    case 'lost':
      return `broker  lost: ${broker.why}`;
  }
}

function groupLine({ group }: Report): string | undefined {
  if (!group || group.plays === undefined) return undefined;
  return `group   ${group.name}: ${group.plays} plays, of ${group.members.join(', ')}`;
}

/** One line for each box that is not believed: two boxes that both play are a riddle otherwise. */
const refusedLines = ({ group }: Report): readonly ((report: Report) => string | undefined)[] =>
  (group?.refused ?? []).map(({ id }) => (report: Report) => {
    const why = report.group?.refused?.find((box) => box.id === id)?.why;
    return why === undefined ? undefined : `group   ${id} is not believed: ${why}`;
  });

function historyLine({ history }: Report): string | undefined {
  if (history.kind === 'lost') return `history not kept: ${history.why}`;
  return history.kind === 'keeping' && history.setAside ? 'history its file was damaged and is set aside; a new one is begun' : undefined;
}
