import type { Readable } from 'node:stream';

/** The first line of what comes, without its end; undefined if the input ends before one, or if it has more than `longest` characters. */
export async function firstLine(input: Readable, longest: number): Promise<string | undefined> {
  let text = '';
  return new Promise((resolve) => {
    const settle = (line: string | undefined): void => {
      input.off('data', take);
      resolve(line);
    };
    const take = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end >= 0) settle(text.slice(0, end));
      else if (text.length > longest) settle(undefined);
    };
    input.on('data', take);
    for (const event of ['end', 'close', 'error']) input.once(event, () => settle(undefined));
  });
}
