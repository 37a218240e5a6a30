const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};

/**
 * For each side: medians over the rounds, the least and the most CPU, and how many times as much as ours it costs, if ours was measured.
 */
export function figuresOf(seen, about, frames) {
  const cpu = Object.fromEntries(Object.entries(seen).map(([name, rounds]) => [name, rounds.map(({ cpu_ms }) => cpu_ms / frames)]));
  return Object.entries(seen).map(([name, rounds]) => {
    const wall = median(rounds.map(({ wall_ms }) => wall_ms)) / frames;
    const found = rounds.at(-1).found;
    return {
      side: name,
      about: about[name],
      cpu_ms_per_frame: median(cpu[name]),
      cpu_spread: [Math.min(...cpu[name]), Math.max(...cpu[name])],
      wall_ms_per_frame: wall,
      fps: 1000 / wall,
      rss_mb: rounds.at(-1).rss_mb,
      faces: found.reduce((sum, each) => sum + each, 0),
      frames_with_face: found.filter((each) => each > 0).length,
      ratio: cpu.moodbox ? median(cpu[name].map((each, round) => each / cpu.moodbox[round])) : null,
    };
  });
}

const HEAD = ['side', 'CPU ms', 'least-most', 'wall ms', 'FPS', 'MB', 'faces', 'with a face', 'times ours', ''];

/** The same as a readable table. */
export function lines({ clip, frames, rounds, machine, sides }) {
  const rows = sides.map((side) => [
    side.side,
    side.cpu_ms_per_frame.toFixed(2),
    side.cpu_spread.map((each) => each.toFixed(2)).join('-'),
    side.wall_ms_per_frame.toFixed(2),
    side.fps.toFixed(0),
    side.rss_mb.toFixed(0),
    String(side.faces),
    `${((side.frames_with_face / frames) * 100).toFixed(1)} %`,
    side.ratio?.toFixed(1) ?? '',
    side.about,
  ]);
  const widths = HEAD.map((_head, column) => Math.max(...[HEAD, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((text, column) => text.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  const { cpu, cores, node } = machine;
  return [
    `${frames} frames of ${clip}, 320 x 240, ${rounds} rounds`,
    `${cpu}, ${cores} cores, Node ${node}`,
    '',
    ...[HEAD, ...rows].map(line),
  ];
}
