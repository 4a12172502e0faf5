import type { InvitePageFacts } from '../shared/invite/contribute-page';
import { fingerprintOf } from '../shared/invite/fingerprint';
import type { InviteFacts } from '../shared/invite/invite-token';
import { element } from './elements';
import { words as all } from './messages';

const words = all.invite;

/** Who invites, for what, what will be stored, and what to compare. */
export function describeInvite(invite: InvitePageFacts, facts: InviteFacts): readonly HTMLElement[] {
  const { provider } = invite;
  const until = new Date(facts.expiresAt * 1000).toLocaleString(undefined, {
    dateStyle: 'long',
    timeStyle: 'short',
  });
  const where = invite.workspace === null ? words.everyTool : words.workspace(invite.workspace);
  const rows: readonly (readonly [string, string])[] = [
    [words.for, words.forWhat(provider.name, facts.label)],
    [words.usedBy, where],
    [words.stored, describeStored(provider.needs)],
    [words.until, words.untilWhen(until)],
    ...(provider.terms.length > 0 ? [[words.terms, provider.terms.join(' · ')] as const] : []),
  ];
  return [
    element(
      'div',
      { class: 'stack' },
      element('h1', {}, words.title(invite.from, provider.name)),
      element('p', { class: 'muted' }, words.lead),
    ),
    ...(invite.message === null ? [] : [element('blockquote', { class: 'message' }, invite.message)]),
    element(
      'dl',
      {},
      ...rows.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]),
      element('dt', {}, words.fingerprint),
      element(
        'dd',
        {},
        element('span', { class: 'fingerprint', id: 'fingerprint' }, fingerprintOf(facts.signingKey)),
        element('p', { class: 'hint' }, words.compare(invite.from)),
      ),
    ),
  ];
}

function describeStored(needs: readonly string[]): string {
  if (needs.length === 0) return words.whatIsStored;
  return `${words.whatIsStored} ${words.alsoStored(needs.map(nameNeed).join(', '))}`;
}

/** What a field is called that a key of this provider needs besides. */
export function nameNeed(need: string): string {
  return Object.entries(all.needs).find(([name]) => name === need)?.[1] ?? need;
}
