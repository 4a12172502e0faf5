import { expect, it } from 'vitest';
import type { RestoreMode } from '../../../../src/shared/domain/change-plan';
import { createServiceWorld, type ServiceWorld } from '../../../support/service-world';

const SECRET = 'gsk_configTestSecret0123456789abcdefghij';

function importConfig(
  { services }: ServiceWorld,
  config: unknown,
  options: { mode?: RestoreMode; dry_run?: boolean } = {},
) {
  return services.config.import({ mode: 'merge', dry_run: false, ...options, config });
}

/** As people keep it: through a file and back. */
const read = ({ services }: ServiceWorld): Record<string, unknown> =>
  JSON.parse(JSON.stringify(services.config.read()));

const document = (sections: object) => ({ format: 'spidergate-config', version: 1, ...sections });

async function createWorldWithThings() {
  const world = await createServiceWorld();
  const { services } = world;
  const acme = services.workspaces.create({ name: 'acme', rpm_limit: 60 });
  const key = services.keys.create({
    provider_name: 'groq',
    api_key: SECRET,
    key_label: 'work',
    workspace_id: acme.id,
    spend_limit_amount: 3,
  });
  const token = services.agentTokens.create({
    name: 'ci-bot',
    allowed_models: ['agent/*'],
    scopes: ['gate:chat'],
  });
  services.aliases.put('client:acme/fast', { slots: [{ provider: 'groq', model: 'llama', key_id: key.id }] });
  services.aliases.put('my/review', {
    slots: [{ provider: 'groq', model: 'llama', enabled: false }],
    max_attempts: 3,
  });
  services.providers.update('mistral', { enabled: false });
  services.settings.update({ proxy: { url: 'http://me:proxypassword@proxy.example:3128' } });
  return { world, acme, key, token };
}

it('holds no secret, no hash and no id', async () => {
  const { world, acme, key, token } = await createWorldWithThings();
  const text = JSON.stringify(read(world));
  for (const secret of [
    SECRET,
    SECRET.slice(-6),
    'proxypassword',
    token.token,
    acme.credential,
    key.id,
    token.id,
    acme.id,
  ])
    expect(text).not.toContain(secret);
  expect(text).toContain('"provider":"groq","label":"work","workspace":"acme"');
});

it('is the same text in whatever order things were made', async () => {
  const make = async (aliases: readonly string[]) => {
    const world = await createServiceWorld();
    for (const id of aliases) world.services.aliases.put(id, { slots: [{ provider: 'groq', model: 'm' }] });
    for (const id of aliases) world.services.workspaces.create({ name: id.slice(3) });
    return JSON.stringify(world.services.config.read());
  };
  expect(await make(['my/a', 'my/b', 'my/c'])).toBe(await make(['my/c', 'my/a', 'my/b']));
});

it('changes nothing where it came from, not even with replace', async () => {
  const { world } = await createWorldWithThings();
  for (const mode of ['merge', 'replace'] as const) {
    const plan = importConfig(world, read(world), { mode });
    expect(plan).toMatchObject({ changes: [], notices: [] });
  }
  expect(world.services.backup.state()).toEqual({ undo_from: null });
});

it('says on another computer what it would do, does it, and can be undone', async () => {
  const { world } = await createWorldWithThings();
  const config = read(world);
  const other = await createServiceWorld();
  other.services.settings.update({ proxy: { url: 'http://me:here@proxy.example:3128' } });
  const before = read(other);
  const dry = importConfig(other, config, { dry_run: true });
  expect(dry.applied).toBe(false);
  expect(dry.changes.map(({ thing, action, name }) => `${action} ${thing} ${name}`)).toEqual([
    'add workspace acme',
    'add agent_token ci-bot',
    'add alias my/review',
    'change provider_switch mistral',
  ]);
  expect(dry.notices.join('\n')).toMatch(/key "groq · work" is not here/);
  expect(dry.notices.join('\n')).toMatch(/alias "client:acme\/fast" is left out/);
  expect(read(other)).toEqual(before);

  const done = importConfig(other, config);
  expect(done.changes).toEqual(dry.changes);
  expect(other.services.agentTokens.list()).toMatchObject([{ name: 'ci-bot', allowed_models: ['agent/*'] }]);
  expect(other.network.current().proxy.url).toBe('http://me:here@proxy.example:3128');
  expect(importConfig(other, config, { dry_run: true }).changes).toEqual([]);
  other.services.backup.undo();
  expect(read(other)).toEqual(before);
});

it('never costs a key, a token or a workspace, and replaces what has no secret', async () => {
  const { world, key, token } = await createWorldWithThings();
  const plan = importConfig(
    world,
    document({ workspaces: [], keys: [], agent_tokens: [], aliases: {}, providers: {} }),
    { mode: 'replace' },
  );
  expect(plan.changes.map(({ action, name }) => `${action} ${name}`)).toEqual([
    'remove client:acme/fast',
    'remove my/review',
    'change mistral',
  ]);
  expect(world.keyRing.secretOf(key.id)).toEqual({ ok: true, secret: SECRET });
  expect(world.credentials.check(token.token)).toMatchObject({ ok: true });
  expect(world.services.workspaces.list()).toHaveLength(2);
});

it('leaves alone what the file does not name', async () => {
  const { world } = await createWorldWithThings();
  const before = read(world);
  const plan = importConfig(world, document({ settings: { stall_ms: 20_000 } }), { mode: 'replace' });
  expect(plan.changes).toEqual([
    {
      thing: 'setting',
      action: 'change',
      name: 'stall_ms',
      fields: [{ field: 'value', from: '15000', to: '20000' }],
    },
  ]);
  expect(read(world)).toEqual({ ...before, settings: { ...Object(before.settings), stall_ms: 20_000 } });
});

it.each([
  ['an unknown field', { settings: { stal_ms: 1 } }, 'config.settings.stal_ms'],
  [
    'a wrong value',
    { agent_tokens: [{ name: 'x', workspace: 'personal', rpm_limit: -1 }] },
    'config.agent_tokens.0.rpm_limit',
  ],
  ['a newer version', { version: 2 }, 'config.version'],
  ['another format', { format: 'x' }, 'config.format'],
  ['an alias that cannot be', { aliases: { 'no slash': {} } }, 'config.aliases.no slash'],
])('refuses %s, names it and changes nothing', async (_what, sections, param) => {
  const { world } = await createWorldWithThings();
  const before = read(world);
  expect(() => importConfig(world, document(sections))).toThrow(expect.objectContaining({ param }));
  expect(read(world)).toEqual(before);
});

it('cannot point a proxy whose password is kept here at another place', async () => {
  const { world } = await createWorldWithThings();
  const config = document({
    settings: { proxy: { url: 'http://me:***@evil.example:3128' }, stall_ms: 7000 },
  });
  const plan = importConfig(world, config);
  expect(plan.changes.map(({ name }) => name)).toEqual(['stall_ms']);
  expect(plan.notices).toEqual([expect.stringContaining('proxy.url')]);
  expect(world.network.current().proxy.url).toBe('http://me:proxypassword@proxy.example:3128');
});
