// One score a mood; `play` gives its tape. The moods are those of src/domain/emotion.ts.
import { angry, fear, neutral, sad } from './calm.mjs';
import { disgust, happy, surprise } from './lively.mjs';

export const SCORES = {
  angry: { title: 'Six breaths a minute', about: 'relaxing: waves, open fifths in D, bells, no beat', play: angry },
  disgust: { title: 'Six strings', about: 'gentle, pleasant: nylon guitar in six, flute, D major', play: disgust },
  fear: { title: 'Night light', about: 'comforting, peaceful: a lullaby in three, music box and harp, E flat major', play: fear },
  happy: { title: 'Open window', about: 'upbeat, energetic: marimba, guitar, bass and hands, G major, 112 a minute', play: happy },
  sad: { title: 'Warm rain', about: 'calming, soothing: slow electric piano and strings, F major, 56 a minute', play: sad },
  surprise: { title: 'Round the corner', about: 'exciting, dynamic: running sparks, a pulse, a change of key, 126 a minute', play: surprise },
  neutral: { title: 'Grey morning', about: 'ambient: four wide suspended chords and far glints', play: neutral },
};
