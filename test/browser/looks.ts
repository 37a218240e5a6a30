import type { Page } from 'playwright-core';

/** The screens on which every view is looked at: a phone, a tablet and a laptop. */
export const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
] as const;
export const SCHEMES = ['light', 'dark'] as const;

/**
 * How many pixels the page is wider than its window, on a screen of 320 pixels and with text of twice the size: 0 if nothing moves
 * sideways. The page has its own size and text again afterwards.
 */
export async function sideways(page: Page): Promise<{ readonly narrow: number; readonly large: number }> {
  const before = page.viewportSize();
  const over = () => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  await page.setViewportSize({ width: 320, height: 640 });
  const narrow = await over();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate("document.documentElement.style.fontSize = '34px'");
  const large = await over();
  await page.evaluate("document.documentElement.style.fontSize = ''");
  if (before) await page.setViewportSize(before);
  return { narrow, large };
}

/**
 * The mean luminance of what is on the screen, as a share of white. The picture is decoded in the page, which is left afterwards.
 */
export async function luminanceOf(page: Page): Promise<number> {
  const picture = (await page.screenshot()).toString('base64');
  const reader = await page.context().newPage();
  try {
    return await reader.evaluate<number>(`(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${picture}';
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      const ink = canvas.getContext('2d');
      ink.drawImage(image, 0, 0);
      const { data } = ink.getImageData(0, 0, image.width, image.height);
      const light = (value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      let sum = 0;
      for (let at = 0; at < data.length; at += 4)
        sum += 0.2126 * light(data[at]) + 0.7152 * light(data[at + 1]) + 0.0722 * light(data[at + 2]);
      return sum / (data.length / 4);
    })()`);
  } finally {
    await reader.close();
  }
}
