import { roomFor } from '../link/limits.ts';
import type { Session } from '../session.ts';
import { mostBytes } from '../session.ts';

/** Makes a JPEG smaller, to at most `most` bytes; undefined if it cannot. */
export type ShrinkPicture = (picture: Uint8Array, most: number) => Promise<Uint8Array | undefined>;

type Fitted = { readonly most: number; readonly payload: string | undefined };

/** The cover as a payload that the broker takes: the picture itself, or a smaller one where it is too large. */
export class FittedCover {
  readonly #shrink: ShrinkPicture;
  readonly #onFitted: () => void;
  #picture: Uint8Array | undefined;
  #payload: string | undefined;
  #fitted: Fitted | undefined;

  /** `onFitted` is called when a smaller picture is ready, or could not be made. */
  constructor(shrink: ShrinkPicture, onFitted: () => void) {
    this.#shrink = shrink;
    this.#onFitted = onFitted;
  }

  show(picture: Uint8Array): void {
    this.#picture = picture;
    this.#payload = Buffer.from(picture).toString('base64');
    this.#fitted = undefined;
  }

  /** The size of the picture's own payload, bytes. */
  get bytes(): number {
    return this.#payload?.length ?? 0;
  }

  /** The payload of at most `most` bytes. Undefined without a picture, while a smaller one is being made, and where none fits. */
  payload(most: number): string | undefined {
    if (this.#payload === undefined || this.#payload.length <= most) return this.#payload;
    if (this.#fitted?.most !== most && this.#picture) void this.#fit(this.#picture, most);
    return this.#fitted?.payload;
  }

  async #fit(picture: Uint8Array, most: number): Promise<void> {
    const asked = { most, payload: undefined };
    this.#fitted = asked;
    // Base64 writes three bytes in four letters.
    const smaller = await this.#shrink(picture, Math.floor(most / 4) * 3).catch(() => undefined);
    // Another picture or another limit has come meanwhile.
    if (this.#fitted !== asked) return;
    this.#fitted = { most, payload: smaller && Buffer.from(smaller).toString('base64') };
    this.#onFitted();
  }
}

/** The cover as the broker of this session takes it. Warns once if the broker does not take the whole picture. */
export function coverFor(session: Session, cover: FittedCover): string | undefined {
  const topic = session.topics.state.cover;
  const most = mostBytes(session, topic);
  const room = roomFor(topic, most, session.client.options.protocolVersion);
  // A limit that was found out, not announced, has been reported then.
  if (cover.bytes > room && most === session.limits.packet) {
    const todo = 'a smaller picture is sent, or none: let the broker take larger packets (mosquitto: max_packet_size)';
    session.warn({ topic, bytes: cover.bytes, most, todo }, 'mqtt.too_large', `too large ${topic}`);
  }
  return cover.payload(room);
}
