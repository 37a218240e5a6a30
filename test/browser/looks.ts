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

/** The screens on which nothing may be cut off: a small phone, a phone upright and lying, a tablet. */
export const SCREENS = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 844, height: 390 },
  { width: 1024, height: 768 },
] as const;

/**
 * What does not fit, a line for each: a control without a name or too small for a finger, a text or a picture that is cut off, something
 * beyond the window. What screen readers pass over (`aria-hidden`) needs no name and no size, since there is another control for it; what
 * is shortened by an ellipsis is meant to be.
 */
const MISFITS = `(() => {
  const isShown = (each) => each.getClientRects().length > 0 && getComputedStyle(each).visibility !== 'hidden';
  const nameOf = (each) => (each.getAttribute('aria-label') || (each.closest('label') || (each.labels && each.labels[0]) || each).textContent || '').trim();
  const called = (each) => each.tagName.toLowerCase() + (each.className.baseVal ?? each.className ? '.' + String(each.className.baseVal ?? each.className).replace(/ /g, '.') : '') + ' “' + nameOf(each).slice(0, 40) + '”';
  const target = (each) => (each.matches('input[type=checkbox], input[type=radio]') && each.closest('label')) || each;
  const controls = [...document.querySelectorAll('button, .go, input, select, textarea, summary, nav a')]
    .filter((each) => isShown(each) && !each.closest('[aria-hidden=true]') && !each.matches('.heard'));
  const unnamed = controls.filter((each) => !/[\\p{L}\\p{N}]/u.test(nameOf(each))).map((each) => 'has no name: ' + called(each));
  const small = controls.filter((each) => {
    const { width, height } = target(each).getBoundingClientRect();
    return Math.min(width, height) < 43.9;
  }).map((each) => 'is too small: ' + called(each));
  const clips = (each) => {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(each);
    if (each.closest('.heard') || textOverflow === 'ellipsis' || each.matches('html, body, input, textarea, select')) return false;
    const isHidden = (overflow) => overflow === 'hidden' || overflow === 'clip';
    return (isHidden(overflowX) && each.scrollWidth > each.clientWidth + 1) || (isHidden(overflowY) && each.scrollHeight > each.clientHeight + 1);
  };
  const cut = [...document.querySelectorAll('body *')].filter((each) => isShown(each) && (clips(each) || (each.matches('button, .go') && each.scrollWidth > each.clientWidth + 1)));
  const beyond = [...document.querySelectorAll('.frame *')].filter((each) => {
    const [inner, outer] = [each.getBoundingClientRect(), each.closest('.frame').getBoundingClientRect()];
    return inner.width > 0 && (inner.left < outer.left - 1 || inner.top < outer.top - 1 || inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1);
  });
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return [...unnamed, ...small, ...cut.map((each) => 'is cut off: ' + called(each)), ...beyond.map((each) => 'is beyond its frame: ' + called(each)),
    ...(over > 0 ? ['the page is ' + over + ' pixels too wide'] : [])];
})()`;

export const misfitsOf = (page: Page): Promise<readonly string[]> => page.evaluate<string[]>(MISFITS);

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
