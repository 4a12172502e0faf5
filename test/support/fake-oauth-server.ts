import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { OAuthServers } from '../../src/main/oauth/types';

/** What the fake does to the next question at a place instead of answering as documented. */
export type Mischief = 'close' | 'html' | 'redirect' | 'hang' | 'no_key' | 'huge' | 'unavailable';

type Place = 'exchange' | 'device' | 'token';

export interface FakeOAuthServer {
  readonly servers: OAuthServers;
  /** Bodies of questions, oldest first. */
  readonly asked: readonly { readonly place: Place; readonly body: string }[];
  /** In order, one for each question at the place. */
  misbehave(place: Place, ...mischief: readonly Mischief[]): void;
  /** What polls are told, in order; then the grant. */
  answerPolls(...errors: readonly string[]): void;
  /** As the person in the browser: agrees at the address, and gives the address of the callback with its code. */
  agree(url: string): string;
  /** Access tokens that were given out by the device flow and by renewals. */
  readonly tokens: readonly string[];
  close(): Promise<void>;
}

/** Speaks OpenRouter's PKCE and Hugging Face's device flow, and breaks on purpose. Checks the verifier as the real one does. */
export async function startFakeOAuthServer(): Promise<FakeOAuthServer> {
  const asked: { place: Place; body: string }[] = [];
  const codes = new Map<string, string>();
  const mischief = new Map<Place, Mischief[]>();
  const tokens: string[] = [];
  let polls: readonly string[] = [];
  let refresh = '';

  function giveToken(response: ServerResponse): unknown {
    const token = `hf_oauth_${'t'.repeat(20)}${tokens.length}`;
    tokens.push(token);
    refresh = `hf_refresh_${tokens.length}`;
    const grant = { access_token: token, token_type: 'bearer', expires_in: 28_800, refresh_token: refresh };
    // No signature anybody could check: it must not even be looked at.
    return sendJson(response, 200, { ...grant, id_token: 'not.a.token' });
  }

  function exchange(body: string, response: ServerResponse): unknown {
    const { code, code_verifier: verifier, code_challenge_method: method } = JSON.parse(body);
    const challenge = codes.get(code);
    codes.delete(code);
    if (method !== 'S256') return sendJson(response, 400, { error: 'Invalid code_challenge_method' });
    if (challenge === undefined || createHash('sha256').update(verifier).digest('base64url') !== challenge)
      return sendJson(response, 403, { error: 'Invalid code or code_verifier' });
    return sendJson(response, 200, {
      key: `sk-or-v1-${'0123456789abcdef'.repeat(3)}${code}`,
      user_id: 'user_1',
    });
  }

  function token(body: string, response: ServerResponse): unknown {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') === 'refresh_token') {
      if (form.get('refresh_token') !== refresh) return sendJson(response, 400, { error: 'invalid_grant' });
      return giveToken(response);
    }
    const [next, ...rest] = polls;
    polls = rest;
    return next === undefined ? giveToken(response) : sendJson(response, 400, { error: next });
  }

  function answer(place: Place, body: string, response: ServerResponse): unknown {
    const next = mischief.get(place)?.shift();
    if (next !== undefined) return misbehave(next, response, url);
    if (place === 'exchange') return exchange(body, response);
    if (place === 'token') return token(body, response);
    return sendJson(response, 200, {
      device_code: 'device-code',
      user_code: 'WXYZ-1234',
      verification_uri: `${url}/device`,
      expires_in: 900,
      interval: 1,
    });
  }

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const place: Place =
        request.url === '/exchange' ? 'exchange' : request.url === '/token' ? 'token' : 'device';
      asked.push({ place, body });
      answer(place, body, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    servers: {
      openRouter: { authorize: `${url}/auth`, exchange: `${url}/exchange` },
      huggingFace: { issuer: url, device: `${url}/device`, token: `${url}/token` },
    },
    asked,
    misbehave: (place, ...next) => void mischief.set(place, [...next]),
    answerPolls(...errors) {
      polls = errors;
    },
    agree(page) {
      const { searchParams } = new URL(page);
      const code = `code${codes.size}`;
      codes.set(code, searchParams.get('code_challenge') ?? '');
      return `${searchParams.get('callback_url')}?code=${code}`;
    },
    tokens,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function misbehave(mischief: Mischief, response: ServerResponse, url: string): unknown {
  switch (mischief) {
    case 'close':
      return response.destroy();
    case 'hang':
      return null;
    case 'html':
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Be right back</h1>');
    case 'redirect':
      return response.writeHead(307, { location: `${url}/stolen` }).end();
    case 'no_key':
      return sendJson(response, 200, { key: 'has blanks in it' });
    case 'huge':
      return response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(200_000)}"`);
    case 'unavailable':
      return sendJson(response, 503, { error: 'temporarily_unavailable' });
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): unknown {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const piece of request) body += String(piece);
  return body;
}
