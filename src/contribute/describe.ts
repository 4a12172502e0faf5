import type { InvitePageFacts } from '../shared/invite/contribute-page';
import { fingerprintOf } from '../shared/invite/fingerprint';
import type { InviteFacts } from '../shared/invite/invite-token';
import { element } from './elements';

/** Who invites, for what, what will be stored, and what to compare. */
export function describeInvite(invite: InvitePageFacts, facts: InviteFacts): readonly HTMLElement[] {
  const { provider } = invite;
  const until = new Date(facts.expiresAt * 1000).toLocaleString(undefined, {
    dateStyle: 'long',
    timeStyle: 'short',
  });
  const where =
    invite.workspace === null
      ? 'Every tool on their computer'
      : `Tools of their workspace “${invite.workspace}”`;
  const rows: readonly (readonly [string, string])[] = [
    ['For', `${provider.name}, as “${facts.label}”`],
    ['Used by', where],
    [
      'Stored',
      'The key, encrypted and never shown again. Its first and last characters, when it came, and how much it is used. Nothing about you.',
    ],
    ['Until', `${until}, and for one key`],
    ...(provider.terms.length > 0 ? [['Terms', provider.terms.join(' · ')] as const] : []),
  ];
  return [
    element(
      'div',
      { class: 'stack' },
      element('h1', {}, `${invite.from} asks you for a ${provider.name} key`),
      element(
        'p',
        { class: 'muted' },
        'You keep the account. They use the key through SpiderGate without ever seeing it: it is sealed here, in your browser, so that only their vault can open it.',
      ),
    ),
    ...(invite.message === null ? [] : [element('blockquote', { class: 'message' }, invite.message)]),
    element(
      'dl',
      {},
      ...rows.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]),
      element('dt', {}, 'Fingerprint'),
      element(
        'dd',
        {},
        element('span', { class: 'fingerprint', id: 'fingerprint' }, fingerprintOf(facts.signingKey)),
        element('p', { class: 'hint' }, `Compare it with the one ${invite.from} sees, best by phone.`),
      ),
    ),
  ];
}
