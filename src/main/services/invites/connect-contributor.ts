import { randomBytes } from 'node:crypto';
import { readInviteToken } from '../../../shared/invite/invite-token';
import { sealReply } from '../../../shared/invite/sealed-reply';
import { makeWithdrawalCode } from '../../../shared/invite/withdrawal-code';
import type { Flow, Grant, OAuth, ResultPage } from '../../oauth/types';
import type { ServiceDependencies } from '../dependencies';
import type { InviteDoor, SubmitOutcome } from '../types';

/** Contributors that are signing in at the same time; each has a port open. */
const MOST_OPEN = 4;
const CONNECTABLE = 'openrouter';

/** Where the page finds the sign-in. Only on this computer: the provider sends the browser back to it alone. */
export function connectPathOf(token: string, provider: string, place: 'local' | 'network'): string | null {
  return place === 'local' && provider === CONNECTABLE ? `/contribute/${token}/connect/${provider}` : null;
}

interface ConnectParts extends Pick<ServiceDependencies, 'gatewayUrl'> {
  readonly door: Pick<InviteDoor, 'look' | 'submit'>;
  readonly oauth: Pick<OAuth, 'startOpenRouterFlow'>;
}

/**
 * A contributor who signs in at the provider instead of pasting a key. What comes back is sealed to the vault like a
 * reply of their page and handed in through the same door, so one invite still brings one key, with a withdrawal code.
 */
export function createContributorConnect({ door, oauth, gatewayUrl }: ConnectParts) {
  const open = new Map<string, Flow>();

  async function handIn(token: string, { secret }: Grant): Promise<{ stored: boolean; page: ResultPage }> {
    const facts = readInviteToken(token);
    if (!facts) return { stored: false, page: describe({ kind: 'over' }) };
    const withdrawalCode = makeWithdrawalCode(randomBytes(25));
    const reply = await sealReply({ token, facts }, { apiKey: secret, fields: {}, withdrawalCode });
    const outcome = await door.submit(token, reply, 'local');
    const stored = outcome.kind === 'added' || outcome.kind === 'untested';
    const where = `${gatewayUrl()}/contribute/withdraw`;
    return { stored, page: describe(outcome, { value: withdrawalCode, where }) };
  }

  return {
    async connect(token: string): Promise<string | null> {
      const invite = door.look(token, 'local');
      if (!invite || invite.connectUrl === null) return null;
      // Whoever begins anew has given the first one up.
      open.get(token)?.cancel();
      if (open.size >= MOST_OPEN && !open.has(token)) [...open.values()][0]?.cancel();
      const flow = await oauth.startOpenRouterFlow({
        callbackHost: '127.0.0.1',
        onKey: (grant) => handIn(token, grant),
        back: { label: 'Back to the invite', url: `${gatewayUrl()}/contribute/${token}` },
      });
      open.set(token, flow);
      void flow.done.then(() => {
        if (open.get(token) === flow) open.delete(token);
      });
      return flow.url;
    },
    dispose() {
      for (const flow of open.values()) flow.cancel();
    },
  };
}

const LEFT_OVER = 'Delete the key that OpenRouter has just made: nobody uses it.';

interface Code {
  readonly value: string;
  /** The page that takes it. */
  readonly where: string;
}

function describeCode({ value, where }: Code): NonNullable<ResultPage['keep']> {
  const hint = `Only you have it. With it, the key is deleted from the vault for good: at ${where}, or through the person who invited you.`;
  return { label: 'Keep this code', value, hint };
}

function describe(outcome: SubmitOutcome, code?: Code): ResultPage {
  switch (outcome.kind) {
    case 'added':
    case 'untested': {
      const isTested = outcome.kind === 'added';
      const title = isTested
        ? 'Your key works and is in the vault'
        : 'Your key is in the vault, but could not be tested now';
      return {
        tone: isTested ? 'ok' : 'warn',
        title,
        text: outcome.message,
        ...(code && { keep: describeCode(code) }),
      };
    }
    case 'refused':
      return { tone: 'bad', title: 'Nothing was stored', text: `${outcome.message} ${LEFT_OVER}` };
    case 'over':
    case 'unreadable':
      return {
        tone: 'bad',
        title: 'This invite does not work any more',
        text: `Nothing was stored. Ask for a new one. ${LEFT_OVER}`,
      };
    case 'locked':
      return {
        tone: 'bad',
        title: 'The vault is locked at the moment',
        text: `Nothing was stored. Ask its owner to unlock it, then connect again. ${LEFT_OVER}`,
      };
  }
}
