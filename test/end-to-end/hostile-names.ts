import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Names and texts that want to be obeyed, to turn around what stands beside them, or to take all the room. */
export const NAMES = [
  'W'.repeat(10_000),
  '\u202Edlrow olleh\u202D \u2067mirror',
  '<img src=x onerror="window.obeyed=1"><script>window.obeyed=1</script>',
  '👩‍👩‍👧‍👦👩🏽‍🚀🏴‍☠️ Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤a̷͈lgo',
  'bell\u0007 escape\u001b[31m null\u0000 tab\t line\nfeed',
  "Robert'); DROP TABLE utterance;--",
];

/** Nothing of what is shown was obeyed, and the window stands as it stood. */
export async function expectUnmoved(page: Page): Promise<void> {
  const state = await page.evaluate(() => ({
    obeyed: 'obeyed' in window,
    images: document.querySelectorAll('img, script:not([src])').length,
    wider: document.documentElement.scrollWidth > innerWidth || document.body.scrollHeight > innerHeight + 1,
    title: document.title,
  }));
  expect(state).toEqual({ obeyed: false, images: 0, wider: false, title: 'Rolecall' });
  expect(await page.getByTestId('settings-button').isVisible()).toBe(true);
}
