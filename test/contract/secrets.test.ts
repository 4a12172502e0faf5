import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedAgentToken } from '../../src/shared/domain/agent-token';
import type { CreatedWorkspace } from '../../src/shared/domain/workspace';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeUpstream, openWorld, type World } from '../support/world';

const PASSPHRASE = 'MARKED-passphrase-4711';
const PROMPT = 'MARKED-prompt-4711';

let world: World;
let good: FakeUpstream;
let workspace: CreatedWorkspace;
let token: CreatedAgentToken;
let secrets: readonly string[];
const answers: string[] = [];

beforeAll(async () => {
  world = await openWorld({ passphrase: PASSPHRASE });
  workspace = await world.addWorkspace();
  token = await world.addToken({ name: 'marked' });
  good = await world.addUpstream({ keys: [{ api_key: 'MARKED-provider-key-aaaa', share_with_pool: true }] });
  const [, , clientSecret = ''] = workspace.credential.split(':');
  secrets = [
    PASSPHRASE,
    PROMPT,
    'MARKED-provider-key',
    workspace.credential,
    clientSecret,
    token.token,
    world.token,
  ];
  await useEverything();
});
afterAll(() => world.close());

/** Requests of every outcome, with providers that repeat the key they were sent. */
async function useEverything(): Promise<void> {
  const leaky = await world.addUpstream({
    keys: [{ api_key: 'MARKED-provider-key-bbbb', share_with_pool: true }],
  });
  const echo = {
    message: 'Incorrect API key provided: MARKED-provider-key-bbbb',
    code: 'MARKED-provider-key-bbbb',
  };
  leaky.fake.script('*', [
    failWith(401, echo),
    failWith(400, { ...echo, type: 'invalid_request_error' }),
    failWith(500, echo),
    failWith(500, echo),
    answer({ tokens: 9, cut: { after: 2, how: 'reset' } }),
    answer({ tokens: 9, errorEvent: { before: 2, error: echo }, cut: { after: 2, how: 'end' } }),
    always(failWith(503, echo, { 'x-request-id': 'MARKED-provider-key-bbbb' })),
  ]);
  const alias = await world.addAlias([leaky]);
  const messages = [{ role: 'user', content: PROMPT }];
  for (const stream of [false, false, false, true, true, false]) {
    await world.core.control.send('POST', `/keys/${leaky.keys[0]?.id}/reset-health`);
    const response = await world.post(
      { model: alias, messages, stream },
      { path: '/v1/chat/completions?include_route_trace=true', credential: token.token },
    );
    answers.push(JSON.stringify([...response.headers]), await response.text());
  }
  const fine = await world.addAlias([good]);
  answers.push(
    await (await world.post({ model: fine, messages }, { credential: workspace.credential })).text(),
  );
  answers.push(
    await (await world.post({ model: fine, messages }, { credential: 'MARKED-provider-key-cccc' })).text(),
  );
  answers.push((await world.core.control.send('POST', `/keys/${leaky.keys[0]?.id}/test`)).text);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [],
  );
}

describe('secrets in clear', () => {
  it('are in no file of the data dir, logs and write-ahead log included', () => {
    const files = filesBelow(world.core.dataDir);
    expect(files.some((file) => file.endsWith('.log'))).toBe(true);
    for (const file of files) {
      const content = readFileSync(file);
      for (const secret of secrets) {
        for (const spelled of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]) {
          expect(content.includes(spelled), `${path.basename(file)} holds ${secret.slice(0, 14)}…`).toBe(
            false,
          );
        }
      }
    }
  });

  it('are in no answer of the Gateway API, whatever the providers repeated', () => {
    for (const text of answers) {
      for (const secret of secrets)
        expect(text.includes(secret), `${secret.slice(0, 14)}… in ${text.length} characters`).toBe(false);
    }
  });

  it('are in no answer of the Control API', async () => {
    const { data } = JSON.parse((await world.core.control.send('GET', '/requests?limit=500')).text);
    const rows: readonly { id: string }[] = data;
    expect(rows.length).toBeGreaterThan(6);
    const paths = [
      '/status',
      '/workspaces',
      '/providers',
      '/keys',
      '/aliases',
      '/agent-tokens',
      '/requests?limit=500',
    ];
    for (const place of [...paths, ...rows.map(({ id }) => `/requests/${id}`)]) {
      const { text, status } = await world.core.control.send('GET', place);
      expect(status).toBe(200);
      for (const secret of secrets)
        expect(text.includes(secret), `${place} shows ${secret.slice(0, 14)}…`).toBe(false);
    }
  });

  it.skipIf(process.platform === 'win32')('lie behind files that only their owner may open', () => {
    expect(statSync(world.core.dataDir).mode & 0o077).toBe(0);
    for (const file of filesBelow(world.core.dataDir)) {
      expect(statSync(file).mode & 0o077, path.basename(file)).toBe(0);
    }
  });
});
