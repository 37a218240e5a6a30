import './old-browsers.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { connect } from './box/connect.ts';
import { bringLater, fetchWhenIdle } from './later/want.ts';
import { guide } from './shell/guide.ts';
import { showMien } from './shell/mien.ts';
import { Shell } from './shell/shell.tsx';
import { loadFirstWords } from './words/first-words.ts';
import './style.css';
import './shell/shell.css';

/** Shows the page as soon as its words are there. */
async function start(): Promise<void> {
  bringLater(() => import('./later/later.ts'));
  await loadFirstWords();
  connect();
  guide();
  showMien();
  const page = document.getElementById('page');
  // Any change renders the whole page, until the later half brings components that follow signals by themselves (docs/adr/0056).
  if (page) effect(() => render(<Shell />, page));
  document.getElementById('waiting')?.remove();
  fetchWhenIdle();
}

void start();
