import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** The browser of this machine: Debian's, or the one that CHROMIUM names. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasChromium = existsSync(CHROMIUM);

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page under watch: `complaints` gathers console errors and warnings, refused contents and uncaught errors. */
export type Watched = { readonly page: Page; readonly complaints: string[] };

export interface Chromium extends AsyncDisposable {
  readonly context: BrowserContext;
  /** Opens a page of its own at this address. */
  visit(url: string): Promise<Watched>;
}

/** Real Chromium, headless, with a profile of its own that is thrown away. Disposing ends its processes. */
export async function openChromium(options: BrowserContextOptions = {}): Promise<Chromium> {
  const profile = await mkdtemp(join(tmpdir(), 'moodbox-chromium-'));
  const context = await chromium.launchPersistentContext(profile, { ...options, executablePath: CHROMIUM, headless: true, args: FLAGS });
  return {
    context,
    visit: async (url) => {
      const page = await context.newPage();
      const complaints = watch(page);
      await page.goto(url);
      return { page, complaints };
    },
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') complaints.push(`${said.type()}: ${said.text()}`);
  });
  page.on('pageerror', (err) => complaints.push(`uncaught: ${err.message}`));
  return complaints;
}
