import type { Playback, Track } from '../domain/music.ts';
import type { Report } from '../domain/report.ts';

/** A track as the network may see it: neither the address that mpv opens nor the id, which can be a path on this machine. */
export type TrackView = Pick<Track, 'title' | 'source' | 'mood' | 'duration' | 'endless' | 'because'>;
type WithTrackView<P> = P extends { readonly track: Track } ? Omit<P, 'track'> & { readonly track: TrackView } : P;
export type PlaybackView = WithTrackView<Playback>;

/** A report as the page and `GET /api/report` show it: the same shape, without passwords, tokens, paths and expiring addresses. */
export type ReportView = Omit<Report, 'playback'> & { readonly playback: PlaybackView };
