import './old-browsers.ts';
import { render } from 'preact';
import { connect } from './box/connect.ts';
import { Shell } from './shell/shell.tsx';
import { loadFirstWords } from './words/load.ts';
import './style.css';
import './shell/shell.css';

/** Shows the page as soon as its words are there. */
async function start(): Promise<void> {
  await loadFirstWords();
  connect();
  const page = document.getElementById('page');
  if (page) render(<Shell />, page);
  document.getElementById('waiting')?.remove();
}

void start();
