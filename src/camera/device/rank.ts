import type { Bus, VideoNode } from './nodes.ts';

/**
 * Parts of a camera pipeline that a program has to assemble first (libcamera does): they record, but never give a picture to one who just
 * opens them. What udev says does not tell them from cameras.
 */
const PIPELINE = /^(bcm2835-isp|pispbe|rp1-cfe|unicam|ipu3-|ipu[4-7]|intel[- ]ipu)/i;
/** Decoders, encoders and scalers. Their names count only where udev does not say what a node can do. */
const PROCESSOR =
  /bcm2835-codec|rpivid|rpi-hevc|mem2mem|m2m|(^|[-_ .:])((rk)?v?dec(oder)?|(rk)?v?enc(oder)?|(vi)?codec|vpu|vpe|rga|di|ge2d|dma2d|g2d|gsc|mdp\d*|mfc|jpe?g|hevc|h26[45]|vp[89]|av1|mpeg\d?|scaler|rotator|deinterlace|cedrus|hantro|wave5\d*|iris|venus|vsp\d?|pxp)([-_ .:\d]|$)/i;

/** The likeliest camera first. A loopback device is somebody's own camera; a node on the board itself rarely gives a picture by itself. */
const BUSES: Readonly<Record<Bus, number>> = { usb: 1, unknown: 2, pci: 3, virtual: 4, platform: 5 };
const UVC = 0;
/** It can play pictures as well as record them: a device that converts pictures in memory, unless it is a loopback. */
const CONVERTER = 6;

/** Why a node cannot be used as a camera. */
export type Unfit = 'records-nothing' | 'pipeline';

/** What rules a node out as a camera; undefined if nothing does. */
export function unfit(node: VideoNode): Unfit | undefined {
  if (node.bus !== 'usb' && [node.name, node.driver].some((word) => PIPELINE.test(word))) return 'pipeline';
  return records(node) ? undefined : 'records-nothing';
}

/** The nodes that may be cameras, the likeliest first: USB and its standard driver, then by how they are attached, then by number. */
export const likeliestFirst = (nodes: readonly VideoNode[]): readonly VideoNode[] =>
  nodes.filter((node) => unfit(node) === undefined).sort((a, b) => rank(a) - rank(b) || second(a) - second(b) || a.number - b.number);

function records({ can, index, bus, name, driver }: VideoNode): boolean {
  if (can) return can.has('capture');
  return (index ?? 0) === 0 && (bus === 'usb' || ![name, driver].some((word) => PROCESSOR.test(word)));
}

function rank({ bus, driver, can }: VideoNode): number {
  if (driver === 'uvcvideo') return UVC;
  return bus !== 'virtual' && bus !== 'usb' && can?.has('video_output') ? CONVERTER : BUSES[bus];
}

/** How a second lens calls itself that sees no faces as people do. */
const SPECIAL = /\b(ir|infrared|depth|thermal)\b/i;

/** A device's first node has its main pictures; another one that records may be infrared, or depth, which some say by their name. */
const second = ({ index, name }: VideoNode): number => (SPECIAL.test(name) ? 2 : (index ?? 0) === 0 ? 0 : 1);
