/** Units as types, so that a length of time, a moment, a pixel and a share cannot be mixed up. All number casts are in this file. */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A length of time in milliseconds. */
export type Ms = Unit<'ms'>;
/** A point on a monotonic clock, in milliseconds. Only differences mean anything. */
export type Instant = Unit<'instant'>;
/**
 * A date and time, in whole milliseconds since 1970 (UTC); files hold it as an integer. It can jump: a box without a battery-backed clock
 * gets the time from the network.
 */
export type Moment = Unit<'moment'>;
/** A length in pixels. */
export type Px = Unit<'px'>;
/** A part of a whole, 0 to 1. */
export type Share = Unit<'0..1'>;
/** A volume as people set it, 0 to 100. */
export type Percent = Unit<'0..100'>;

export const ms = (value: number): Ms => value as Ms;
export const instant = (value: number): Instant => value as Instant;
export const moment = (value: number): Moment => Math.round(value) as Moment;
export const px = (value: number): Px => value as Px;
export const share = (value: number): Share => Math.min(1, Math.max(0, value)) as Share;
export const percent = (value: number): Percent => Math.min(100, Math.max(0, Math.round(value))) as Percent;

export const elapsed = (from: Instant, to: Instant): Ms => ms(to - from);
export const later = (from: Instant, by: Ms): Instant => instant(from + by);
