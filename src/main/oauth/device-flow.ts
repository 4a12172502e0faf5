import {
  type DeviceAuthorizationResponse,
  deviceAuthorizationRequest,
  deviceCodeGrantRequest,
  None,
  processDeviceAuthorizationResponse,
  processDeviceCodeResponse,
  ResponseBodyError,
} from 'oauth4webapi';
import { TransportError } from '../gateway/ports';
import type { AskParts } from './ask-server';
import { describeClient, describeServer, fetchOptions, isFinal, toGrant } from './token-server';
import type { DeviceFlowNeeds, Flow, FlowEnd, FlowFailure, FlowStart, Grant, OAuthServers } from './types';

const SCOPE = 'openid profile inference-api';
/** Where the server names none, and how much longer after each `slow_down`. Source: RFC 8628, 3.2 and 3.5. */
const USUAL_INTERVAL_S = 5;
const SLOWER_BY_S = 5;
const LONGEST_INTERVAL_S = 60;
const LONGEST_FLOW_S = 15 * 60;
/** Answers in a row that are no OAuth at all, such as the page of a server that is being mended. */
const MOST_ODD_ANSWERS = 5;

interface FlowParts extends AskParts {
  readonly servers: OAuthServers;
}

/** The person types a short code on the provider's own page; meanwhile we ask whether they have. Source: RFC 8628. */
export async function startHuggingFaceFlow(needs: DeviceFlowNeeds, parts: FlowParts): Promise<FlowStart> {
  const { clock, servers } = parts;
  try {
    const server = describeServer(servers);
    const client = describeClient(needs.clientId);
    const response = await deviceAuthorizationRequest(
      server,
      client,
      None(),
      { scope: SCOPE },
      fetchOptions(servers, parts),
    );
    const device = await processDeviceAuthorizationResponse(server, client, response);
    const url = pickPage(device, servers);
    if (url === null) return { ok: false, reason: 'unexpected' };
    const lifetimeMs = Math.min(device.expires_in, LONGEST_FLOW_S) * 1000;
    const poll = startPolling({ device, lifetimeMs, needs }, parts);
    const expiresAt = clock.now() + lifetimeMs;
    return { ok: true, flow: { ...poll, url, userCode: device.user_code, expiresAt } };
  } catch (failure) {
    return { ok: false, reason: judge(failure) };
  }
}

/** Only a page of the provider itself: whoever answered in its name must not send people elsewhere. */
function pickPage(device: DeviceAuthorizationResponse, { huggingFace }: OAuthServers): string | null {
  const page = device.verification_uri_complete ?? device.verification_uri;
  return URL.canParse(page) && new URL(page).origin === new URL(huggingFace.issuer).origin ? page : null;
}

interface Polling {
  readonly device: DeviceAuthorizationResponse;
  readonly lifetimeMs: number;
  readonly needs: DeviceFlowNeeds;
}

function startPolling(polling: Polling, parts: FlowParts): Pick<Flow, 'done' | 'cancel'> {
  const aborter = new AbortController();
  let reason: FlowFailure = 'cancelled';
  const stopTimer = parts.clock.after(polling.lifetimeMs, () => {
    reason = 'timed_out';
    aborter.abort();
  });
  const done = poll(polling, parts, aborter.signal)
    .then((end): FlowEnd => end ?? { kind: 'failed', reason })
    .finally(stopTimer);
  return { done, cancel: () => aborter.abort() };
}

/** `null`: told to stop. */
async function poll(
  { device, needs }: Polling,
  parts: FlowParts,
  signal: AbortSignal,
): Promise<FlowEnd | null> {
  let interval = Math.min(LONGEST_INTERVAL_S, Math.max(1, device.interval ?? USUAL_INTERVAL_S));
  let odd = 0;
  for (;;) {
    try {
      await parts.clock.sleep(interval * 1000, signal);
    } catch {
      return null;
    }
    const answer = await askOnce(device.device_code, needs.clientId, parts, signal);
    if (signal.aborted) return null;
    if (answer.kind === 'grant') return await keep(answer.grant, needs);
    if (answer.kind === 'failed') return answer;
    odd = answer.isOdd ? odd + 1 : 0;
    if (odd >= MOST_ODD_ANSWERS) return { kind: 'failed', reason: 'unexpected' };
    if (answer.slower) interval = Math.min(LONGEST_INTERVAL_S, interval + SLOWER_BY_S);
  }
}

type PollAnswer =
  | { readonly kind: 'grant'; readonly grant: Grant }
  | { readonly kind: 'wait'; readonly slower: boolean; readonly isOdd: boolean }
  | Extract<FlowEnd, { kind: 'failed' }>;

async function askOnce(
  deviceCode: string,
  clientId: string,
  parts: FlowParts,
  signal: AbortSignal,
): Promise<PollAnswer> {
  const { servers, clock } = parts;
  try {
    const server = describeServer(servers);
    const client = describeClient(clientId);
    const options = fetchOptions(servers, parts, signal);
    const response = await deviceCodeGrantRequest(server, client, None(), deviceCode, options);
    const answer = await processDeviceCodeResponse(server, client, response);
    return { kind: 'grant', grant: toGrant(answer, { clientId, now: clock.now() }) };
  } catch (failure) {
    if (isFinal(failure)) return { kind: 'failed', reason: judge(failure) };
    if (failure instanceof TransportError) return { kind: 'wait', slower: true, isOdd: false };
    const error = failure instanceof ResponseBodyError ? failure.error : null;
    if (error === 'authorization_pending') return { kind: 'wait', slower: false, isOdd: false };
    return { kind: 'wait', slower: true, isOdd: error !== 'slow_down' };
  }
}

async function keep(grant: Grant, { onKey }: DeviceFlowNeeds): Promise<FlowEnd> {
  try {
    await onKey(grant);
    return { kind: 'connected' };
  } catch {
    return { kind: 'failed', reason: 'not_stored' };
  }
}

function judge(failure: unknown): FlowFailure {
  if (failure instanceof TransportError) return 'unreachable';
  if (!(failure instanceof ResponseBodyError)) return 'unexpected';
  if (failure.error === 'access_denied') return 'denied';
  return failure.error === 'expired_token' ? 'timed_out' : 'refused';
}
