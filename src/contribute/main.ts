import type { ContributePage } from '../shared/invite/contribute-page';
import { readInviteToken } from '../shared/invite/invite-token';
import { showForm, showWithdrawal } from './contribute';
import { element, note } from './elements';
import './page.css';

const LOGO =
  'M12 2.2 20.5 7v10L12 21.8 3.5 17V7L12 2.2Zm0 0v19.6M3.5 7l17 10M20.5 7l-17 10M12 7l4.3 2.5v5L12 17l-4.3-2.5v-5L12 7Z';

/** Reads what the page is about, and shows the one thing there is to do. */
function start(): void {
  const main = document.getElementById('main');
  if (!main) return;
  const card = element('div', { class: 'card' });
  main.replaceChildren(
    makeBrand(),
    card,
    element(
      'footer',
      {},
      'SpiderGate keeps keys on one person’s own computer. This page loads nothing from anywhere else.',
    ),
  );
  const show = (...parts: readonly HTMLElement[]) => {
    card.replaceChildren(...parts);
    card.querySelector<HTMLElement>('[tabindex="-1"]')?.focus();
    window.scrollTo(0, 0);
  };
  const page = readPage();
  const facts = 'invite' in page ? readInviteToken(page.invite.token) : null;
  const isOver = facts !== null && page.kind === 'file' && facts.expiresAt * 1000 < Date.now();
  if (page.kind === 'withdraw') showWithdrawal(show);
  else if ('invite' in page && facts && !isOver)
    showForm({ invite: page.invite, facts, isFile: page.kind === 'file', show });
  else show(...explainGone());
}

/** Written by our own program into our own file: what it says needs no second check but the signature. */
function readPage(): ContributePage {
  return JSON.parse(document.getElementById('page')?.textContent ?? '{"kind":"gone"}') as ContributePage;
}

function explainGone(): readonly HTMLElement[] {
  return [
    element('h1', {}, 'This invite does not work'),
    note(
      'warn',
      'It was used, ended or is over, or the link is not whole.',
      'Ask the person who sent it for a new one.',
    ),
    element(
      'p',
      { class: 'hint' },
      'Do you have a withdrawal code? ',
      element('a', { href: '/contribute/withdraw' }, 'Take your key back'),
    ),
  ];
}

function makeBrand(): HTMLElement {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of [
    ['viewBox', '0 0 24 24'],
    ['fill', 'none'],
    ['stroke', 'currentColor'],
    ['stroke-width', '1.4'],
    ['aria-hidden', 'true'],
  ] as const)
    drawing.setAttribute(name, value);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', LOGO);
  drawing.append(line);
  const brand = element('p', { class: 'brand' });
  brand.append(drawing, 'SpiderGate invite');
  return brand;
}

start();
