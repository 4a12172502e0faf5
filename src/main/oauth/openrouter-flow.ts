import { randomUUID } from 'node:crypto';
import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi';
import { z } from 'zod';
import { TransportError } from '../gateway/ports';
import { type AskParts, askServer } from './ask-server';
import { type CallbackAnswer, openCallback } from './callback-listener';
import { describeFlowFailure, INCOMPLETE, USED } from './failure-pages';
import type { BrowserFlowNeeds, Flow, FlowEnd, FlowFailure, OAuthServers } from './types';

const NAME = 'OpenRouter';
const PROVIDER = 'openrouter';
/** What its user finds in their list of keys there. */
const KEY_LABEL = 'SpiderGate';
/** As long as its code lives. */
const FLOW_MS = 10 * 60_000;
/** For the page that says how it ended. */
const GRACE_MS = 3000;
const LONGEST_CODE = 2048;

const grantedKey = z.object({
  key: z
    .string()
    .min(4)
    .max(4096)
    .regex(/^[\x21-\x7e]+$/),
});

interface FlowParts extends AskParts {
  readonly servers: OAuthServers;
}

/** PKCE without registration: the code goes to a listener of ours, and is worth nothing without the verifier kept here. */
export async function startOpenRouterFlow(needs: BrowserFlowNeeds, parts: FlowParts): Promise<Flow> {
  const { clock } = parts;
  const verifier = generateRandomCodeVerifier();
  const path = `/${randomUUID()}`;
  const aborter = new AbortController();
  let claimed: { readonly code: string; readonly answer: Promise<CallbackAnswer> } | null = null;
  let ended: FlowEnd | null = null;

  async function onCall(query: URLSearchParams): Promise<CallbackAnswer> {
    const code = query.get('code');
    // A browser may ask twice for the same page.
    if (claimed && claimed.code === code) return claimed.answer;
    if (claimed || ended) return { status: 409, page: USED };
    const error = query.get('error');
    if (error !== null) return fail(error === 'access_denied' ? 'denied' : 'unexpected');
    if (code === null || code === '' || code.length > LONGEST_CODE) return { status: 400, page: INCOMPLETE };
    claimed = { code, answer: redeem(code) };
    return claimed.answer;
  }

  async function redeem(code: string): Promise<CallbackAnswer> {
    const answer = await exchange({ code, verifier, signal: aborter.signal }, parts);
    if (ended?.kind === 'failed') return toAnswer(ended.reason);
    if (!answer.ok) return fail(answer.reason);
    try {
      const { stored, page } = await needs.onKey({ secret: answer.secret, renewal: null });
      end(stored ? { kind: 'connected' } : { kind: 'failed', reason: 'not_stored' });
      return { status: 200, page };
    } catch {
      return fail('not_stored');
    }
  }

  function fail(reason: FlowFailure): CallbackAnswer {
    end({ kind: 'failed', reason });
    return toAnswer(reason);
  }

  function toAnswer(reason: FlowFailure): CallbackAnswer {
    return { status: 200, page: describeFlowFailure(NAME, reason, needs.back) };
  }

  let settle = (_end: FlowEnd) => {};
  const done = new Promise<FlowEnd>((resolve) => {
    settle = resolve;
  });
  const callback = await openCallback({ host: needs.callbackHost, path, onCall });
  const stopWaiting = clock.after(FLOW_MS, () => end({ kind: 'failed', reason: 'timed_out' }));

  function end(how: FlowEnd): void {
    if (ended) return;
    ended = how;
    stopWaiting();
    aborter.abort();
    const stopGrace = clock.after(GRACE_MS, callback.end);
    void callback.close().then(() => {
      stopGrace();
      settle(how);
    });
  }

  return {
    url: await writeAddress(`http://${needs.callbackHost}:${callback.port}${path}`, verifier, parts.servers),
    userCode: null,
    expiresAt: clock.now() + FLOW_MS,
    done,
    cancel: () => end({ kind: 'failed', reason: 'cancelled' }),
  };
}

async function writeAddress(
  callback: string,
  verifier: string,
  { openRouter }: OAuthServers,
): Promise<string> {
  const url = new URL(openRouter.authorize);
  url.searchParams.set('callback_url', callback);
  url.searchParams.set('code_challenge', await calculatePKCECodeChallenge(verifier));
  url.searchParams.set('code_challenge_method', 'S256');
  url.searchParams.set('key_label', KEY_LABEL);
  return url.href;
}

type Exchanged =
  | { readonly ok: true; readonly secret: string }
  | { readonly ok: false; readonly reason: FlowFailure };

/** Once: a code that was seen by the provider is used up, whatever came of it. */
async function exchange(
  {
    code,
    verifier,
    signal,
  }: { readonly code: string; readonly verifier: string; readonly signal: AbortSignal },
  parts: FlowParts,
): Promise<Exchanged> {
  try {
    const { status, text } = await askServer(
      {
        provider: PROVIDER,
        url: parts.servers.openRouter.exchange,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ code, code_verifier: verifier, code_challenge_method: 'S256' }),
        signal,
      },
      parts,
    );
    if ([400, 401, 403].includes(status)) return { ok: false, reason: 'refused' };
    const granted = status === 200 ? grantedKey.safeParse(readJson(text)) : null;
    return granted?.success
      ? { ok: true, secret: granted.data.key }
      : { ok: false, reason: status >= 500 ? 'unreachable' : 'unexpected' };
  } catch (failure) {
    if (failure instanceof TransportError) return { ok: false, reason: 'unreachable' };
    throw failure;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
