import { EMOTIONS, type Emotion, type EmotionScores, scoresBy } from '../../src/domain/emotion.ts';
import type { GroupRole, PeerView, SightNews } from '../../src/domain/group.ts';
import { percent } from '../../src/domain/units.ts';

/** Scores that say that, so surely. */
export const showing = (emotion: Emotion, surely = 0.8): EmotionScores =>
  scoresBy((each) => (each === emotion ? surely : (1 - surely) / (EMOTIONS.length - 1)));

export const seeing = (emotion: Emotion, faces = 1, surely = 0.8): SightNews => ({ kind: 'sure', faces, scores: showing(emotion, surely) });

/** A box that is ready to play, sees nobody, and was asked for nothing. */
export const viewFrom = (id: string, change: Partial<PeerView> = {}): PeerView => ({
  ...{ id, sight: { kind: 'nobody' }, sound: true, role: { kind: 'ready' }, mood: 'away' },
  presence: (change.mood ?? 'away') === 'away' ? presenceOf(change.sight ?? { kind: 'nobody' }) : 'present',
  shared: { override: 'auto', autoplay: true, transport: 'playing', volume: percent(60) },
  ...change,
});

/** Presence in a room that is known by its camera alone, and at once. */
export const presenceOf = ({ kind }: SightNews): PeerView['presence'] =>
  kind === 'blind' ? 'unknown' : kind === 'nobody' ? 'absent' : 'present';

export const plays = (term: number): GroupRole => ({ kind: 'plays', term });
