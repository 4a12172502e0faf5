import { expect, it } from 'vitest';
import { findReplyLink } from '../../../src/main/desktop/reply-link';

it('finds the reply among the arguments of a second start', () => {
  const args = ['electron', '--no-sandbox', '/app', 'spidergate://invite-reply#sgr1AbC_-9'];
  expect(findReplyLink(args)).toBe('sgr1AbC_-9');
  // Some browsers put a slash after the host.
  expect(findReplyLink(['spidergate://invite-reply/#sgr1A'])).toBe('sgr1A');
});

it('takes nothing else from a link', () => {
  for (const link of [
    'spidergate://settings#sgr1A',
    'spidergate://invite-reply?x#sgr1A',
    'spidergate://invite-reply#<script>',
    `spidergate://invite-reply#${'A'.repeat(40_000)}`,
    'https://invite-reply#sgr1A',
    'x spidergate://invite-reply#sgr1A',
  ])
    expect(findReplyLink([link]), link).toBeNull();
});
