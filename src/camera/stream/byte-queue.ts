const FIRST_ROOM = 64 * 1024;

/** Bytes that arrive in pieces, as one. Each is copied once when it comes and once when it is taken, however small the pieces are. */
export class ByteQueue {
  #room = Buffer.allocUnsafe(FIRST_ROOM);
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  /** What is held, without a copy: valid until the next `push`. */
  get view(): Buffer {
    return this.#room.subarray(this.#from, this.#to);
  }

  push(bytes: Uint8Array): void {
    if (this.#to + bytes.length > this.#room.length) this.#makeRoom(this.length + bytes.length);
    this.#room.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.#from += Math.min(count, this.length);
    if (this.#from === this.#to) this.#from = this.#to = 0;
  }

  /** The first `count` bytes, as a copy that stays valid. */
  take(count: number): Buffer {
    const taken = Buffer.from(this.view.subarray(0, count));
    this.drop(count);
    return taken;
  }

  /** Moves the bytes to the front, into twice the room if they would fill more than half of it. */
  #makeRoom(needed: number): void {
    let size = this.#room.length;
    while (size < needed * 2) size *= 2;
    const room = size === this.#room.length ? this.#room : Buffer.allocUnsafe(size);
    this.#room.copy(room, 0, this.#from, this.#to);
    this.#room = room;
    this.#to = this.length;
    this.#from = 0;
  }
}
