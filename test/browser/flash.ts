import type { Browser, Page } from 'playwright-core';

/** How two pictures differ in luminance, 0 to 1: as a whole, and in how large a share of the screen by a tenth or more. */
export type Difference = { readonly mean: number; readonly flashing: number };

/** The luminance of a screen in small squares, row by row. */
type Picture = readonly number[];

const mean = (picture: Picture): number => picture.reduce((sum, each) => sum + each, 0) / picture.length;

export function difference(one: Picture, other: Picture): Difference {
  const steps = one.map((each, index) => Math.abs(each - (other[index] ?? 0)));
  return { mean: Math.abs(mean(one) - mean(other)), flashing: steps.filter((step) => step >= 0.1).length / steps.length };
}

/** Takes pictures of a page at chosen moments of its transitions, however slow the machine is. */
export async function photographer(browser: Browser): Promise<{ readonly take: (page: Page, atMs?: number) => Promise<Picture> }> {
  const lab = await browser.newPage();
  const take = async (page: Page, atMs?: number): Promise<Picture> => {
    if (atMs !== undefined) await page.evaluate(stopAt(atMs));
    const png = (await page.screenshot()).toString('base64');
    return (await lab.evaluate(`(${luminances})('data:image/png;base64,${png}')`)) as Picture;
  };
  return { take };
}

/** Stops every running transition at that time after its beginning. */
const stopAt = (ms: number): string =>
  `document.getAnimations().forEach((each) => { each.pause(); each.currentTime = Math.min(${ms}, each.effect.getComputedTiming().endTime); })`;

/** Runs in a browser: squares of the picture as relative luminance (WCAG). */
const luminances = `async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 40 });
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, 64, 40);
  const { data } = context.getImageData(0, 0, 64, 40);
  const linear = (value) => (value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return Array.from({ length: 64 * 40 }, (_, i) => 0.2126 * linear(data[4 * i]) + 0.7152 * linear(data[4 * i + 1]) + 0.0722 * linear(data[4 * i + 2]));
}`;
